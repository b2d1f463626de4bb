"""Answers to `pca-codes`."""


# %% right: loops over points and directions, lists of rows
def pca_encode(data, mean, directions):
    codes = []
    for x in data:
        codes.append([torch.dot(w, x - mean).item() for w in directions])
    return codes


def pca_decode(codes, mean, directions):
    pictures = []
    for h in codes:
        r = mean.clone()
        for number, w in zip(h, directions):
            r = r + number * w
        pictures.append(r)
    return pictures


# %% right: the formulas for columns, then transposed
def pca_encode(data, mean, directions):
    W, m = directions, mean.reshape(-1, 1)
    return (W @ (data.T - m)).T


def pca_decode(codes, mean, directions):
    W, m = directions, mean.reshape(-1, 1)
    return (m + W.T @ codes.T).T


# %% right: linear layers, the mean as a bias
def pca_encode(data, mean, directions):
    return F.linear(data, directions, -directions @ mean)


def pca_decode(codes, mean, directions):
    return F.linear(codes, directions.t(), mean)


# %% right: einsum in double precision
def pca_encode(data, mean, directions):
    return torch.einsum("np,dp->nd", (data - mean).double(), directions.double())


def pca_decode(codes, mean, directions):
    return torch.einsum("nd,dp->np", codes.double(), directions.double()) + mean


# %% right: NumPy
import numpy as np


def pca_encode(data, mean, directions):
    return np.dot(data.numpy().astype(float) - mean.numpy(), directions.numpy().T)


def pca_decode(codes, mean, directions):
    return np.dot(codes.numpy().astype(float), directions.numpy()) + mean.numpy()[None, :]


# %% right: matrix times vector for one point at a time
def pca_encode(data, mean, directions):
    codes = torch.zeros(data.shape[0], directions.shape[0])
    for n in range(data.shape[0]):
        codes[n] = directions @ (data[n] - mean)
    return codes


def pca_decode(codes, mean, directions):
    return torch.stack([mean + directions.T @ h for h in codes], dim=0)


# %% wrong: encoded without centring
def pca_encode(data, mean, directions):
    return data @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the mean is not added back
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions


# %% wrong: the mean is added when encoding and subtracted when decoding
def pca_encode(data, mean, directions):
    return (data + mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions - mean


# %% wrong: centred with the mean of the batch at hand
def pca_encode(data, mean, directions):
    return (data - data.mean(0)) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the formula for columns, taken for rows
def pca_encode(data, mean, directions):
    return directions @ (data - mean)


def pca_decode(codes, mean, directions):
    return mean + directions.T @ codes


# %% wrong: codes with one column for each point
def pca_encode(data, mean, directions):
    return directions @ (data - mean).T


def pca_decode(codes, mean, directions):
    return mean + codes @ directions


# %% wrong: codes divided by their spread
def pca_encode(data, mean, directions):
    codes = (data - mean) @ directions.T
    return codes / codes.std(0)


def pca_decode(codes, mean, directions):
    return mean + codes @ directions


# %% wrong: reconstructions in place of codes
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T @ directions


def pca_decode(codes, mean, directions):
    return codes + mean


# %% wrong: centres in place, so that the digits themselves are changed
def pca_encode(data, mean, directions):
    data -= mean
    return data @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the mean goes through the directions when decoding
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return (codes + mean[: codes.shape[1]]) @ directions


# %% wrong: axes of length 1 are squeezed away (hidden)
def pca_encode(data, mean, directions):
    return ((data - mean) @ directions.T).squeeze()


def pca_decode(codes, mean, directions):
    return (mean + codes @ directions).squeeze()


# %% wrong: two numbers in each code, as in the example (hidden)
def pca_encode(data, mean, directions):
    X = data - mean
    return torch.stack([X @ directions[0], X @ directions[1]], dim=1)


def pca_decode(codes, mean, directions):
    return mean + codes[:, :1] * directions[0] + codes[:, 1:2] * directions[1]


# %% wrong: a reshape where a transpose is needed
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.reshape(data.shape[1], -1)


def pca_decode(codes, mean, directions):
    return mean + codes @ directions


# %% wrong: the course's own solution
def pca_encode(data, mean, directions):
    return PCA(data, len(directions)).encode(data)


def pca_decode(codes, mean, directions):
    return mean + codes @ directions


# %% wrong: the mean is added when encoding
def pca_encode(data, mean, directions):
    return (data + mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the absolute values of the codes
def pca_encode(data, mean, directions):
    return ((data - mean) @ directions.T).abs()


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the first number of each code only
def pca_encode(data, mean, directions):
    codes = (data - mean) @ directions.T
    return codes[:, :1].repeat(1, codes.shape[1])


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: codes rounded
def pca_encode(data, mean, directions):
    return ((data - mean) @ directions.T).round()


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the mean is subtracted when decoding
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions - mean


# %% wrong: directions transposed for their inverse: pinv of the wrong side
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ torch.linalg.pinv(directions.T + 0.1 * torch.ones_like(directions.T)) + mean


# %% wrong: pixels are cut off at 0 and 1
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return (codes @ directions + mean).clamp(0, 1)


# %% wrong: the mean of the codes is added
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + codes.mean()
