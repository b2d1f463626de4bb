"""Answers to `reparameterize`."""


# %% right: the variance first, its root, a product in place of a sum with names
def reparameterize(mu, logvar, eps):
    variance = logvar.exp()
    return torch.addcmul(mu, variance.sqrt(), eps)


# %% right: picture by picture
def reparameterize(mu, logvar, eps):
    codes = []
    for m, v, e in zip(mu, logvar, eps):
        codes.append(m + e * (v / 2).exp())
    return torch.stack(codes)


# %% right: an affine transform from PyTorch, with a power of e
def reparameterize(mu, logvar, eps):
    transform = torch.distributions.AffineTransform(loc=mu, scale=math.e ** (0.5 * logvar))
    return transform(eps)


# %% right: diagonal matrices
def reparameterize(mu, logvar, eps):
    return mu + torch.einsum("bij,bj->bi", torch.diag_embed(torch.exp(logvar / 2)), eps)


# %% wrong: exp(logvar) is taken for σ
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(logvar) * eps


# %% wrong: logvar is taken for σ
def reparameterize(mu, logvar, eps):
    return mu + logvar * eps


# %% wrong: the root of logvar, made positive first
def reparameterize(mu, logvar, eps):
    return mu + logvar.abs().sqrt() * eps


# %% wrong: σ is cut off from the gradient
def reparameterize(mu, logvar, eps):
    std = torch.exp(0.5 * logvar).detach()
    return mu + std * eps


# %% wrong: mu is cut off from the gradient
def reparameterize(mu, logvar, eps):
    return mu.data + torch.exp(0.5 * logvar) * eps


# %% wrong: torch.no_grad around everything
def reparameterize(mu, logvar, eps):
    with torch.no_grad():
        return mu + torch.exp(0.5 * logvar) * eps


# %% wrong: a tensor rebuilt from numbers
def reparameterize(mu, logvar, eps):
    return torch.tensor(
        [
            [m + math.exp(v / 2) * e for m, v, e in zip(*rows)]
            for rows in zip(mu.tolist(), logvar.tolist(), eps.tolist())
        ]
    )


# %% wrong: the noise is drawn here
def reparameterize(mu, logvar, eps):
    eps = torch.randn_like(mu)
    return mu + torch.exp(0.5 * logvar) * eps


# %% wrong: PyTorch draws, eps is ignored
def reparameterize(mu, logvar, eps):
    return torch.distributions.Normal(mu, torch.exp(0.5 * logvar)).rsample()


# %% wrong: one number of noise for each picture
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar) * eps[:, :1]


# %% wrong: the mean only
def reparameterize(mu, logvar, eps):
    return mu


# %% wrong: the first picture's noise for all
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar) * eps[:1]


# %% wrong: one number of noise for all
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar) * eps[0, 0]


# %% wrong: the noise is taken off
def reparameterize(mu, logvar, eps):
    return mu - torch.exp(0.5 * logvar) * eps


# %% wrong: the mean of mu and noise
def reparameterize(mu, logvar, eps):
    return 0.5 * (mu + torch.exp(0.5 * logvar) * eps)


# %% wrong: noise without σ
def reparameterize(mu, logvar, eps):
    return mu + eps


# %% wrong: mu is scaled as well
def reparameterize(mu, logvar, eps):
    return torch.exp(0.5 * logvar) * (mu + eps)


# %% wrong: softplus in place of exp
def reparameterize(mu, logvar, eps):
    return mu + F.softplus(logvar) * eps


# %% wrong: logvar is cut off
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar.clamp(-1, 1)) * eps


# %% wrong: σ is squared, then halved
def reparameterize(mu, logvar, eps):
    return mu + 0.5 * torch.exp(logvar) * eps


# %% wrong: exp(−logvar / 2)
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(-0.5 * logvar) * eps
