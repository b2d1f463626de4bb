"""Answers to `design-conv`: constants without an input, so the visible check on one even size catches all wrong ones."""


# %% right: the smallest kernel that is allowed
def design_conv():
    return dict(kernel_size=5, stride=2, padding=2, dilation=1)


# %% right: holes, with an odd step so that no pixel is left out
def design_conv():
    return {"dilation": 3, "padding": 3.0, "stride": 2, "kernel_size": 3}


# %% right: found by search
import numpy as np


def design_conv():
    for k in np.arange(7, 12):
        for p in np.arange(k):
            if all(conv_output_size(2 * n, int(k), stride=2, padding=int(p)) == n for n in range(8, 300)):
                return {"kernel_size": k, "stride": np.int64(2), "padding": p, "dilation": 1}


# %% wrong: halves the size, but looks at 3 × 3 pixels only
def design_conv():
    return {"kernel_size": 3, "stride": 2, "padding": 1, "dilation": 1}


# %% wrong: the span is right, but every other pixel falls into a hole
def design_conv():
    return {"kernel_size": 3, "stride": 2, "padding": 2, "dilation": 2}


# %% wrong: one pixel too small
def design_conv():
    return {"kernel_size": 5, "stride": 2, "padding": 1, "dilation": 1}


# %% wrong: the padding that keeps the size for an odd kernel, with an even one
def design_conv():
    return {"kernel_size": 6, "stride": 2, "padding": 3, "dilation": 1}


# %% wrong: the dilation is left out of the dictionary
def design_conv():
    return {"kernel_size": 6, "stride": 2, "padding": 2}


# %% wrong: the layer in place of its settings
def design_conv():
    return nn.Conv2d(3, 3, kernel_size=6, stride=2, padding=2)


# %% wrong: a tuple in place of a dictionary
def design_conv():
    return 6, 2, 2, 1


# %% wrong: paddings as pairs, one for each axis
def design_conv():
    return {"kernel_size": 6, "stride": 2, "padding": (2, 2), "dilation": 1}


# %% wrong: kernel size and padding as pairs
def design_conv():
    return {"kernel_size": (6, 6), "stride": (2, 2), "padding": (2, 2), "dilation": (1, 1)}


# %% wrong: a wide dilated kernel whose holes leave pixels out
def design_conv():
    return {"kernel_size": 2, "stride": 2, "padding": 14, "dilation": 29}


# %% wrong: a dilation of 25, with which only large pictures are covered (hidden)
def design_conv():
    return {"kernel_size": 3, "stride": 2, "padding": 25, "dilation": 25}


# %% wrong: a stride of 1: nothing is halved
def design_conv():
    return {"kernel_size": 5, "stride": 1, "padding": 2, "dilation": 1}


# %% wrong: no padding
def design_conv():
    return {"kernel_size": 6, "stride": 2, "padding": 0, "dilation": 1}


# %% wrong: padding is a word
def design_conv():
    return {"kernel_size": 6, "stride": 2, "padding": "same", "dilation": 1}


# %% wrong: a window of 4 pixels
def design_conv():
    return {"kernel_size": 4, "stride": 2, "padding": 1, "dilation": 1}
