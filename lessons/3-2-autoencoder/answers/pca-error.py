"""Answers to `pca-error`."""


# %% right: a loop over what is dropped, a Python float
def pca_error(sigma, n, p, d):
    total = 0.0
    for j in range(d, len(sigma)):
        total += float(sigma[j]) ** 2
    return total / (n * p)


# %% right: everything minus what is kept
def pca_error(sigma, n, p, d):
    return (sigma.square().sum() - sigma[:d].square().sum()) / n / p


# %% right: eigenvalues of the covariance, then per pixel
def pca_error(sigma, n, p, d):
    eigenvalues = sigma**2 / n
    return torch.sum(eigenvalues[d:]) / p


# %% right: NumPy, in double precision
import numpy as np


def pca_error(sigma, n, p, d):
    return np.sum(sigma.numpy().astype(float)[d:] ** 2) / (n * p)


# %% right: one error for each d, then the one that is asked for
def pca_error(sigma, n, p, d):
    squares = [float(s) ** 2 for s in sigma]
    tails = [sum(squares[j:]) / (n * p) for j in range(len(squares) + 1)]
    return tails[d]


# %% right: what is kept is set to 0
def pca_error(sigma, n, p, d):
    dropped = torch.arange(1, len(sigma) + 1) > d
    return torch.where(dropped, sigma, 0.0).pow(2).sum().item() / n / p


# %% wrong: the singular values are not squared
# students: singular values are summed as they are; their squares make the error (see the error that is left)
def pca_error(sigma, n, p, d):
    return sigma[d:].sum() / (n * p)


# %% wrong: squared after the sum
# students: the singular values are summed first and then squared (see the error that is left)
def pca_error(sigma, n, p, d):
    return sigma[d:].sum() ** 2 / (n * p)


# %% wrong: counted from 1, so that one too few is dropped
# students: one too few of the singular values counts as dropped: Python counts from 0 (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d + 1 :] ** 2).sum() / (n * p)


# %% wrong: counted from 1, so that one too many is dropped
# students: one too many of the singular values counts as dropped: Python counts from 0 (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d - 1 :] ** 2).sum() / (n * p)


# %% wrong: what is kept, not what is dropped
# students: the directions that are kept are summed, not those that are dropped (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[:d] ** 2).sum() / (n * p)


# %% wrong: divided by the number of pictures only
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum() / n


# %% wrong: the eigenvalues of the unbiased covariance
# students: the error is divided by n − 1 pictures, as an estimated covariance is (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum() / ((n - 1) * p)


# %% wrong: the share of the variance that is lost
# students: it is the share of the variance that is lost, not the error per pixel (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum() / (sigma**2).sum()


# %% wrong: the root of the error
# students: the root of the error is taken (see the error that is left)
def pca_error(sigma, n, p, d):
    return ((sigma[d:] ** 2).sum() / (n * p)) ** 0.5


# %% wrong: only the first that is dropped
# students: only the first of the dropped directions counts (see the error that is left)
def pca_error(sigma, n, p, d):
    return sigma[d] ** 2 / (n * p) if d < len(sigma) else 0.0


# %% wrong: no direction taken for no error
# students: with no direction kept, the error is taken to be 0; it is then the largest (see the error that is left)
def pca_error(sigma, n, p, d):
    if d == 0:
        return 0.0
    return (sigma[d:] ** 2).sum() / (n * p)


# %% wrong: the 10 pictures and 3 pixels of the example
# students: the numbers of pictures and pixels are those of the example, whatever is given (see task 4)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum() / (10 * 3)


# %% wrong: divided by the number of singular values, not of pixels
# students: there are taken to be as many pixels as singular values (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum() / (n * len(sigma))


# %% wrong: divided by the number of pixels only
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum() / p


# %% wrong: not divided
# students: the sum is not divided by the numbers of pictures and pixels (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum()


# %% wrong: the mean of what is dropped
# students: what is dropped is averaged over the directions, and then divided as well (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).mean() / (n * p)


# %% wrong: the mean of what is dropped, nothing else
# students: what is dropped is averaged over the directions, not over pictures and pixels (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).mean()


# %% wrong: half of it
# students: a factor ½ is put in, as in the quadratic loss (see the error that is left)
def pca_error(sigma, n, p, d):
    return 0.5 * (sigma[d:] ** 2).sum() / (n * p)


# %% wrong: the largest are dropped
# students: the largest singular values are dropped, not the smallest (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[: len(sigma) - d] ** 2).sum() / (n * p)


# %% wrong: the unbiased variance, not divided by the pixels
# students: the sum is divided by n − 1, as an estimated variance is, and not by the pixels (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum() / max(n - 1, 1)


# %% wrong: the directions kept are taken off the pixels
# students: the sum is divided by p − d pixels, as if those kept were gone (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum() / (n * max(p - d, 1))


# %% wrong: divided by n · d
# students: the sum is divided by the d directions, not by the p pixels (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 2).sum() / (n * max(d, 1))


# %% wrong: cubed
# students: the singular values are cubed (see the error that is left)
def pca_error(sigma, n, p, d):
    return (sigma[d:] ** 3).sum() / (n * p)
