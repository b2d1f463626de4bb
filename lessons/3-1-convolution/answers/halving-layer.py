"""Answers to `halving-layer`: layers without an input, so the visible check catches all that do not depend on the size."""


# %% right: binomial weights of 5, brightness as one's own map
def halving_layer():
    line = torch.tensor([1.0, 4, 6, 4, 1]) / 16
    kernel = torch.outer(line, line)
    layer = nn.Conv2d(3, 4, 5, stride=2, padding=2)
    with torch.no_grad():
        layer.weight.zero_()
        layer.bias.zero_()
        for i in range(3):
            layer.weight[i, i] = kernel
            layer.weight[3, i] = kernel / 3
    return layer


# %% right: a box of 6, as a new parameter; redness
def halving_layer():
    weight = torch.zeros(4, 3, 6, 6)
    for i in range(3):
        weight[i, i] = 1 / 36
    weight[3, 0], weight[3, 1] = 1 / 36, -1 / 36
    layer = nn.Conv2d(in_channels=3, out_channels=4, kernel_size=(6, 6), stride=(2, 2), padding=(2, 2), bias=False)
    layer.weight = nn.Parameter(weight)
    return layer


# %% right: holes, with an odd step; an own map with a bias
def halving_layer():
    line = torch.tensor([0.25, 0.5, 0.25])
    layer = nn.Conv2d(3, 4, 3, stride=2, padding=3, dilation=3)
    weight = torch.zeros_like(layer.weight)
    weight[[0, 1, 2], [0, 1, 2]] = line[:, None] * line
    weight[3] = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    layer.load_state_dict({"weight": weight, "bias": torch.tensor([0, 0, 0, 0.5])})
    return layer


# %% right: another mode of padding, and weights by .data
def halving_layer():
    line = torch.hann_window(8, periodic=False)[1:-1]
    kernel = torch.outer(line, line)
    layer = nn.Conv2d(3, 4, 6, 2, 2, padding_mode="reflect", bias=False)
    layer.weight.data.fill_(0)
    for i in range(3):
        layer.weight.data[i, i] = kernel / kernel.sum()
    layer.weight.data[3] = kernel.roll(1, 0) - kernel.roll(-1, 0)
    return layer


# %% right: a window that is wider than high
def halving_layer():
    rows, columns = torch.tensor([1.0, 4, 6, 4, 1]) / 16, torch.ones(8) / 8
    layer = nn.Conv2d(3, 4, (5, 8), stride=2, padding=(2, 3), bias=False)
    with torch.no_grad():
        layer.weight.copy_(
            torch.cat([torch.eye(3), torch.tensor([[0.3, 0.59, 0.11]])])[:, :, None, None] * torch.outer(rows, columns)
        )
    return layer


# %% right: the widest window, 16 pixels, and a wide frame that no small picture is too small for
def halving_layer():
    layer = nn.Conv2d(3, 4, 16, stride=2, padding=7, padding_mode="circular", bias=False)
    with torch.no_grad():
        layer.weight[:3] = torch.eye(3)[:, :, None, None] / 256
        layer.weight[3] = torch.linspace(-1, 1, 16)
    return layer


# %% right: weights below 0 sharpen
def halving_layer():
    line = torch.tensor([-1.0, 0, 9, 16, 9, 0, -1]) / 32
    layer = nn.Conv2d(3, 4, 7, stride=2, padding=3, bias=False)
    with torch.no_grad():
        layer.weight.zero_()
        for i in range(3):
            layer.weight[i, i] = torch.outer(line, line)
        layer.weight[3, 2] = 0.01
        layer.weight[3, 0] = -0.01
    return layer


# %% right: a Gaussian with an even number of weights, made with NumPy
import numpy as np


def halving_layer():
    steps = np.arange(8) - 3.5
    line = np.exp(-(steps**2) / 4)
    kernel = np.outer(line, line) / line.sum() ** 2
    weight = np.zeros((4, 3, 8, 8), dtype=np.float32)
    for i in range(3):
        weight[i, i] = kernel
    weight[3] = kernel
    weight[3, :, 4:] *= -1
    layer = nn.Conv2d(3, 4, 8, stride=2, padding=3, bias=False)
    layer.weight = nn.Parameter(torch.from_numpy(weight), requires_grad=False)
    return layer


