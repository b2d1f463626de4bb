"""Answers to `lecture-decoder`."""


# %% right: built by a loop over channels, kernels and strides
def lecture_decoder(d):
    layers, channels = [], d
    for out, kernel, stride in [(32, 4, 1), (32, 3, 2), (32, 4, 2), (32, 5, 1), (1, 5, 1)]:
        layers += [nn.ConvTranspose2d(channels, out, kernel, stride), nn.ReLU(inplace=True)]
        channels = out
    return nn.Sequential(*layers[:-1])


# %% right: named layers, keyword arguments, padding and output_padding written out as 0
from collections import OrderedDict


def lecture_decoder(d):
    nothing = dict(padding=0, output_padding=0)
    relu = nn.ReLU()
    return nn.Sequential(
        OrderedDict(
            grow4=nn.ConvTranspose2d(in_channels=d, out_channels=32, kernel_size=(4, 4), **nothing),
            relu4=relu,
            grow9=nn.ConvTranspose2d(32, 32, kernel_size=(3, 3), stride=(2, 2), **nothing),
            relu9=relu,
            grow20=nn.ConvTranspose2d(32, 32, kernel_size=(4, 4), stride=(2, 2), **nothing),
            relu20=relu,
            grow24=nn.ConvTranspose2d(32, 32, kernel_size=(5, 5), **nothing),
            relu24=relu,
            draw=nn.ConvTranspose2d(32, 1, kernel_size=(5, 5), **nothing),
        )
    )


# %% right: blocks inside of blocks
def lecture_decoder(d):
    def block(channels, k, s=1):
        return nn.Sequential(nn.ConvTranspose2d(channels, 32, k, stride=s), nn.ReLU())

    growing = nn.Sequential(block(d, 4), block(32, 3, 2), block(32, 4, 2), block(32, 5))
    return nn.Sequential(growing, nn.ConvTranspose2d(32, 1, 5))


# %% right: layers that find out the number of channels of their input
def lecture_decoder(d):
    return nn.Sequential(
        nn.LazyConvTranspose2d(32, 4),
        nn.ReLU(),
        nn.LazyConvTranspose2d(32, 3, stride=2),
        nn.ReLU(),
        nn.LazyConvTranspose2d(32, 4, stride=2),
        nn.ReLU(),
        nn.LazyConvTranspose2d(32, 5),
        nn.ReLU(),
        nn.LazyConvTranspose2d(1, 5),
    )


# %% wrong: output_padding added where the stride is 2, as a picture of 28 pixels is an even one
# students: output padding is added where the stride is 2; the table's sizes come out without it (see the table in section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2, output_padding=1),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2, output_padding=1),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: the kernels in the order of the encoder
# students: the kernels stand in the order of the encoder (see the table in section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 4),
    )


# %% wrong: convolutions for transposed ones
# students: ordinary convolutions stand where transposed ones are needed to enlarge (see the table in section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.Conv2d(d, 32, 4),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 1, 5),
    )


# %% wrong: the last layer is a convolution with padding that keeps the size
# students: the last layer is an ordinary convolution, and the one before it has another kernel (see the table in section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 9),
        nn.ReLU(),
        nn.Conv2d(32, 1, 5, padding=2),
    )


# %% wrong: a ReLU after the last layer as well
# students: a ReLU follows after the last layer, on the picture (see section 4)
def lecture_decoder(d):
    layers, channels = [], d
    for out, kernel, stride in [(32, 4, 1), (32, 3, 2), (32, 4, 2), (32, 5, 1), (1, 5, 1)]:
        layers += [nn.ConvTranspose2d(channels, out, kernel, stride), nn.ReLU()]
        channels = out
    return nn.Sequential(*layers)


# %% wrong: a sigmoid at the end, because pixels lie between 0 and 1
# students: a sigmoid follows after the last layer, as if pixels had to be forced between 0 and 1 (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
        nn.Sigmoid(),
    )


# %% wrong: one ReLU is missing
# students: the ReLU after transposed convolution 3 is missing (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: no biases
# students: the layers have no biases (see task 8)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4, bias=False),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2, bias=False),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2, bias=False),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5, bias=False),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5, bias=False),
    )


# %% wrong: a code of 8 numbers, whatever is asked for (hidden)
# students: the code has 8 numbers, whatever d is (see task 8)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(8, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: no ReLU at all
# students: there is no ReLU at all, so that the five layers are no more than one linear map (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: GELUs in place of ReLUs
# students: GELUs stand where the network has ReLUs (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.GELU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.GELU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.GELU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.GELU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: tanh in place of ReLUs
# students: tanh stands where the network has ReLUs (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.Tanh(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.Tanh(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.Tanh(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.Tanh(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: sigmoids in place of ReLUs
# students: sigmoids stand where the network has ReLUs (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.Sigmoid(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.Sigmoid(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.Sigmoid(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.Sigmoid(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: ELUs in place of ReLUs
# students: ELUs stand where the network has ReLUs (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ELU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ELU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ELU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ELU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: SiLUs in place of ReLUs
# students: SiLUs stand where the network has ReLUs (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.SiLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.SiLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.SiLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.SiLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: leaky ReLUs in place of ReLUs
# students: leaky ReLUs stand where the network has ReLUs (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.LeakyReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.LeakyReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.LeakyReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.LeakyReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: a ReLU on the code
# students: a ReLU stands before the first layer, on the code (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ReLU(),
        nn.ConvTranspose2d(d, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: a tanh at the end
# students: a tanh follows after the last layer, on the picture (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
        nn.Tanh(),
    )


# %% wrong: the ReLU after transposed convolution 1 is forgotten
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: the ReLU after transposed convolution 2 is forgotten
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: the ReLU after transposed convolution 4 is forgotten
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: normalised after each transposed convolution
# students: each layer is followed by a batch normalisation, which this network lacks (see section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: 16 channels in place of 32
# students: the layers have 16 channels in place of 32 (see the table in section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 16, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(16, 16, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(16, 16, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(16, 16, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 5),
    )


# %% wrong: strides in the other two layers
# students: a stride of 2 stands in the wrong layer (see the table in section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )


# %% wrong: bilinear enlargement and convolutions
# students: the maps are enlarged by a fixed rule, where this network has transposed convolutions (see the table in section 4)
def lecture_decoder(d):
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 7),
        nn.ReLU(),
        nn.Upsample(scale_factor=2, mode="bilinear"),
        nn.Conv2d(32, 32, 3, padding=1),
        nn.ReLU(),
        nn.Upsample(scale_factor=2, mode="bilinear"),
        nn.Conv2d(32, 1, 3, padding=1),
    )
