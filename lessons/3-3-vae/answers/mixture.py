"""Answers to `mixture`."""


# %% right: PyTorch's mixture; the die from a uniform number
def mixture_log_density(x, weights, means, stds):
    components = torch.distributions.Normal(means, stds)
    return torch.distributions.MixtureSameFamily(torch.distributions.Categorical(weights), components).log_prob(x)


def sample_mixture(weights, means, stds, n, generator):
    uniform = torch.rand(n, generator=generator)
    component = (uniform[:, None] > weights.cumsum(0)[:-1]).sum(1)
    return torch.normal(means[component], stds[component], generator=generator)


# %% right: a loop of logaddexp; a sample of every component, of which one is taken
def mixture_log_density(x, weights, means, stds):
    total = torch.full_like(x, -torch.inf)
    for w, m, s in zip(weights, means, stds):
        total = torch.logaddexp(total, w.log() - (x - m) ** 2 / (2 * s**2) - s.log() - math.log(2 * math.pi) / 2)
    return total


def sample_mixture(weights, means, stds, n, generator):
    all_of_them = means + stds * torch.randn(n, len(means), generator=generator)
    die = torch.multinomial(weights, n, replacement=True, generator=generator)
    return all_of_them.gather(1, die[:, None]).squeeze(1)


# %% right: the largest component taken out by hand; as many samples of each as the die says
def mixture_log_density(x, weights, means, stds):
    terms = torch.stack(
        [torch.log(w / (s * (2 * math.pi) ** 0.5)) - 0.5 * ((x - m) / s) ** 2 for w, m, s in zip(weights, means, stds)]
    )
    top = terms.max(0).values
    return top + (terms - top).exp().sum(0).log()


def sample_mixture(weights, means, stds, n, generator):
    die = torch.multinomial(weights, n, replacement=True, generator=generator)
    parts = [means[k] + stds[k] * torch.randn(int((die == k).sum()), generator=generator) for k in range(len(weights))]
    return torch.cat(parts)


