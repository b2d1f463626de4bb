"""Autoencoders that the lessons compare: PCA, and networks built of an encoder and a decoder."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Autoencoder(nn.Module):
    """An encoder and a decoder, one after the other.

    Parameters
    ----------
    encoder
        Takes pictures ``(B, 1, 28, 28)`` to codes ``(B, d)``.
    decoder
        Takes codes ``(B, d)`` to pictures ``(B, 1, 28, 28)``.
    """

    def __init__(self, encoder: nn.Module, decoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def encode(self, images: Tensor) -> Tensor:
        """Return the codes of pictures: ``(B, 1, 28, 28)`` -> ``(B, d)``."""
        codes: Tensor = self.encoder(images)
        return codes

    def decode(self, codes: Tensor) -> Tensor:
        """Return the pictures of codes: ``(B, d)`` -> ``(B, 1, 28, 28)``."""
        images: Tensor = self.decoder(codes)
        return images

    def forward(self, images: Tensor) -> Tensor:
        """Encode and decode."""
        return self.decode(self.encode(images))


def strided_autoencoder(latent_dim: int, width: int = 16) -> Autoencoder:
    """Build a light convolutional autoencoder: strides from the first layer on keep its maps small.

    Sizes: 1×28×28, 16×14×14, 32×7×7, 64×4×4, d×1×1, and back.  The nonlinearity is GELU (Hendrycks & Gimpel 2016,
    arXiv:1606.08415).

    Parameters
    ----------
    latent_dim
        Numbers in a code, d.
    width
        Maps after the first layer; the next two have twice and four times as many.
    """
    w = width
    encoder = nn.Sequential(
        nn.Conv2d(1, w, 4, stride=2, padding=1),
        nn.GELU(),
        nn.Conv2d(w, 2 * w, 4, stride=2, padding=1),
        nn.GELU(),
        nn.Conv2d(2 * w, 4 * w, 3, stride=2, padding=1),
        nn.GELU(),
        nn.Conv2d(4 * w, latent_dim, 4),
        nn.Flatten(),
    )
    decoder = nn.Sequential(
        nn.Unflatten(1, (latent_dim, 1, 1)),
        nn.ConvTranspose2d(latent_dim, 4 * w, 4),
        nn.GELU(),
        nn.ConvTranspose2d(4 * w, 2 * w, 3, stride=2, padding=1),
        nn.GELU(),
        nn.ConvTranspose2d(2 * w, w, 4, stride=2, padding=1),
        nn.GELU(),
        nn.ConvTranspose2d(w, 1, 4, stride=2, padding=1),
    )
    network = Autoencoder(encoder, decoder)
    # Channels innermost in memory: convolutions on a CPU are faster this way.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's own stubs lack it
    return network


@torch.no_grad()
def layer_sizes(network: nn.Module, images: Tensor) -> list[tuple[str, tuple[int, ...]]]:
    """Send pictures through a network and note each layer's name and the size of what it returns, batch left out.

    Parameters
    ----------
    images
        ``(B, 1, 28, 28)``, or whatever the network takes.

    Examples
    --------
    >>> layer_sizes(nn.Sequential(nn.Conv2d(1, 6, 3), nn.ReLU()), torch.zeros(1, 1, 5, 5))
    [('Conv2d', (6, 3, 3)), ('ReLU', (6, 3, 3))]
    """
    sizes: list[tuple[str, tuple[int, ...]]] = []

    def note(layer: nn.Module, _: object, output: Tensor) -> None:
        sizes.append((type(layer).__name__, tuple(output.shape[1:])))

    hooks = [layer.register_forward_hook(note) for layer in network.modules() if not list(layer.children())]
    try:
        network(images)
    finally:
        for hook in hooks:
            hook.remove()
    return sizes


class PCA:
    """Principal component analysis as an autoencoder: the best linear encoder and decoder for squared errors.

    Parameters
    ----------
    images
        ``(N, 1, 28, 28)``, from which the mean and the directions are computed.
    latent_dim
        Numbers in a code, d.

    Notes
    -----
    Bourlard & Kamp 1988, "Auto-association by multilayer perceptrons and singular value decomposition".
    """

    def __init__(self, images: Tensor, latent_dim: int) -> None:
        flat = images.flatten(1)
        self._mean = flat.mean(0)
        # Eigenvalues in increasing order; of few pictures most are zero, which single precision cannot tell apart.
        _, directions = torch.linalg.eigh(torch.cov(flat.T.double()))
        self._directions = directions[:, -latent_dim:].flip(1).to(flat.dtype)  # (784, d)
        self._shape = images.shape[1:]

    def encode(self, images: Tensor) -> Tensor:
        """Return the codes of pictures: ``(B, 1, 28, 28)`` -> ``(B, d)``."""
        codes: Tensor = (images.flatten(1) - self._mean) @ self._directions
        return codes

    def decode(self, codes: Tensor) -> Tensor:
        """Return the pictures of codes: ``(B, d)`` -> ``(B, 1, 28, 28)``."""
        images: Tensor = (self._mean + codes @ self._directions.T).reshape(-1, *self._shape)
        return images

    def __call__(self, images: Tensor) -> Tensor:
        """Encode and decode."""
        return self.decode(self.encode(images))
