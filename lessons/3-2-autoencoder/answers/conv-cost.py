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
# students: the parameters are counted without the biases (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    return c_in * c_out * k**2, c_in * c_out * k**2 * height * width


# %% wrong: a bias for each kernel, not for each output channel
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * (k**2 + 1)
    return parameters, c_in * c_out * k**2 * height * width


# %% wrong: biases are multiplied, too
# students: biases are counted as multiplications; they are only added (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k**2 + c_out
    return parameters, parameters * height * width


# %% wrong: height and width are taken for the input's
# students: height and width are taken for those of the input; given are the output's (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k**2 + c_out
    return parameters, c_in * c_out * k**2 * (height - k + 1) * (width - k + 1)


# %% wrong: k is not squared
# students: a kernel is counted as k weights; it has rows and columns (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    return c_in * c_out * k + c_out, c_in * c_out * k * height * width


# %% wrong: the input's channels are forgotten
# students: the channels of the input are left out: each output channel has a kernel for every one of them (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    return c_out * k**2 + c_out, c_out * k**2 * height * width


# %% wrong: one output channel only is counted for the multiplications
# students: the multiplications are counted for one output channel only (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    return c_in * c_out * k**2 + c_out, c_in * k**2 * height * width


# %% wrong: each weight is used once, as in a fully connected layer
# students: each weight is counted for one multiplication; a convolution uses it at every place (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    return c_in * c_out * k**2 + c_out, c_in * c_out * k**2


# %% wrong: parameters only
# students: only the parameters are returned, and two numbers are asked for (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    return sum(weights.numel() for weights in nn.Conv2d(c_in, c_out, k).parameters())


# %% wrong: the output is taken to be square
def conv_cost(c_in, c_out, k, height, width):
    return (c_in * k**2 + 1) * c_out, c_in * c_out * k**2 * height**2


# %% wrong: additions are counted, too
# students: additions are counted as well as multiplications (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_out
    return parameters, 2 * c_in * c_out * k * k * height * width


# %% wrong: additions of the sums are counted, too, one fewer for each output
# students: additions are counted as well as multiplications (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_out
    return parameters, (2 * c_in * k * k - 1) * c_out * height * width


# %% wrong: k is not squared in the multiplications
# students: for the multiplications a kernel is counted as k weights; it has rows and columns (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_out
    return parameters, c_in * c_out * k * height * width


# %% wrong: k is not squared in the parameters
# students: for the parameters a kernel is counted as k weights; it has rows and columns (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k + c_out
    return parameters, c_in * c_out * k * k * height * width


# %% wrong: one bias for all
# students: one bias is counted for the whole layer (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + 1
    return parameters, c_in * c_out * k * k * height * width


# %% wrong: a bias for each input channel
# students: a bias is counted for each channel of the input, not of the output (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_in
    return parameters, c_in * c_out * k * k * height * width


# %% wrong: the output's pixels without its channels, and no bias
# students: the multiplications are counted for one output channel only, and the biases are left out (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k
    return parameters, c_in * k * k * height * width


# %% wrong: the pair the other way round
# students: the pair stands the other way round: multiplications first (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k * height * width
    return parameters, c_in * c_out * k * k + c_out


# %% wrong: each channel has a kernel of its own, none is mixed
# students: each channel is taken to have one kernel of its own, and none is mixed with others (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * k * k + c_in
    return parameters, c_in * k * k * height * width


# %% wrong: rows are forgotten: width only
# students: the multiplications are counted for one row of the output only (see task 9)
def conv_cost(c_in, c_out, k, height, width):
    parameters = c_in * c_out * k * k + c_out
    return parameters, c_in * c_out * k * k * width
