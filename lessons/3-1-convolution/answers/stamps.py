"""Answers to `stamps`."""


# %% right: asks each output pixel which stamps reach it
def stamps(i, k, s):
    return [sum(n * s <= pixel < n * s + k for n in range(i)) for pixel in range(s * (i - 1) + k)]


# %% right: where stamps begin and end, summed up; a tensor
def stamps(i, k, s):
    change = torch.zeros(s * (i - 1) + k + 1, dtype=torch.int64)
    for n in range(i):
        change[n * s] += 1
        change[n * s + k] -= 1
    return change.cumsum(0)[:-1]


# %% right: NumPy counts how often each place occurs
import numpy as np


def stamps(i, k, s):
    places = s * np.arange(i)[:, None] + np.arange(k)
    return np.bincount(places.ravel(), minlength=s * (i - 1) + k)


# %% wrong: k / s everywhere, as if the border had neighbours
# students: every pixel gets k / s stamps, also near the border, where fewer reach (see section 6)
def stamps(i, k, s):
    return [k // s] * (s * (i - 1) + k)


# %% wrong: no more than two stamps meet
# students: where three or more stamps meet, two are counted (see section 6)
def stamps(i, k, s):
    counts = [0] * (s * (i - 1) + k)
    for pixel in range(i):
        for offset in range(k):
            counts[pixel * s + offset] = 1 if counts[pixel * s + offset] == 0 else 2
    return counts


# %% wrong: the gaps are filled
# students: pixels that no stamp reaches are counted as reached once (see task 12)
def stamps(i, k, s):
    counts = [0] * (s * (i - 1) + k)
    for n in range(i):
        for place in range(n * s, n * s + k):
            counts[place] += 1
    return [max(count, 1) for count in counts]


# %% wrong: as long as s · i + k pixels
# students: the list is one step longer than the canvas, which ends with the last stamp (see section 3, the transposed convolution)
def stamps(i, k, s):
    counts = [0] * (s * i + k)
    for pixel in range(i):
        for offset in range(k):
            counts[pixel * s + offset] += 1
    return counts


# %% wrong: coverage taken to be even where stamps overlap
# students: the counts are taken to be even inside, also where k is no multiple of s (see section 6)
def stamps(i, k, s):
    inside = -(-k // s)
    size = s * (i - 1) + k
    return [min(inside, 1 + pixel // s, 1 + (size - 1 - pixel) // s) for pixel in range(size)]


# %% wrong: knows the three examples by heart
# students: the answers to the examples are written down, and nothing is computed for other numbers (see task 12)
def stamps(i, k, s):
    return {3: [1, 1, 1, 2, 1, 1, 2, 1, 1, 1], 4: [1, 1, 2, 2, 2, 2, 2, 2, 1, 1], 2: [1, 1, 0, 1, 1]}.get(i)


# %% wrong: gaps are never wider than one pixel
# students: gaps between stamps are taken to be one pixel wide, whatever stride and kernel are (see section 6)
def stamps(i, k, s):
    counts = [0] * (s * (i - 1) + k)
    for start in range(0, s * i, s):
        for place in range(start, start + max(k, s - 1)):
            if place < len(counts):
                counts[place] += 1
    return counts


# %% wrong: calls a convolution, which is not allowed
# students: a convolution does the counting, which the task rules out (see task 12)
def stamps(i, k, s):
    return F.conv_transpose1d(torch.ones(1, 1, i), torch.ones(1, 1, k), stride=s).int().flatten().tolist()


# %% wrong: NumPy's convolution of the stretched pixels
# students: a convolution does the counting, which the task rules out (see task 12)
import numpy as np


def stamps(i, k, s):
    pixels = np.zeros(s * (i - 1) + 1, dtype=int)
    pixels[::s] = 1
    return np.convolve(pixels, np.ones(k, dtype=int)).tolist()


# %% wrong: at most four stamps (hidden)
# students: only the first four stamps are counted
def stamps(i, k, s):
    counts = [0] * (s * (i - 1) + k)
    for pixel in range(min(i, 4)):
        for offset in range(k):
            counts[pixel * s + offset] += 1
    return counts


# %% wrong: overlap where the stride is smaller than the kernel is taken to be one pixel
# students: neighbouring stamps are taken to overlap by one pixel, whatever kernel and stride are (see section 6)
def stamps(i, k, s):
    counts = [1] * (s * (i - 1) + k)
    for pixel in range(1, i):
        counts[pixel * s] = 2 if k > s else 1
    return counts


# %% wrong: an ordinary convolution's counts: how many windows see each pixel
# students: it is counted how many windows of an ordinary convolution see each input pixel (see section 6)
def stamps(i, k, s):
    counts = [0] * i
    for start in range(0, i - k + 1, s):
        for offset in range(k):
            counts[start + offset] += 1
    return counts


# %% wrong: as many as s · i pixels
# students: the list has s · i places, whatever the kernel; the canvas ends with the last stamp (see section 3, the transposed convolution)
def stamps(i, k, s):
    counts = [0] * (s * i)
    for pixel in range(i):
        for offset in range(k):
            if pixel * s + offset < len(counts):
                counts[pixel * s + offset] += 1
    return counts


# %% wrong: stride and kernel size are swapped
def stamps(i, k, s):
    counts = [0] * (k * (i - 1) + s)
    for pixel in range(i):
        for offset in range(s):
            counts[pixel * k + offset] += 1
    return counts


# %% wrong: the pixels without a stamp are left out
# students: pixels without a stamp are left out of the list, not counted as 0 (see task 12)
def stamps(i, k, s):
    counts = [0] * (s * (i - 1) + k)
    for pixel in range(i):
        for offset in range(k):
            counts[pixel * s + offset] += 1
    return [count for count in counts if count]


# %% wrong: the middle of the list only, without the border
# students: the border is cut off the list (see task 12)
def stamps(i, k, s):
    counts = [0] * (s * (i - 1) + k)
    for pixel in range(i):
        for offset in range(k):
            counts[pixel * s + offset] += 1
    return counts[k - s : len(counts) - (k - s)] if k > s else counts


# %% wrong: the last stamp is forgotten
def stamps(i, k, s):
    counts = [0] * (s * (i - 1) + k)
    for pixel in range(i - 1):
        for offset in range(k):
            counts[pixel * s + offset] += 1
    return counts


# %% wrong: counts along both axes, multiplied
# students: counts are multiplied as in two dimensions, where one axis is asked for (see task 12)
def stamps(i, k, s):
    counts = [0] * (s * (i - 1) + k)
    for pixel in range(i):
        for offset in range(k):
            counts[pixel * s + offset] += 1
    return [count**2 for count in counts]


# %% wrong: truth values in place of numbers
# students: it is told whether a stamp reaches a pixel, not how many do (see task 12)
def stamps(i, k, s):
    counts = [0] * (s * (i - 1) + k)
    for pixel in range(i):
        for offset in range(k):
            counts[pixel * s + offset] += 1
    return [min(1, count) for count in counts]


# %% wrong: strides above 3 count as 3 (hidden)
def stamps(i, k, s):
    s = min(s, 3)
    counts = [0] * (s * (i - 1) + k)
    for pixel in range(i):
        for offset in range(k):
            counts[pixel * s + offset] += 1
    return counts
