"""Small trained networks that come with the course, to play with before one's own are trained."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import load_file

from course.models.vae import VAE, conv_vae

FOLDER = Path(__file__).parents[1] / "assets" / "weights"
WIDTH = 16  # of the shipped networks


def weights_file(latent_dim: int, beta: float) -> Path:
    """Where the weights of such a VAE are kept."""
    return FOLDER / f"vae-d{latent_dim}-beta{beta:g}.safetensors"


def pretrained_vae(latent_dim: int, beta: float = 1.0) -> VAE:
    """Load a convolutional VAE that was trained on all 60,000 digits; `reference("vae")` has its figures.

    Parameters
    ----------
    latent_dim
        1, 2, 10 or 100.
    beta
        1, or for 10 dimensions also 0.5 or 4: the weight of the KL while it was trained.

    Raises
    ------
    ValueError
        If no such network comes with the course.
    """
    path = weights_file(latent_dim, beta)
    if not path.is_file():
        names = sorted(found.stem for found in FOLDER.glob("vae-*.safetensors"))
        asked = f"latent_dim={latent_dim} and beta={beta:g}"
        raise ValueError(f"no VAE with {asked} comes with the course; there are {names}")
    network = conv_vae(latent_dim, WIDTH)
    network.load_state_dict({name: weights.float() for name, weights in load_file(path).items()})
    return network.eval()
