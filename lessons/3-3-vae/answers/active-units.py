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
# students: the variance of mu is compared with the threshold, not the KL (see task 13)
def active_units(mu, logvar, threshold):
    return int((mu.var(0) >= threshold).sum())


# %% wrong: mean over the wrong axis
# students: the KL is averaged over the dimensions of a picture, not over the pictures (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.mean(1) >= threshold).sum())


# %% wrong: exactly at the threshold does not count
# students: a dimension exactly at the threshold is left out; "at least" takes it in (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.mean(0) > threshold).sum())


# %% wrong: every number of every picture is counted
# students: every number of every picture is counted by itself, without the average (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl >= threshold).sum())


# %% wrong: half is forgotten, logvar too
# students: only mu² is compared with the threshold, not the KL (see section 3)
def active_units(mu, logvar, threshold):
    return int(((mu**2).mean(0) >= threshold).sum())


# %% wrong: truth values in place of their number
# students: a true or false for each dimension comes out, not how many are used (see task 13)
def active_units(mu, logvar, threshold):
    return (0.5 * (mu**2 + logvar.exp() - 1 - logvar)).mean(0) >= threshold


# %% wrong: the KL with the wrong sign
# students: the KL has the wrong sign (see section 3)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (1 + logvar - mu**2 - logvar.exp())
    return int((kl.mean(0) >= threshold).sum())


# %% wrong: the largest KL of any picture
# students: the largest KL of any picture is taken, not the average (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.amax(0) >= threshold).sum())


# %% wrong: sum over the pictures in place of the mean
# students: the KL is summed over the pictures, not averaged (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.sum(0) >= threshold).sum())


# %% wrong: one half is forgotten
# students: the KL lacks its factor ½ (see section 3)
def active_units(mu, logvar, threshold):
    return int(((mu**2 + logvar.exp() - 1 - logvar).mean(0) >= threshold).sum())


# %% wrong: the KL of the averages
# students: mu and logvar are averaged first, and the KL is taken of the averages (see task 13)
def active_units(mu, logvar, threshold):
    m, v = mu.mean(0), logvar.mean(0)
    return int((0.5 * (m**2 + v.exp() - 1 - v) >= threshold).sum())


# %% wrong: three, as in the first check
# students: the answer is a fixed number, whatever the clouds (see task 13)
def active_units(mu, logvar, threshold):
    return 3


# %% wrong: the course's own solution
# students: a function of the course does the work, which the task rules out (see task 13)
from course.models import kl_to_standard_normal


def active_units(mu, logvar, threshold):
    return int((kl_to_standard_normal(mu, logvar).mean(0) >= threshold).sum())


# %% wrong: the KL of the mean cloud: mean of mu², mean of logvar
# students: logvar is averaged first, and the KL is taken of the average (see task 13)
def active_units(mu, logvar, threshold):
    mean = logvar.mean(0)
    return int((0.5 * ((mu**2).mean(0) + mean.exp() - 1 - mean) >= threshold).sum())


# %% wrong: the first picture only
# students: only the first picture counts (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl[0] >= threshold).sum())


# %% wrong: dimensions below the threshold
# students: the dimensions that are not used are counted (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.mean(0) < threshold).sum())


# %% wrong: the median in place of the mean
# students: the median over the pictures is taken, not the average (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.median(0).values >= threshold).sum())


# %% wrong: their numbers in place of how many
# students: it is told which dimensions are used, not how many (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return (kl.mean(0) >= threshold).nonzero().flatten()


# %% wrong: the share in place of the number
# students: the share of the dimensions comes out, not their number (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return float((kl.mean(0) >= threshold).float().mean())


# %% wrong: a threshold of 0.1, whatever is given
# students: the threshold is 0.1, whatever is given (see task 13)
def active_units(mu, logvar, threshold):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.mean(0) >= 0.1).sum())


# %% wrong: mu alone, squared and averaged
# students: logvar is left out of the KL (see section 3)
def active_units(mu, logvar, threshold):
    return int((0.5 * (mu**2).mean(0) >= threshold).sum())
