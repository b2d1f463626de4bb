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
