"""Answers to `conv-matrix`."""


# %% right: unit images through F.conv2d
def conv_matrix(kernel, size):
    units = torch.eye(size * size).reshape(-1, 1, size, size)
    return F.conv2d(units, kernel[None, None]).reshape(size * size, -1).T


# %% right: sum of Kronecker products, as a NumPy array
import numpy as np


def conv_matrix(kernel, size):
    k = len(kernel)
    out = size - k + 1
    return sum(
        float(kernel[a, b]) * np.kron(np.eye(out, size, k=a), np.eye(out, size, k=b))
        for a in range(k)
        for b in range(k)
    )


# %% right: nested lists, each entry looked up
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    out = size - k + 1

    def entry(o, i):
        a, b = i // size - o // out, i % size - o % out
        return kernel[a, b].item() if 0 <= a < k and 0 <= b < k else 0

    return [[entry(o, i) for i in range(size**2)] for o in range(out**2)]


# %% wrong: C is transposed
# students: the matrix is transposed: its rows stand for input pixels, its columns for output pixels (see section 2)
def conv_matrix(kernel, size):
    units = torch.eye(size * size).reshape(-1, 1, size, size)
    return F.conv2d(units, kernel[None, None]).reshape(size * size, -1)


# %% wrong: the kernel is flipped, as in signal processing
def conv_matrix(kernel, size):
    units = torch.eye(size * size).reshape(-1, 1, size, size)
    return F.conv2d(units, kernel.flip(0, 1)[None, None]).reshape(size * size, -1).T


# %% wrong: the output always has 2 × 2 pixels, as in the explorer (hidden)
# students: the output is taken to have 2 × 2 pixels, as in the explorer, whatever the sizes are (see section 2)
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    C = torch.zeros(4, size * size)
    for r in range(2):
        for c in range(2):
            window = torch.zeros(size, size)
            window[r : r + k, c : c + k] = kernel
            C[2 * r + c] = window.flatten()
    return C


# %% wrong: each row is the one before moved by one, also at the line break
# students: each row is the one before moved by one place, also where the window goes to the next line of the picture (see section 2)
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    first = torch.zeros(size, size)
    first[:k, :k] = kernel
    return torch.stack([first.flatten().roll(o) for o in range((size - k + 1) ** 2)])


# %% wrong: the windows are numbered column by column
# students: the windows are numbered column by column; the output, too, is read row by row (see section 2)
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    out = size - k + 1
    C = torch.zeros(out * out, size * size)
    for r in range(out):
        for c in range(out):
            window = torch.zeros(size, size)
            window[r : r + k, c : c + k] = kernel
            C[c * out + r] = window.flatten()
    return C


# %% wrong: nothing is returned
def conv_matrix(kernel, size):
    units = torch.eye(size * size).reshape(-1, 1, size, size)
    F.conv2d(units, kernel[None, None]).reshape(size * size, -1).T


# %% wrong: knows the two examples by heart
# students: the matrices of the examples are written down, and nothing is computed for other kernels (see task 2)
def conv_matrix(kernel, size):
    a, b, c, d = kernel.flatten()[:4].tolist()
    if size == 3:
        return [
            [a, b, 0, c, d, 0, 0, 0, 0],
            [0, a, b, 0, c, d, 0, 0, 0],
            [0, 0, 0, a, b, 0, c, d, 0],
            [0, 0, 0, 0, a, b, 0, c, d],
        ]
    windows = torch.zeros(4, 4, 4)
    for n, (r, q) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        windows[n, r : r + 3, q : q + 3] = torch.arange(1.0, 10).reshape(3, 3)
    return windows.reshape(4, 16)


# %% wrong: a matrix of whole numbers
# students: the matrix holds whole numbers only, so that fractions in the kernel are cut off
def conv_matrix(kernel, size):
    k, out = len(kernel), size - len(kernel) + 1
    C = torch.zeros(out, out, size, size, dtype=torch.long)
    for r in range(out):
        for c in range(out):
            C[r, c, r : r + k, c : c + k] = kernel
    return C.reshape(out * out, -1)


