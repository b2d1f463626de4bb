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
# students: the variance is taken for σ (see task 5)
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
# students: the decoder gets the mean of each cloud; no code is drawn (see task 12)
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
# students: codes are drawn in training mode only (see task 12)
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
# students: a ReLU follows on mu, so that it cannot be negative (see task 12)
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
# students: a ReLU follows on logvar, so that no cloud can be narrower than σ = 1 (see section 2)
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
# students: the ReLU after the hidden layer is missing (see task 12)
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
# students: decode ends with a sigmoid; logits are asked for (see task 12)
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
# students: decode gives rows of 784 numbers, not pictures (see task 12)
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
# students: the two heads are swapped (see task 12)
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
# students: all pictures of a batch get the same ε (see task 12)
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
# students: one number of noise serves all dimensions of a picture (see task 12)
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
# students: ε is uniform, from 0 to 1, not Gaussian (see task 12)
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
# students: ε is the same at every call (see task 12)
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
# students: the draw cuts the gradient, so that the encoder learns nothing from the reconstruction (see section 5)
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
# students: mu is detached in z, so that no gradient reaches it from the reconstruction (see section 5)
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
# students: the codes are drawn from N(0, I), whatever the picture is (see section 2)
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
# students: forward returns mu twice, where the third result is logvar (see task 12)
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
# students: a network of the course does the work, which the task rules out (see task 12)
from course.models import dense_vae

DenseVAE = dense_vae


# %% wrong: mu and logvar are handed out without their gradients
# students: mu and logvar are returned detached, so that the KL cannot change them (see section 3)
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
# students: the noise is no longer Gaussian: it is a product of two dice (see section 1)
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
# students: a ReLU follows on both heads, so that neither can be negative (see section 2)
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
# students: a tanh follows on mu, so that it stays between −1 and 1 (see task 12)
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
# students: a tanh stands after the hidden layer, where the drawing has a ReLU (see task 12)
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
# students: a leaky ReLU stands after the hidden layer, where the drawing has a ReLU (see task 12)
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
# students: large and small values of logvar are cut off (see section 2)
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
# students: logvar is made positive, as if it were the variance; a logarithm may be negative (see section 2)
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
# students: logvar is detached in z, so that no gradient reaches it from the reconstruction (see section 5)
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
# students: ε is uniform, with the right spread, but not Gaussian (see task 12)
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
# students: the noise is not multiplied by σ (see section 5)
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
# students: codes are drawn in evaluation mode only (see task 12)
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
# students: forward returns the logits only, not mu and logvar with them (see task 12)
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
# students: forward returns z where mu is asked for (see task 12)
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
# students: forward returns σ where logvar is asked for (see task 12)
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
# students: rows and columns of the pictures that come out are swapped (see task 12)
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
# students: logvar is never above 0, so that no cloud can be wider than σ = 1 (see section 2)
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
