"""Answers to `input-sizes`."""


# %% right: search with the course's own rule
def input_sizes(o, k, s, p, d):
    found = []
    for i in range(1, 200):
        try:
            size = conv_output_size(i, k, stride=s, padding=p, dilation=d)
        except ValueError:
            continue
        if size == o:
            found.append(i)
    return found


# %% right: NumPy solves the formula for all sizes at once
import numpy as np


def input_sizes(o, k, s, p, d):
    i = np.arange(1, 300)
    return i[(i + 2 * p - d * (k - 1) - 1) // s == o - 1]


# %% right: from the largest size downwards, a tuple
def input_sizes(o, k, s, p, d):
    largest = o * s + d * (k - 1) - 2 * p
    return tuple(sorted(i for i in range(largest, largest - s, -1) if i > 0))


# %% wrong: one size only, though 7 and 8 both become 3
# students: only the smallest size is given, though several sizes may give the same output (see section 3, the convolution)
def input_sizes(o, k, s, p, d):
    return [(o - 1) * s + d * (k - 1) + 1 - 2 * p]


# %% wrong: the dilation is forgotten
# students: the dilation is left out: a kernel with holes spans more than k pixels (see section 3, the convolution)
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + k - 2 * p
    return [i for i in range(smallest, smallest + s) if i >= 1]


# %% wrong: sizes below 1 are kept
# students: sizes below 1 are in the list, which are no pictures (see task 4)
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1 - 2 * p
    return list(range(smallest, smallest + s))


# %% wrong: one size too many
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1 - 2 * p
    return [i for i in range(smallest, smallest + s + 1) if i >= 1]


# %% wrong: a search that ends at 10 (hidden)
# students: the search ends at 10, and misses the larger sizes (see task 4)
def input_sizes(o, k, s, p, d):
    return [i for i in range(1, 11) if (i + 2 * p - d * (k - 1) - 1) // s + 1 == o]


# %% wrong: knows the three examples by heart
# students: the answers to the examples are written down, and nothing is computed for other numbers (see task 4)
def input_sizes(o, k, s, p, d):
    return {(3, 3, 2, 0, 1): [7, 8], (5, 3, 1, 1, 1): [5], (2, 3, 3, 1, 2): [6, 7, 8]}.get((o, k, s, p, d), [])


# %% wrong: a search that ends at 20 (hidden)
# students: the search ends at 20, and misses the larger sizes (see task 4)
def input_sizes(o, k, s, p, d):
    return [i for i in range(1, 21) if (i + 2 * p - d * (k - 1) - 1) // s + 1 == o]


# %% wrong: a search that ends at 50 (hidden)
# students: the search ends below 50, and misses the larger sizes (see task 4)
def input_sizes(o, k, s, p, d):
    return [i for i in range(1, 50) if (i + 2 * p - d * (k - 1) - 1) // s + 1 == o]


# %% wrong: rounded towards 0, so that sizes without a window count for one output pixel (hidden)
# students: a negative fraction is rounded up to 0, so that pictures too small for the window are in the list (see section 3, the convolution)
def input_sizes(o, k, s, p, d):
    return [i for i in range(1, 200) if int((i + 2 * p - d * (k - 1) - 1) / s) + 1 == o]


# %% wrong: rounded to the nearest in place of down
def input_sizes(o, k, s, p, d):
    return [i for i in range(1, 200) if round((i + 2 * p - d * (k - 1) - 1) / s) + 1 == o]


# %% wrong: rounded up in place of down
def input_sizes(o, k, s, p, d):
    return [i for i in range(1, 200) if -(-(i + 2 * p - d * (k - 1) - 1) // s) + 1 == o]


# %% wrong: exact sizes only, without rounding down
# students: only the size that leaves no remainder is given, as if nothing were rounded (see section 3, the convolution)
def input_sizes(o, k, s, p, d):
    return [i for i in range(1, 200) if i + 2 * p - d * (k - 1) - 1 == (o - 1) * s]


# %% wrong: the padding is on one side only
# students: the padding is counted on one side only (see section 3, the convolution)
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1 - p
    return [i for i in range(smallest, smallest + s) if i >= 1]


# %% wrong: padding is added to the size in place of taken off
# students: solving for i, the padding is moved to the other side with its old sign (see section 3, the convolution)
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1 + 2 * p
    return [i for i in range(smallest, smallest + s) if i >= 1]


# %% wrong: the padding is forgotten
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1
    return [i for i in range(smallest, smallest + s) if i >= 1]


# %% wrong: a dilated kernel is taken to span d · k pixels
# students: a dilated kernel is taken to span d · k pixels, as if a hole came after its last weight (see section 3, the convolution)
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * k - 2 * p
    return [i for i in range(smallest, smallest + s) if i >= 1]


# %% wrong: always two sizes
# students: at most two sizes are given, whatever the stride is (see section 3, the convolution)
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1 - 2 * p
    return [i for i in range(smallest, smallest + min(s, 2)) if i >= 1]


# %% wrong: one size too few
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1 - 2 * p
    return [i for i in range(smallest, smallest + s - 1) if i >= 1]


# %% wrong: from the largest to the smallest
# students: the list goes from the largest size to the smallest (see task 4)
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1 - 2 * p
    return [i for i in reversed(range(smallest, smallest + s)) if i >= 1]


# %% wrong: sizes below the kernel's are left out, whatever the padding
# students: pictures smaller than the kernel are left out, though padding may make room for it (see section 3, the convolution)
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1 - 2 * p
    return [i for i in range(smallest, smallest + s) if i >= max(1, k)]


# %% wrong: smallest and largest size only
# students: of three or more sizes only the smallest and the largest are given (see task 4)
def input_sizes(o, k, s, p, d):
    smallest = (o - 1) * s + d * (k - 1) + 1 - 2 * p
    sizes = [i for i in range(smallest, smallest + s) if i >= 1]
    return sizes if len(sizes) < 3 else [sizes[0], sizes[-1]]
