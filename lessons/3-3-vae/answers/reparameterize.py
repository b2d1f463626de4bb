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
# students: the variance is taken for σ (see task 5)
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(logvar) * eps


# %% wrong: logvar is taken for σ
# students: logvar is taken for σ itself (see task 5)
def reparameterize(mu, logvar, eps):
    return mu + logvar * eps


# %% wrong: the root of logvar, made positive first
# students: logvar is taken for the variance itself (see task 5)
def reparameterize(mu, logvar, eps):
    return mu + logvar.abs().sqrt() * eps


# %% wrong: σ is cut off from the gradient
# students: σ is detached, so that no gradient reaches logvar (see section 5)
def reparameterize(mu, logvar, eps):
    std = torch.exp(0.5 * logvar).detach()
    return mu + std * eps


# %% wrong: mu is cut off from the gradient
# students: mu is cut off, so that no gradient reaches it (see section 5)
def reparameterize(mu, logvar, eps):
    return mu.data + torch.exp(0.5 * logvar) * eps


# %% wrong: torch.no_grad around everything
# students: gradients are switched off on the way, so that none arrives (see section 5)
def reparameterize(mu, logvar, eps):
    with torch.no_grad():
        return mu + torch.exp(0.5 * logvar) * eps


# %% wrong: a tensor rebuilt from numbers
# students: the codes are built anew from ordinary numbers, so that no gradient comes through (see section 5)
def reparameterize(mu, logvar, eps):
    return torch.tensor(
        [
            [m + math.exp(v / 2) * e for m, v, e in zip(*rows)]
            for rows in zip(mu.tolist(), logvar.tolist(), eps.tolist())
        ]
    )


# %% wrong: the noise is drawn here
# students: new noise is drawn; the noise that is handed in is not used (see task 10)
def reparameterize(mu, logvar, eps):
    eps = torch.randn_like(mu)
    return mu + torch.exp(0.5 * logvar) * eps


# %% wrong: PyTorch draws, eps is ignored
# students: new noise is drawn; the noise that is handed in is not used (see task 10)
def reparameterize(mu, logvar, eps):
    return torch.distributions.Normal(mu, torch.exp(0.5 * logvar)).rsample()


# %% wrong: one number of noise for each picture
# students: one number of noise serves all dimensions of a picture (see task 10)
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar) * eps[:, :1]


# %% wrong: the mean only
# students: the codes are the means, without noise (see section 5)
def reparameterize(mu, logvar, eps):
    return mu


# %% wrong: the first picture's noise for all
# students: the first picture's noise serves all pictures (see task 10)
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar) * eps[:1]


# %% wrong: one number of noise for all
# students: one number of noise serves all codes (see task 10)
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar) * eps[0, 0]


# %% wrong: the noise is taken off
# students: the noise is taken off, not added (see section 5)
def reparameterize(mu, logvar, eps):
    return mu - torch.exp(0.5 * logvar) * eps


# %% wrong: the mean of mu and noise
# students: mu and noise are averaged, not added (see section 5)
def reparameterize(mu, logvar, eps):
    return 0.5 * (mu + torch.exp(0.5 * logvar) * eps)


# %% wrong: noise without σ
# students: the noise is not multiplied by σ (see section 5)
def reparameterize(mu, logvar, eps):
    return mu + eps


# %% wrong: mu is scaled as well
# students: mu is multiplied by σ, too (see section 5)
def reparameterize(mu, logvar, eps):
    return torch.exp(0.5 * logvar) * (mu + eps)


# %% wrong: softplus in place of exp
# students: a softplus makes σ positive, where the definition has exp (see section 2)
def reparameterize(mu, logvar, eps):
    return mu + F.softplus(logvar) * eps


# %% wrong: logvar is cut off
# students: large and small values of logvar are cut off (see section 2)
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(0.5 * logvar.clamp(-1, 1)) * eps


# %% wrong: σ is squared, then halved
# students: the variance is halved, where its root is needed (see task 5)
def reparameterize(mu, logvar, eps):
    return mu + 0.5 * torch.exp(logvar) * eps


# %% wrong: exp(−logvar / 2)
# students: the exponent has the wrong sign: the noise is divided by σ (see task 5)
def reparameterize(mu, logvar, eps):
    return mu + torch.exp(-0.5 * logvar) * eps
