#include <cblas.h>
void openblas_set_num_threads(int count);
char *openblas_get_corename(void);
char *openblas_get_config(void);
