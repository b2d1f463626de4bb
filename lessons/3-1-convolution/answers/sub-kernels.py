"""Answers to `sub-kernels`."""


# %% right: picks the weights one at a time
def sub_kernels(kernel, s):
    parts = []
    for a in range(s):
        row = []
        for b in range(s):
            picked = [[kernel[r, c] for c in range(b, kernel.shape[1], s)] for r in range(a, kernel.shape[0], s)]
            row.append(torch.tensor(picked))
        parts.append(row)
    return parts


# %% right: NumPy slices in tuples
import numpy as np


def sub_kernels(kernel, s):
    weights = np.asarray(kernel, dtype=np.float64)
    return tuple(tuple(weights[a::s][:, b::s] for b in range(s)) for a in range(s))


# %% right: indices by remainder
def sub_kernels(kernel, s):
    rows, columns = torch.arange(kernel.shape[0]) % s, torch.arange(kernel.shape[1]) % s
    return [[kernel[rows == a][:, columns == b] for b in range(s)] for a in range(s)]


# %% wrong: blocks in place of combs
def sub_kernels(kernel, s):
    return [list(torch.tensor_split(rows, s, dim=1)) for rows in torch.tensor_split(kernel, s, dim=0)]


# %% wrong: rows and columns are swapped
def sub_kernels(kernel, s):
    return [[kernel[b::s, a::s] for b in range(s)] for a in range(s)]


# %% wrong: one flat list
def sub_kernels(kernel, s):
    return [kernel[a::s, b::s] for a in range(s) for b in range(s)]


# %% wrong: only for kernels that are multiples of s
def sub_kernels(kernel, s):
    parts = F.pixel_unshuffle(kernel[None], s)
    return [[parts[a * s + b] for b in range(s)] for a in range(s)]


# %% wrong: only for square kernels (hidden)
def sub_kernels(kernel, s):
    k = kernel.shape[0]
    return [[kernel[a:k:s, b:k:s] for b in range(s)] for a in range(s)]


# %% wrong: always four parts (hidden)
def sub_kernels(kernel, s):
    return [[kernel[0::2, 0::2], kernel[0::2, 1::2]], [kernel[1::2, 0::2], kernel[1::2, 1::2]]]


# %% wrong: weights are cut to whole numbers (hidden)
def sub_kernels(kernel, s):
    return [[kernel.long()[u::s, v::s] for v in range(s)] for u in range(s)]


# %% wrong: no list for what has no weights (hidden)
def sub_kernels(kernel, s):
    h, w = kernel.shape
    return [[kernel[u::s, v::s] for v in range(s) if v < w] for u in range(s) if u < h]
