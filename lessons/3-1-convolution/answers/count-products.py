"""Answers to `count-products`."""


# %% right: looks at each product
def count_products(i, k, s):
    size = s * (i - 1) + 1 + 2 * (k - 1)
    real = [n >= k - 1 and (n - k + 1) % s == 0 and n < size - k + 1 for n in range(size)]
    total = useful = 0
    for r in range(size - k + 1):
        for c in range(size - k + 1):
            for a in range(k):
                for b in range(k):
                    total += 1
                    useful += real[r + a] and real[c + b]
    return total, useful


# %% right: squares of the counts along one axis, an array
import numpy as np


def count_products(i, k, s):
    return np.array([(s * i - s + k) * k, i * k]) ** 2


# %% right: a matrix of windows, its numbers and its non-zeros
def count_products(i, k, s):
    ones = F.conv_transpose2d(torch.ones(1, 1, i, i), torch.ones(1, 1, 1, 1), stride=s)
    windows = F.unfold(ones, k, padding=k - 1)
    return [windows.numel(), windows.count_nonzero()]


# %% wrong: one axis only
# students: products are counted along one axis; pictures and kernels have two (see task 9)
def count_products(i, k, s):
    return (s * (i - 1) + k) * k, i * k


# %% wrong: the output size is taken to be s · i
# students: the output is taken to have s · i pixels along an axis, whatever the kernel (see section 3, the transposed convolution)
def count_products(i, k, s):
    return (s * i) ** 2 * k**2, i**2 * k**2


# %% wrong: each output pixel is taken to use (k / s)² real pixels
# students: each output pixel is taken to meet equally many real pixels, also near the border (see section 4)
def count_products(i, k, s):
    o = s * (i - 1) + k
    return o**2 * k**2, o**2 * (k // s) ** 2


# %% wrong: the kernel of the examples for all (hidden)
# students: the kernel is taken to be 3 × 3, as in the examples (see task 9)
def count_products(i, k, s):
    o = s * (i - 1) + 3
    return o**2 * 9, i**2 * 9


# %% wrong: the share in place of the number
# students: the second number is a share of all products, not how many they are (see task 9)
def count_products(i, k, s):
    o = s * (i - 1) + k
    return o**2 * k**2, i**2 / o**2


# %% wrong: knows the two examples by heart (hidden)
# students: the answers to the examples are written down, and nothing is computed for other numbers (see task 9)
def count_products(i, k, s):
    return (144, 36) if i == 2 else (441, 81)


# %% wrong: stamps that do not touch are pushed together (hidden)
# students: where the stride is larger than the kernel, the gaps between the stamps are left out (see section 3, the transposed convolution)
def count_products(i, k, s):
    o = (i - 1) * (s if s < k else k) + k
    return (o * k) ** 2, (i * k) ** 2


# %% wrong: strides above 2 count as 2 (hidden)
def count_products(i, k, s):
    o = min(s, 2) * (i - 1) + k
    return o * o * k * k, i * i * k * k


# %% wrong: real pixels are the share 1 / s² of all products
# students: the useful share is taken to be 1 / s² exactly, though the border holds zeros only (see section 4)
def count_products(i, k, s):
    o = s * (i - 1) + k
    return o * o * k * k, o * o * k * k // s**2


# %% wrong: real products are counted once for each input pixel only
# students: each input pixel is counted for one product, though it is in many windows (see task 9)
def count_products(i, k, s):
    o = s * (i - 1) + k
    return o * o * k * k, i * i


# %% wrong: real products are counted once for each output pixel
# students: each output pixel is counted for one product with a real pixel (see task 9)
def count_products(i, k, s):
    o = s * (i - 1) + k
    return o * o * k * k, o * o


# %% wrong: the output of an ordinary convolution with padding k − 1, without the stretching
# students: the picture is not stretched: the zeros between its pixels are left out (see section 4)
def count_products(i, k, s):
    o = i + k - 1
    return o * o * k * k, i * i * k * k


# %% wrong: the stretched input has s · i pixels
# students: the stretched picture is taken to have zeros after its last pixel, too (see task 7)
def count_products(i, k, s):
    o = s * i + k - 1
    return o * o * k * k, i * i * k * k


# %% wrong: the kernel is counted once, not squared
# students: a window is counted for one line of the kernel, though the kernel has two axes (see task 9)
def count_products(i, k, s):
    o = s * (i - 1) + k
    return o * o * k, i * i * k


# %% wrong: products with a zero, in place of those with a real pixel
def count_products(i, k, s):
    o = s * (i - 1) + k
    return o * o * k * k, o * o * k * k - i * i * k * k


# %% wrong: the border is left out: windows inside the stretched input only
def count_products(i, k, s):
    o = s * (i - 1) + 1 - k + 1
    return o * o * k * k, i * i * k * k


# %% wrong: the pair the other way round
# students: the pair stands the other way round: the useful products first (see task 9)
def count_products(i, k, s):
    o = s * (i - 1) + k
    return i * i * k * k, o * o * k * k


# %% wrong: floating-point division leaves fractions
# students: each output pixel is taken to meet equally many real pixels, also near the border (see section 4)
def count_products(i, k, s):
    o = s * (i - 1) + k
    return o * o * k * k, o * o * (k / s) ** 2
