"""Answers to `gaussian`."""


# %% right: std_mean, and torch.normal on expanded tensors
def fit_gaussian(codes):
    std, mean = torch.std_mean(codes, dim=0)
    return mean, std


def sample_gaussian(mean, std, n, generator):
    d = mean.shape[0]
    return torch.normal(mean.expand(n, d), std.expand(n, d), generator=generator)


# %% right: by the definitions, divided by N; noise times a diagonal matrix
def fit_gaussian(codes):
    mean = codes.sum(dim=0) / codes.shape[0]
    variance = ((codes - mean) ** 2).sum(dim=0) / codes.shape[0]
    return [mean, variance.sqrt()]


def sample_gaussian(mean, std, n, generator):
    return torch.randn(n, mean.numel(), generator=generator) @ torch.diag(std) + mean


# %% right: one code after the other, float64
def fit_gaussian(codes):
    columns = [codes[:, i].double() for i in range(codes.shape[1])]
    return torch.stack([column.mean() for column in columns]), torch.stack([column.std() for column in columns])


def sample_gaussian(mean, std, n, generator):
    samples = torch.empty(n, len(mean), dtype=torch.float64)
    for code in samples:
        code[:] = mean + std * torch.randn(len(mean), generator=generator, dtype=torch.float64)
    return samples


# %% right: NumPy, and one column after the other
import numpy as np


def fit_gaussian(codes):
    return np.mean(codes.numpy(), axis=0), np.std(codes.numpy(), axis=0)


def sample_gaussian(mean, std, n, generator):
    columns = []
    for m, s in zip(mean.tolist(), std.tolist()):
        columns.append(torch.empty(n).normal_(m, s, generator=generator).numpy())
    return np.column_stack(columns)


# %% right: the root of the mean square less the squared mean; normal numbers by Box and Muller
def fit_gaussian(codes):
    mean = codes.mean(0)
    return mean, ((codes**2).mean(0) - mean**2).sqrt()


def sample_gaussian(mean, std, n, generator):
    u, v = torch.rand(2, n, len(mean), generator=generator)
    return mean + std * (-2 * torch.log(1 - u)).sqrt() * torch.cos(2 * torch.pi * v)


# %% wrong: the variance as standard deviation
# students: the variance is returned where the standard deviation is asked for (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), codes.var(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator)


# %% wrong: std over the numbers of each code
# students: mean and spread are taken over the numbers of each code, not over the codes (see task 12)
def fit_gaussian(codes):
    return codes.mean(dim=1), codes.std(dim=1)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator)


# %% wrong: one mean and one standard deviation for all
# students: there is one mean and one spread for all numbers together; each has its own (see task 12)
def fit_gaussian(codes):
    return codes.mean(), codes.std()


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator)


# %% wrong: samples with std² in place of std
# students: samples are spread by the variance, not by the standard deviation (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std**2 * torch.randn(n, len(mean), generator=generator)


# %% wrong: samples with the root of std
# students: std is taken for the variance, and its root is taken once more (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std.sqrt() * torch.randn(n, len(mean), generator=generator)


# %% wrong: uniform noise
# students: the dice are uniform, not Gaussian (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * (2 * torch.rand(n, len(mean), generator=generator) - 1)


# %% wrong: uniform noise of the right spread
# students: the dice are uniform, with the right spread, but not Gaussian (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * 12**0.5 * (torch.rand(n, len(mean), generator=generator) - 0.5)


# %% wrong: the generator is ignored
# students: the dice are not thrown with the generator that is handed in (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return torch.distributions.Normal(mean, std).sample((n,))


# %% wrong: a seed of its own in place of the generator
# students: a fixed seed takes the place of the generator that is handed in (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    torch.manual_seed(0)
    return mean + std * torch.randn(n, len(mean))


# %% wrong: the same noise for all numbers of a code
# students: one die is thrown for all numbers of a code; they are to be independent (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, 1, generator=generator)


# %% wrong: the same noise for all codes
# students: one code is drawn, and repeated n times (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return (mean + std * torch.randn(len(mean), generator=generator)).repeat(n, 1)


# %% wrong: the mean is scaled as well
# students: the mean is multiplied by the spread, too (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return std * (mean + torch.randn(n, len(mean), generator=generator))


# %% wrong: made for codes of three numbers (hidden)
# students: codes are taken to have three numbers, as in the example (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, 3, generator=generator)


# %% wrong: the variance in place of the standard deviation, and its root when sampling
# students: the variance is returned as spread, and std is taken for a variance when sampling (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), codes.var(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std.sqrt() * torch.randn(n, len(mean), generator=generator)


# %% wrong: the median in place of the mean (hidden)
# students: the median is taken for the mean (see task 12)
def fit_gaussian(codes):
    return codes.median(0).values, codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator)


# %% wrong: the pair the other way round
# students: the spread comes first, the mean second (see task 12)
def fit_gaussian(codes):
    return codes.std(0), codes.mean(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator)


# %% wrong: the mean distance from the mean
# students: the mean distance from the mean is taken for the standard deviation (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), (codes - codes.mean(0)).abs().mean(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator)


# %% wrong: standard deviation about 0, not about the mean
# students: the spread is measured from 0, not from the mean (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), (codes**2).mean(0).sqrt()


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator)


# %% wrong: half of the codes only (hidden)
# students: only half of the codes are used (see task 12)
def fit_gaussian(codes):
    half = codes[: max(2, len(codes) // 2)]
    return half.mean(0), half.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator)


# %% wrong: the root is taken twice
# students: the root is taken twice: a standard deviation is one already (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0).sqrt()


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator)


# %% wrong: outliers are cut off
# students: samples far from the mean are cut off, which a Gaussian has, too (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator).clamp(-2.5, 2.5)


# %% wrong: outliers are cut off at 2
# students: samples far from the mean are cut off, which a Gaussian has, too (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + std * torch.randn(n, len(mean), generator=generator).clamp(-2, 2)


# %% wrong: a sum of four uniform numbers
# students: the dice are sums of a few uniform numbers, which come near a Gaussian, but are none (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    noise = (torch.rand(4, n, len(mean), generator=generator).sum(0) - 2) * 3**0.5
    return mean + std * noise


# %% wrong: noise without the standard deviation
# students: the dice are not multiplied by the standard deviation (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return mean + torch.randn(n, len(mean), generator=generator)


# %% wrong: the mean is forgotten
# students: the mean is not added to the samples (see section 7)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return std * torch.randn(n, len(mean), generator=generator)


# %% wrong: samples in columns
# students: the samples stand in columns, where rows are asked for (see task 12)
def fit_gaussian(codes):
    return codes.mean(0), codes.std(0)


def sample_gaussian(mean, std, n, generator):
    return (mean + std * torch.randn(n, len(mean), generator=generator)).T
