"""Answers to `importance`."""


# %% right: the largest weight is taken out of each column
def importance_bound(log_w):
    largest = log_w.max(dim=0).values
    return largest + (log_w - largest).exp().mean(dim=0).log()


# %% right: log 1/K goes into the sum
def importance_bound(log_w):
    return (log_w - torch.tensor(float(log_w.shape[0])).log()).logsumexp(0)


# %% right: two at a time
def importance_bound(log_w):
    total = log_w[0]
    for row in log_w[1:]:
        total = torch.logaddexp(total, row)
    return total - math.log(log_w.size(0))


# %% right: softmax, whose normaliser is the sum
def importance_bound(log_w):
    rows = log_w.T
    return (rows - F.log_softmax(rows, dim=1)).mean(dim=1) - math.log(rows.shape[1])


# %% right: plain Python, picture by picture
def importance_bound(log_w):
    bounds = []
    for column in log_w.T.tolist():
        top = max(column)
        bounds.append(top + math.log(sum(math.exp(w - top) for w in column) / len(column)))
    return bounds


# %% wrong: the mean of the logarithms
# students: the logarithms are averaged; the weights themselves are to be averaged inside the logarithm (see task 15)
def importance_bound(log_w):
    return log_w.mean(dim=0)


# %% wrong: the logarithm of the mean, which underflows
# students: the weights are computed first: all underflow to 0, whose logarithm is −∞ (see task 15)
def importance_bound(log_w):
    return log_w.exp().mean(dim=0).log()


# %% wrong: the logarithm of the mean, kept finite by a small number
# students: the weights are computed first, and a small number hides that they underflow (see task 15)
def importance_bound(log_w):
    return torch.log(log_w.exp().mean(dim=0) + 1e-30)


# %% wrong: float64 does not save it either
# students: the weights are computed first; with more digits, too, small ones underflow (see task 15)
def importance_bound(log_w):
    return log_w.double().exp().mean(0).log()


# %% wrong: log K is missing
# students: the 1/K of the formula is left out: the weights are added up, not averaged (see the text above task 15)
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0)


# %% wrong: divided by K after the logarithm
# students: it is divided by K outside the logarithm, not inside (see the text above task 15)
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) / len(log_w)


# %% wrong: K in place of log K
# students: K itself is taken off, where a division inside the logarithm is meant (see the text above task 15)
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) - len(log_w)


# %% wrong: over the pictures in place of the draws
# students: the average is over the pictures, not over the draws (see task 15)
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=1) - math.log(log_w.shape[1])


# %% wrong: the number of pictures for K
# students: the number of pictures is taken for K, the number of draws (see task 15)
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) - math.log(log_w.shape[1])


# %% wrong: one largest weight for the whole batch
# students: one scale is taken for the whole batch, so that the weights of other pictures underflow (see task 15)
def importance_bound(log_w):
    largest = log_w.max()
    return largest + (log_w - largest).exp().mean(0).log()


# %% wrong: the mean over the batch, too
# students: the pictures are averaged, too; asked is one number for each (see task 15)
def importance_bound(log_w):
    return (torch.logsumexp(log_w, dim=0) - math.log(len(log_w))).mean()


# %% wrong: the smallest weight is taken out, and the largest overflows
# students: the weights are scaled by the smallest, so that the largest overflow (see task 15)
def importance_bound(log_w):
    smallest = log_w.min(0).values
    return smallest + (log_w - smallest).exp().mean(0).log()


# %% wrong: log K is added
# students: the 1/K of the formula acts the wrong way round (see the text above task 15)
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) + math.log(len(log_w))


# %% wrong: the largest weight, less log K
# students: only the largest weight counts, not the sum of all (see the text above task 15)
def importance_bound(log_w):
    return log_w.max(0).values - math.log(len(log_w))


# %% wrong: the mean of the weights, without the logarithm
# students: the weights are averaged, but no logarithm is taken (see the text above task 15)
def importance_bound(log_w):
    return log_w.exp().mean(0)


# %% wrong: weights are cut off
# students: very small weights are cut off (see task 15)
def importance_bound(log_w):
    return torch.logsumexp(log_w.clamp(-100, 100), dim=0) - math.log(len(log_w))


# %% wrong: the maximum is not added again
# students: what was taken out of the logarithm for safety is not put back (see task 15)
def importance_bound(log_w):
    top = log_w.max(0).values
    return (log_w - top).exp().mean(0).log()


# %% wrong: log2 in place of the natural logarithm
# students: a logarithm to base 2 is mixed with natural ones (see the text above task 15)
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) - math.log2(len(log_w))


# %% wrong: an axis of length 1 is kept
# students: the result has a second axis, of length 1 (see task 15)
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0, keepdim=True) - math.log(len(log_w))


# %% wrong: the sign
# students: the sign is turned (see the text above task 15)
def importance_bound(log_w):
    return math.log(len(log_w)) - torch.logsumexp(log_w, dim=0)