# %% wrong: the logarithm of a sum of densities underflows
# students: the densities are computed first: far away all underflow to 0, whose logarithm is −∞ (see task 4)
def mixture_log_density(x, weights, means, stds):
    densities = torch.distributions.Normal(means, stds).log_prob(x[:, None]).exp()
    return (weights * densities).sum(1).log()


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: the weighted mean of the log-densities
# students: logarithms of densities are averaged with the weights; the densities themselves are to be added (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    return (weights * torch.distributions.Normal(means, stds).log_prob(x[:, None])).sum(1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: the weights are not logarithms
# students: the weights are added to log-densities as they are; on that scale a factor becomes a summand of another size (see section 1)
def mixture_log_density(x, weights, means, stds):
    return torch.logsumexp(weights + torch.distributions.Normal(means, stds).log_prob(x[:, None]), 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: the weights are forgotten in the density
# students: the weights are left out of the density (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    return torch.logsumexp(torch.distributions.Normal(means, stds).log_prob(x[:, None]), 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: the nearest component only
# students: only the largest component counts, not the sum of all (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    return (weights.log() + torch.distributions.Normal(means, stds).log_prob(x[:, None])).amax(1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: stds taken for variances in the density
# students: in the density, stds are taken for variances (see task 4)
def mixture_log_density(x, weights, means, stds):
    return torch.logsumexp(weights.log() + torch.distributions.Normal(means, stds.sqrt()).log_prob(x[:, None]), 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: log σ is forgotten
# students: in the density the width of each bell is left out of its height (see section 1)
def mixture_log_density(x, weights, means, stds):
    standardised = (x[:, None] - means) / stds
    return torch.logsumexp(weights.log() - 0.5 * standardised**2 - 0.5 * math.log(2 * math.pi), 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: summed over the places, not the components
# students: the sum is over the places x, not over the components (see task 4)
def mixture_log_density(x, weights, means, stds):
    return torch.logsumexp(weights.log() + torch.distributions.Normal(means, stds).log_prob(x[:, None]), 0)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: one die for all samples
# students: one component is chosen for all samples; each has a die of its own (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    log_components = torch.distributions.Normal(means, stds).log_prob(x[:, None])
    return torch.logsumexp(weights.log() + log_components, 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, 1, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: samples are averaged with the weights
# students: the samples of all components are averaged; a mixture chooses one of them (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    log_components = torch.distributions.Normal(means, stds).log_prob(x[:, None])
    return torch.logsumexp(weights.log() + log_components, 1)


def sample_mixture(weights, means, stds, n, generator):
    return ((means + stds * torch.randn(n, len(means), generator=generator)) * weights).sum(1)


# %% wrong: every component is as probable as the others
# students: the samples choose all components equally often, whatever the weights (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    log_components = torch.distributions.Normal(means, stds).log_prob(x[:, None])
    return torch.logsumexp(weights.log() + log_components, 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.randint(len(weights), (n,), generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: stds taken for variances in the samples
# students: in the samples, stds are taken for variances (see task 4)
def mixture_log_density(x, weights, means, stds):
    log_components = torch.distributions.Normal(means, stds).log_prob(x[:, None])
    return torch.logsumexp(weights.log() + log_components, 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component].sqrt() * torch.randn(n, generator=generator)


# %% wrong: one Gaussian number for all samples
# students: one Gaussian number is drawn for all samples (see task 4)
def mixture_log_density(x, weights, means, stds):
    log_components = torch.distributions.Normal(means, stds).log_prob(x[:, None])
    return torch.logsumexp(weights.log() + log_components, 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(1, generator=generator)


# %% wrong: means only, no noise
# students: each sample is the mean of its component, without noise (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    log_components = torch.distributions.Normal(means, stds).log_prob(x[:, None])
    return torch.logsumexp(weights.log() + log_components, 1)


def sample_mixture(weights, means, stds, n, generator):
    return means[torch.multinomial(weights, n, replacement=True, generator=generator)]


# %% wrong: the generator is ignored
# students: nothing is drawn with the generator that is handed in (see task 4)
def mixture_log_density(x, weights, means, stds):
    log_components = torch.distributions.Normal(means, stds).log_prob(x[:, None])
    return torch.logsumexp(weights.log() + log_components, 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True)
    return means[component] + stds[component] * torch.randn(n)


# %% wrong: the die uses the generator, the noise does not
# students: the component is chosen with the generator, the noise is drawn without it (see task 4)
def mixture_log_density(x, weights, means, stds):
    log_components = torch.distributions.Normal(means, stds).log_prob(x[:, None])
    return torch.logsumexp(weights.log() + log_components, 1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return torch.normal(means[component], stds[component])


# %% wrong: a seed of its own in place of the generator
# students: a fixed seed takes the place of the generator that is handed in (see task 4)
def mixture_log_density(x, weights, means, stds):
    log_components = torch.distributions.Normal(means, stds).log_prob(x[:, None])
    return torch.logsumexp(weights.log() + log_components, 1)


def sample_mixture(weights, means, stds, n, generator):
    torch.manual_seed(0)
    component = torch.multinomial(weights, n, replacement=True)
    return means[component] + stds[component] * torch.randn(n)


# %% wrong: a small number against log 0
# students: the densities are computed first, and a small number hides that they underflow (see task 4)
def mixture_log_density(x, weights, means, stds):
    z = (x[:, None] - means) / stds
    terms = -0.5 * z**2 - torch.log(stds) - 0.5 * math.log(2 * math.pi)
    return (weights * terms.exp()).sum(1).add(1e-12).log()


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: the constant is left out
# students: the constant with 2π is left out (see section 1)
def mixture_log_density(x, weights, means, stds):
    z = (x[:, None] - means) / stds
    terms = -0.5 * z**2 - torch.log(stds) - 0.5 * math.log(2 * math.pi)
    return torch.logsumexp(torch.log(weights) + terms + 0.5 * math.log(2 * math.pi), dim=1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: the density, not its logarithm
# students: the density comes out, not its logarithm (see task 4)
def mixture_log_density(x, weights, means, stds):
    z = (x[:, None] - means) / stds
    terms = -0.5 * z**2 - torch.log(stds) - 0.5 * math.log(2 * math.pi)
    return (weights * terms.exp()).sum(1)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: divided by the number of components
# students: the density is divided by the number of components, though the weights add up to 1 (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    z = (x[:, None] - means) / stds
    terms = -0.5 * z**2 - torch.log(stds) - 0.5 * math.log(2 * math.pi)
    return torch.logsumexp(torch.log(weights) + terms, dim=1) - math.log(len(weights))


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: every component is as probable as the others, in the density
# students: in the density all components weigh the same, whatever the weights (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    z = (x[:, None] - means) / stds
    terms = -0.5 * z**2 - torch.log(stds) - 0.5 * math.log(2 * math.pi)
    return torch.logsumexp(terms, dim=1) - math.log(len(weights))


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: one Gaussian with the mixture's mean and spread
# students: the density is that of one Gaussian with the mixture's mean and spread: it has one peak (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    (x[:, None] - means) / stds
    mean = (weights * means).sum()
    var = (weights * (stds**2 + (means - mean) ** 2)).sum()
    return torch.distributions.Normal(mean, var.sqrt()).log_prob(x)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: the most probable component only
# students: all samples come from the component with the largest weight (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    components = torch.distributions.Normal(means, stds)
    return torch.distributions.MixtureSameFamily(torch.distributions.Categorical(weights), components).log_prob(x)


def sample_mixture(weights, means, stds, n, generator):
    component = weights.argmax()
    return means[component] + stds[component] * torch.randn(n, generator=generator)


# %% wrong: one spread for all components
# students: the samples of all components have the same spread (see task 4)
def mixture_log_density(x, weights, means, stds):
    components = torch.distributions.Normal(means, stds)
    return torch.distributions.MixtureSameFamily(torch.distributions.Categorical(weights), components).log_prob(x)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds.mean() * torch.randn(n, generator=generator)


# %% wrong: uniform noise
# students: the noise of the samples is uniform, not Gaussian (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    components = torch.distributions.Normal(means, stds)
    return torch.distributions.MixtureSameFamily(torch.distributions.Categorical(weights), components).log_prob(x)


def sample_mixture(weights, means, stds, n, generator):
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * (torch.rand(n, generator=generator) - 0.5) * 12**0.5


# %% wrong: components without replacement, again and again
# students: the samples choose all components equally often, whatever the weights (see the text above task 4)
def mixture_log_density(x, weights, means, stds):
    components = torch.distributions.Normal(means, stds)
    return torch.distributions.MixtureSameFamily(torch.distributions.Categorical(weights), components).log_prob(x)


def sample_mixture(weights, means, stds, n, generator):
    order = torch.randperm(n, generator=generator) % len(weights)
    return means[order] + stds[order] * torch.randn(n, generator=generator)
