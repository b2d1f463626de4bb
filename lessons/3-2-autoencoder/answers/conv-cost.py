"""Answers to `conv-cost`."""


# %% right: asks a layer of PyTorch; each of its weights meets each pixel of the output
def conv_cost(c_in, c_out, k, height, width):
    layer = nn.Conv2d(c_in, c_out, k)
    parameters = sum(weights.numel() for weights in layer.parameters())
    return parameters, layer.weight.numel() * height * width


# %% right: counts in loops, a list
def conv_cost(c_in, c_out, k, height, width):
    parameters = multiplications = 0
    for _ in range(c_out):
        parameters += 1
        for _ in range(c_in):
            for _ in range(k):
                for _ in range(k):
                    parameters += 1
                    multiplications += height * width
    return [parameters, multiplications]


# %% right: from the number of the output's pixels, a tensor
def conv_cost(c_in, c_out, k, height, width):
    for_one_number = torch.tensor([c_in, k, k]).prod()
    numbers = torch.tensor([c_out, height, width]).prod()
    return torch.stack([(for_one_number + 1) * c_out, for_one_number * numbers])


# %% right: NumPy, floats
import numpy as np


def conv_cost(c_in, c_out, k, height, width):
    kernels = np.ones((c_out, c_in, k, k))
    return kernels.sum() + len(kernels), kernels.sum() * np.float64(height * width)


# %% wrong: biases are forgotten
def conv_cost(c_in, c_out, k, height, width):
    return c_in * c_out * k**2, c_in * c_out * k**2 * height * width


# %% wrong: a bias for each kernel, not for each output channel
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * (k**2 + 1)
    return parameters, c_in * c_out * k**2 * height * width


# %% wrong: biases are multiplied, too
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k**2 + c_out
    return parameters, parameters * height * width


# %% wrong: height and width are taken for the input's
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k**2 + c_out
    return parameters, c_in * c_out * k**2 * (height - k + 1) * (width - k + 1)


# %% wrong: k is not squared
def conv_cost(c_in, c_out, k, height, width):
    return c_in * c_out * k + c_out, c_in * c_out * k * height * width


# %% wrong: the input's channels are forgotten
def conv_cost(c_in, c_out, k, height, width):
    return c_out * k**2 + c_out, c_out * k**2 * height * width


# %% wrong: one output channel only is counted for the multiplications
def conv_cost(c_in, c_out, k, height, width):
    return c_in * c_out * k**2 + c_out, c_in * k**2 * height * width


# %% wrong: each weight is used once, as in a fully connected layer
def conv_cost(c_in, c_out, k, height, width):
    return c_in * c_out * k**2 + c_out, c_in * c_out * k**2


# %% wrong: parameters only
def conv_cost(c_in, c_out, k, height, width):
    return sum(weights.numel() for weights in nn.Conv2d(c_in, c_out, k).parameters())


# %% wrong: the output is taken to be square
def conv_cost(c_in, c_out, k, height, width):
    return (c_in * k**2 + 1) * c_out, c_in * c_out * k**2 * height**2


# %% wrong: additions are counted, too
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_out
    return parameters, 2 * c_in * c_out * k * k * height * width


# %% wrong: additions of the sums are counted, too, one fewer for each output
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_out
    return parameters, (2 * c_in * k * k - 1) * c_out * height * width


# %% wrong: k is not squared in the multiplications
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_out
    return parameters, c_in * c_out * k * height * width


# %% wrong: k is not squared in the parameters
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k + c_out
    return parameters, c_in * c_out * k * k * height * width


# %% wrong: one bias for all
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + 1
    return parameters, c_in * c_out * k * k * height * width


# %% wrong: a bias for each input channel
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_in
    return parameters, c_in * c_out * k * k * height * width


# %% wrong: the output's pixels without its channels, and no bias
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k
    return parameters, c_in * k * k * height * width


# %% wrong: the pair the other way round
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k * height * width
    return parameters, c_in * c_out * k * k + c_out


# %% wrong: each channel has a kernel of its own, none is mixed
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * k * k + c_in
    return parameters, c_in * k * k * height * width


# %% wrong: rows are forgotten: width only
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_out
    return parameters, c_in * c_out * k * k * width
