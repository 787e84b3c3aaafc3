#ifndef GALLEY_LINUX_H
#define GALLEY_LINUX_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <malloc.h>
#include <errno.h>
#include <stdint.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int syncfs(int descriptor);

/* Open-file-description locks, which Swift's Glibc does not export: takes one byte of the file if it is free.
   Returns 0, or -1 with errno set, EAGAIN where another holds it. */
#ifndef F_OFD_SETLK
#define F_OFD_SETLK 37
#endif
#ifndef F_OFD_SETLKW
#define F_OFD_SETLKW 38
#endif
static inline int galley_lock_byte(int descriptor, int64_t offset, int command, short type) {
  struct flock lock;
  memset(&lock, 0, sizeof lock);
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = offset;
  lock.l_len = 1;
  int result;
  do { result = fcntl(descriptor, command, &lock); } while (result != 0 && errno == EINTR);
  return result;
}
static inline int galley_try_lock_byte(int descriptor, int64_t offset) {
  return galley_lock_byte(descriptor, offset, F_OFD_SETLK, F_WRLCK);
}
static inline void galley_unlock_byte(int descriptor, int64_t offset) {
  galley_lock_byte(descriptor, offset, F_OFD_SETLK, F_UNLCK);
}
/* Shares the byte with others who share it, waiting for one who has it alone. */
static inline int galley_share_byte(int descriptor, int64_t offset) {
  return galley_lock_byte(descriptor, offset, F_OFD_SETLKW, F_RDLCK);
}

/* Has the kernel kill this process when the thread that started it ends. prctl is variadic, which Swift cannot call. */
static inline void galley_die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }
#endif
