"""Answers to `stretch`."""


# %% right: a transposed convolution with one weight
def stretch(x, s):
    return F.conv_transpose2d(x[None, None], torch.ones(1, 1, 1, 1), stride=s).squeeze(0, 1)


# %% right: Kronecker product, the end cut off, a NumPy array
import numpy as np


def stretch(x, s):
    unit = np.zeros((s, s))
    unit[0, 0] = 1
    whole = np.kron(x.numpy(), unit)
    return whole[: whole.shape[0] - s + 1, : whole.shape[1] - s + 1]


# %% right: nested lists
def stretch(x, s):
    height, width = x.shape
    return [
        [0 if r % s or c % s else x[r // s, c // s].item() for c in range((width - 1) * s + 1)]
        for r in range((height - 1) * s + 1)
    ]


# %% wrong: zeros also after the last pixel
def stretch(x, s):
    canvas = torch.zeros(x.shape[0] * s, x.shape[1] * s)
    canvas[::s, ::s] = x
    return canvas


# %% wrong: s zeros between the pixels, not s − 1
# students: s zeros stand between neighbouring pixels: one too many (see task 7)
def stretch(x, s):
    canvas = torch.zeros((x.shape[0] - 1) * (s + 1) + 1, (x.shape[1] - 1) * (s + 1) + 1)
    canvas[:: s + 1, :: s + 1] = x
    return canvas


# %% wrong: only as many columns as rows are filled (hidden)
# students: the picture is taken to be square: only as many columns as rows are filled (see task 7)
def stretch(x, s):
    canvas = torch.zeros((x.shape[0] - 1) * s + 1, (x.shape[1] - 1) * s + 1)
    for r in range(x.shape[0]):
        for c in range(x.shape[0]):
            canvas[r * s, c * s] = x[r, c]
    return canvas


# %% wrong: repeats the pixels
# students: pixels are repeated, where zeros belong between them (see task 7)
def stretch(x, s):
    large = x.repeat_interleave(s, 0).repeat_interleave(s, 1)
    return large[: large.shape[0] - s + 1, : large.shape[1] - s + 1]


# %% wrong: the input is zeroed after it was copied
# students: the picture that was handed in is overwritten with zeros (see task 7)
def stretch(x, s):
    canvas = x.new_zeros((x.shape[0] - 1) * s + 1, (x.shape[1] - 1) * s + 1)
    canvas[::s, ::s] = x
    x.fill_(0)
    return canvas


# %% wrong: only as many columns as rows (hidden)
# students: the picture is taken to be square: only as many columns as rows are filled (see task 7)
def stretch(x, s):
    canvas = torch.zeros((x.shape[0] - 1) * s + 1, (x.shape[1] - 1) * s + 1)
    side = x.shape[0]
    canvas[::s, : (side - 1) * s + 1 : s] = x[:, :side]
    return canvas


# %% wrong: as wide as high
# students: the result is as wide as it is high: the picture is taken to be square (see task 7)
def stretch(x, s):
    side = (x.shape[0] - 1) * s + 1
    canvas = torch.zeros(side, side)
    canvas[::s, ::s] = x
    return canvas


# %% wrong: zeros between the rows only
def stretch(x, s):
    canvas = torch.zeros((x.shape[0] - 1) * s + 1, x.shape[1])
    canvas[::s] = x
    return canvas


# %% wrong: zeros between the columns only
def stretch(x, s):
    canvas = torch.zeros(x.shape[0], (x.shape[1] - 1) * s + 1)
    canvas[:, ::s] = x
    return canvas


# %% wrong: the canvas holds whole numbers
# students: the canvas holds whole numbers only, so that fractions are cut off
def stretch(x, s):
    canvas = torch.zeros((x.shape[0] - 1) * s + 1, (x.shape[1] - 1) * s + 1, dtype=torch.int64)
    canvas[::s, ::s] = x
    return canvas


# %% wrong: always a step of 2 (hidden)
# students: the pixels lie two apart, whatever s is (see task 7)
def stretch(x, s):
    if s == 1:
        return x.clone()
    canvas = torch.zeros((x.shape[0] - 1) * s + 1, (x.shape[1] - 1) * s + 1)
    for r in range(x.shape[0]):
        for c in range(x.shape[1]):
            if 2 * r < canvas.shape[0] and 2 * c < canvas.shape[1]:
                canvas[2 * r, 2 * c] = x[r, c]
    return canvas


# %% wrong: the picture stands in the corner, and zeros round it
def stretch(x, s):
    canvas = torch.zeros((x.shape[0] - 1) * s + 1, (x.shape[1] - 1) * s + 1)
    canvas[: x.shape[0], : x.shape[1]] = x
    return canvas


# %% wrong: zeros before the first pixel, too
def stretch(x, s):
    canvas = torch.zeros(x.shape[0] * s, x.shape[1] * s)
    canvas[s - 1 :: s, s - 1 :: s] = x
    return canvas


# %% wrong: blended in place of zeros
# students: the gaps are filled by blending their neighbours, where zeros belong (see task 7)
def stretch(x, s):
    size = (x.shape[0] - 1) * s + 1, (x.shape[1] - 1) * s + 1
    return F.interpolate(x[None, None], size=size, mode="bilinear", align_corners=True)[0, 0]


# %% wrong: two axes too many
# students: the result has two axes more than a picture (see task 7)
def stretch(x, s):
    return F.conv_transpose2d(x[None, None], torch.ones(1, 1, 1, 1), stride=s)


# %% wrong: the last row and column are cut off
def stretch(x, s):
    canvas = torch.zeros((x.shape[0] - 1) * s + 1, (x.shape[1] - 1) * s + 1)
    canvas[: -1 if s > 1 else None : s, : -1 if s > 1 else None : s] = x[
        : -1 if s > 1 else None, : -1 if s > 1 else None
    ]
    return canvas
