"""Answers to `vae-loss`."""


# %% right: picture by picture, from the definition
def vae_loss(logits, x, mu, logvar, beta):
    total = 0
    for b in range(len(x)):
        nats = F.softplus(logits[b]) - x[b] * logits[b]
        kl = (mu[b].square() + logvar[b].exp() - logvar[b] - 1) / 2
        total = total + nats.sum() + beta * kl.sum()
    return total / len(x)


# %% right: one number for each picture, the formula of the paper, then the mean
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)
    kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1)
    return torch.mean(nats + beta * kl)


# %% right: PyTorch's distributions
def vae_loss(logits, x, mu, logvar, beta):
    cloud = torch.distributions.Normal(mu, torch.exp(logvar / 2))
    kl = torch.distributions.kl_divergence(cloud, torch.distributions.Normal(0.0, 1.0))
    log_p = torch.distributions.Bernoulli(logits=logits, validate_args=False).log_prob(x)
    return beta * kl.sum(dim=-1).mean() - log_p.sum(dim=(1, 2, 3)).mean()


# %% right: probabilities first, means times counts
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy(logits.sigmoid(), x) * x[0].numel()
    kl = 0.5 * (mu * mu + torch.exp(logvar) - 1 - logvar).mean() * mu.shape[1]
    return nats + beta * kl


# %% wrong: mean over the pixels with a summed KL
# students: the pixels are averaged and the dimensions summed, so that the code costs 784 times too much (see section 4, sums and means)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x)
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1).mean()
    return nats + beta * kl


# %% wrong: the KL is divided by the number of pixels
# students: the KL is divided by the number of pixels (see section 4, sums and means)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum() / x.numel()
    return nats + beta * kl


# %% wrong: the KL is averaged over the dimensions, too
# students: the KL is averaged over the dimensions; it is a sum (see section 4, sums and means)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
    return nats + beta * 0.5 * (mu**2 + logvar.exp() - 1 - logvar).mean()


# %% wrong: no mean over the batch
# students: the loss is summed over the pictures, not averaged (see section 4, sums and means)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    return nats + beta * 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()


# %% wrong: the mean over the batch for the reconstruction only
# students: the KL is summed over the pictures, and only the reconstruction averaged (see section 4, sums and means)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)
    return nats + beta * 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()


# %% wrong: the KL with the wrong sign
# students: the KL has the wrong sign: its price becomes a reward (see section 3)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (1 + logvar - mu**2 - logvar.exp()).sum()
    return (nats + beta * kl) / len(x)


# %% wrong: logvar with the wrong sign in the KL
# students: logvar has the wrong sign in the KL (see section 3)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    return (nats + beta * 0.5 * (mu**2 + logvar.exp() - 1 + logvar).sum()) / len(x)


# %% wrong: logvar is taken for log σ in the KL
# students: in the KL, logvar is taken for log σ; it is log σ² (see section 2)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    return (nats + beta * 0.5 * (mu**2 + (2 * logvar).exp() - 1 - 2 * logvar).sum()) / len(x)


# %% wrong: beta weighs the reconstruction
# students: beta weighs the reconstruction; it is the weight of the KL (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    return (beta * nats + 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()) / len(x)


# %% wrong: a sigmoid before a loss that wants logits
# students: the sigmoid is applied twice: a loss that wants logits gets probabilities (see section 4)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits.sigmoid(), x, reduction="sum")
    return (nats + beta * 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()) / len(x)


# %% wrong: squared error in place of Bernoulli
# students: the reconstruction is a squared error, where Bernoulli is asked for (see section 4)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.mse_loss(logits.sigmoid(), x, reduction="sum")
    return (nats + beta * 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()) / len(x)


# %% wrong: one number for each picture, without the mean
# students: there is one number for each picture, without the mean (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))
    return nats + beta * 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)


# %% wrong: beta is multiplied in twice
# students: beta is multiplied in twice (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    nats = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = beta * 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return (nats + beta * kl) / len(x)


# %% wrong: the course's own solution
# students: a function of the course does the work, which the task rules out (see task 11)
from course.models import negative_elbo


def vae_loss(logits, x, mu, logvar, beta):
    return negative_elbo(lambda _: (logits, mu, logvar), x, beta)


# %% wrong: the course's divergence, by the name of its module
# students: a function of the course does the work, which the task rules out (see task 11)
import course.models.vae as ready_made


def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    return (reconstruction + beta * ready_made.kl_to_standard_normal(mu, logvar).sum()) / len(x)


# %% wrong: beta weighs both
# students: beta weighs both parts; it is the weight of the KL (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return beta * (reconstruction + kl) / len(x)


# %% wrong: beta is ignored
# students: beta is not used (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return (reconstruction + kl) / len(x)


# %% wrong: the KL is cut off from the gradient
# students: the KL is detached, so that no gradient comes from it (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return (reconstruction + beta * kl.detach()) / len(x)


# %% wrong: the reconstruction is cut off from the gradient
# students: the reconstruction is detached, so that no gradient comes from it (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return (reconstruction.detach() + beta * kl) / len(x)


# %% wrong: the loss as an ordinary number
# students: the loss is an ordinary number, without gradients to follow downhill (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return ((reconstruction + beta * kl) / len(x)).item()


# %% wrong: the bound, not its negative
# students: it is the bound, which is to be large; a loss is to be small (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return -(reconstruction + beta * kl) / len(x)


# %% wrong: the KL alone
# students: only the KL is there, without the reconstruction (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return beta * kl / len(x)


# %% wrong: the reconstruction alone
# students: only the reconstruction is there, without the KL (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    return reconstruction / len(x)


# %% wrong: the mean over the batch for the KL only
# students: the reconstruction is summed over the pictures, and only the KL averaged (see section 4, sums and means)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return reconstruction + beta * kl / len(x)


# %% wrong: divided by the number of all pixels
# students: the loss is divided by the number of all pixels (see section 4, sums and means)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return (reconstruction + beta * kl) / x.numel()


# %% wrong: divided by beta
# students: the KL is divided by beta, not multiplied (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return (reconstruction + kl / max(beta, 1e-6)) / len(x)


# %% wrong: weights beta and 1 − beta
# students: a larger beta takes weight from the reconstruction, which is to keep its own (see task 11)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return ((1 - beta) * reconstruction + beta * kl) / len(x)


# %% wrong: beta at most 1
# students: beta above 1 counts as 1; section 9 uses such values (see section 9)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return (reconstruction + min(beta, 1.0) * kl) / len(x)


# %% wrong: divided by the number of dimensions, too
# students: the loss is divided by the number of dimensions, too (see section 4, sums and means)
def vae_loss(logits, x, mu, logvar, beta):
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return (reconstruction + beta * kl) / len(x) / mu.shape[1]