# %% right: a class of one's own
class Halving(nn.Conv2d):
    def __init__(self):
        super().__init__(3, 4, kernel_size=6, stride=2, padding=2)
        nn.init.zeros_(self.weight)
        nn.init.zeros_(self.bias)
        with torch.no_grad():
            self.weight[range(3), range(3)] = 1 / 36
            self.weight[3, :, :3], self.weight[3, :, 3:] = 1, -1


def halving_layer():
    return Halving().eval()


# %% right: a lazy layer that has seen a picture, and float64 on the way
def halving_layer():
    layer = nn.LazyConv2d(4, 5, stride=2, padding=2)
    layer(torch.zeros(1, 3, 16, 16))
    line = torch.tensor([1, 4, 6, 4, 1], dtype=torch.float64) / 16
    layer = layer.double().requires_grad_(False)
    layer.weight[:] = 0
    layer.bias[:] = torch.tensor([0, 0, 0, -1])
    for i in range(3):
        layer.weight[i, i] = torch.outer(line, line)
        layer.weight[3, i] = torch.outer(line, line)
    return layer.float()


# %% right: 5 pixels by three weights, of which the outer ones count for two
def halving_layer():
    line = torch.tensor([1.0, 2, 2, 2, 1]) / 8
    layer = nn.Conv2d(3, 4, 7, stride=2, padding=3, bias=False)
    with torch.no_grad():
        layer.weight.zero_()
        for i in range(3):
            layer.weight[i, i, 1:6, 1:6] = torch.outer(line, line)
        layer.weight[3, :, 3, 3] = 1
    return layer


# %% right: once made, and returned each time
line_of_six = torch.ones(6) / 6
once = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
with torch.no_grad():
    once.weight.zero_()
    once.weight[0, 0] = once.weight[1, 1] = once.weight[2, 2] = torch.outer(line_of_six, line_of_six)
    once.weight[3, 0, 0], once.weight[3, 1, 5] = 1, -1


def halving_layer():
    return once


# %% wrong: the settings in place of the layer
def halving_layer():
    return {"kernel_size": 6, "stride": 2, "padding": 2}


# %% wrong: the layer is built, but not returned
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    nn.init.zeros_(layer.weight)


# %% wrong: a layer of three channels, each on its own
# students: `groups=3` keeps the colours apart, but leaves no channel that mixes them (see task 14: your own map)
def halving_layer():
    layer = nn.Conv2d(3, 3, 6, stride=2, padding=2, groups=3, bias=False)
    nn.init.constant_(layer.weight, 1 / 36)
    return layer


# %% wrong: a lazy layer that has no weights yet
def halving_layer():
    return nn.LazyConv2d(4, 6, stride=2, padding=2)


# %% wrong: the random weights of a new layer
def halving_layer():
    return nn.Conv2d(3, 4, 6, stride=2, padding=2)


# %% wrong: a network around the layer
def halving_layer():
    return nn.Sequential(nn.Conv2d(3, 4, 6, stride=2, padding=2), nn.ReLU())


# %% wrong: the result for a picture in place of the layer
def halving_layer():
    return nn.Conv2d(3, 4, 6, stride=2, padding=2)(torch.zeros(1, 3, 60, 52))


# %% wrong: the class in place of a layer
def halving_layer():
    return nn.Conv2d


# %% wrong: one weight too few of padding, so that the result is too small
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 36, 1 / 36
    return layer


# %% wrong: the padding that keeps the size for an odd kernel, with an even one
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=3, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 36, 1 / 36
    return layer


# %% wrong: a stride of 1: nothing is halved
def halving_layer():
    layer = nn.Conv2d(3, 4, 5, padding="same", bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 25, 1 / 25
    return layer


# %% wrong: all colours go into each channel: the picture is grey
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    nn.init.constant_(layer.weight, 1 / 108)
    return layer


# %% wrong: the weights are not divided by their sum
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None], 1
    return layer


# %% wrong: the bias stays as random as it was
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 36, 1 / 36
    return layer


