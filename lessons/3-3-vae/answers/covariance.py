"""Answers to `covariance`."""


# %% right: two loops over the entries
def covariance(points):
    n, p = points.shape
    result = torch.zeros(p, p)
    for i in range(p):
        for j in range(p):
            result[i, j] = ((points[:, i] - points[:, i].mean()) * (points[:, j] - points[:, j].mean())).mean()
    return result


# %% right: an outer product for each point
def covariance(points):
    mean = sum(points) / len(points)
    total = 0
    for point in points:
        total = total + torch.outer(point - mean, point - mean)
    return total / len(points)


# %% right: einsum
def covariance(points):
    centred = points - points.mean(dim=0, keepdim=True)
    return torch.einsum("ni,nj->ij", centred, centred) / points.shape[0]


# %% right: mean of the products minus product of the means
def covariance(points):
    mean = points.mean(0)
    return points.T @ points / len(points) - torch.outer(mean, mean)


# %% right: NumPy
import numpy as np


def covariance(points):
    array = np.asarray(points)
    array = array - array.mean(axis=0)
    return (array[:, :, None] * array[:, None, :]).mean(axis=0)


# %% wrong: divided by N − 1
# students: the sums are divided by N − 1, where N is asked for (see task 2)
def covariance(points):
    centred = points - points.mean(0)
    return centred.T @ centred / (len(points) - 1)


# %% wrong: not centred
# students: the mean is not taken off first (see section 1)
def covariance(points):
    return points.T @ points / len(points)


# %% wrong: not divided
# students: the products are added up, but not averaged (see section 1)
def covariance(points):
    centred = points - points.mean(0)
    return centred.T @ centred


# %% wrong: one mean of all numbers
# students: one mean is taken off all coordinates; each has its own (see section 1)
def covariance(points):
    centred = points - points.mean()
    return centred.T @ centred / len(points)


# %% wrong: centred along the wrong axis
# students: the mean is taken over the coordinates of a point, not over the points (see section 1)
def covariance(points):
    centred = points - points.mean(1, keepdim=True)
    return centred.T @ centred / len(points)


# %% wrong: products of points, not of coordinates
# students: the products are those of pairs of points, not of pairs of coordinates (see section 1)
def covariance(points):
    centred = points - points.mean(0)
    return centred @ centred.T / len(points)


# %% wrong: variances only
# students: only the variances are there: coordinates that vary together are missed (see section 1)
def covariance(points):
    return torch.diag(((points - points.mean(0)) ** 2).mean(0))


# %% wrong: correlations
# students: the coordinates are scaled to spread 1, which gives correlations (see section 1)
def covariance(points):
    centred = points - points.mean(0)
    standardised = centred / centred.square().mean(0).sqrt()
    return standardised.T @ standardised / len(points)


# %% wrong: divided by the number of coordinates
# students: the sums are divided by the number of coordinates, not of points (see task 2)
def covariance(points):
    centred = points - points.mean(0)
    return centred.T @ centred / points.shape[1]


# %% wrong: the mean of the two people in the text for everybody
# students: the mean of the people in the text is taken off, whatever the points (see task 2)
def covariance(points):
    mean = torch.tensor([190.0, 70.0])
    centred = points - mean
    return centred.T @ centred / len(points)


# %% wrong: absolute values
# students: the distances from the mean lose their signs, so that nothing can be negative (see section 1)
def covariance(points):
    centred = (points - points.mean(0)).abs()
    return centred.T @ centred / len(points)


# %% right: compared with torch.cov in the same cell, outside of the answer
def covariance(points):
    centred = points - points.mean(0)
    return torch.einsum("ni,nj->ij", centred, centred) / points.shape[0]


people = torch.tensor([[1.8, 80.0], [1.6, 60.0]])
print(covariance(people) - torch.cov(people.T, correction=0))


# %% wrong: torch.cov, which is not allowed
# students: a ready-made covariance does the work, which the task rules out (see task 2)
def covariance(points):
    return torch.cov(points.T, correction=0)


# %% wrong: torch.cov by another name, as a method
# students: a ready-made covariance does the work, which the task rules out (see task 2)
def covariance(points):
    return points.T.cov(correction=0).reshape(points.shape[1], -1)


# %% wrong: NumPy's covariance
# students: a ready-made covariance does the work, which the task rules out (see task 2)
import numpy as np


def covariance(points):
    return torch.as_tensor(np.atleast_2d(np.cov(points.numpy(), rowvar=False, bias=True)))


# %% wrong: the median in place of the mean
# students: the median is taken off, not the mean (see task 2)
def covariance(points):
    centred = points - points.median(0).values
    return centred.T @ centred / len(points)


# %% wrong: the diagonal is left out
# students: the diagonal, where the variances stand, is left empty (see section 1)
def covariance(points):
    centred = points - points.mean(0)
    cov = centred.T @ centred / len(points)
    return cov - torch.diag(cov.diagonal())


# %% wrong: the root of the entries
# students: roots of the entries are taken, as of variances (see section 1)
def covariance(points):
    centred = points - points.mean(0)
    cov = centred.T @ centred / len(points)
    return cov.sign() * cov.abs().sqrt()


# %% wrong: one triangle only
# students: one half of the matrix is left empty; the entries (i, j) and (j, i) are the same (see section 1)
def covariance(points):
    centred = points - points.mean(0)
    return torch.tril(centred.T @ centred / len(points))


# %% wrong: divided by N + 1
# students: the sums are divided by N + 1, where N is asked for (see task 2)
def covariance(points):
    centred = points - points.mean(0)
    return centred.T @ centred / (len(points) + 1)


# %% wrong: divided by all numbers
# students: the sums are divided by the number of all coordinates together, not of the points (see task 2)
def covariance(points):
    centred = points - points.mean(0)
    return centred.T @ centred / points.numel()


# %% wrong: the sign
# students: the sign is turned (see section 1)
def covariance(points):
    centred = points - points.mean(0)
    return -centred.T @ centred / len(points)
