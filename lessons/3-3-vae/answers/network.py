"""Answers to `network`."""


# %% right: view, clamp, a Normal that draws by itself
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = self.hidden(x.view(-1, 784)).clamp(min=0)
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).view(len(z), 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = torch.distributions.Normal(mu, logvar.exp().sqrt()).rsample()
        return self.decode(z), mu, logvar


# %% right: noise drawn into an empty tensor, the decoder layer by layer
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        hidden = torch.relu(self.hidden(torch.flatten(x, start_dim=1)))
        heads = []
        for head in (self.to_mu, self.to_logvar):
            heads.append(head(hidden))
        return tuple(heads)

    def decode(self, z):
        first, rectify, last = self.decoder
        pixels = last(rectify(first(z)))
        return pixels.unflatten(1, (1, 28, 28))

    def forward(self, x):
        mu, logvar = self.encode(x)
        eps = torch.empty(mu.shape).normal_()
        return self.decode(torch.addcmul(mu, eps, (logvar / 2).exp())), mu, logvar


# %% right: a helper that samples, a list of outputs
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def sample(self, mu, logvar):
        return mu + torch.randn(*mu.shape) * logvar.mul(0.5).exp()

    def encode(self, x):
        h = F.threshold(self.hidden(x.reshape(x.shape[0], -1)), 0.0, 0.0)
        return [self.to_mu(h), self.to_logvar(h)]

    def decode(self, z):
        return self.decoder(z)[:, None].reshape(z.shape[0], 1, 28, 28)

    def forward(self, x):
        heads = self.encode(x)
        return [self.decode(self.sample(*heads)), *heads]


# %% wrong: exp(logvar) is taken for σ
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: no sampling
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.decode(mu), mu, logvar


# %% wrong: sampling in training mode only
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu) if self.training else mu
        return self.decode(z), mu, logvar


# %% wrong: ReLU on mu
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return F.relu(self.to_mu(h)), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: ReLU on logvar
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), F.relu(self.to_logvar(h))

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: no ReLU after the hidden layer
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = self.hidden(x.flatten(1))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: decode ends with a sigmoid
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return torch.sigmoid(self.decoder(z)).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: decode gives rows of 784 pixels
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: the heads are swapped
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_logvar(h), self.to_mu(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: one ε for the whole batch
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn(mu.shape[1])
        return self.decode(z), mu, logvar


# %% wrong: one ε for all dimensions of a picture
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn(len(mu), 1)
        return self.decode(z), mu, logvar


# %% wrong: ε is uniform
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.rand_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: the same ε at every call
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn(mu.shape, generator=torch.Generator().manual_seed(0))
        return self.decode(z), mu, logvar


# %% wrong: sample() cuts the gradient
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = torch.distributions.Normal(mu, torch.exp(0.5 * logvar)).sample()
        return self.decode(z), mu, logvar


# %% wrong: mu is detached in z
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu.detach() + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: codes from N(0, I), whatever the picture is
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.decode(torch.randn_like(mu)), mu, logvar


# %% wrong: forward gives mu twice, as if σ were not needed
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, mu


# %% wrong: the course's own solution
from course.models import dense_vae

DenseVAE = dense_vae


# %% wrong: mu and logvar are handed out without their gradients
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu.detach(), logvar.detach()


# %% wrong: a product of two dice, whose variance is 1, too
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: ReLU on both heads
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return F.relu(self.to_mu(h)), F.relu(self.to_logvar(h))

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: tanh on mu
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return torch.tanh(self.to_mu(h)), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: tanh after the hidden layer
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = torch.tanh(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: leaky ReLU after the hidden layer
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.leaky_relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: logvar is cut off
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h).clamp(-0.5, 0.5)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: softplus makes logvar positive
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), F.softplus(self.to_logvar(h))

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: logvar is detached in z
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar.detach()) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: uniform noise of variance 1
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        eps = (torch.rand_like(mu) - 0.5) * 12**0.5
        return self.decode(mu + torch.exp(0.5 * logvar) * eps), mu, logvar


# %% wrong: noise without σ
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.decode(mu + torch.randn_like(mu)), mu, logvar


# %% wrong: sampling in evaluation only
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu if self.training else mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: forward gives the picture only
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z)


# %% wrong: forward gives z in place of mu
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), z, logvar


# %% wrong: forward gives σ in place of logvar
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, torch.exp(0.5 * logvar)


# %% wrong: the pictures lie on their side
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28).transpose(2, 3)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar


# %% wrong: mu and logvar have a hidden ReLU of their own
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), -F.relu(self.to_logvar(h))

    def decode(self, z):
        return self.decoder(z).reshape(-1, 1, 28, 28)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar
