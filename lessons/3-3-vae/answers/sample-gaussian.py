"""Answers to `sample-gaussian`."""


# %% right: dice in columns
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    r = torch.randn(len(mean), n, generator=generator)
    return (mean[:, None] + L @ r).T


# %% right: the upper factor
def sample_gaussian(mean, cov, n, generator):
    dice = torch.empty(n, mean.shape[0]).normal_(generator=generator)
    return torch.addmm(mean, dice, torch.linalg.cholesky(cov, upper=True))


# %% right: eigenvectors, stretched
def sample_gaussian(mean, cov, n, generator):
    values, vectors = torch.linalg.eigh(cov)
    r = torch.randn(n, len(values), generator=generator)
    return (r * values.clamp(min=0).sqrt()) @ vectors.T + mean


# %% right: the symmetric root from the SVD, einsum
def sample_gaussian(mean, cov, n, generator):
    u, s, vh = torch.linalg.svd(cov)
    root = u @ torch.diag(s.sqrt()) @ vh
    return torch.einsum("ij,nj->ni", root, torch.randn(n, len(cov), generator=generator)) + mean


# %% right: the Cholesky factor by hand
def sample_gaussian(mean, cov, n, generator):
    p = len(mean)
    L = torch.zeros(p, p)
    for i in range(p):
        for j in range(i + 1):
            rest = cov[i, j] - (L[i, :j] * L[j, :j]).sum()
            L[i, j] = rest.sqrt() if i == j else rest / L[j, j]
    r = torch.randn(n, p, generator=generator)
    return torch.stack([mean[i] + sum(L[i, j] * r[:, j] for j in range(i + 1)) for i in range(p)], dim=1)


# %% wrong: L not transposed for rows
# students: the formula for a column is used for rows as it is, so that L acts from the wrong side (see task 3)
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return mean + torch.randn(n, len(mean), generator=generator) @ L


# %% wrong: the root of each entry
# students: the root of each entry is taken; the factor L is no root of single entries (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.randn(n, len(mean), generator=generator) @ cov.sqrt().T


# %% wrong: the covariance in place of its factor
# students: the dice are multiplied by the covariance, as σ² in place of σ in one dimension (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.randn(n, len(mean), generator=generator) @ cov


# %% wrong: independent coordinates
# students: each coordinate is drawn by itself, so that they do not vary together (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.randn(n, len(mean), generator=generator) * cov.diagonal().sqrt()


# %% wrong: the generator is ignored
# students: the dice are not thrown with the generator that is handed in (see task 3)
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return mean + torch.randn(n, len(mean)) @ L.T


# %% wrong: a seed of its own in place of the generator
# students: a fixed seed takes the place of the generator that is handed in (see task 3)
def sample_gaussian(mean, cov, n, generator):
    torch.manual_seed(0)
    return mean + torch.randn(n, len(mean)) @ torch.linalg.cholesky(cov).T


# %% wrong: the generator is started again
# students: the generator is set to a seed at each call, so that each call gives the same (see task 3)
def sample_gaussian(mean, cov, n, generator):
    generator.manual_seed(42)
    return mean + torch.randn(n, len(mean), generator=generator) @ torch.linalg.cholesky(cov).T


# %% wrong: without the mean
# students: the mean is not added (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    return torch.randn(n, len(mean), generator=generator) @ torch.linalg.cholesky(cov).T


# %% wrong: one die for all coordinates
# students: one die is thrown for all coordinates of a sample; L needs one for each (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.randn(n, 1, generator=generator).expand(n, len(mean)) @ torch.linalg.cholesky(cov).T


# %% wrong: one throw for all samples
# students: one sample is drawn, and repeated n times (see task 3)
def sample_gaussian(mean, cov, n, generator):
    return (mean + torch.linalg.cholesky(cov) @ torch.randn(len(mean), generator=generator)).repeat(n, 1)


# %% wrong: uniform dice
# students: the dice are uniform numbers from 0 to 1, not Gaussian (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.rand(n, len(mean), generator=generator) @ torch.linalg.cholesky(cov).T


# %% wrong: uniform dice with the right mean and variance
# students: the dice are uniform, with the right mean and variance, but not Gaussian (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    dice = (torch.rand(n, len(mean), generator=generator) - 0.5) * math.sqrt(12)
    return mean + dice @ torch.linalg.cholesky(cov).T


# %% wrong: samples in columns
# students: the samples stand in columns, where rows are asked for (see task 3)
def sample_gaussian(mean, cov, n, generator):
    return mean[:, None] + torch.linalg.cholesky(cov) @ torch.randn(len(mean), n, generator=generator)


# %% wrong: half the samples, each twice
# students: each sample stands there twice (see task 3)
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    half = torch.randn(-(-n // 2), len(mean), generator=generator)
    return mean + torch.cat([half, half])[:n] @ L.T


# %% wrong: 500 samples, repeated
# students: a few samples are drawn and repeated (see task 3)
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    few = torch.randn(min(n, 500), len(mean), generator=generator)
    return mean + few.repeat(-(-n // len(few)), 1)[:n] @ L.T


# %% wrong: outliers are cut off
# students: samples far from the mean are cut off, which a Gaussian has, too (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return mean + torch.randn(n, len(mean), generator=generator).clamp(-2, 2) @ L.T


# %% wrong: the mean is taken through the factor
# students: the mean, too, is multiplied by L (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return (mean + torch.randn(n, len(mean), generator=generator)) @ L.T


# %% wrong: the mean is taken off
# students: the mean is taken off, not added (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return torch.randn(n, len(mean), generator=generator) @ L.T - mean


# %% wrong: the inverse of the factor
# students: the inverse of L is used, which makes samples into dice (see the text above task 3)
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return mean + torch.randn(n, len(mean), generator=generator) @ torch.linalg.inv(L).T
