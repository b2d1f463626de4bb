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
def kl_divergence(mu, logvar):
    return -0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: without one half
def kl_divergence(mu, logvar):
    return (mu**2 + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: mean over the dimensions
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).mean(1)


# %% wrong: summed over the batch
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(0)


# %% wrong: one number for the whole batch
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()


# %% wrong: one number for each dimension
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar)


# %% wrong: logvar taken for log σ
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + (2 * logvar).exp() - 1 - 2 * logvar).sum(1)


# %% wrong: σ in place of σ²
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + (0.5 * logvar).exp() - 1 - logvar).sum(1)


# %% wrong: logvar taken for the variance
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar - 1 - torch.log(logvar)).sum(1)


# %% wrong: 1 is subtracted once, not for each dimension
def kl_divergence(mu, logvar):
    return 0.5 * ((mu**2 + logvar.exp() - logvar).sum(1) - 1)


# %% wrong: the sign of logvar
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 + logvar).sum(1)


# %% wrong: q and p swapped
def kl_divergence(mu, logvar):
    return 0.5 * ((1 + mu**2) / logvar.exp() - 1 + logvar).sum(1)


# %% wrong: mu is not squared
def kl_divergence(mu, logvar):
    return 0.5 * (mu + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: squeeze also removes a batch of one (hidden)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).squeeze()


# %% wrong: the course's own solution
from course.models import kl_to_standard_normal


def kl_divergence(mu, logvar):
    return kl_to_standard_normal(mu, logvar).sum(1)


# %% wrong: the course's own solution, from inside an explorer
from course.explorers.kl.numbers import Divergence


def kl_divergence(mu, logvar):
    rows = zip(mu.tolist(), (0.5 * logvar).exp().tolist(), strict=True)
    return torch.tensor([sum(Divergence(m, s).total for m, s in zip(*row, strict=True)) for row in rows])


# %% wrong: squeeze, where one picture or one dimension loses its axis (hidden)
def kl_divergence(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).squeeze().sum(-1)


# %% wrong: an axis of length 1 is kept
def kl_divergence(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).sum(1, keepdim=True)


# %% wrong: the 1 is forgotten
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - logvar).sum(1)


# %% wrong: the 1 is added
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() + 1 - logvar).sum(1)


# %% wrong: the variance is forgotten
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 - 1 - logvar).sum(1)


# %% wrong: mu is forgotten
def kl_divergence(mu, logvar):
    return 0.5 * (logvar.exp() - 1 - logvar).sum(1)


# %% wrong: logvar is forgotten
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - 1).sum(1)


# %% wrong: one half before mu only
def kl_divergence(mu, logvar):
    return (0.5 * mu**2 + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: one half is missing before mu
def kl_divergence(mu, logvar):
    return (mu**2 + 0.5 * (logvar.exp() - 1 - logvar)).sum(1)


# %% wrong: the absolute value of mu
def kl_divergence(mu, logvar):
    return 0.5 * (mu.abs() + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: cut off below 0
def kl_divergence(mu, logvar):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).clamp(min=0.1).sum(1)


# %% wrong: logvar is cut off for large values (hidden)
def kl_divergence(mu, logvar):
    return 0.5 * (mu**2 + logvar.clamp(-1, 1).exp() - 1 - logvar.clamp(-1, 1)).sum(1)
