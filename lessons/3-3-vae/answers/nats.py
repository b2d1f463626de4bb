"""Answers to `nats`."""


# %% right: logsigmoid, twice; mse_loss
def bernoulli_nats(logits, x):
    ink, paper = F.logsigmoid(logits), F.logsigmoid(-logits)
    return -(x * ink + (1 - x) * paper).sum(dim=(1, 2, 3))


def gaussian_nats(r, x):
    return F.mse_loss(r, x, reduction="none").sum(dim=(1, 2, 3)) / 2


# %% right: softplus minus the product; rows of pixels
def bernoulli_nats(logits, x):
    logits, x = logits.flatten(1), x.flatten(1)
    return F.softplus(logits).sum(1) - (x * logits).sum(1)


def gaussian_nats(r, x):
    return 0.5 * torch.linalg.vector_norm((r - x).flatten(1), dim=1) ** 2


# %% right: one picture after another, as a list
def bernoulli_nats(logits, x):
    return [F.binary_cross_entropy_with_logits(logit, picture, reduction="sum") for logit, picture in zip(logits, x)]


def gaussian_nats(r, x):
    return torch.stack([(made - picture).square().sum() / 2 for made, picture in zip(r, x)])


# %% right: the stable form by hand; einsum; the mean times the number of pixels
def bernoulli_nats(logits, x):
    loss = logits.clamp(min=0) - logits * x + torch.log1p(torch.exp(-logits.abs()))
    return loss.mean((1, 2, 3)) * logits[0].numel()


def gaussian_nats(r, x):
    difference = r - x
    return torch.einsum("bchw,bchw->b", difference, difference) / 2


# %% right: rows of 784 pixels, as the pictures have
def bernoulli_nats(logits, x):
    return 784 * F.binary_cross_entropy_with_logits(logits.view(-1, 784), x.view(-1, 784), reduction="none").mean(1)


def gaussian_nats(r, x):
    error = r.reshape(-1, 28 * 28) - x.reshape(-1, 28 * 28)
    return 0.5 * (error * error).sum(1)


# %% wrong: mean over the pixels in both
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").mean((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).mean((1, 2, 3))


# %% wrong: one number for the batch
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: summed over the batch
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(0)


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: summed over rows and columns only
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the sigmoid is forgotten
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the sigmoid is applied twice
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(torch.sigmoid(logits), x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the logarithm of the sigmoid is not finite
def bernoulli_nats(logits, x):
    r = torch.sigmoid(logits)
    return -(x * torch.log(r) + (1 - x) * torch.log(1 - r)).sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: cut off after the sigmoid
def bernoulli_nats(logits, x):
    r = torch.sigmoid(logits).clamp(1e-6, 1 - 1e-6)
    return -(x * torch.log(r) + (1 - x) * torch.log(1 - r)).sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: PyTorch cuts off, too
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy(torch.sigmoid(logits), x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the sign
def bernoulli_nats(logits, x):
    return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: logits and picture swapped
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(x, logits, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: ink only, paper forgotten
def bernoulli_nats(logits, x):
    return -(x * F.logsigmoid(logits)).sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: without one half
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: squared errors, mean over the pixels
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).mean((1, 2, 3))


# %% wrong: the length of the error, not its square
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * (x - r).flatten(1).norm(dim=1)


# %% wrong: absolute errors
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * (x - r).abs().sum((1, 2, 3))


# %% wrong: a sigmoid before the squared error
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - torch.sigmoid(r)) ** 2).sum((1, 2, 3))


# %% wrong: squeeze also removes a batch of one (hidden)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((2, 3)).squeeze()


# %% wrong: the squared error in whole nats (hidden)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return (0.5 * ((x - r) ** 2).sum((1, 2, 3))).long()


# %% wrong: mean over the pixels, Bernoulli only
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").mean((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: summed over the batch, Bernoulli only
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="sum")


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: one mean over everything, Bernoulli only
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x)


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: squeeze also removes a batch of one, Bernoulli only (hidden)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").squeeze().flatten(-2).sum(-1)


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: one half, as in the Gaussian case
def bernoulli_nats(logits, x):
    return 0.5 * F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the grey levels are rounded to black and white
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x.round(), reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: squared error of the probabilities
def bernoulli_nats(logits, x):
    return ((torch.sigmoid(logits) - x) ** 2).sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: averaged over the pictures, Gaussian only
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum() / len(x)


# %% wrong: summed over the batch, Gaussian only
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum()


# %% wrong: one mean over everything, Gaussian only
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).mean()


# %% wrong: the difference is not squared
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * (x - r).sum((1, 2, 3))


# %% wrong: the sign, Gaussian only
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return -0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the constant that was to be left out is in
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return (0.5 * ((x - r) ** 2) + 0.5 * math.log(2 * math.pi)).sum((1, 2, 3))


# %% wrong: pixels are cut off at 0 and 1 first
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r.clamp(0, 1)) ** 2).sum((1, 2, 3))


# %% wrong: summed before it is squared
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * (x - r).sum((1, 2, 3)) ** 2
