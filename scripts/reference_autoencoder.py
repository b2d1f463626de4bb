"""Make the reference results of Exercise 3-2 anew, about half an hour on a CPU: part of ``make reference``.

Everything is trained as in the lesson; the fully connected and the lecture's network are the lesson's own solutions.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course.data import DataError, digits
from course.models.autoencoders import PCA, Autoencoder, strided_autoencoder
from course.notebook.cells import grade_id, is_standard
from course.training import profile
from course.training.loop import mean_loss, train
from course.training.published_results import save_reference

LESSON = Path(__file__).resolve().parents[1] / "source" / "3-2-autoencoder" / "autoencoder.ipynb"
SOLUTIONS = {"first-autoencoder", "lecture-encoder", "lecture-decoder"}
SEED = 0
EPOCHS = 15
DIMENSIONS = (2, 4, 8, 16, 32)
LEARNING_RATES = {"strided": 4e-3}
USUAL_LEARNING_RATE = 2e-3


def architectures() -> dict[str, Autoencoder]:
    """Networks to compare at d = 8, by name."""
    names = solutions()
    first, strided = names["FirstAutoencoder"](8), strided_autoencoder(8)
    flat, picture = nn.Flatten(), nn.Unflatten(1, (1, 28, 28))
    widths = (784, 1000, 500, 250, 8)
    encoder, decoder = stack(widths), stack(widths[::-1])
    one_pixel = nn.Unflatten(1, (8, 1, 1))
    lecture = nn.Sequential(*names["lecture_encoder"](8), flat), nn.Sequential(one_pixel, *names["lecture_decoder"](8))
    return {
        "fully connected (task 5)": first,
        "deep stack, 784–1000–500–250–8": Autoencoder(nn.Sequential(flat, *encoder), nn.Sequential(*decoder, picture)),
        "deep stack, batch-normalised": Autoencoder(
            nn.Sequential(flat, *normalised(stack(widths))), nn.Sequential(*normalised(stack(widths[::-1])), picture)
        ),
        "strided": strided,
        "strided, batch-normalised": Autoencoder(
            nn.Sequential(*normalised(strided_autoencoder(8).encoder)),
            nn.Sequential(*normalised(strided_autoencoder(8).decoder)),
        ),
        "lecture's (tasks 7 and 8)": Autoencoder(*lecture),
        "lecture's, batch-normalised": Autoencoder(*(nn.Sequential(*normalised(half)) for half in lecture)),
    }


def solutions() -> dict[str, Any]:
    """Names that the lesson's import cell and its solutions to the architecture tasks define."""
    cells = nbformat.read(LESSON, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code" and not is_standard(cell)]
    names: dict[str, Any] = {}
    for cell in code:
        if cell is code[0] or grade_id(cell) in SOLUTIONS:
            exec(cell.source, names)
    return names


def stack(widths: tuple[int, ...]) -> list[nn.Module]:
    """Fully connected layers of these widths with ReLUs between them."""
    layers = [layer for inputs, outputs in pairwise(widths) for layer in (nn.Linear(inputs, outputs), nn.ReLU())]
    return layers[:-1]


def normalised(layers: Any) -> list[nn.Module]:
    """The same layers, with batch normalisation before each nonlinearity."""
    result: list[nn.Module] = []
    for layer in layers:
        if isinstance(layer, nn.ReLU | nn.GELU):
            before: Any = result[-1]
            is_linear = isinstance(before, nn.Linear)
            result.append(nn.BatchNorm1d(before.out_features) if is_linear else nn.BatchNorm2d(before.out_channels))
        result.append(layer)
    return result


def multiplications(network: nn.Module) -> int:
    """Multiplications by weights for one picture."""
    total = 0

    def count(layer: Any, inputs: tuple[Tensor], output: Tensor) -> None:
        nonlocal total
        if isinstance(layer, nn.Linear):
            total += layer.weight.numel()
        elif isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            map_ = output if isinstance(layer, nn.Conv2d) else inputs[0]
            total += layer.weight.numel() * map_.shape[-2] * map_.shape[-1]

    hooks = [layer.register_forward_hook(count) for layer in network.modules()]
    with torch.no_grad():
        network.eval()(torch.zeros(1, 1, 28, 28))
    for hook in hooks:
        hook.remove()
    return total


def compare_architectures() -> list[dict[str, Any]]:
    """Test errors at d = 8 after training on the shipped digits."""
    x, x_test = digits("train").images, digits("test").images
    rows = []
    profile.seed_everything(SEED)
    for name, network in architectures().items():
        learning_rate = LEARNING_RATES.get(name.split(",")[0], USUAL_LEARNING_RATE)
        train(network, x, epochs=EPOCHS, learning_rate=learning_rate, seed=SEED)
        rows.append(
            {
                "name": name,
                "parameters": sum(weights.numel() for weights in network.parameters()),
                "multiplications": multiplications(network),
                "test_error": round(mean_loss(network, x_test), 5),
            }
        )
        print(rows[-1], flush=True)
    return rows


def compare_code_sizes() -> list[dict[str, Any]]:
    """Test errors of PCA and of the strided autoencoder after training on all 60,000 digits."""
    x, x_test = digits("train", full=True).images, digits("test", full=True).images
    rows = []
    for d in DIMENSIONS:
        profile.seed_everything(SEED)
        network = strided_autoencoder(d)
        train(network, x, epochs=EPOCHS, learning_rate=LEARNING_RATES["strided"], seed=SEED)
        pca_error = float(F.mse_loss(PCA(x, d)(x_test), x_test))
        rows.append({"d": d, "pca": round(pca_error, 5), "cnn": round(mean_loss(network, x_test), 5)})
        print(rows[-1], flush=True)
    return rows


def main() -> int:
    """Train, print each result as it comes, and write the file that the lesson reads; 1 without the full MNIST."""
    try:  # before anything is trained
        digits("train", full=True, n=1), digits("test", full=True, n=1)
    except (DataError, FileNotFoundError) as error:
        print(f"reference: {error}", file=sys.stderr)
        return 1
    results = {
        "seed": SEED,
        "epochs": EPOCHS,
        "architectures": compare_architectures(),
        "by_latent_dim": compare_code_sizes(),
    }
    save_reference("autoencoder", results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
