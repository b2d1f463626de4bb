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
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return mean + torch.randn(n, len(mean), generator=generator) @ L


# %% wrong: the root of each entry
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.randn(n, len(mean), generator=generator) @ cov.sqrt().T


# %% wrong: the covariance in place of its factor
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.randn(n, len(mean), generator=generator) @ cov


# %% wrong: independent coordinates
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.randn(n, len(mean), generator=generator) * cov.diagonal().sqrt()


# %% wrong: the generator is ignored
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return mean + torch.randn(n, len(mean)) @ L.T


# %% wrong: a seed of its own in place of the generator
def sample_gaussian(mean, cov, n, generator):
    torch.manual_seed(0)
    return mean + torch.randn(n, len(mean)) @ torch.linalg.cholesky(cov).T


# %% wrong: the generator is started again
def sample_gaussian(mean, cov, n, generator):
    generator.manual_seed(42)
    return mean + torch.randn(n, len(mean), generator=generator) @ torch.linalg.cholesky(cov).T


# %% wrong: without the mean
def sample_gaussian(mean, cov, n, generator):
    return torch.randn(n, len(mean), generator=generator) @ torch.linalg.cholesky(cov).T


# %% wrong: one die for all coordinates
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.randn(n, 1, generator=generator).expand(n, len(mean)) @ torch.linalg.cholesky(cov).T


# %% wrong: one throw for all samples
def sample_gaussian(mean, cov, n, generator):
    return (mean + torch.linalg.cholesky(cov) @ torch.randn(len(mean), generator=generator)).repeat(n, 1)


# %% wrong: uniform dice
def sample_gaussian(mean, cov, n, generator):
    return mean + torch.rand(n, len(mean), generator=generator) @ torch.linalg.cholesky(cov).T


# %% wrong: uniform dice with the right mean and variance
def sample_gaussian(mean, cov, n, generator):
    dice = (torch.rand(n, len(mean), generator=generator) - 0.5) * math.sqrt(12)
    return mean + dice @ torch.linalg.cholesky(cov).T


# %% wrong: samples in columns
def sample_gaussian(mean, cov, n, generator):
    return mean[:, None] + torch.linalg.cholesky(cov) @ torch.randn(len(mean), n, generator=generator)


# %% wrong: half the samples, each twice
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    half = torch.randn(-(-n // 2), len(mean), generator=generator)
    return mean + torch.cat([half, half])[:n] @ L.T


# %% wrong: 500 samples, repeated
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    few = torch.randn(min(n, 500), len(mean), generator=generator)
    return mean + few.repeat(-(-n // len(few)), 1)[:n] @ L.T


# %% wrong: outliers are cut off
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return mean + torch.randn(n, len(mean), generator=generator).clamp(-2, 2) @ L.T


# %% wrong: the mean is taken through the factor
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return (mean + torch.randn(n, len(mean), generator=generator)) @ L.T


# %% wrong: the mean is taken off
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return torch.randn(n, len(mean), generator=generator) @ L.T - mean


# %% wrong: the inverse of the factor
def sample_gaussian(mean, cov, n, generator):
    L = torch.linalg.cholesky(cov)
    return mean + torch.randn(n, len(mean), generator=generator) @ torch.linalg.inv(L).T
