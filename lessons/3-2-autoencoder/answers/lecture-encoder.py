"""Answers to `lecture-encoder`."""


# %% right: a loop over the rows of the table
def lecture_encoder(d):
    layers, channels = [], 1
    for out, k, s in [(32, 5, 1), (32, 5, 1), (32, 4, 2), (32, 3, 2), (d, 4, 1)]:
        layers += [nn.Conv2d(channels, out, k, s), nn.ReLU()]
        channels = out
    return nn.Sequential(*layers[:-1])


# %% right: named layers
from collections import OrderedDict


def lecture_encoder(d):
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(in_channels=1, out_channels=32, kernel_size=(5, 5), padding="valid"),
            relu1=nn.ReLU(inplace=True),
            conv2=nn.Conv2d(in_channels=32, out_channels=32, kernel_size=(5, 5)),
            relu2=nn.ReLU(inplace=True),
            conv3=nn.Conv2d(in_channels=32, out_channels=32, kernel_size=(4, 4), stride=(2, 2)),
            relu3=nn.ReLU(inplace=True),
            conv4=nn.Conv2d(in_channels=32, out_channels=32, kernel_size=(3, 3), stride=(2, 2)),
            relu4=nn.ReLU(inplace=True),
            conv5=nn.Conv2d(in_channels=32, out_channels=d, kernel_size=(4, 4)),
        )
    )


# %% right: nested, one ReLU used again and again
def lecture_encoder(d):
    relu = nn.ReLU()

    def block(c_in, k, s=1):
        return nn.Sequential(nn.Conv2d(c_in, 32, k, stride=s, padding=0), relu)

    return nn.Sequential(block(1, 5), block(32, 5), block(32, 4, 2), block(32, 3, 2), nn.Conv2d(32, d, 4))


# %% right: lazy layers, appended
def lecture_encoder(d):
    network = nn.Sequential()
    for k, s in ((5, 1), (5, 1), (4, 2), (3, 2)):
        network.append(nn.LazyConv2d(32, k, stride=s))
        network.append(nn.ReLU())
    network.append(nn.LazyConv2d(d, 4))
    return network


# %% right: a Sequential of its own kind, ReLU as a clamp from below
class Encoder(nn.Sequential):
    def __init__(self, d):
        kernels, strides = [5, 5, 4, 3, 4], [1, 1, 2, 2, 1]
        channels = [1, 32, 32, 32, 32, d]
        super().__init__()
        for i in range(5):
            self.add_module(f"conv{i}", nn.Conv2d(channels[i], channels[i + 1], kernels[i], strides[i]))
            if i < 4:
                self.add_module(f"relu{i}", nn.Threshold(0.0, 0.0))


def lecture_encoder(d):
    return Encoder(d)


# %% wrong: ReLU on the code
# students: a ReLU follows after the last layer, on the code (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
        nn.ReLU(),
    )


# %% wrong: no return
# students: the network is made, but not returned (see task 7)
def lecture_encoder(d):
    nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: one ReLU is forgotten
# students: the ReLU after convolution 3 is missing (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: leaky ReLUs
# students: leaky ReLUs stand where the network has ReLUs (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.LeakyReLU(),
        nn.Conv2d(32, 32, 5),
        nn.LeakyReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.LeakyReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.LeakyReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: padding that keeps the size of the first two
# students: the first two convolutions have padding; this network has none (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5, padding=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5, padding=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: a kernel of 3 in the third convolution, which gives the same sizes
# students: the third kernel is 3 × 3, which gives the same size, but is not the table's (see the table in section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: strides forgotten
# students: the strides of 2 are left out (see the table in section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: the decoder's order of kernels
# students: the kernels stand in the order of the decoder (see the table in section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 4),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, d, 5),
    )


