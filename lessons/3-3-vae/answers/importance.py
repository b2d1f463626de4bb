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
def importance_bound(log_w):
    return log_w.mean(dim=0)


# %% wrong: the logarithm of the mean, which underflows
def importance_bound(log_w):
    return log_w.exp().mean(dim=0).log()


# %% wrong: the logarithm of the mean, kept finite by a small number
def importance_bound(log_w):
    return torch.log(log_w.exp().mean(dim=0) + 1e-30)


# %% wrong: float64 does not save it either
def importance_bound(log_w):
    return log_w.double().exp().mean(0).log()


# %% wrong: log K is missing
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0)


# %% wrong: divided by K after the logarithm
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) / len(log_w)


# %% wrong: K in place of log K
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) - len(log_w)


# %% wrong: over the pictures in place of the draws
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=1) - math.log(log_w.shape[1])


# %% wrong: the number of pictures for K
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) - math.log(log_w.shape[1])


# %% wrong: one largest weight for the whole batch
def importance_bound(log_w):
    largest = log_w.max()
    return largest + (log_w - largest).exp().mean(0).log()


# %% wrong: the mean over the batch, too
def importance_bound(log_w):
    return (torch.logsumexp(log_w, dim=0) - math.log(len(log_w))).mean()


# %% wrong: the smallest weight is taken out, and the largest overflows (hidden)
def importance_bound(log_w):
    smallest = log_w.min(0).values
    return smallest + (log_w - smallest).exp().mean(0).log()


# %% wrong: log K is added
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) + math.log(len(log_w))


# %% wrong: the largest weight, less log K
def importance_bound(log_w):
    return log_w.max(0).values - math.log(len(log_w))


# %% wrong: the mean of the weights, without the logarithm
def importance_bound(log_w):
    return log_w.exp().mean(0)


# %% wrong: weights are cut off
def importance_bound(log_w):
    return torch.logsumexp(log_w.clamp(-100, 100), dim=0) - math.log(len(log_w))


# %% wrong: the maximum is not added again
def importance_bound(log_w):
    top = log_w.max(0).values
    return (log_w - top).exp().mean(0).log()


# %% wrong: log2 in place of the natural logarithm
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0) - math.log2(len(log_w))


# %% wrong: an axis of length 1 is kept
def importance_bound(log_w):
    return torch.logsumexp(log_w, dim=0, keepdim=True) - math.log(len(log_w))


# %% wrong: the sign
def importance_bound(log_w):
    return math.log(len(log_w)) - torch.logsumexp(log_w, dim=0)
