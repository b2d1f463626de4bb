"""Answers to `errors`."""


# %% right: mse_loss, once averaged and once summed
def error_per_pixel(x, r):
    return F.mse_loss(r, x)


def quadratic_loss(x, r):
    return F.mse_loss(r, x, reduction="sum") / (2 * x.shape[0])


# %% right: a loop over the pictures, Python floats
def error_per_pixel(x, r):
    total = 0.0
    for picture, reconstruction in zip(x, r):
        total += float(torch.sum((picture - reconstruction) ** 2))
    return total / x.numel()


def quadratic_loss(x, r):
    losses = []
    for picture, reconstruction in zip(x, r):
        losses.append(0.5 * torch.sum((picture - reconstruction) ** 2).item())
    return sum(losses) / len(losses)


# %% right: NumPy, one row for each picture
import numpy as np


def error_per_pixel(x, r):
    return np.mean(np.square(np.asarray(x) - np.asarray(r)))


def quadratic_loss(x, r):
    rows = np.asarray(x, dtype=np.float64).reshape(len(x), -1) - np.asarray(r).reshape(len(r), -1)
    return np.mean(0.5 * np.einsum("np,np->n", rows, rows))


# %% right: norms, and the factor between the two measures
def error_per_pixel(x, r):
    return torch.linalg.vector_norm(x - r).square() / x.numel()


def quadratic_loss(x, r):
    pixels = x[0].numel()
    return pixels / 2 * error_per_pixel(x, r)


# %% right: rows, summed along one axis
def error_per_pixel(x, r):
    d = (x - r).flatten(1)
    return (d * d).mean(1).mean()


def quadratic_loss(x, r):
    d = (x - r).flatten(1)
    return (d * d).sum(dim=1).mean().item() / 2


# %% wrong: the half is forgotten
# students: the quadratic loss lacks its factor ½ (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).mean()


def quadratic_loss(x, r):
    return ((x - r) ** 2).sum() / len(x)


# %% wrong: half of the mean over everything
# students: the quadratic loss is averaged over the pixels of a picture, where it is to be summed (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).mean()


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).mean()


# %% wrong: summed over the pictures too
# students: the quadratic loss is summed over the pictures, too, where it is to be averaged (see task 1)
def error_per_pixel(x, r):
    return F.mse_loss(x, r)


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).sum()


# %% wrong: the root of the squared error
# students: the root of the error per pixel is taken, which makes it a distance (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).mean().sqrt()


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).sum() / len(x)


# %% wrong: absolute differences
# students: differences are taken without their sign, not squared (see task 1)
def error_per_pixel(x, r):
    return (x - r).abs().mean()


def quadratic_loss(x, r):
    return 0.5 * (x - r).abs().sum() / len(x)


# %% wrong: the norm of the formula is not squared
# students: the length of each difference is taken; the formula has its square (see task 1)
def error_per_pixel(x, r):
    return F.mse_loss(x, r)


def quadratic_loss(x, r):
    return 0.5 * torch.linalg.vector_norm((x - r).flatten(1), dim=1).mean()


# %% wrong: the mean difference, squared after the mean
# students: differences are averaged before they are squared, so that they cancel (see task 1)
def error_per_pixel(x, r):
    return (x - r).mean() ** 2


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).sum() / len(x)


# %% wrong: the two measures are swapped
def error_per_pixel(x, r):
    return 0.5 * ((x - r) ** 2).sum() / len(x)


def quadratic_loss(x, r):
    return ((x - r) ** 2).mean()


# %% wrong: one number for each picture
# students: there is one number for each picture, where one for all is asked for (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).flatten(1).mean(1)


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).flatten(1).sum(1)


# %% wrong: summed over the last two axes, which are not always a picture's
# students: the quadratic loss is summed over the last two axes, whatever axes a picture has (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).mean()


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).sum((-2, -1)).mean()


# %% wrong: divided by 784 pixels, whatever the size
# students: a picture is taken to have 784 pixels, whatever its size (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).sum() / (784 * len(x))


def quadratic_loss(x, r):
    return 392 * error_per_pixel(x, r)


# %% wrong: the pixels are counted along one side and squared
# students: a picture is taken to be square, and its pixels are counted along one side (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).mean()


def quadratic_loss(x, r):
    return ((x - r) ** 2).mean() * x.shape[-1] ** 2 / 2


# %% wrong: the course's own solution
# students: a function of the course does the work, which the task rules out (see task 1)
def error_per_pixel(x, r):
    return squared_error(lambda _: r, x)


def quadratic_loss(x, r):
    return 0.5 * squared_error(lambda _: r, x) * x[0].numel()


# %% wrong: 392 times the error per pixel, as for 28 × 28 pixels
# students: a picture is taken to have 784 pixels, whatever its size (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).mean()


def quadratic_loss(x, r):
    return 392 * ((x - r) ** 2).mean()


# %% wrong: a quarter
# students: the quadratic loss is halved twice (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).mean()


def quadratic_loss(x, r):
    return 0.25 * ((x - r) ** 2).sum() / len(x)


# %% wrong: the first picture only
# students: the quadratic loss looks at the first picture only (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).mean()


def quadratic_loss(x, r):
    return 0.5 * ((x[0] - r[0]) ** 2).sum()


# %% wrong: divided by the number of channels and pictures
# students: the quadratic loss is divided by more than the number of pictures: by a second axis, too (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).mean()


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).sum() / (x.shape[0] * x.shape[1])


# %% wrong: summed over pixels
# students: the error per pixel is summed over the pixels of a picture, where it is to be averaged (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).sum() / len(x)


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).sum() / len(x)


# %% wrong: absolute differences, in the error per pixel
# students: in the error per pixel, differences are taken without their sign, not squared (see task 1)
def error_per_pixel(x, r):
    return (x - r).abs().mean()


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).sum() / len(x)


# %% wrong: half, in the error per pixel
# students: the error per pixel is halved; only the quadratic loss has a factor ½ (see task 1)
def error_per_pixel(x, r):
    return 0.5 * ((x - r) ** 2).mean()


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).sum() / len(x)


# %% wrong: averaged over height only
# students: the error per pixel is divided by one side of a picture only, not by all its pixels (see task 1)
def error_per_pixel(x, r):
    return ((x - r) ** 2).sum() / (len(x) * x.shape[-1])


def quadratic_loss(x, r):
    return 0.5 * ((x - r) ** 2).sum() / len(x)
