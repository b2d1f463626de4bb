"""Variational autoencoders: the networks, their loss, and what is measured of them, in nats per picture."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course.models.autoencoders import strided_autoencoder

ACTIVE = 0.1
"""A dimension is called active if it carries at least this many nats (mean KL over pictures)."""


class VAE(nn.Module):
    """An encoder that gives a Gaussian over codes, and a decoder that gives the logits of pixels.

    Parameters
    ----------
    encoder
        Takes pictures ``(B, 1, 28, 28)`` to ``(B, 2 d)``: d means, then d logarithms of variances.
    decoder
        Takes codes ``(B, d)`` to logits ``(B, 1, 28, 28)``; their sigmoid is the picture.

    Notes
    -----
    Kingma & Welling 2014, "Auto-encoding variational Bayes", arXiv:1312.6114.
    """

    def __init__(self, encoder: nn.Module, decoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def encode(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log-variance of q(z|x): ``(B, 1, 28, 28)`` -> ``(B, d)``, ``(B, d)``."""
        mu, logvar = torch.chunk(self.encoder(images), 2, dim=1)
        return mu, logvar

    def decode(self, codes: Tensor) -> Tensor:
        """Logits of pixels: ``(B, d)`` -> ``(B, 1, 28, 28)``."""
        logits: Tensor = self.decoder(codes)
        return logits

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits decoded from one sample of q(z|x), and its mean and log-variance."""
        mu, logvar = self.encode(images)
        codes = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(codes), mu, logvar


def dense_vae(latent_dim: int, hidden: int = 400) -> VAE:
    """Build the fully connected VAE 784–hidden–2d, d–hidden–784."""
    encoder = nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latent_dim))
    decoder = nn.Sequential(
        nn.Linear(latent_dim, hidden), nn.ReLU(), nn.Linear(hidden, 784), nn.Unflatten(1, (1, 28, 28))
    )
    return VAE(encoder, decoder)


def conv_vae(latent_dim: int, width: int = 16, hidden: int = 128) -> VAE:
    """Build a convolutional VAE: the strided autoencoder, with a fully connected layer between its maps and the code.

    Parameters
    ----------
    latent_dim
        Numbers in a code, d.
    width
        Maps after the first layer, as in `course.models.autoencoders.strided_autoencoder`.
    hidden
        Units of the layer before the two heads, and of the layer after the code.
    """
    strided = strided_autoencoder(hidden, width)
    encoder = nn.Sequential(strided.encoder, nn.GELU(), nn.Linear(hidden, 2 * latent_dim))
    decoder = nn.Sequential(nn.Linear(latent_dim, hidden), nn.GELU(), strided.decoder)
    return VAE(encoder, decoder)


def kl_to_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL(N(mu, exp(logvar)) || N(0, 1)) of each dimension, in nats: ``(B, d)``, ``(B, d)`` -> ``(B, d)``.

    Notes
    -----
    Kingma & Welling 2014, appendix B.
    """
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar)


def negative_elbo(model: nn.Module, images: Tensor, beta: float = 1.0) -> Tensor:
    """Reconstruction plus `beta` times KL, in nats per picture: summed over pixels and dimensions, mean over pictures.

    Parameters
    ----------
    model
        Returns logits, mu and logvar, as `VAE` does.
    images
        ``(B, 1, 28, 28)``, values in [0, 1]; greys count as probabilities of ink.
    """
    logits, mu, logvar = model(images)
    reconstruction = F.binary_cross_entropy_with_logits(logits, images, reduction="sum")
    return (reconstruction + beta * kl_to_standard_normal(mu, logvar).sum()) / len(images)


@dataclass(frozen=True)
class Measures:
    """What a VAE makes of a set of pictures, in nats per picture.

    Attributes
    ----------
    reconstruction
        Mean of -log p(x|z), z sampled once for each picture.
    kl_per_dimension
        Mean KL of each dimension, ``(d,)``.
    """

    reconstruction: float
    kl_per_dimension: Tensor

    @property
    def kl(self) -> float:
        """All dimensions together."""
        return float(self.kl_per_dimension.sum())

    @property
    def bound(self) -> float:
        """The evidence lower bound on log p(x)."""
        return -self.reconstruction - self.kl

    @property
    def active(self) -> int:
        """How many dimensions carry at least `ACTIVE` nats."""
        return int((self.kl_per_dimension >= ACTIVE).sum())


@torch.no_grad()
def measure(model: nn.Module, images: Tensor, *, seed: int = 0) -> Measures:
    """Measure a VAE on pictures ``(N, 1, 28, 28)``; the samples of codes depend on `seed` only."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        reconstruction, kl = 0.0, torch.zeros(())
        for batch in torch.split(images, 500):
            logits, mu, logvar = model(batch)
            reconstruction += float(F.binary_cross_entropy_with_logits(logits, batch, reduction="sum"))
            kl = kl + kl_to_standard_normal(mu, logvar).sum(0)
    return Measures(reconstruction / len(images), kl / len(images))
