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
# students: the kernel is cut into blocks; a sub-kernel's weights lie s apart (see section 5)
def sub_kernels(kernel, s):
    return [list(torch.tensor_split(rows, s, dim=1)) for rows in torch.tensor_split(kernel, s, dim=0)]


# %% wrong: rows and columns are swapped
def sub_kernels(kernel, s):
    return [[kernel[b::s, a::s] for b in range(s)] for a in range(s)]


# %% wrong: one flat list
# students: the sub-kernels stand in one flat list, not in a list of lists (see task 10)
def sub_kernels(kernel, s):
    return [kernel[a::s, b::s] for a in range(s) for b in range(s)]


# %% wrong: only for kernels that are multiples of s
# students: only kernels whose sides are multiples of s are split (see task 10)
def sub_kernels(kernel, s):
    parts = F.pixel_unshuffle(kernel[None], s)
    return [[parts[a * s + b] for b in range(s)] for a in range(s)]


# %% wrong: only for square kernels
# students: the kernel is taken to be square: its columns end where its rows do (see task 10)
def sub_kernels(kernel, s):
    k = kernel.shape[0]
    return [[kernel[a:k:s, b:k:s] for b in range(s)] for a in range(s)]


# %% wrong: always four parts
# students: there are always 2 × 2 sub-kernels, whatever s is (see task 10)
def sub_kernels(kernel, s):
    return [[kernel[0::2, 0::2], kernel[0::2, 1::2]], [kernel[1::2, 0::2], kernel[1::2, 1::2]]]


# %% wrong: weights are cut to whole numbers (hidden)
# students: weights lose their fractions: they are made whole numbers
def sub_kernels(kernel, s):
    return [[kernel.long()[u::s, v::s] for v in range(s)] for u in range(s)]


# %% wrong: no list for what has no weights
# students: sub-kernels without weights are left out of the lists (see task 10)
def sub_kernels(kernel, s):
    h, w = kernel.shape
    return [[kernel[u::s, v::s] for v in range(s) if v < w] for u in range(s) if u < h]


# %% wrong: s = 1 gives one list in place of a list of lists (hidden)
# students: for s = 1 there is one list, not a list in a list (see task 10)
def sub_kernels(kernel, s):
    if s == 1:
        return [kernel]
    return [[kernel[u::s, v::s] for v in range(s)] for u in range(s)]


# %% wrong: at most four rows and columns of the kernel (hidden)
# students: only the first four rows and columns of the kernel are used
def sub_kernels(kernel, s):
    kernel = kernel[:4, :4]
    return [[kernel[u::s, v::s] for v in range(s)] for u in range(s)]


# %% wrong: all parts have the size of the first, filled with zeros
# students: sub-kernels are filled up with zeros to equal size (see task 10)
def sub_kernels(kernel, s):
    size = -(-kernel.shape[0] // s), -(-kernel.shape[1] // s)
    parts = [[torch.zeros(size) for _ in range(s)] for _ in range(s)]
    for u in range(s):
        for v in range(s):
            part = kernel[u::s, v::s]
            parts[u][v][: part.shape[0], : part.shape[1]] = part
    return parts


# %% wrong: always a step of 2
# students: the step is 2, whatever s is (see section 5)
def sub_kernels(kernel, s):
    return [[kernel[u::2, v::2] for v in range(s)] for u in range(s)]


# %% wrong: every part starts at the first weight
def sub_kernels(kernel, s):
    return [[kernel[::s, ::s] for v in range(s)] for u in range(s)]


# %% wrong: rows only
# students: the kernel is split along its rows only (see section 5)
def sub_kernels(kernel, s):
    return [[kernel[u::s] for v in range(s)] for u in range(s)]


# %% wrong: columns only
# students: the kernel is split along its columns only (see section 5)
def sub_kernels(kernel, s):
    return [[kernel[:, v::s] for v in range(s)] for u in range(s)]


# %% wrong: the kernel is turned first
# students: the kernel is flipped before it is split; flipping belongs to a later step (see section 5)
def sub_kernels(kernel, s):
    kernel = kernel.flip(0, 1)
    return [[kernel[u::s, v::s] for v in range(s)] for u in range(s)]


# %% wrong: the kernel is transposed
def sub_kernels(kernel, s):
    return [[kernel.T[u::s, v::s] for v in range(s)] for u in range(s)]


# %% wrong: blocks where s is larger than 2
# students: for s above 2 the kernel is cut into blocks; a sub-kernel's weights lie s apart (see section 5)
def sub_kernels(kernel, s):
    if s <= 2:
        return [[kernel[u::s, v::s] for v in range(s)] for u in range(s)]
    return [list(rows.chunk(s, 1)) for rows in kernel.chunk(s, 0)]


# %% wrong: the parts are flattened
# students: sub-kernels are flattened, and lose their rows (see task 10)
def sub_kernels(kernel, s):
    return [[kernel[u::s, v::s].flatten() for v in range(s)] for u in range(s)]


# %% wrong: parts are read in the reverse order
# students: the sub-kernels stand in reverse order: the last first (see section 5)
def sub_kernels(kernel, s):
    return [[kernel[s - 1 - u :: s, s - 1 - v :: s] for v in range(s)] for u in range(s)]
