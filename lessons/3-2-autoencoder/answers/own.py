"""Answers to `own`: light ones, as the check trains each for 128 steps and more."""


# %% right: modules of its own, tanh, a sigmoid at the end
class Encoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(28 * 28, 64)
        self.code = nn.Linear(64, d)

    def forward(self, images):
        return self.code(torch.tanh(self.hidden(images.reshape(len(images), -1))))


class Decoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(d, 64)
        self.draw = nn.Linear(64, 28 * 28)

    def forward(self, codes):
        return torch.sigmoid(self.draw(torch.tanh(self.hidden(codes)))).reshape(-1, 1, 28, 28)


def own_encoder(d):
    return Encoder(d)


def own_decoder(d):
    return Decoder(d)


# %% right: batch normalisation everywhere, the code included
def own_encoder(d):
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, d), nn.BatchNorm1d(d)
    )


def own_decoder(d):
    return nn.Sequential(
        nn.Linear(d, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 784), nn.Unflatten(1, (1, 28, 28))
    )


# %% right: a large decoder for a linear encoder
def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, d, bias=False))


def own_decoder(d):
    return nn.Sequential(
        nn.Linear(d, 32), nn.SiLU(), nn.Linear(32, 128), nn.SiLU(), nn.Linear(128, 784), nn.Unflatten(1, (1, 28, 28))
    )


# %% right: the fully connected network of task 5 with another nonlinearity
def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.Tanh(), nn.Linear(256, d))


def own_decoder(d):
    return nn.Sequential(nn.Linear(d, 256), nn.Tanh(), nn.Linear(256, 784), nn.Unflatten(1, (1, 28, 28)))


# %% right: the course's strided network with one change, another linear layer before the code
def own_encoder(d):
    return nn.Sequential(strided_autoencoder(2 * d).encoder, nn.Linear(2 * d, d))


def own_decoder(d):
    return strided_autoencoder(d).decoder


# %% right: the strided network with a sigmoid at the end
def own_encoder(d):
    return strided_autoencoder(d).encoder


def own_decoder(d):
    return nn.Sequential(strided_autoencoder(d).decoder, nn.Sigmoid())


# %% right: resize-convolutions, a sigmoid at the end
def own_encoder(d):
    return nn.Sequential(nn.Conv2d(1, 8, 4, stride=4), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 7 * 7, d))


def own_decoder(d):
    return nn.Sequential(
        nn.Linear(d, 8 * 7 * 7),
        nn.ReLU(),
        nn.Unflatten(1, (8, 7, 7)),
        nn.Upsample(scale_factor=4),
        nn.Conv2d(8, 1, 5, padding=2),
        nn.Sigmoid(),
    )


# %% wrong: the course's strided network as it is
# students: it is the course's strided network as it stands; asked is one that differs from the three (see task 10)
def own_encoder(d):
    return strided_autoencoder(d).encoder


def own_decoder(d):
    return strided_autoencoder(d).decoder


# %% wrong: the fully connected network of task 5 over again
# students: it is the fully connected network of task 5; asked is one that differs from the three (see task 10)
def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))


def own_decoder(d):
    return nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784), nn.Unflatten(1, (1, 28, 28)))


# %% wrong: the lecture's network over again, built in a loop
# students: it is the lecture's network; asked is one that differs from the three (see task 10)
def own_encoder(d):
    layers, channels = [], 1
    for out, k, s in [(32, 5, 1), (32, 5, 1), (32, 4, 2), (32, 3, 2), (d, 4, 1)]:
        layers += [nn.Conv2d(channels, out, k, s), nn.ReLU()]
        channels = out
    return nn.Sequential(*layers[:-1], nn.Flatten())


def own_decoder(d):
    layers, channels = [nn.Unflatten(1, (d, 1, 1))], d
    for out, k, s in [(32, 4, 1), (32, 3, 2), (32, 4, 2), (32, 5, 1), (1, 5, 1)]:
        layers += [nn.ConvTranspose2d(channels, out, k, s), nn.ReLU()]
        channels = out
    return nn.Sequential(*layers[:-1])


# %% wrong: the maps are not flattened
# students: the code is still a map, d × 1 × 1, where d numbers are asked for (see task 10)
def own_encoder(d):
    return nn.Sequential(nn.Conv2d(1, 4, 4, stride=4), nn.ReLU(), nn.Conv2d(4, d, 7))


def own_decoder(d):
    return nn.Sequential(nn.ConvTranspose2d(d, 4, 7), nn.ReLU(), nn.ConvTranspose2d(4, 1, 4, stride=4))


# %% wrong: the bottleneck is as wide as the hidden layer
# students: the code is as wide as the hidden layer, whatever d is (see task 10)
def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU())


def own_decoder(d):
    return nn.Sequential(nn.Linear(64, 784), nn.Unflatten(1, (1, 28, 28)))


# %% wrong: pictures come out as rows
# students: the pictures come out as rows of 784 numbers (see task 10)
def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, d))


