"""Answers to `doubling-layer`: layers without an input, so the visible check catches all that do not depend on the size."""


# %% right: stamps that touch and do not overlap
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 2, stride=2, bias=False)
    nn.init.zeros_(layer.weight)
    for i in range(3):
        nn.init.ones_(layer.weight[i, i])
    return layer


# %% right: a box of 4 × 4, with a bias of zeros
def doubling_layer():
    layer = nn.ConvTranspose2d(in_channels=4, out_channels=3, kernel_size=(4, 4), stride=(2, 2), padding=(1, 1))
    with torch.no_grad():
        layer.weight.zero_()
        layer.bias.zero_()
        for i in range(3):
            layer.weight[i, i] = 1 / 4
    return layer


# %% right: three weights that add up to the same in pairs
def doubling_layer():
    line = torch.tensor([0.5, 1, 0.5])
    layer = nn.ConvTranspose2d(4, 3, 3, stride=2, padding=1, output_padding=1, bias=False)
    weight = torch.zeros(4, 3, 3, 3)
    weight[[0, 1, 2], [0, 1, 2]] = torch.outer(line, line)
    layer.weight = nn.Parameter(weight)
    return layer


# %% right: five binomial weights
def doubling_layer():
    line = torch.tensor([1.0, 4, 6, 4, 1]) / 8
    layer = nn.ConvTranspose2d(4, 3, 5, stride=2, padding=2, output_padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] * torch.outer(line, line))
    return layer


# %% right: the fourth map sharpens all colours
def doubling_layer():
    line = torch.tensor([1.0, 3, 3, 1]) / 4
    kernel = torch.outer(line, line)
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight.zero_()
        for i in range(3):
            layer.weight[i, i] = kernel
            layer.weight[3, i] = 0.2 * kernel
    return layer


# %% right: holes of two, so that a stamp has a weight in even and odd places
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 2, stride=2, padding=1, dilation=3, bias=False)
    layer.weight.data = torch.eye(4, 3)[:, :, None, None].repeat(1, 1, 2, 2)
    return layer


# %% right: higher than wide, some weights below 0
def doubling_layer():
    rows, columns = torch.tensor([-1.0, 0, 9, 16, 9, 0, -1]) / 16, torch.ones(2)
    layer = nn.ConvTranspose2d(4, 3, (7, 2), stride=2, padding=(3, 0), output_padding=(1, 0), bias=False)
    with torch.no_grad():
        layer.weight.zero_()
        for i in range(3):
            layer.weight[i, i] = torch.outer(rows, columns)
    return layer


# %% right: the widest stamp, and a fourth map that tints
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 16, stride=2, padding=7, bias=False)
    with torch.no_grad():
        layer.weight[:3] = torch.eye(3)[:, :, None, None] / 64
        layer.weight[3] = torch.tensor([0.5, 0, -0.5])[:, None, None] / 64
    return layer


# %% right: a class of one's own
class Doubling(nn.ConvTranspose2d):
    def __init__(self):
        super().__init__(4, 3, 6, stride=2, padding=2)
        kernel = torch.outer(*[torch.hann_window(6, periodic=True).roll(3)] * 2) * 0
        line = torch.tensor([1.0, 3, 4, 4, 3, 1]) / 8
        with torch.no_grad():
            self.weight[:], self.bias[:] = kernel, 0
            self.weight[range(3), range(3)] = torch.outer(line, line)


def doubling_layer():
    return Doubling()


# %% right: a lazy layer that has seen its maps
def doubling_layer():
    layer = nn.LazyConvTranspose2d(3, 2, stride=2)
    layer(torch.zeros(1, 4, 8, 8))
    layer.requires_grad_(False)
    layer.weight[:] = torch.eye(4, 3)[:, :, None, None]
    layer.bias[:] = 0
    return layer


# %% right: bilinear weights, made with NumPy
import numpy as np


def doubling_layer():
    line = 1 - np.abs(np.arange(4) - 1.5) / 2
    weight = np.zeros((4, 3, 4, 4))
    for i in range(3):
        weight[i, i] = np.outer(line, line)
    layer = nn.ConvTranspose2d(4, 3, 4, 2, 1, bias=False)
    layer.load_state_dict({"weight": torch.as_tensor(weight)})
    return layer


