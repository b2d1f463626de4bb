"""Answers to `log-normal`."""


# %% right: PyTorch's own distribution
def log_normal(x, mu, var):
    return torch.distributions.Normal(mu, var**0.5).log_prob(x)


# %% right: the distance in standard deviations
def log_normal(x, mu, var):
    std = torch.sqrt(var)
    standardised = (x - mu) / std
    return -standardised.square() / 2 - std.log() - 0.5 * math.log(2 * math.pi)


# %% right: one logarithm of 2πσ², with precision
def log_normal(x, mu, var):
    precision = 1 / var
    return 0.5 * torch.log(precision / (2 * math.pi)) - 0.5 * precision * (x * x - 2 * x * mu + mu * mu)


# %% right: the loss function of PyTorch, sign turned
def log_normal(x, mu, var):
    x, mu, var = torch.broadcast_tensors(x, mu, var)
    return -F.gaussian_nll_loss(mu, x, var, full=True, reduction="none", eps=1e-12)


# %% wrong: the logarithm of exp underflows
# students: the density is computed first: far away it underflows to 0, whose logarithm is −∞ (see section 1)
def log_normal(x, mu, var):
    return torch.log(torch.exp(-((x - mu) ** 2) / (2 * var)) / torch.sqrt(2 * math.pi * var))


# %% wrong: a small number against log 0
# students: the density is computed first, and a small number hides that it underflows (see section 1)
def log_normal(x, mu, var):
    density = torch.exp(-((x - mu) ** 2) / (2 * var)) / torch.sqrt(2 * math.pi * var)
    return torch.log(density + 1e-10)


# %% wrong: the variance taken for the standard deviation
# students: the variance is taken for the standard deviation (see section 1)
def log_normal(x, mu, var):
    return torch.distributions.Normal(mu, var).log_prob(x)


# %% wrong: the density, not its logarithm
def log_normal(x, mu, var):
    return torch.exp(-((x - mu) ** 2) / (2 * var)) / torch.sqrt(2 * math.pi * var)


# %% wrong: one half is missing before the square
# students: the square of the distance lacks a factor ½ (see section 1)
def log_normal(x, mu, var):
    return -0.5 * torch.log(2 * math.pi * var) - (x - mu) ** 2 / var


# %% wrong: the root is forgotten
# students: the root over 2πσ² is left out (see section 1)
def log_normal(x, mu, var):
    return -torch.log(2 * math.pi * var) - (x - mu) ** 2 / (2 * var)


# %% wrong: the sign of log var
# students: a wider bell is made higher: the logarithm of the variance has the wrong sign (see section 1)
def log_normal(x, mu, var):
    return -0.5 * (math.log(2 * math.pi) - torch.log(var) + (x - mu) ** 2 / var)


# %% wrong: the constant left out
# students: the constant with 2π is left out (see section 1)
def log_normal(x, mu, var):
    return -0.5 * (torch.log(var) + (x - mu) ** 2 / var)


# %% wrong: summed over the entries
# students: the entries are added up, where each is to keep its own (see task 1)
def log_normal(x, mu, var):
    return (-0.5 * (torch.log(2 * math.pi * var) + (x - mu) ** 2 / var)).sum()


# %% wrong: math.log of a tensor
# students: a function for ordinary numbers is used on a tensor (see task 1)
def log_normal(x, mu, var):
    return -0.5 * (math.log(2 * math.pi * var) + (x - mu) ** 2 / var)


# %% wrong: far away cut off
# students: values far from the mean are cut off (see task 1)
def log_normal(x, mu, var):
    return (-0.5 * (math.log(2 * math.pi) + torch.log(var) + (x - mu) ** 2 / var)).clamp(min=-1000)


# %% wrong: the square is cut off
# students: values far from the mean are cut off (see task 1)
def log_normal(x, mu, var):
    return -0.5 * (math.log(2 * math.pi) + torch.log(var) + ((x - mu) ** 2 / var).clamp(max=100))


# %% wrong: a small number is added to the variance
# students: a small number is added to the variance, which changes the density
def log_normal(x, mu, var):
    var = var + 1e-4
    return -0.5 * (math.log(2 * math.pi) + torch.log(var) + (x - mu) ** 2 / var)


# %% wrong: the variance is never below 0.001 (hidden)
# students: small variances are raised, which changes the density
def log_normal(x, mu, var):
    var = var.clamp(min=1e-3)
    return -0.5 * (math.log(2 * math.pi) + torch.log(var) + (x - mu) ** 2 / var)


# %% wrong: the sign
# students: the sign of the whole is turned: it is minus the log-density (see section 1)
def log_normal(x, mu, var):
    return 0.5 * (math.log(2 * math.pi) + torch.log(var) + (x - mu) ** 2 / var)


# %% wrong: one half before the constant only
# students: the logarithm of the variance lacks a factor ½: the root is forgotten there (see section 1)
def log_normal(x, mu, var):
    return -0.5 * math.log(2 * math.pi) - torch.log(var) - 0.5 * (x - mu) ** 2 / var


# %% wrong: the difference is not squared
# students: the distance from the mean is not squared (see section 1)
def log_normal(x, mu, var):
    return -0.5 * (math.log(2 * math.pi) + torch.log(var) + (x - mu).abs() / var)


# %% wrong: divided by the variance squared
# students: the distance is divided by the variance before it is squared, where the standard deviation belongs (see section 1)
def log_normal(x, mu, var):
    return -0.5 * (math.log(2 * math.pi) + torch.log(var) + ((x - mu) / var) ** 2)


# %% wrong: log 2π once, without one half
# students: the constant with 2π lacks a factor ½: the root is forgotten there (see section 1)
def log_normal(x, mu, var):
    return -math.log(2 * math.pi) - 0.5 * (torch.log(var) + (x - mu) ** 2 / var)


# %% wrong: averaged over the entries
# students: the entries are averaged, where each is to keep its own (see task 1)
def log_normal(x, mu, var):
    return (-0.5 * (math.log(2 * math.pi) + torch.log(var) + (x - mu) ** 2 / var)).mean()
