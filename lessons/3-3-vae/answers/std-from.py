"""Answers to `std-from`."""


# %% right: the root of the variance
def std_from(logvar):
    return logvar.exp().sqrt()


# %% right: a power of the variance
def std_from(logvar):
    var = torch.exp(logvar)
    return var**0.5


# %% right: a power of e
def std_from(logvar):
    return math.e ** (logvar / 2)


# %% right: one number after another
def std_from(logvar):
    numbers = [math.sqrt(math.exp(value)) for value in logvar.flatten().tolist()]
    return torch.tensor(numbers).reshape(logvar.shape)


# %% wrong: the variance
def std_from(logvar):
    return torch.exp(logvar)


# %% wrong: the variance squared
def std_from(logvar):
    return torch.exp(2 * logvar)


# %% wrong: half of the variance
def std_from(logvar):
    return 0.5 * torch.exp(logvar)


# %% wrong: the root is inside
def std_from(logvar):
    return torch.exp(torch.sqrt(logvar))


# %% wrong: the root of logvar
def std_from(logvar):
    return torch.sqrt(logvar)


# %% wrong: log σ
def std_from(logvar):
    return 0.5 * logvar


# %% wrong: 1 / σ
def std_from(logvar):
    return torch.exp(-0.5 * logvar)


# %% wrong: softplus in place of exp
def std_from(logvar):
    return F.softplus(logvar).sqrt()


# %% wrong: logvar is cut off before the exponential (hidden)
def std_from(logvar):
    return torch.exp(0.5 * logvar.clamp(-10, 10))


# %% wrong: logvar is cut off at 4 and −4 (hidden)
def std_from(logvar):
    return torch.exp(0.5 * logvar.clamp(-4, 4))


# %% wrong: a small number is added
def std_from(logvar):
    return torch.exp(0.5 * logvar) + 1e-3


# %% wrong: rounded to two places (hidden)
def std_from(logvar):
    return torch.exp(0.5 * logvar).round(decimals=2)


# %% wrong: a power of 2 in place of e
def std_from(logvar):
    return 2 ** (0.5 * logvar)