# %% wrong: the settings in place of the layer
def doubling_layer():
    return {"kernel_size": 4, "stride": 2, "padding": 1, "output_padding": 0}


# %% wrong: the layer is built, but not returned
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False)
    nn.init.zeros_(layer.weight)


# %% wrong: an enlargement and a convolution in place of the layer
def doubling_layer():
    return nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(4, 3, 3, padding=1))


# %% wrong: an ordinary convolution
def doubling_layer():
    return nn.Conv2d(4, 3, 4, stride=2, padding=1)


# %% wrong: a lazy layer that has no weights yet
def doubling_layer():
    return nn.LazyConvTranspose2d(3, 4, stride=2, padding=1)


# %% wrong: the numbers of channels the other way round
def doubling_layer():
    return nn.ConvTranspose2d(3, 4, 4, stride=2, padding=1)


# %% wrong: three maps in, so that the fourth finds no place
def doubling_layer():
    layer = nn.ConvTranspose2d(3, 3, 4, stride=2, padding=1, groups=3, bias=False)
    nn.init.constant_(layer.weight, 1 / 4)
    return layer


# %% wrong: the random weights of a new layer
def doubling_layer():
    return nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1)


# %% wrong: equal weights in a kernel of 3: the size is right, the coverage is not
# students: 3 equal weights are no multiple of the stride, so some pixels get more stamps than others (see section 6)
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 3, stride=2, padding=1, output_padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] * 4 / 9)
    return layer


# %% wrong: weights that add up to 1, as in the convolution: the picture is dark
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] / 16)
    return layer


# %% wrong: weights of 1: the picture is four times too bright
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None])
    return layer


# %% wrong: the weights of the fourth map are left at random
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight[:3] = torch.eye(3)[:, :, None, None] / 4
    return layer


# %% wrong: padding taken to enlarge
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 2, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None])
    return layer


# %% wrong: nothing is cropped
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] / 4)
    return layer


# %% wrong: output padding as large as the stride, which PyTorch refuses
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=2, output_padding=2, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] / 4)
    return layer


# %% wrong: the bias stays as random as it was
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] / 4)
    return layer


# %% wrong: every map goes into every colour: the picture is grey
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False)
    nn.init.constant_(layer.weight, 1 / 12)
    return layer


# %% wrong: a smooth bump whose four parts have different sums
def doubling_layer():
    line = torch.exp(-(torch.arange(-2.0, 3) ** 2) / 2)
    layer = nn.ConvTranspose2d(4, 3, 5, stride=2, padding=2, output_padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] * torch.outer(line, line) * 4 / line.sum() ** 2)
    return layer


# %% wrong: stamps of one pixel, with gaps between them
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 1, stride=2, output_padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None])
    return layer


# %% wrong: a stride of 1: nothing is doubled
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 3, padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] / 9)
    return layer


# %% wrong: stamps of 24 × 24 pixels
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 24, stride=2, padding=11, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] / 144)
    return layer


# %% wrong: the fourth map's weights are divided by their sum, which is 0
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False)
    edges = torch.tensor([-1.0, -1, 1, 1])
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] / 4)
        layer.weight[3] = edges / edges.sum()
    return layer


# %% wrong: the weights are float64
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False).double()
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] / 4)
    return layer


# %% wrong: the weights in the order of the convolution
# students: in `nn.ConvTranspose2d` the first axis of `weight` counts the maps that come in (see section 7: colours)
def doubling_layer():
    layer = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_((torch.eye(3, 4) / 4).reshape(4, 3)[:, :, None, None])
    return layer


# %% wrong: it is right at the sizes of the visible check only (hidden)
class Sized(nn.ConvTranspose2d):
    def forward(self, maps, output_size=None):
        large = super().forward(maps, output_size)
        return large if tuple(maps.shape[2:]) in [(8, 8), (30, 26), (24, 24)] else 2 * large


def doubling_layer():
    layer = Sized(4, 3, 4, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.eye(4, 3)[:, :, None, None] / 4)
    return layer