def own_decoder(d):
    return nn.Sequential(nn.Linear(d, 64), nn.ReLU(), nn.Linear(64, 784))


# %% wrong: pictures of 25 × 25, a transposed convolution without output padding
# students: the pictures come out too small: the strided layers do not double their maps exactly (see task 10)
def own_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(4, 8, 3, stride=2, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(8 * 7 * 7, d),
    )  # fmt: skip


def own_decoder(d):
    return nn.Sequential(
        nn.Linear(d, 8 * 7 * 7), nn.ReLU(), nn.Unflatten(1, (8, 7, 7)),
        nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1), nn.ReLU(), nn.ConvTranspose2d(4, 1, 3, stride=2, padding=1),
    )  # fmt: skip


# %% wrong: sizes between two layers do not fit
# students: a layer expects another number of inputs than the one before gives (see task 10)
def own_encoder(d):
    return nn.Sequential(
        nn.Conv2d(1, 4, 5, stride=2),
        nn.ReLU(),
        nn.Conv2d(4, 8, 3, stride=2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(8 * 7 * 7, d),
    )


def own_decoder(d):
    return nn.Sequential(nn.Linear(d, 64), nn.ReLU(), nn.Linear(64, 784), nn.Unflatten(1, (1, 28, 28)))


# %% wrong: a code of 8 numbers, whatever is asked for
# students: the code has 8 numbers, whatever d is (see task 10)
def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 8))


def own_decoder(d):
    return nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 784), nn.Unflatten(1, (1, 28, 28)))


# %% wrong: a layer is made and never used
# students: a layer is made, but what comes out of it is never used, so that it cannot learn (see task 10)
class Encoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.second = nn.Linear(64, 64)
        self.code = nn.Linear(64, d)

    def forward(self, images):
        h = F.relu(self.first(images.flatten(1)))
        F.relu(self.second(h))
        return self.code(h)


def own_encoder(d):
    return Encoder(d)


def own_decoder(d):
    return nn.Sequential(nn.Linear(d, 64), nn.ReLU(), nn.Linear(64, 784), nn.Unflatten(1, (1, 28, 28)))


# %% wrong: the code is detached
# students: the code is detached, so that the encoder never learns (see task 10)
class Decoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(d, 64), nn.ReLU(), nn.Linear(64, 784), nn.Unflatten(1, (1, 28, 28)))

    def forward(self, codes):
        return self.layers(codes.detach())


def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, d))


def own_decoder(d):
    return Decoder(d)


# %% wrong: softmax over the pixels, so that they add up to 1
# students: a softmax makes the pixels of a picture add up to 1, so that all are nearly black (see task 10)
def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, d))


def own_decoder(d):
    return nn.Sequential(
        nn.Linear(d, 32), nn.ReLU(), nn.Linear(32, 784), nn.Softmax(dim=1), nn.Unflatten(1, (1, 28, 28))
    )


# %% wrong: a ReLU before the sigmoid: no pixel below one half
# students: a ReLU stands before the sigmoid, so that no pixel can be darker than one half (see task 10)
def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, d))


def own_decoder(d):
    return nn.Sequential(
        nn.Linear(d, 32), nn.ReLU(), nn.Linear(32, 784), nn.ReLU(), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28))
    )


# %% wrong: squeeze takes the code's own axis away when d = 1 (hidden)
# students: axes of length 1 are removed, as of a code of one number (see task 10)
class Encoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.patches = nn.Conv2d(1, 4, 4, stride=4)
        self.code = nn.Conv2d(4, d, 7)

    def forward(self, images):
        return self.code(F.relu(self.patches(images))).squeeze()


def own_encoder(d):
    return Encoder(d)


def own_decoder(d):
    return nn.Sequential(nn.Linear(d, 32), nn.ReLU(), nn.Linear(32, 784), nn.Unflatten(1, (1, 28, 28)))


# %% wrong: draws the mean digit, whatever the code is
# students: the decoder draws the mean digit, whatever the code says (see task 10)
class Mean(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.picture = nn.Parameter(torch.zeros(1, 1, 28, 28))
        self.layer = nn.Linear(d, 1)

    def forward(self, codes):
        return self.picture + 1e-3 * self.layer(codes)[:, :, None, None]


def own_encoder(d):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, d))


def own_decoder(d):
    return Mean(d)


# %% wrong: hands the pictures over beside the code
# students: the decoder gets the pictures past the code, and copies them (see section 1)
beside = []


class Encoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.layers = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, d))

    def forward(self, images):
        beside[:] = [images]
        return self.layers(images)


class Decoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(d, 64), nn.ReLU(), nn.Linear(64, 784), nn.Unflatten(1, (1, 28, 28)))

    def forward(self, codes):
        return beside[0] + 0.01 * self.layers(codes)


def own_encoder(d):
    return Encoder(d)


def own_decoder(d):
    return Decoder(d)
