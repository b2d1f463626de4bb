"""Answers to `active-units`."""


# %% right: dimension by dimension
def active_units(mu, logvar, threshold):
    count = 0
    for m, v in zip(mu.T, logvar.T):
        nats = (m.square() + v.exp() - 1 - v) / 2
        if nats.sum() / len(nats) >= threshold:
            count += 1
    return count


# %% right: PyTorch's KL, counted as non-zero
def active_units(mu, logvar, threshold):
    cloud = torch.distributions.Normal(mu, torch.exp(0.5 * logvar))
    nats = torch.distributions.kl_divergence(cloud, torch.distributions.Normal(0.0, 1.0)).mean(dim=0)
    return torch.count_nonzero(nats.ge(threshold))


# %% right: NumPy, those below are taken away
import numpy as np


def active_units(mu, logvar, threshold):
    m, v = mu.numpy().astype(float), logvar.numpy().astype(float)
    nats = np.average(-0.5 * (1 + v - m**2 - np.exp(v)), axis=0)
    return nats.size - np.sum(nats < threshold)


# %% right: a mean of each part, then the formula
def active_units(mu, logvar, threshold):
    second_moment = (mu * mu + logvar.exp()).mean(0)
    nats = (second_moment - 1 - logvar.mean(0)) / 2
    return len([k for k in nats.tolist() if k >= threshold])


# %% wrong: the variance of mu in place of the KL
def active_units(mu, logvar, threshold):
    return int((mu.var(0) >= threshold).sum())


# %% wrong: mean over the wrong axis
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.mean(1) >= threshold).sum())


# %% wrong: exactly at the threshold does not count
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.mean(0) > threshold).sum())


# %% wrong: every number of every picture is counted
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl >= threshold).sum())


# %% wrong: half is forgotten, logvar too
def active_units(mu, logvar, threshold):
    return int(((mu**2).mean(0) >= threshold).sum())


# %% wrong: truth values in place of their number
def active_units(mu, logvar, threshold):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).mean(0) >= threshold


# %% wrong: the KL with the wrong sign
def active_units(mu, logvar, threshold):
    kl = 0.5 * (1 + logvar - mu**2 - logvar.exp())
    return int((kl.mean(0) >= threshold).sum())


# %% wrong: the largest KL of any picture
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.amax(0) >= threshold).sum())


# %% wrong: sum over the pictures in place of the mean
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.sum(0) >= threshold).sum())


# %% wrong: one half is forgotten
def active_units(mu, logvar, threshold):
    return int(((mu**2 + logvar.exp() - 1 - logvar).mean(0) >= threshold).sum())


# %% wrong: the KL of the averages
def active_units(mu, logvar, threshold):
    m, v = mu.mean(0), logvar.mean(0)
    return int((0.5 * (m**2 + v.exp() - 1 - v) >= threshold).sum())


# %% wrong: three, as in the first check
def active_units(mu, logvar, threshold):
    return 3


# %% wrong: the course's own solution
from course.models import kl_to_standard_normal


def active_units(mu, logvar, threshold):
    return int((kl_to_standard_normal(mu, logvar).mean(0) >= threshold).sum())


# %% wrong: the KL of the mean cloud: mean of mu², mean of logvar (hidden)
def active_units(mu, logvar, threshold):
    mean = logvar.mean(0)
    return int((0.5 * ((mu**2).mean(0) + mean.exp() - 1 - mean) >= threshold).sum())


# %% wrong: the first picture only
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl[0] >= threshold).sum())


# %% wrong: dimensions below the threshold
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.mean(0) < threshold).sum())


# %% wrong: the median in place of the mean (hidden)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.median(0).values >= threshold).sum())


# %% wrong: their numbers in place of how many
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return (kl.mean(0) >= threshold).nonzero().flatten()


# %% wrong: the share in place of the number
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return float((kl.mean(0) >= threshold).float().mean())


# %% wrong: a threshold of 0.1, whatever is given
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.mean(0) >= 0.1).sum())


# %% wrong: mu alone, squared and averaged
def active_units(mu, logvar, threshold):
    return int((0.5 * (mu**2).mean(0) >= threshold).sum())
