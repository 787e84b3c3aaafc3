# Makes Notebooks/data/leukaemia.tsv.gz from the data package ALL of Bioconductor (Debian: r-bioc-all 1.40.0).
#
#     Rscript Tests/Fixtures/make_leukaemia.R | gzip -9n > Notebooks/data/leukaemia.tsv.gz
#
# A row an array: what is known of the patient, then the expression of each probe, the logarithm to base 2, rounded to 3 decimals.

suppressPackageStartupMessages(library(Biobase))
data(ALL, package = "ALL")
patients <- pData(ALL)
known <- data.frame(
  patient = patients$cod,
  age = patients$age,
  sex = as.character(patients$sex),
  lineage = substr(as.character(patients$BT), 1, 1),
  molecular = as.character(patients$mol.biol),
  remission = as.character(patients$remission),
  relapse = ifelse(patients$relapse, "yes", "no"),
  check.names = FALSE
)
expression <- formatC(t(exprs(ALL)), format = "f", digits = 3)
table <- cbind(known, expression)
write.table(table, stdout(), sep = "\t", quote = FALSE, row.names = FALSE, na = "")
