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
# students: it is the variance that comes out, not the standard deviation (see section 2)
def std_from(logvar):
    return torch.exp(logvar)


# %% wrong: the variance squared
# students: the variance is squared, where its root is asked for (see section 2)
def std_from(logvar):
    return torch.exp(2 * logvar)


# %% wrong: half of the variance
# students: the variance is halved, where its root is asked for (see section 2)
def std_from(logvar):
    return 0.5 * torch.exp(logvar)


# %% wrong: the root is inside
# students: the root of logvar is taken, not of the variance (see section 2)
def std_from(logvar):
    return torch.exp(torch.sqrt(logvar))


# %% wrong: the root of logvar
# students: logvar is taken for the variance itself (see section 2)
def std_from(logvar):
    return torch.sqrt(logvar)


# %% wrong: log σ
# students: it is the logarithm of the standard deviation that comes out (see section 2)
def std_from(logvar):
    return 0.5 * logvar


# %% wrong: 1 / σ
# students: the exponent has the wrong sign: it is 1 / σ (see section 2)
def std_from(logvar):
    return torch.exp(-0.5 * logvar)


# %% wrong: softplus in place of exp
# students: a softplus makes the variance positive, where the definition has exp (see section 2)
def std_from(logvar):
    return F.softplus(logvar).sqrt()


# %% wrong: logvar is cut off before the exponential (hidden)
# students: large and small values of logvar are cut off (see section 2)
def std_from(logvar):
    return torch.exp(0.5 * logvar.clamp(-10, 10))


# %% wrong: logvar is cut off at 4 and −4 (hidden)
# students: large and small values of logvar are cut off (see section 2)
def std_from(logvar):
    return torch.exp(0.5 * logvar.clamp(-4, 4))


# %% wrong: a small number is added
# students: a small number is added to σ
def std_from(logvar):
    return torch.exp(0.5 * logvar) + 1e-3


# %% wrong: rounded to two places (hidden)
# students: σ is rounded to two places
def std_from(logvar):
    return torch.exp(0.5 * logvar).round(decimals=2)


# %% wrong: a power of 2 in place of e
# students: it is a power of 2; log is the natural logarithm (see section 2)
def std_from(logvar):
    return 2 ** (0.5 * logvar)
