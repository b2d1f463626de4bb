"""Answers to `design-transposed`: constants, so the visible check on one size catches all wrong ones."""


# %% right: stamps that touch and do not overlap
def design_transposed():
    return dict(kernel_size=2, stride=2, padding=0, output_padding=0)


# %% right: nine stamps on each pixel
def design_transposed():
    return {"output_padding": 0, "padding": torch.tensor(2), "stride": 2.0, "kernel_size": torch.tensor(6)}


# %% right: found by search, the widest of them
import numpy as np


def design_transposed():
    found = [
        {"kernel_size": k, "stride": np.int32(2), "padding": p, "output_padding": a}
        for k in range(2, 11, 2)
        for p in range(k)
        for a in range(2)
        if all(conv_transpose_output_size(n, k, stride=2, padding=p, output_padding=a) == 2 * n for n in range(8, 300))
    ]
    return found[-1]


# %% wrong: the size is right, but 3 is not a multiple of 2
def design_transposed():
    return {"kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1}


# %% wrong: padding taken to enlarge
def design_transposed():
    return {"kernel_size": 2, "stride": 2, "padding": 1, "output_padding": 0}


# %% wrong: nothing is cropped
def design_transposed():
    return {"kernel_size": 4, "stride": 2, "padding": 0, "output_padding": 0}


# %% wrong: output padding taken to append zeros, larger than it may be
def design_transposed():
    return {"kernel_size": 4, "stride": 2, "padding": 2, "output_padding": 2}


# %% wrong: gaps between the stamps
def design_transposed():
    return {"kernel_size": 1, "stride": 2, "padding": 0, "output_padding": 1}


# %% wrong: a stride of 1
def design_transposed():
    return {"kernel_size": 3, "stride": 1, "padding": 1, "output_padding": 0}


# %% wrong: a kernel of 5 with output padding
def design_transposed():
    return {"kernel_size": 5, "stride": 2, "padding": 2, "output_padding": 1}


# %% wrong: a kernel of 4 with output padding: one pixel too many
def design_transposed():
    return {"kernel_size": 4, "stride": 2, "padding": 1, "output_padding": 1}


# %% wrong: the output padding is left out of the dictionary
def design_transposed():
    return {"kernel_size": 4, "stride": 2, "padding": 1}


# %% wrong: the convolution's settings, dilation and all
def design_transposed():
    return {"kernel_size": 4, "stride": 2, "padding": 1, "dilation": 1}
