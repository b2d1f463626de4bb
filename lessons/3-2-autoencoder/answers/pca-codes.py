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
# students: the mean is not taken off before encoding (see section 2)
def pca_encode(data, mean, directions):
    return data @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the mean is not added back
# students: the mean is not added after decoding: the line is laid through the origin (see section 2)
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions


# %% wrong: the mean is added when encoding and subtracted when decoding
# students: the mean has the wrong sign on both ways (see section 2)
def pca_encode(data, mean, directions):
    return (data + mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions - mean


# %% wrong: centred with the mean of the batch at hand
# students: the mean of the batch at hand is taken off, not the mean that is given (see task 3)
def pca_encode(data, mean, directions):
    return (data - data.mean(0)) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the formula for columns, taken for rows
# students: the formula for one picture, a column, is used as it is, where pictures are rows (see task 3)
def pca_encode(data, mean, directions):
    return directions @ (data - mean)


def pca_decode(codes, mean, directions):
    return mean + directions.T @ codes


# %% wrong: codes with one column for each point
# students: each code is a column, where a row is asked for (see task 3)
def pca_encode(data, mean, directions):
    return directions @ (data - mean).T


def pca_decode(codes, mean, directions):
    return mean + codes @ directions


# %% wrong: codes divided by their spread
# students: codes are divided by their spread, which the formula does not do (see section 2)
def pca_encode(data, mean, directions):
    codes = (data - mean) @ directions.T
    return codes / codes.std(0)


def pca_decode(codes, mean, directions):
    return mean + codes @ directions


# %% wrong: reconstructions in place of codes
# students: the encoder already goes back to pixels (see section 2)
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T @ directions


def pca_decode(codes, mean, directions):
    return codes + mean


# %% wrong: centres in place, so that the digits themselves are changed
# students: the mean is taken off the data themselves, which are still needed as they were (see task 3)
def pca_encode(data, mean, directions):
    data -= mean
    return data @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the mean goes through the directions when decoding
# students: the mean is added to the codes, before they become pixels (see section 2)
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return (codes + mean[: codes.shape[1]]) @ directions


# %% wrong: axes of length 1 are squeezed away (hidden)
# students: axes of length 1 are removed, as of a single picture or a code of one number (see task 3)
def pca_encode(data, mean, directions):
    return ((data - mean) @ directions.T).squeeze()


def pca_decode(codes, mean, directions):
    return (mean + codes @ directions).squeeze()


# %% wrong: two numbers in each code, as in the example (hidden)
# students: codes have two numbers, whatever the number of directions (see task 3)
def pca_encode(data, mean, directions):
    X = data - mean
    return torch.stack([X @ directions[0], X @ directions[1]], dim=1)


def pca_decode(codes, mean, directions):
    return mean + codes[:, :1] * directions[0] + codes[:, 1:2] * directions[1]


# %% wrong: a reshape where a transpose is needed
# students: the directions are reshaped where they have to be transposed, which mixes their numbers (see task 3)
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.reshape(data.shape[1], -1)


def pca_decode(codes, mean, directions):
    return mean + codes @ directions


# %% wrong: the course's own solution
# students: the course's PCA does the work, which the task rules out (see task 3)
def pca_encode(data, mean, directions):
    return PCA(data, len(directions)).encode(data)


def pca_decode(codes, mean, directions):
    return mean + codes @ directions


# %% wrong: the mean is added when encoding
# students: the mean is added before encoding, not taken off (see section 2)
def pca_encode(data, mean, directions):
    return (data + mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the absolute values of the codes
# students: codes lose their sign: to which side of the mean a picture lies (see section 2)
def pca_encode(data, mean, directions):
    return ((data - mean) @ directions.T).abs()


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the first number of each code only
# students: the first number of each code is repeated for all of them (see section 2)
def pca_encode(data, mean, directions):
    codes = (data - mean) @ directions.T
    return codes[:, :1].repeat(1, codes.shape[1])


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: codes rounded
# students: codes are rounded to whole numbers
def pca_encode(data, mean, directions):
    return ((data - mean) @ directions.T).round()


def pca_decode(codes, mean, directions):
    return codes @ directions + mean


# %% wrong: the mean is subtracted when decoding
# students: the mean is taken off when decoding, not added (see section 2)
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions - mean


# %% wrong: directions transposed for their inverse: pinv of the wrong side
# students: the way back is an inverse computed anew; the formula has a transpose only (see section 2)
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ torch.linalg.pinv(directions.T + 0.1 * torch.ones_like(directions.T)) + mean


# %% wrong: pixels are cut off at 0 and 1
# students: reconstructed pixels are clipped to 0 to 1; PCA's output may lie outside
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return (codes @ directions + mean).clamp(0, 1)


# %% wrong: the mean of the codes is added
# students: the mean of the codes is added when decoding, not the mean picture (see section 2)
def pca_encode(data, mean, directions):
    return (data - mean) @ directions.T


def pca_decode(codes, mean, directions):
    return codes @ directions + codes.mean()
