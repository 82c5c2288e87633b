# The mean score of each period from the acts alone, held against tables/index.csv.
acts <- read.csv("acts.csv")
weight <- ifelse(is.na(acts$confidence), 1, acts$confidence)
net <- tapply(weight * acts$score, acts$period, sum) / tapply(weight, acts$period, sum)
index <- read.csv("tables/index.csv")
told <- index$net[match(names(net), index$period)]
print(data.frame(period = names(net), net = as.vector(net), told = told,
                 same = abs(as.vector(net) - told) <= 1e-9))
