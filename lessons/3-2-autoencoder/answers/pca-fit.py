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
def pca_fit(data, d):
    _, _, Vt = torch.linalg.svd(data, full_matrices=False)
    return data.mean(0), Vt[:d]


# %% wrong: columns of V transposed in place of rows
def pca_fit(data, d):
    mean = data.mean(0)
    U, S, V = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, V[:, :d].T


# %% wrong: U in place of V
def pca_fit(data, d):
    mean = data.mean(0)
    U, S, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, U[:, :d].T


# %% wrong: the last directions, since eigh sorts upwards
def pca_fit(data, d):
    mean = data.mean(0)
    values, vectors = torch.linalg.eigh(torch.cov(data.T))
    return mean, vectors[:, :d].T


# %% wrong: eig, which sorts nothing
def pca_fit(data, d):
    mean = data.mean(0)
    values, vectors = torch.linalg.eig(torch.cov(data.T))
    return mean, vectors.real[:, :d].T


# %% wrong: scaled by the singular values
def pca_fit(data, d):
    mean = data.mean(0)
    U, S, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, torch.diag(S[:d]) @ Vt[:d]


# %% wrong: centres in place, so that the digits themselves are changed
def pca_fit(data, d):
    mean = data.mean(0)
    data -= mean
    _, _, Vt = torch.linalg.svd(data, full_matrices=False)
    return mean, Vt[:d]


# %% wrong: the mean of each picture
def pca_fit(data, d):
    mean = data.mean(1, keepdim=True)
    _, _, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, Vt[:d]


# %% wrong: centred by one number for all, then the right mean returned
def pca_fit(data, d):
    _, _, Vt = torch.linalg.svd(data - data.mean(), full_matrices=False)
    return data.mean(0), Vt[:d]


# %% wrong: pixels standardised
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, Vt = torch.linalg.svd((data - mean) / data.std(0), full_matrices=False)
    return mean, Vt[:d]


# %% wrong: directions as columns
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, Vt[:d].T


# %% wrong: always two directions, as in the example (hidden)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, torch.stack([Vt[0], Vt[1]])


# %% wrong: a single direction loses its axis (hidden)
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, Vt = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, Vt[:d].squeeze()


# %% wrong: the course's own solution
def pca_fit(data, d):
    pca = PCA(data, d)
    mean = pca.decode(torch.zeros(1, d))[0]
    return mean, pca.decode(torch.eye(d)) - mean


# %% wrong: the mean is returned as 0
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, rows = torch.linalg.svd(data - mean, full_matrices=False)
    return torch.zeros_like(mean), rows[:d]


# %% wrong: the last directions of the SVD
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, rows = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, rows[-d:]


# %% wrong: each row is centred and scaled to length 1
def pca_fit(data, d):
    mean = data.mean(0)
    centred = data - mean
    centred = centred / centred.norm(dim=1, keepdim=True).clamp(min=1e-6)
    return mean, torch.linalg.svd(centred, full_matrices=False)[2][:d]


# %% wrong: the median in place of the mean
def pca_fit(data, d):
    mean = data.median(0).values
    return mean, torch.linalg.svd(data - mean, full_matrices=False)[2][:d]


# %% wrong: the pair the other way round
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, rows = torch.linalg.svd(data - mean, full_matrices=False)
    return rows[:d], mean


# %% wrong: one direction too many
def pca_fit(data, d):
    mean = data.mean(0)
    _, _, rows = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, rows[: d + 1]


# %% wrong: random orthogonal directions
def pca_fit(data, d):
    mean = data.mean(0)
    q, _ = torch.linalg.qr(torch.randn(data.shape[1], d))
    return mean, q.T


# %% wrong: the first rows of the data as directions, made orthogonal
def pca_fit(data, d):
    mean = data.mean(0)
    q, _ = torch.linalg.qr((data - mean)[:d].T)
    return mean, q.T