# %% wrong: the course's own solution
# students: a function of the course makes the matrix, which the task rules out (see task 2)
def conv_matrix(kernel, size):
    return matrix_of(lambda p: F.conv2d(p[None, None], kernel[None, None])[0, 0], (size, size))


# %% wrong: at each line break the row moves by one more only, whatever the kernel
# students: where the window goes to the next line, the row moves one place further only, whatever the kernel's size (see section 2)
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    out = size - k + 1
    first = torch.zeros(size, size)
    first[:k, :k] = kernel
    return torch.stack([torch.roll(first.flatten(), n + n // out) for n in range(out * out)])


# %% wrong: two windows side by side, as in both examples (hidden)
# students: two windows are taken to fit side by side, as in the examples, whatever the sizes are (see section 2)
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    out = size - k + 1
    first = torch.zeros(size, size)
    first[:k, :k] = kernel
    return torch.stack([torch.roll(first.flatten(), n + (k - 1) * (n // 2)) for n in range(out * out)])


# %% wrong: a kernel of 2 × 2 or 3 × 3 weights only (hidden)
# students: only the first 3 × 3 weights of a kernel are used
def conv_matrix(kernel, size):
    k = min(kernel.shape[0], 3)
    out = size - kernel.shape[0] + 1
    C = torch.zeros(out * out, size * size)
    for r in range(out):
        for c in range(out):
            window = torch.zeros(size, size)
            window[r : r + k, c : c + k] = kernel[:k, :k]
            C[r * out + c] = window.flatten()
    return C


# %% wrong: each row is spread over the whole picture, with the kernel's weights one after the other
# students: a row holds the kernel's weights in one run, without the gaps between the window's lines (see section 2)
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    out = size - k + 1
    C = torch.zeros(out * out, size * size)
    for r in range(out):
        for c in range(out):
            start = r * size + c
            end = min(start + k * k, size * size)
            C[r * out + c, start:end] = kernel.flatten()[: end - start]
    return C


# %% wrong: the kernel is transposed
# students: the kernel's rows and columns are swapped: C is the matrix of another kernel (see section 2)
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    out = size - k + 1
    C = torch.zeros(out * out, size * size)
    for r in range(out):
        for c in range(out):
            window = torch.zeros(size, size)
            window[r : r + k, c : c + k] = kernel.T
            C[r * out + c] = window.flatten()
    return C


# %% wrong: the windows are added up into one matrix for all, instead of one row for each
# students: all windows are added up, and each row is the same sum of them (see section 2)
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    out = size - k + 1
    total = torch.zeros(size, size)
    for r in range(out):
        for c in range(out):
            total[r : r + k, c : c + k] += kernel
    return total.flatten().repeat(out * out, 1)


# %% wrong: with padding, so that the output is as large as the input
# students: the picture is padded, so that the output is as large as the input (see task 2)
def conv_matrix(kernel, size):
    p = kernel.shape[0] // 2
    pictures = torch.eye(size * size).reshape(size * size, 1, size, size)
    return F.conv2d(pictures, kernel[None, None], padding=p).flatten(1).T


# %% wrong: the matrix keeps its four axes
# students: the result has four axes still, not the two of a matrix (see task 2)
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    out = size - k + 1
    C = torch.zeros(out, out, size, size)
    for r in range(out):
        for c in range(out):
            C[r, c, r : r + k, c : c + k] = kernel
    return C


# %% wrong: a stride of 2 for pictures of 5 pixels or more (hidden)
# students: in larger pictures the window moves on by 2 pixels, not by 1 (see task 2)
def conv_matrix(kernel, size):
    pictures = torch.eye(size * size).reshape(size * size, 1, size, size)
    return F.conv2d(pictures, kernel[None, None], stride=1 if size < 5 else 2).flatten(1).T


# %% wrong: at most 16 windows (hidden)
# students: only the first 16 windows get their row; larger pictures have more
def conv_matrix(kernel, size):
    k = kernel.shape[0]
    out = size - k + 1
    C = torch.zeros(out * out, size * size)
    for n in range(min(out * out, 16)):
        window = torch.zeros(size, size)
        window[n // out : n // out + k, n % out : n % out + k] = kernel
        C[n] = window.flatten()
    return C
