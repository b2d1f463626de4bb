"""Answers to `convolve-stretched`."""


# %% right: windows with unfold and the kernel read backwards
def convolve_stretched(stretched, kernel, p):
    k = kernel.shape[0]
    padded = F.pad(stretched, [k - p - 1] * 4)
    windows = padded.unfold(0, k, 1).unfold(1, k, 1)
    return torch.einsum("rcab,ab->rc", windows, torch.rot90(kernel, 2))


# %% right: stamps on a canvas, then crops
def convolve_stretched(stretched, kernel, p):
    k, (rows, columns) = len(kernel), stretched.shape
    canvas = torch.zeros(rows + k - 1, columns + k - 1, dtype=torch.float64)
    for r in range(rows):
        for c in range(columns):
            canvas[r : r + k, c : c + k] += stretched[r, c] * kernel
    return canvas[p : rows + k - 1 - p, p : columns + k - 1 - p]


# %% right: NumPy, one shifted copy for each weight
import numpy as np


def convolve_stretched(stretched, kernel, p):
    k = len(kernel)
    x = np.pad(np.asarray(stretched), k - 1 - p)
    rows, columns = x.shape[0] - k + 1, x.shape[1] - k + 1
    w = np.asarray(kernel)[::-1, ::-1]
    return sum(w[a, b] * x[a : a + rows, b : b + columns] for a in range(k) for b in range(k))


# %% wrong: the kernel is not flipped
def convolve_stretched(stretched, kernel, p):
    return F.conv2d(stretched[None, None], kernel[None, None], padding=kernel.shape[0] - p - 1)[0, 0]


# %% wrong: the kernel is transposed in place of turned
def convolve_stretched(stretched, kernel, p):
    return F.conv2d(stretched[None, None], kernel.T[None, None], padding=kernel.shape[0] - p - 1)[0, 0]


# %% wrong: pads by p, as a convolution would
# students: the border is p zeros wide, as an ordinary convolution's padding; p crops here (see section 3, the transposed convolution)
def convolve_stretched(stretched, kernel, p):
    return F.conv2d(stretched[None, None], kernel.flip(0, 1)[None, None], padding=p)[0, 0]


# %% wrong: flipped along one axis only
# students: the kernel is flipped along one axis only (see section 4)
def convolve_stretched(stretched, kernel, p):
    return F.conv2d(stretched[None, None], kernel.flip(0)[None, None], padding=kernel.shape[0] - p - 1)[0, 0]


# %% wrong: the border of a 3 × 3 kernel for all
# students: the border is that of a 3 × 3 kernel, whatever the kernel's size (see section 4)
def convolve_stretched(stretched, kernel, p):
    padded = F.pad(stretched, [2 - p] * 4)
    return F.conv2d(padded[None, None], kernel.flip(0, 1)[None, None])[0, 0]


# %% wrong: the kernel is turned in place, so that the next call finds it turned
def convolve_stretched(stretched, kernel, p):
    border = len(kernel) - 1 - p
    kernel[:] = kernel.rot90(2).clone()
    return F.conv2d(stretched[None, None], kernel[None, None], padding=border)[0, 0]


# %% wrong: calls the transposed convolution, which is not allowed
# students: a transposed convolution does the work, which the task rules out (see task 8)
def convolve_stretched(stretched, kernel, p):
    return F.conv_transpose2d(stretched[None, None], kernel[None, None], padding=p)[0, 0]


# %% wrong: a layer that is a transposed convolution, made in a helper
# students: a transposed convolution does the work, which the task rules out (see task 8)
def stamped(stretched, kernel, p):
    layer = nn.ConvTranspose2d(1, 1, kernel.shape[0], padding=p, bias=False)
    layer.weight.data = kernel[None, None].clone()
    return layer(stretched[None, None]).detach()[0, 0]


def convolve_stretched(stretched, kernel, p):
    return stamped(stretched, kernel, p)


# %% wrong: the course's own solution
# students: a function of the course does the work, which the task rules out (see task 8)
def convolve_stretched(stretched, kernel, p):
    return conv_transpose2d_by_definition(stretched, kernel, padding=p)


# %% wrong: the border of an odd kernel
# students: the border is right for kernels of odd size only (see section 4)
def convolve_stretched(stretched, kernel, p):
    border = 2 * (kernel.shape[0] // 2) - p
    return F.conv2d(stretched[None, None], kernel.flip(0, 1)[None, None], padding=border)[0, 0]


# %% wrong: half a kernel's border
# students: the border is half a kernel wide, as if the size were to stay the same (see section 4)
def convolve_stretched(stretched, kernel, p):
    return F.conv2d(stretched[None, None], kernel.flip(0, 1)[None, None], padding=kernel.shape[0] // 2)[0, 0]


# %% wrong: one pixel of border too many
def convolve_stretched(stretched, kernel, p):
    border = kernel.shape[0] - p
    return F.conv2d(stretched[None, None], kernel.flip(0, 1)[None, None], padding=border)[0, 0]


# %% wrong: the padding does not crop: the whole border is kept
def convolve_stretched(stretched, kernel, p):
    return F.conv2d(stretched[None, None], kernel.flip(0, 1)[None, None], padding=kernel.shape[0] - 1)[0, 0]


# %% wrong: the padding enlarges the border
# students: a larger p widens the border; in a transposed convolution it crops (see section 3, the transposed convolution)
def convolve_stretched(stretched, kernel, p):
    border = kernel.shape[0] - 1 + p
    return F.conv2d(stretched[None, None], kernel.flip(0, 1)[None, None], padding=border)[0, 0]


# %% wrong: turned by a quarter in place of a half
# students: the kernel is turned by 90°, not by 180° (see section 4)
def convolve_stretched(stretched, kernel, p):
    border = kernel.shape[0] - p - 1
    return F.conv2d(stretched[None, None], kernel.rot90()[None, None], padding=border)[0, 0]


# %% wrong: turned and transposed
# students: the kernel is flipped and transposed as well (see section 4)
def convolve_stretched(stretched, kernel, p):
    border = kernel.shape[0] - p - 1
    return F.conv2d(stretched[None, None], kernel.flip(0, 1).T[None, None], padding=border)[0, 0]


# %% wrong: mirrored left to right only
# students: the kernel is mirrored from left to right only (see section 4)
def convolve_stretched(stretched, kernel, p):
    border = kernel.shape[0] - p - 1
    return F.conv2d(stretched[None, None], kernel.flip(1)[None, None], padding=border)[0, 0]


# %% wrong: the picture is turned in place of the kernel
def convolve_stretched(stretched, kernel, p):
    border = kernel.shape[0] - p - 1
    return F.conv2d(stretched.flip(0, 1)[None, None], kernel[None, None], padding=border)[0, 0]


# %% wrong: two axes too many
# students: the two axes that were added for F.conv2d are still there (see task 8)
def convolve_stretched(stretched, kernel, p):
    border = kernel.shape[0] - p - 1
    return F.conv2d(stretched[None, None], kernel.flip(0, 1)[None, None], padding=border)


# %% wrong: no border where the kernel is even
# students: kernels of even size get no border (see section 4)
def convolve_stretched(stretched, kernel, p):
    border = kernel.shape[0] - p - 1 if kernel.shape[0] % 2 else 0
    return F.conv2d(stretched[None, None], kernel.flip(0, 1)[None, None], padding=border)[0, 0]
