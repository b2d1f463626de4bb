"""Make the weights and reference results of Exercise 3-3 anew, half an hour on a CPU: part of ``make reference``.

The networks see all 60,000 digits.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from course.data import DataError, digits
from course.models.pretrained import WIDTH, pretrained_vae, weights_file
from course.models.vae import VAE, conv_vae, dense_vae, measure, negative_elbo
from course.training import profile
from course.training.loop import train
from course.training.published_results import save_reference

SEED = 0
EPOCHS = 10
BATCH_SIZE = 128
LEARNING_RATE = 3e-3
LATENT_SIZES = (1, 2, 10, 100)
BETAS = (0.5, 1.0, 4.0)  # at ten dimensions
EXAMPLE = {"latent_dim": 20, "epochs": 10, "learning_rate": 1e-3}


def ship(latent_dim: int, beta: float, x: Tensor) -> None:
    """Train one network and write its weights in half precision."""
    profile.seed_everything(SEED)
    network = conv_vae(latent_dim, WIDTH)
    loss = partial(negative_elbo, beta=beta)
    train(network, x, epochs=EPOCHS, loss=loss, batch_size=BATCH_SIZE, learning_rate=LEARNING_RATE, seed=SEED)
    path = weights_file(latent_dim, beta)
    path.parent.mkdir(exist_ok=True)
    halves = {name: weights.half().contiguous() for name, weights in network.state_dict().items()}
    save_file(halves, path, metadata={"latent_dim": str(latent_dim), "beta": f"{beta:g}", "seed": str(SEED)})


def figures(network: VAE, x_test: Tensor) -> dict[str, Any]:
    """What the lesson's table shows, in nats per picture."""
    result = measure(network, x_test)
    rounded = {name: round(getattr(result, name), 2) for name in ("reconstruction", "kl", "bound")}
    return {**rounded, "active": result.active}


def example(x: Tensor, x_test: Tensor) -> dict[str, Any]:
    """PyTorch's own VAE example (github.com/pytorch/examples/tree/main/vae): its network, optimiser and batch size."""
    profile.seed_everything(SEED)
    network = dense_vae(int(EXAMPLE["latent_dim"])).to(profile.device())
    optimiser = torch.optim.Adam(network.parameters(), lr=EXAMPLE["learning_rate"])
    x = x.to(profile.device())
    for _ in range(int(EXAMPLE["epochs"])):
        for chosen in torch.split(torch.randperm(len(x)), BATCH_SIZE):
            loss = negative_elbo(network, x[chosen.to(x.device)])
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
    return EXAMPLE | figures(network.cpu(), x_test)


def main() -> int:
    """Train, write the weights and the figures of the weights as written, and print each as it comes."""
    try:
        x, x_test = (digits(split, full=True).images for split in ("train", "test"))
    except (DataError, FileNotFoundError) as error:
        print(f"reference: {error}", file=sys.stderr)
        return 1
    results: dict[str, Any] = {
        "seed": SEED, "epochs": EPOCHS, "batch_size": BATCH_SIZE, "learning_rate": LEARNING_RATE,
        "example": example(x, x_test), "by_latent_dim": [], "by_beta": [],
    }  # fmt: skip
    print(results["example"], flush=True)
    for latent_dim, beta in [*((d, 1.0) for d in LATENT_SIZES), *((10, beta) for beta in BETAS if beta != 1)]:
        ship(latent_dim, beta, x)
        row = {"d": latent_dim, "beta": beta, **figures(pretrained_vae(latent_dim, beta), x_test)}
        results["by_latent_dim"] += [row] if beta == 1 else []
        results["by_beta"] += [row] if latent_dim == 10 else []
        results["by_beta"].sort(key=lambda row: float(row["beta"]))
        save_reference("vae", results)
        print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