# %% wrong: a box of 5 × 5, of whose sub-kernels the first is the largest
# students: with an odd number of equal weights the sub-kernels have different sums (see section 7: windows cover, as stamps do)
def halving_layer():
    layer = nn.Conv2d(3, 4, 5, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 25, 1 / 25
    return layer


# %% wrong: a Gaussian of 5 × 5, which covers nearly evenly
def halving_layer():
    line = torch.exp(-(torch.arange(-2.0, 3) ** 2) / 2)
    kernel = torch.outer(line, line) / line.sum() ** 2
    layer = nn.Conv2d(3, 4, 5, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] * kernel, kernel
    return layer


# %% wrong: every other pixel falls into a hole of the dilated kernel
def halving_layer():
    layer = nn.Conv2d(3, 4, 3, stride=2, padding=2, dilation=2, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 9, 1 / 9
    return layer


# %% wrong: a 6 × 6 kernel with a rim of zeros, which sees 4 × 4 pixels
def halving_layer():
    line = torch.tensor([0.0, 1, 1, 1, 1, 0]) / 4
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.outer(line, line))
        layer.weight[:3] *= torch.eye(3)[:, :, None, None]
    return layer


# %% wrong: a window of 4 × 4 pixels
def halving_layer():
    layer = nn.Conv2d(3, 4, 4, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 16, 1 / 16
    return layer


# %% wrong: a window of 20 × 20 pixels
def halving_layer():
    layer = nn.Conv2d(3, 4, 20, stride=2, padding=9, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 400, 1 / 400
    return layer


# %% wrong: a frame of mirrored pixels that is wider than the smallest picture
def halving_layer():
    layer = nn.Conv2d(3, 4, 40, stride=2, padding=19, padding_mode="reflect", bias=False)
    with torch.no_grad():
        layer.weight.zero_()
        for i in range(3):
            layer.weight[i, i, 17:23, 17:23] = 1 / 36
            layer.weight[3, i, 20, 20] = 1
    return layer


# %% wrong: one's own map is made of one colour
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight.zero_()
        for i in range(3):
            layer.weight[i, i] = 1 / 36
        layer.weight[3, 0] = 1 / 36
    return layer


# %% wrong: one's own map is left at random
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight[:3] = torch.eye(3)[:, :, None, None] / 36
    return layer


# %% wrong: one's own map is made of one colour, and a hair of another
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight.zero_()
        for i in range(3):
            layer.weight[i, i] = 1 / 36
        layer.weight[3, 0] = 1 / 36
        layer.weight[3, 1] = 1e-5
    return layer


# %% wrong: a window of 4 × 4 pixels, with a rim of nearly nothing
def halving_layer():
    line = torch.tensor([1e-5, 1, 1, 1, 1, 1e-5]) / 4
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.outer(line, line))
        layer.weight[:3] *= torch.eye(3)[:, :, None, None]
    return layer


# %% wrong: one's own map is left at zeros
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight.zero_()
        for i in range(3):
            layer.weight[i, i] = 1 / 36
    return layer


# %% wrong: one's own map is so faint that it is flat
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 36, 1e-4
    return layer


# %% wrong: one's own map is divided by the sum of its weights, which is 0
def halving_layer():
    edges = torch.tensor([-1.0, -1, -1, 1, 1, 1]).expand(6, 6)
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 36, edges / edges.sum()
    return layer


# %% wrong: the weights are float64
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    layer.weight = nn.Parameter(
        torch.cat([torch.eye(3), torch.ones(1, 3)])[:, :, None, None].expand(4, 3, 6, 6).double() / 36
    )
    return layer


# %% wrong: the fractionally strided layer in place of the convolution
def halving_layer():
    return nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1)


# %% wrong: red and blue change places
def halving_layer():
    layer = nn.Conv2d(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3).flip(0)[:, :, None, None] / 36, 1 / 36
    return layer


# %% wrong: a padding of 3 at the top left only, which no longer halves
class Shifted(nn.Conv2d):
    def forward(self, x):
        return super().forward(F.pad(x, [3, 0, 3, 0]))


def halving_layer():
    layer = Shifted(3, 4, 6, stride=2, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 36, 1 / 36
    return layer


# %% wrong: it is right at the sizes of the visible check only (hidden)
class Sized(nn.Conv2d):
    def forward(self, x):
        small = super().forward(x)
        return small if tuple(x.shape[2:]) in [(16, 16), (60, 52), (48, 48), (600, 512)] else 2 * small


def halving_layer():
    layer = Sized(3, 4, 6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight[:3], layer.weight[3] = torch.eye(3)[:, :, None, None] / 36, 1 / 36
    return layer
