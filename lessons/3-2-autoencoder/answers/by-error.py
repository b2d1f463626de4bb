"""Answers to `by-error`."""


# %% right: two loops, a list
def classify_by_error(images, reconstructions):
    numbers = []
    for n in range(len(images)):
        errors = [float(((made[n] - images[n]) ** 2).sum()) for made in reconstructions]
        numbers.append(errors.index(min(errors)))
    return numbers


# %% right: mean squared errors from PyTorch, over three axes
def classify_by_error(images, reconstructions):
    targets = images.unsqueeze(0).expand_as(reconstructions)
    return F.mse_loss(reconstructions, targets, reduction="none").mean(dim=(2, 3, 4)).min(dim=0).indices


# %% right: distances between rows of 784 pixels
def classify_by_error(images, reconstructions):
    errors = torch.stack([(made - images).flatten(1).norm(dim=1) for made in reconstructions], dim=1)
    return errors.argmin(dim=1)


# %% right: the largest of the negative errors
def classify_by_error(images, reconstructions):
    return torch.topk(-(images - reconstructions).pow(2).sum((-1, -2, -3)), k=1, dim=0).indices[0]


# %% right: NumPy
import numpy as np


def classify_by_error(images, reconstructions):
    residual = reconstructions.numpy() - images.numpy()[None]
    return np.einsum("cnijk,cnijk->nc", residual, residual).argmin(axis=1)


# %% wrong: the error is averaged over the pictures, too
# students: the error is averaged over the pictures, too, so that one autoencoder wins for all (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images) ** 2).mean((1, 2, 3, 4)).argmin()


# %% wrong: the best on average, for every picture
# students: the error is averaged over the pictures, too, so that one autoencoder wins for all (see task 14)
def classify_by_error(images, reconstructions):
    errors = [F.mse_loss(made, images) for made in reconstructions]
    return torch.stack(errors).argmin().repeat(len(images))


# %% wrong: the best picture for each autoencoder
# students: for each autoencoder its best picture is looked for, not the other way round (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images) ** 2).mean((2, 3, 4)).argmin(1)


# %% wrong: the largest error
# students: the autoencoder with the largest error wins, not that with the smallest (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images) ** 2).mean((2, 3, 4)).argmax(0)


# %% wrong: the error in place of the number
# students: the smallest error is returned, not the number of the autoencoder that makes it (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images) ** 2).mean((2, 3, 4)).amin(0)


# %% wrong: one winner for each pixel
# students: each pixel has a winner of its own; the error of a picture is over all of them (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images) ** 2).argmin(0)


# %% wrong: numbers that start at 1
# students: the autoencoders are counted from 1; the first is number 0 (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images) ** 2).mean((2, 3, 4)).argmin(0) + 1


# %% wrong: signed differences
# students: differences keep their signs, so that the darkest picture wins (see task 14)
def classify_by_error(images, reconstructions):
    return (reconstructions - images).mean((2, 3, 4)).argmin(0)


# %% wrong: absolute differences
# students: absolute differences are compared, not squared ones (see task 14)
def classify_by_error(images, reconstructions):
    return (reconstructions - images).abs().mean((2, 3, 4)).argmin(0)


# %% wrong: squared after the mean
# students: differences are averaged before they are squared, so that they cancel (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images).mean((2, 3, 4)) ** 2).argmin(0)


# %% wrong: the error of the worst pixel
# students: only the worst pixel of each picture counts (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images) ** 2).amax((2, 3, 4)).argmin(0)


# %% wrong: every attempt is compared with the first picture
# students: every reconstruction is compared with the first picture, not with its own (see task 14)
def classify_by_error(images, reconstructions):
    errors = torch.zeros(reconstructions.shape[:2])
    for c, made in enumerate(reconstructions):
        for n, attempt in enumerate(made):
            errors[c, n] = ((attempt - images[0]) ** 2).mean()
    return errors.argmin(0)


# %% wrong: the course's own solution, from inside an explorer
# students: a function of the course does the work, which the task rules out (see task 14)
from course.explorers import tensors


def classify_by_error(images, reconstructions):
    return tensors.squared_errors(reconstructions, images).argmin(0)


# %% wrong: the numbers of the second best
# students: the second best autoencoder is returned (see task 14)
def classify_by_error(images, reconstructions):
    errors = ((reconstructions - images) ** 2).flatten(2).mean(2)
    return errors.topk(2, dim=0, largest=False).indices[1]


# %% wrong: the first column of pixels only (hidden)
# students: only one column of the pixels is compared (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images) ** 2)[..., 0].flatten(2).mean(2).argmin(0)


# %% wrong: the middle row only
# students: only one row of the pixels is compared (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions - images) ** 2)[..., reconstructions.shape[-2] // 2, :].flatten(2).mean(2).argmin(0)


# %% wrong: ink only: bright pixels are compared
# students: only where the picture has ink is it compared; paper counts, too (see task 14)
def classify_by_error(images, reconstructions):
    return (((reconstructions - images) ** 2) * images).flatten(2).mean(2).argmin(0)


# %% wrong: the largest correlation
# students: the largest product with the picture wins, so that bright pictures win (see task 14)
def classify_by_error(images, reconstructions):
    return (reconstructions * images).flatten(2).sum(2).argmax(0)


# %% wrong: pixels cut off at 0 and 1 first
# students: pixels are clipped to 0 to 1 before they are compared (see task 14)
def classify_by_error(images, reconstructions):
    return ((reconstructions.clamp(0, 1) - images.clamp(0, 1)) ** 2).flatten(2).mean(2).argmin(0)


# %% wrong: each picture is scaled to length 1 first
# students: pictures are scaled to equal length before they are compared, so that brightness does not count (see task 14)
def classify_by_error(images, reconstructions):
    a, b = reconstructions.flatten(2), images.flatten(1)
    return ((a / a.norm(dim=2, keepdim=True) - b / b.norm(dim=1, keepdim=True)) ** 2).sum(2).argmin(0)
