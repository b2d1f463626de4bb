"""Answers to `pca-fit`."""


# %% right: eigenvectors of the covariance, which come in increasing order
def pca_fit(data, d):
    mean = data.mean(dim=0)
    centred = data - mean
    _, vectors = torch.linalg.eigh(centred.T @ centred / len(data))
    return mean, vectors.T.flip(0)[:d]


# %% right: NumPy, covariance, sorted by hand
import numpy as np


def pca_fit(data, d):
    data = data.numpy()
    mean = np.mean(data, axis=0)
    values, vectors = np.linalg.eigh(np.cov(data, rowvar=False))
    order = np.argsort(values)[::-1]
    return mean, vectors[:, order[:d]].T


# %% right: torch.svd, which returns V, in a list of rows
def pca_fit(data, d):
    N, P = data.shape
    m = sum(data) / N
    X = torch.stack([row - m for row in data])
    U, sigma, V = torch.svd(X)
    return m, [V[:, j] for j in range(d)]


# %% right: NumPy's SVD in double precision, plain lists
import numpy as np


def pca_fit(data, d):
    array = data.numpy().astype(float)
    m = array.mean(0)
    _, _, vt = np.linalg.svd(array - m)
    return m.tolist(), vt[:d].tolist()


# %% right: power iteration, one direction after the other
def pca_fit(data, d):
    m = data.mean(0)
    left = (data - m).double()
    found = []
    for _ in range(d):
        w = left[left.norm(dim=1).argmax()]
        for _ in range(200):
            w = left.T @ (left @ w)
            w = w / w.norm()
        found.append(w)
        left = left - torch.outer(left @ w, w)
    return m, torch.stack(found)


# %% right: pixels in reverse order and back, an array that runs backwards
import numpy as np


def pca_fit(data, d):
    mean = data.numpy().mean(0)
    _, _, vt = np.linalg.svd((data.numpy() - mean)[:, ::-1], full_matrices=False)
    return mean, vt[:d, ::-1]


# %% wrong: not centred
# students: the data are decomposed as they are, so that the first direction points at the mean (see section 2)
def pca_fit(data, d):
    _, _, Vt = torch.linalg.svd(data, full_matrices=False)
    return data.mean(0), Vt[:d]


# %% wrong: columns of V transposed in place of rows
# students: columns are taken out of the transposed matrix, whose rows are the directions (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    U, S, V = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, V[:, :d].T


# %% wrong: U in place of V
# students: columns of U are taken, which belong to the pictures; directions in picture space stand in V (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    U, S, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, U[:, :d].T


# %% wrong: the last directions, since eigh sorts upwards
# students: the least important directions come out: the eigenvalues are sorted upwards (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    values, vectors = torch.linalg.eigh(torch.cov(data.T))
    return mean, vectors[:, :d].T


# %% wrong: eig, which sorts nothing
# students: the directions come in no order: not every routine sorts the eigenvalues (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    values, vectors = torch.linalg.eig(torch.cov(data.T))
    return mean, vectors.real[:, :d].T


# %% wrong: scaled by the singular values
# students: directions are scaled by the singular values; they are to have length 1 (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    U, S, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, torch.diag(S[:d]) @ Vt[:d]


# %% wrong: centres in place, so that the digits themselves are changed
# students: the mean is taken off the data themselves, which are still needed as they were (see task 2)
def pca_fit(data, d):
    mean = data.mean(0)
    data -= mean
    _, _, Vt = torch.linalg.svd(data, full_matrices=False)
    return mean, Vt[:d]


# %% wrong: the mean of each picture
# students: a mean is taken for each picture, over its pixels; wanted is the mean picture (see section 2)
def pca_fit(data, d):
    mean = data.mean(1, keepdim=True)
    _, _, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, Vt[:d]


# %% wrong: centred by one number for all, then the right mean returned
# students: one number is taken off all pixels; each pixel has a mean of its own (see section 2)
def pca_fit(data, d):
    _, _, Vt = torch.linalg.svd(data - data.mean(), full_matrices=False)
    return data.mean(0), Vt[:d]


# %% wrong: pixels standardised
# students: each pixel is also divided by its standard deviation, which PCA here does not do (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, Vt = torch.linalg.svd((data - mean) / data.std(0), full_matrices=False)
    return mean, Vt[:d]


# %% wrong: directions as columns
# students: the directions stand in columns, where rows are asked for (see task 2)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, Vt[:d].T


# %% wrong: always two directions, as in the example (hidden)
# students: there are two directions, whatever d is (see task 2)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, torch.stack([Vt[0], Vt[1]])


# %% wrong: a single direction loses its axis (hidden)
# students: with d = 1 the axis that counts the directions is lost (see task 2)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, Vt[:d].squeeze()


# %% wrong: the course's own solution
# students: the course's PCA does the work, which the task rules out (see task 2)
def pca_fit(data, d):
    pca = PCA(data, d)
    mean = pca.decode(torch.zeros(1, d))[0]
    return mean, pca.decode(torch.eye(d)) - mean


# %% wrong: the mean is returned as 0
# students: the mean is returned as 0: that of the centred data (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, rows = torch.linalg.svd(data - mean, full_matrices=False)
    return torch.zeros_like(mean), rows[:d]


# %% wrong: the last directions of the SVD
# students: the last directions are kept, which are the least important (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, rows = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, rows[-d:]


# %% wrong: each row is centred and scaled to length 1
# students: each centred picture is scaled to length 1, which changes how the cloud is spread (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    centred = data - mean
    centred = centred / centred.norm(dim=1, keepdim=True).clamp(min=1e-6)
    return mean, torch.linalg.svd(centred, full_matrices=False)[2][:d]


# %% wrong: the median in place of the mean
# students: the data are centred at the median, not at the mean (see section 2)
def pca_fit(data, d):
    mean = data.median(0).values
    return mean, torch.linalg.svd(data - mean, full_matrices=False)[2][:d]


# %% wrong: the pair the other way round
# students: the directions come first, the mean second (see task 2)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, rows = torch.linalg.svd(data - mean, full_matrices=False)
    return rows[:d], mean


# %% wrong: one direction too many
# students: there is one direction too many (see task 2)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, rows = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, rows[: d + 1]


# %% wrong: random orthogonal directions
# students: the directions are random: orthogonal, but not those along which the cloud is longest (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    q, _ = torch.linalg.qr(torch.randn(data.shape[1], d))
    return mean, q.T


# %% wrong: the first rows of the data as directions, made orthogonal
# students: single pictures are taken as directions; they are not those along which the cloud is longest (see section 2)
def pca_fit(data, d):
    mean = data.mean(0)
    q, _ = torch.linalg.qr((data - mean)[:d].T)
    return mean, q.T
