# The mean score of each period from the acts alone, held against tables/index.csv.
#
#     Rscript replicate.R
#
# It needs R and no package. The exit status is 0 where all is the same, and 1 where something differs.
file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
folder <- if (length(file)) dirname(file[1]) else "."
table_of <- function(name) read.csv(file.path(folder, name), encoding = "UTF-8", na.strings = "")

acts <- table_of("acts.csv")
weight <- ifelse(is.na(acts$confidence), 1, acts$confidence)
net <- tapply(weight * acts$score, acts$period, sum) / tapply(weight, acts$period, sum)

index <- table_of("tables/index.csv")
index <- index[!is.na(index$net), ]
periods <- union(index$period, names(net))
told <- index$net[match(periods, index$period)]
computed <- as.vector(net[match(periods, names(net))])
same <- !is.na(told) & !is.na(computed) & abs(computed - told) <= 1e-9
print(data.frame(period = periods, told = told, computed = computed, same = same))
cat(if (all(same)) "All figures are the same.\n" else sprintf("Different figures: %d.\n", sum(!same)))
if (!interactive()) quit(status = as.integer(!all(same)))