# %% wrong: channels that double
# students: the channels double from layer to layer, as in other networks; here all have 32 (see the table in section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 16, 5),
        nn.ReLU(),
        nn.Conv2d(16, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 64, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(64, 128, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(128, d, 4),
    )


# %% wrong: without biases
# students: the layers have no biases (see task 7)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5, bias=False),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5, bias=False),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2, bias=False),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2, bias=False),
        nn.ReLU(),
        nn.Conv2d(32, d, 4, bias=False),
    )


# %% wrong: normalised after each convolution
# students: each convolution is followed by a batch normalisation, which this network lacks (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: max pooling in place of strides
# students: max pooling makes the maps smaller, where this network has strides (see the table in section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 32, 2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: flattened codes
# students: the codes are flattened; asked is d × 1 × 1 (see task 7)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
        nn.Flatten(),
    )


# %% wrong: a code of 8 numbers, as in the example (hidden)
# students: the code has 8 numbers, whatever d is (see task 7)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 8, 4),
    )


# %% wrong: all weights start at zero
# students: all weights start at 0, so that all stay alike and cannot learn (see task 7)
def lecture_encoder(d):
    network = nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )
    for weight in network.parameters():
        nn.init.zeros_(weight)
    return network


# %% wrong: no ReLU at all
# students: there is no ReLU at all, so that the five layers are no more than one linear map (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.Conv2d(32, 32, 5),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: GELUs in place of ReLUs
# students: GELUs stand where the network has ReLUs (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.GELU(),
        nn.Conv2d(32, 32, 5),
        nn.GELU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.GELU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.GELU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: tanh in place of ReLUs
# students: tanh stands where the network has ReLUs (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.Tanh(),
        nn.Conv2d(32, 32, 5),
        nn.Tanh(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.Tanh(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.Tanh(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: sigmoids in place of ReLUs
# students: sigmoids stand where the network has ReLUs (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.Sigmoid(),
        nn.Conv2d(32, 32, 5),
        nn.Sigmoid(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.Sigmoid(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.Sigmoid(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: ELUs in place of ReLUs
# students: ELUs stand where the network has ReLUs (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ELU(),
        nn.Conv2d(32, 32, 5),
        nn.ELU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ELU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ELU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: SiLUs in place of ReLUs
# students: SiLUs stand where the network has ReLUs (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.SiLU(),
        nn.Conv2d(32, 32, 5),
        nn.SiLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.SiLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.SiLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: normalised after the first layer only
# students: a batch normalisation follows the first convolution, which this network lacks (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.BatchNorm2d(32, affine=False),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: a normalisation with weights after the first layer
# students: a batch normalisation follows the first convolution, which this network lacks (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: a tanh on the code
# students: a tanh follows after the last layer, on the code (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
        nn.Tanh(),
    )


# %% wrong: a sigmoid on the code
# students: a sigmoid follows after the last layer, on the code (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
        nn.Sigmoid(),
    )


# %% wrong: dropout before the code
# students: a dropout stands before the last layer, which this network lacks (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Dropout(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: the ReLU after convolution 1 is forgotten
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: the ReLU after convolution 2 is forgotten
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: the ReLU after convolution 4 is forgotten
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.Conv2d(32, d, 4),
    )


# %% wrong: 16 channels in place of 32
# students: the layers have 16 channels in place of 32 (see the table in section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 16, 5),
        nn.ReLU(),
        nn.Conv2d(16, 16, 5),
        nn.ReLU(),
        nn.Conv2d(16, 16, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(16, 16, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(16, d, 4),
    )


# %% wrong: 64 channels in place of 32
# students: the layers have 64 channels in place of 32 (see the table in section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 64, 5),
        nn.ReLU(),
        nn.Conv2d(64, 64, 5),
        nn.ReLU(),
        nn.Conv2d(64, 64, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(64, 64, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(64, d, 4),
    )


# %% wrong: padding in the first layer only
# students: the first convolution has padding; this network has none (see section 4)
def lecture_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 32, 5, padding=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )
