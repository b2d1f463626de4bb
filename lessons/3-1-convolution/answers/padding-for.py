"""Answers to `padding-for`."""


# %% right: search over both paddings
def padding_for(i, k, s, target):
    for p in range(50):
        for a in range(s):
            if s * (i - 1) + k - 2 * p + a == target:
                return p, a
    return None


# %% right: the output padding first, in a list; not always the smallest one
def padding_for(i, k, s, target):
    for a in reversed(range(s)):
        crop = s * (i - 1) + k + a - target
        if crop >= 0 and crop % 2 == 0:
            return [crop // 2, a]


# %% right: divmod, in an array
import numpy as np


def padding_for(i, k, s, target):
    canvas = s * (i - 1) + k
    if target > canvas:
        return np.array([0, target - canvas]) if target - canvas < s else None
    p, odd = divmod(canvas - target, 2)
    if odd and s == 1:
        return None
    return np.array([p + odd, odd])


# %% wrong: padding taken to enlarge
# students: padding is taken to make the output larger, as in an ordinary convolution (see section 3, the transposed convolution)
def padding_for(i, k, s, target):
    missing = target - (s * (i - 1) + k)
    return (abs(missing) // 2, missing % 2) if missing % 2 < s else None


# %% wrong: output padding is never used
# students: output padding is never used, so that an odd surplus, or a missing pixel, gives None (see section 3, the transposed convolution)
def padding_for(i, k, s, target):
    crop = s * (i - 1) + k - target
    return (crop // 2, 0) if crop >= 0 and crop % 2 == 0 else None


# %% wrong: an odd surplus is rounded down
# students: an odd surplus is cropped by one too few, and the output padding then adds one more (see section 3, the transposed convolution)
def padding_for(i, k, s, target):
    crop = s * (i - 1) + k - target
    return None if crop < 0 else (crop // 2, crop % 2)


# %% wrong: output padding may reach the stride
# students: an output padding as large as the stride is allowed (see task 5)
def padding_for(i, k, s, target):
    surplus = s * (i - 1) + k - target
    p = max(0, (surplus + 1) // 2)
    a = 2 * p - surplus
    return (p, a) if a <= s else None


# %% wrong: output padding only to mend an odd crop, never to enlarge
# students: a target larger than the canvas is given up, though output padding can add pixels (see section 3, the transposed convolution)
def padding_for(i, k, s, target):
    crop = s * (i - 1) + k - target
    if crop < 0 or (crop % 2 and s == 1):
        return None
    return (crop + 1) // 2, crop % 2


# %% wrong: the output padding is 0 or 1
# students: only 0 and 1 are tried as output padding, whatever the stride (see task 5)
def padding_for(i, k, s, target):
    for p in range(50):
        for a in range(min(s, 2)):
            if s * (i - 1) + k - 2 * p + a == target:
                return p, a
    return None


# %% wrong: paddings smaller than the kernel only (hidden)
# students: only paddings smaller than the kernel are tried (see task 5)
def padding_for(i, k, s, target):
    for p in range(k):
        for a in range(s):
            if s * (i - 1) + k - 2 * p + a == target:
                return p, a
    return None


# %% wrong: only for a target of s · i pixels
# students: any target but s · i pixels gives None (see task 5)
def padding_for(i, k, s, target):
    if target != s * i:
        return None
    for p in range(50):
        for a in range(s):
            if s * (i - 1) + k - 2 * p + a == target:
                return p, a
    return None


# %% wrong: the padding crops one side only
# students: the padding is taken to crop on one side only (see section 3, the transposed convolution)
def padding_for(i, k, s, target):
    crop = s * (i - 1) + k - target
    return (crop, 0) if crop >= 0 else None


# %% wrong: the pair the other way round
# students: the pair stands the other way round: output padding first (see task 5)
def padding_for(i, k, s, target):
    for p in range(50):
        for a in range(s):
            if s * (i - 1) + k - 2 * p + a == target:
                return a, p
    return None


# %% wrong: the canvas is taken to have s · i pixels
# students: the canvas is taken to have s · i pixels, whatever the kernel (see section 3, the transposed convolution)
def padding_for(i, k, s, target):
    for p in range(50):
        for a in range(s):
            if s * i - 2 * p + a == target:
                return p, a
    return None


# %% wrong: the canvas is taken to have s · i + k pixels
# students: the canvas is taken to have s · i + k pixels: one step more than there are between i stamps (see section 3, the transposed convolution)
def padding_for(i, k, s, target):
    for p in range(50):
        for a in range(s):
            if s * i + k - 2 * p + a == target:
                return p, a
    return None


# %% wrong: negative paddings
# students: a target larger than the canvas gets a negative padding (see task 5)
def padding_for(i, k, s, target):
    surplus = s * (i - 1) + k - target
    a = surplus % 2
    return ((surplus + a) // 2, a) if s > 1 or not a else None


# %% wrong: (0, 0) where there is no solution
# students: where no pair exists, (0, 0) is returned all the same (see task 5)
def padding_for(i, k, s, target):
    for p in range(50):
        for a in range(s):
            if s * (i - 1) + k - 2 * p + a == target:
                return p, a
    return 0, 0
