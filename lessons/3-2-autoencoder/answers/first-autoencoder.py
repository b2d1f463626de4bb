"""Answers to `first-autoencoder`."""


# %% right: view, and the batch counted
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.view(x.shape[0], 28 * 28))

    def decode(self, h):
        return self.decoder(h).view(h.size(0), 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% right: the reshaping as layers of the networks
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784), nn.Unflatten(1, (1, 28, 28)))

    def encode(self, x):
        return self.encoder(x)

    def decode(self, h):
        return self.decoder(h)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% right: one picture, one code at a time
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return torch.stack([self.encoder(picture.flatten()) for picture in x])

    def decode(self, h):
        return torch.stack([self.decoder(code).reshape(1, 28, 28) for code in h])

    def forward(self, x):
        return self.decode(self.encode(x))


# %% right: layer by layer
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        hidden, relu, last = self.encoder
        rows = x.reshape(-1, 784)
        return last(relu(hidden(rows)))

    def decode(self, h):
        a = torch.clamp(self.decoder[0](h), min=0)
        a = self.decoder[2](a)
        return torch.unflatten(a, 1, (28, 28)).unsqueeze(1)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% right: rows of pixels joined, then cut apart
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        lines = [x[:, 0, i] for i in range(28)]
        return self.encoder.forward(torch.cat(lines, dim=1))

    def decode(self, h):
        flat = self.decoder.forward(h)
        return torch.stack(flat.split(28, dim=1), dim=1)[:, None]

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: ReLU on the code
# students: a ReLU follows on the code, so that no number of it can be negative (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return F.relu(self.encoder(x.flatten(1)))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: ReLU on the code, as a layer
# students: a ReLU follows on the code, so that no number of it can be negative (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d), nn.ReLU())
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: sigmoid on the output
# students: a sigmoid follows on the output; the drawing has nothing there (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return torch.sigmoid(self.decoder(h)).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: sigmoid on the output, as a layer
# students: a sigmoid follows on the output; the drawing has nothing there (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: the ReLU between the layers is lost
# students: a half has lost its ReLU between the layers, so that it is linear, as PCA is (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: the batch is flattened too
# students: the axis that counts the pictures is flattened, too (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten())

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: rows of 784 numbers come out, not pictures
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: the axis of channels is missing
# students: the pictures lack the axis of their one channel (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: one column for each picture by reshape, which mixes the pictures
# students: a reshape, meant as a transpose, mixes the pixels of several pictures (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.reshape(784, -1).T)

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: the pictures lie on their side
# students: rows and columns of the pictures that come out are swapped (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28).transpose(2, 3)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: codes are normalised
# students: codes are scaled to length 1, so that they lose a number (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return F.normalize(self.encoder(x.flatten(1)))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: three pictures, as in the example (hidden)
# students: there are taken to be three pictures, whatever the batch (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.reshape(3, 784))

    def decode(self, h):
        return self.decoder(h).reshape(3, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: a single code loses its axis (hidden)
# students: axes of length 1 are removed, as of a single picture or a code of one number (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1)).squeeze()

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: the code is cut off from the gradient
# students: the code is detached, so that the encoder never learns (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x).detach())


# %% wrong: the output is cut off from the gradient
# students: the output is detached, so that nothing learns (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x)).detach()


# %% wrong: squeeze, where a batch of one loses its axis (hidden)
# students: axes of length 1 are removed, so that a batch of one picture loses its first (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.squeeze().flatten(-2))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: pixels are cut off at 0 and 1
# students: pixels are clipped to 0 to 1; the drawing has nothing on the output (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28).clamp(0, 1)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: ReLU on the output
# students: a ReLU follows on the output; the drawing has nothing there (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return F.relu(self.decoder(h)).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: tanh on the code
# students: a tanh follows on the code; the drawing has nothing there (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return torch.tanh(self.encoder(x.flatten(1)))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: tanh on the output
# students: a tanh follows on the output; the drawing has nothing there (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return torch.tanh(self.decoder(h)).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: sigmoid on the code
# students: a sigmoid follows on the code; the drawing has nothing there (see section 3)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return torch.sigmoid(self.encoder(x.flatten(1)))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: columns of pixels are read first
# students: the pictures are flattened column by column, not row by row (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.transpose(2, 3).flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: the batch is mixed up: columns for pictures
# students: a transpose before the reshape mixes the pixels of several pictures (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).T.reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))


# %% wrong: forward gives the code, too
# students: forward, which was given, is changed: it returns the code as well (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        h = self.encode(x)
        return self.decode(h), h


# %% wrong: the input is added to the output
# students: the input is added to the output, past the bottleneck, so that the code has little to do (see section 1)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return x + self.decode(self.encode(x))


# %% wrong: forward gives the code only
# students: forward, which was given, is changed: it returns the code, not the picture (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(-1, 1, 28, 28)

    def forward(self, x):
        return self.encode(x)


# %% wrong: the axes of channel and batch are swapped
# students: the pictures are counted along the axis of channels, not along the first (see task 5)
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        return self.encoder(x.flatten(1))

    def decode(self, h):
        return self.decoder(h).reshape(1, -1, 28, 28)

    def forward(self, x):
        return self.decode(self.encode(x))
