#include <cblas.h>
void openblas_set_num_threads(int count);
char *openblas_get_corename(void);
char *openblas_get_config(void);

/* LAPACK's Fortran symbols, which OpenBLAS carries without a C header of its own. Matrices are column-major; every
   argument goes by address; the last, hidden arguments are the lengths of the character arguments. */
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info, unsigned long uplo_length);
void dpotrs_(const char *uplo, const int *n, const int *nrhs, const double *a, const int *lda, double *b, const int *ldb, int *info, unsigned long uplo_length);
