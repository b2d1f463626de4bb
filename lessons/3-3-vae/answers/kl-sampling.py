"""Answers to `kl-sampling`."""


# %% right: log-densities by hand, the 2π cancel
def kl_by_sampling(mu, logvar, n, generator):
    eps = torch.randn(n, mu.shape[0], generator=generator)
    z = mu + torch.exp(logvar / 2) * eps
    return (0.5 * (z**2 - eps**2 - logvar)).sum(dim=1).mean(dim=0)


# %% right: sums over all draws, divided at the end
def kl_by_sampling(mu, logvar, n, generator):
    std = logvar.exp().sqrt()
    total = 0.0
    for m, s in zip(mu, std):
        z = torch.normal(m.item(), s.item(), (n,), generator=generator)
        q, p = torch.distributions.Normal(m, s), torch.distributions.Normal(0.0, 1.0)
        total += float((q.log_prob(z) - p.log_prob(z)).sum())
    return total / n


# %% right: Gaussians in d dimensions
def kl_by_sampling(mu, logvar, n, generator):
    std = torch.exp(0.5 * logvar)
    q = torch.distributions.MultivariateNormal(mu, torch.diag(std**2))
    p = torch.distributions.MultivariateNormal(torch.zeros_like(mu), torch.eye(len(mu)))
    codes = torch.normal(mu.expand(n, -1), std.expand(n, -1), generator=generator)
    return torch.mean(q.log_prob(codes) - p.log_prob(codes))


# %% right: a function for the log-density, in double precision
def kl_by_sampling(mu, logvar, n, generator):
    def log_density(z, mean, log_variance):
        return -0.5 * (math.log(2 * math.pi) + log_variance + (z - mean) ** 2 / log_variance.exp()).sum(-1)

    mu, logvar = mu.double(), logvar.double()
    z = mu + logvar.exp() ** 0.5 * torch.randn(n, len(mu), generator=generator, dtype=torch.float64)
    return log_density(z, mu, logvar).mean() - log_density(z, 0.0, torch.zeros_like(logvar)).mean()


