"""Answers to `kl`."""


# %% right: PyTorch's own divergence
def kl_divergence(mu, logvar):
    q = torch.distributions.Normal(mu, (logvar / 2).exp())
    p = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return torch.distributions.kl_divergence(q, p).sum(dim=-1)


# %% right: as in the paper, with the sign outside
def kl_divergence(mu, logvar):
    return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1)


# %% right: two loops
def kl_divergence(mu, logvar):
    prices = []
    for row_mu, row_logvar in zip(mu.tolist(), logvar.tolist()):
        prices.append(sum((m * m + math.exp(lv) - 1 - lv) / 2 for m, lv in zip(row_mu, row_logvar)))
    return prices


# %% right: trace, length and determinant
def kl_divergence(mu, logvar):
    trace = logvar.exp().sum(1)
    length = torch.einsum("bd,bd->b", mu, mu)
    return (trace + length - mu.shape[1] - logvar.sum(1)) / 2


# %% wrong: the sign
# students: the sign is turned: a divergence is never negative (see section 3)
def kl_divergence(mu, logvar):
    return -0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: without one half
# students: the factor ½ is left out (see section 3)
def kl_divergence(mu, logvar):
    return (mu**2 + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: mean over the dimensions
# students: the dimensions are averaged; their KLs add up (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).mean(1)


# %% wrong: summed over the batch
# students: the sum is over the pictures of the batch, not over the dimensions (see task 6)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(0)


# %% wrong: one number for the whole batch
# students: the pictures are averaged, too; asked is one number for each (see task 6)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()


# %% wrong: one number for each dimension
# students: the dimensions are not added up (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar)


# %% wrong: logvar taken for log σ
# students: logvar is taken for log σ; it is log σ² (see task 6)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + (2 * logvar).exp() - 1 - 2 * logvar).sum(1)


# %% wrong: σ in place of σ²
# students: σ stands where σ² belongs (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + (0.5 * logvar).exp() - 1 - logvar).sum(1)


# %% wrong: logvar taken for the variance
# students: logvar is taken for the variance itself (see task 6)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar - 1 - torch.log(logvar)).sum(1)


# %% wrong: 1 is subtracted once, not for each dimension
# students: the 1 is counted once, not in each dimension (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * ((mu**2 + logvar.exp() - logvar).sum(1) - 1)


# %% wrong: the sign of logvar
# students: the logarithm of the variance has the wrong sign (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 + logvar).sum(1)


# %% wrong: q and p swapped
# students: q and p are swapped: it is the divergence of N(0, I) from the cloud (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * ((1 + mu**2) / logvar.exp() - 1 + logvar).sum(1)


# %% wrong: mu is not squared
# students: mu is not squared (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: squeeze also removes a batch of one (hidden)
# students: axes of length 1 are removed, so that a batch of one picture loses its axis (see task 6)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).squeeze()


# %% wrong: the course's own solution
# students: a function of the course does the work, which the task rules out (see task 6)
from course.models import kl_to_standard_normal


def kl_divergence(mu, logvar):
    return kl_to_standard_normal(mu, logvar).sum(1)


# %% wrong: the course's own solution, from inside an explorer
# students: a function of the course does the work, which the task rules out (see task 6)
from course.explorers.kl.numbers import Divergence


def kl_divergence(mu, logvar):
    rows = zip(mu.tolist(), (0.5 * logvar).exp().tolist(), strict=True)
    return torch.tensor([sum(Divergence(m, s).total for m, s in zip(*row, strict=True)) for row in rows])


# %% wrong: squeeze, where one picture or one dimension loses its axis (hidden)
# students: axes of length 1 are removed, as those of one picture or one dimension (see task 6)
def kl_divergence(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).squeeze().sum(-1)


# %% wrong: an axis of length 1 is kept
# students: the result has a second axis, of length 1 (see task 6)
def kl_divergence(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).sum(1, keepdim=True)


# %% wrong: the 1 is forgotten
# students: the average of (z − μ)², divided by σ², is left out: cloud and N(0, I) alike do not give 0 (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - logvar).sum(1)


# %% wrong: the 1 is added
# students: the average of (z − μ)², divided by σ², has the wrong sign: cloud and N(0, I) alike do not give 0 (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() + 1 - logvar).sum(1)


# %% wrong: the variance is forgotten
# students: the variance's share in the average of z² is left out (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 - 1 - logvar).sum(1)


# %% wrong: mu is forgotten
# students: mu's share in the average of z² is left out (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (logvar.exp() - 1 - logvar).sum(1)


# %% wrong: logvar is forgotten
# students: the term with log σ² is left out (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1).sum(1)


# %% wrong: one half before mu only
# students: the factor ½ stands before mu's term only (see section 3)
def kl_divergence(mu, logvar):
    return (0.5 * mu**2 + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: one half is missing before mu
# students: the factor ½ is missing before mu's term (see section 3)
def kl_divergence(mu, logvar):
    return (mu**2 + 0.5 * (logvar.exp() - 1 - logvar)).sum(1)


# %% wrong: the absolute value of mu
# students: mu loses its sign, but is not squared (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu.abs() + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: cut off below 0
# students: each dimension costs at least 0.1 nats here; one that is N(0, 1) costs nothing (see section 3)
def kl_divergence(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).clamp(min=0.1).sum(1)


# %% wrong: logvar is cut off for large values (hidden)
# students: large and small values of logvar are cut off (see section 3)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.clamp(-1, 1).exp() - 1 - logvar.clamp(-1, 1)).sum(1)
