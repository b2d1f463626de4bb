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
# students: both functions take the mean over the pixels, where the sum is asked for (see section 4, sums and means)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").mean((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).mean((1, 2, 3))


# %% wrong: one number for the batch
# students: bernoulli_nats averages over the pictures, too; asked is one number for each (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: summed over the batch
# students: bernoulli_nats sums over the pictures and keeps the pixels, not the other way round (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(0)


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: summed over rows and columns only
# students: bernoulli_nats keeps the axis of the channel (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the sigmoid is forgotten
# students: the logits are taken for probabilities (see section 4)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the sigmoid is applied twice
# students: the sigmoid is applied twice: a loss that wants logits gets probabilities (see section 4)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(torch.sigmoid(logits), x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the logarithm of the sigmoid is not finite
# students: the sigmoid is computed first: it becomes exactly 0 or 1, whose logarithm is not finite (see task 9)
def bernoulli_nats(logits, x):
    r = torch.sigmoid(logits)
    return -(x * torch.log(r) + (1 - x) * torch.log(1 - r)).sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: cut off after the sigmoid
# students: probabilities are cut off near 0 and 1, so that large logits cost too little (see task 9)
def bernoulli_nats(logits, x):
    r = torch.sigmoid(logits).clamp(1e-6, 1 - 1e-6)
    return -(x * torch.log(r) + (1 - x) * torch.log(1 - r)).sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: PyTorch cuts off, too
# students: the sigmoid is computed first, and PyTorch then cuts its logarithm off, so that large logits cost too little (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy(torch.sigmoid(logits), x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the sign
# students: bernoulli_nats has the wrong sign: it is log p(x|z), not its negative (see section 4)
def bernoulli_nats(logits, x):
    return -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: logits and picture swapped
# students: logits and picture are swapped (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(x, logits, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: ink only, paper forgotten
# students: only ink counts; paper has its own part of the cross-entropy (see section 4)
def bernoulli_nats(logits, x):
    return -(x * F.logsigmoid(logits)).sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: without one half
# students: gaussian_nats lacks its factor ½ (see section 4)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: squared errors, mean over the pixels
# students: gaussian_nats takes the mean over the pixels, where the sum is asked for (see section 4, sums and means)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).mean((1, 2, 3))


# %% wrong: the length of the error, not its square
# students: gaussian_nats takes the length of the error, not its square (see section 4)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * (x - r).flatten(1).norm(dim=1)


# %% wrong: absolute errors
# students: gaussian_nats takes the errors without their sign, not squared (see section 4)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * (x - r).abs().sum((1, 2, 3))


# %% wrong: a sigmoid before the squared error
# students: gaussian_nats puts a sigmoid before the squared error; r is a picture already (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - torch.sigmoid(r)) ** 2).sum((1, 2, 3))


# %% wrong: squeeze also removes a batch of one (hidden)
# students: gaussian_nats removes axes of length 1, so that a batch of one picture loses its axis (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((2, 3)).squeeze()


# %% wrong: the squared error in whole nats (hidden)
# students: gaussian_nats cuts the nats to whole numbers
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return (0.5 * ((x - r) ** 2).sum((1, 2, 3))).long()


# %% wrong: mean over the pixels, Bernoulli only
# students: bernoulli_nats takes the mean over the pixels, where the sum is asked for (see section 4, sums and means)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").mean((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: summed over the batch, Bernoulli only
# students: bernoulli_nats gives one sum for all pictures; asked is one number for each (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="sum")


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: one mean over everything, Bernoulli only
# students: bernoulli_nats gives one mean over everything, as is PyTorch's default (see section 4, sums and means)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x)


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: squeeze also removes a batch of one, Bernoulli only (hidden)
# students: bernoulli_nats removes axes of length 1, so that a batch of one picture loses its axis (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").squeeze().flatten(-2).sum(-1)


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: one half, as in the Gaussian case
# students: bernoulli_nats has a factor ½, as only the Gaussian case has (see section 4)
def bernoulli_nats(logits, x):
    return 0.5 * F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the grey levels are rounded to black and white
# students: bernoulli_nats rounds grey pixels to ink or paper; a grey is a probability of ink (see section 4)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x.round(), reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: squared error of the probabilities
# students: bernoulli_nats gives the squared error of the probabilities, not the cross-entropy (see section 4)
def bernoulli_nats(logits, x):
    return ((torch.sigmoid(logits) - x) ** 2).sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: averaged over the pictures, Gaussian only
# students: gaussian_nats averages over the pictures, too; asked is one number for each (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum() / len(x)


# %% wrong: summed over the batch, Gaussian only
# students: gaussian_nats gives one sum for all pictures; asked is one number for each (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).sum()


# %% wrong: one mean over everything, Gaussian only
# students: gaussian_nats gives one mean over everything (see section 4, sums and means)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r) ** 2).mean()


# %% wrong: the difference is not squared
# students: gaussian_nats does not square the difference, so that errors cancel (see section 4)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * (x - r).sum((1, 2, 3))


# %% wrong: the sign, Gaussian only
# students: gaussian_nats has the wrong sign (see section 4)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return -0.5 * ((x - r) ** 2).sum((1, 2, 3))


# %% wrong: the constant that was to be left out is in
# students: gaussian_nats has the constant with 2π, which was to be left out (see task 9)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return (0.5 * ((x - r) ** 2) + 0.5 * math.log(2 * math.pi)).sum((1, 2, 3))


# %% wrong: pixels are cut off at 0 and 1 first
# students: gaussian_nats clips r to 0 to 1 first
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * ((x - r.clamp(0, 1)) ** 2).sum((1, 2, 3))


# %% wrong: summed before it is squared
# students: gaussian_nats sums the differences before it squares them, so that they cancel (see section 4)
def bernoulli_nats(logits, x):
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum((1, 2, 3))


def gaussian_nats(r, x):
    return 0.5 * (x - r).sum((1, 2, 3)) ** 2