# %% wrong: drawn from p
# students: the codes are drawn from N(0, I); the average is over draws from q (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    z = torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, (0.5 * logvar).exp()).log_prob(z)
    return (log_q - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum(1).mean()


# %% wrong: q and p swapped
# students: q and p are swapped: it is the divergence of N(0, I) from the cloud (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    z = torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, (0.5 * logvar).exp()).log_prob(z)
    return (torch.distributions.Normal(0.0, 1.0).log_prob(z) - log_q).sum(1).mean()


# %% wrong: exp(logvar) taken for σ
# students: the variance is taken for σ (see task 5)
def kl_by_sampling(mu, logvar, n, generator):
    std = logvar.exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    return (log_q - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum(1).mean()


# %% wrong: the variance as the standard deviation of log q only
# students: in log q the variance is taken for σ (see task 5)
def kl_by_sampling(mu, logvar, n, generator):
    z = mu + (0.5 * logvar).exp() * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, logvar.exp()).log_prob(z)
    return (log_q - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum(1).mean()


# %% wrong: mean over the dimensions, too
# students: the dimensions are averaged; their KLs add up (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    return (log_q - torch.distributions.Normal(0.0, 1.0).log_prob(z)).mean()


# %% wrong: summed over the draws, too
# students: the draws are added up, not averaged (see task 7)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    return (log_q - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum()


# %% wrong: one number for each dimension
# students: the dimensions are not added up (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    return (log_q - torch.distributions.Normal(0.0, 1.0).log_prob(z)).mean(0)


# %% wrong: the sign
# students: the sign is turned: on average, draws from q are more probable under q (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    return (torch.distributions.Normal(0.0, 1.0).log_prob(z) - log_q).sum(1).mean()


# %% wrong: densities in place of their logarithms
# students: densities are subtracted, not their logarithms (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    return (log_q.exp() - torch.distributions.Normal(0.0, 1.0).log_prob(z).exp()).sum(1).mean()


# %% wrong: one draw in place of n
# students: one code is drawn, whatever n is (see task 7)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    return (log_q - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum()


# %% wrong: the formula, without a draw
# students: it is the formula of task 6; here the value is to be estimated by drawing (see task 7)
def kl_by_sampling(mu, logvar, n, generator):
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()


# %% wrong: the generator is ignored
# students: the codes are not drawn with the generator that is handed in (see task 7)
def kl_by_sampling(mu, logvar, n, generator):
    q = torch.distributions.Normal(mu, (0.5 * logvar).exp())
    z = q.sample((n,))
    return (q.log_prob(z) - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum(1).mean()


# %% wrong: a seed of its own in place of the generator
# students: a fixed seed takes the place of the generator that is handed in (see task 7)
def kl_by_sampling(mu, logvar, n, generator):
    torch.manual_seed(0)
    q = torch.distributions.Normal(mu, (0.5 * logvar).exp())
    z = q.sample((n,))
    return (q.log_prob(z) - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum(1).mean()


# %% wrong: one die for all numbers of a code
# students: one die is thrown for all numbers of a code; the dimensions are independent (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, 1, generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    return (log_q - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum(1).mean()


# %% wrong: a product of two dice, whose variance is 1, too (hidden)
# students: the noise is no longer Gaussian: it is a product of two dice (see section 1)
def kl_by_sampling(mu, logvar, n, generator):
    q = torch.distributions.Normal(mu, (0.5 * logvar).exp())
    dice = torch.randn(2, n, len(mu), generator=generator).prod(0)
    z = q.mean + q.stddev * dice
    return (q.log_prob(z) - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum(1).mean()


# %% wrong: the first number's σ for all
# students: all numbers get the σ of the first (see task 7)
def kl_by_sampling(mu, logvar, n, generator):
    q = torch.distributions.Normal(mu, (0.5 * logvar[:1]).exp())
    z = q.mean + q.stddev * torch.randn(n, len(mu), generator=generator)
    return (q.log_prob(z) - torch.distributions.Normal(0.0, 1.0).log_prob(z)).sum(1).mean()


# %% wrong: the formula, with a small share of the estimate (hidden)
# students: the formula is mixed in: the estimates scatter too little (see task 7)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    log_p = torch.distributions.Normal(0.0, 1.0).log_prob(z)
    exact = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return 0.99 * exact + 0.01 * (log_q - log_p).sum(1).mean()


# %% wrong: the absolute difference
# students: the differences lose their signs, so that what is below 0 counts as positive (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    log_p = torch.distributions.Normal(0.0, 1.0).log_prob(z)
    return (log_q - log_p).abs().sum(1).mean()


# %% wrong: weighted with q's density once more
# students: each draw is weighted with q's density once more; drawing from q has done that already (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    log_p = torch.distributions.Normal(0.0, 1.0).log_prob(z)
    return (log_q.exp() * (log_q - log_p)).sum(1).mean()


# %% wrong: log q only
# students: the average is of log q alone (see section 3)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    return log_q.sum(1).mean()


# %% wrong: draws without mu
# students: the draws lie round 0, not round mu (see section 1)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    z = std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    log_p = torch.distributions.Normal(0.0, 1.0).log_prob(z)
    return (log_q - log_p).sum(1).mean()


# %% wrong: draws and their mirror images
# students: half of the draws are mirror images of the others, so that they are not independent (see task 7)
def kl_by_sampling(mu, logvar, n, generator):
    std = (0.5 * logvar).exp()
    half = torch.randn(-(-n // 2), len(mu), generator=generator)
    z = mu + std * torch.cat([half, -half])[:n]
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    log_p = torch.distributions.Normal(0.0, 1.0).log_prob(z)
    return (log_q - log_p).sum(1).mean()
