"""Results of longer runs that come with the course, to compare one's own with; ``make reference`` makes them."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course.training.profile import device

FOLDER = Path(__file__).parents[1] / "assets" / "reference"


def reference(name: str) -> Any:
    """Results that belong to a lesson, with the versions and the seed that made them.

    Parameters
    ----------
    name
        ``"autoencoder"`` has two lists: ``by_latent_dim``, test errors per pixel of PCA and of the strided autoencoder,
        trained on all 60,000 digits; ``architectures``, test errors at d = 8, trained on the 10,000 shipped digits.
        ``"vae"`` has the measures of the networks that `course.models.pretrained` loads, in nats per test digit:
        ``by_latent_dim`` and, at d = 10, ``by_beta``; and those of PyTorch's own ``example``.

    Raises
    ------
    ValueError
        If there are no results of that name.
    """
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        names = sorted(found.stem for found in FOLDER.glob("*.json"))
        raise ValueError(f"there are no results named {name!r}; there are {names}")
    return json.loads(path.read_text(encoding="utf-8"))


def save_reference(name: str, results: dict[str, Any]) -> None:
    """Write results that `reference` then reads, with the versions and the device that made them."""
    made_with = {package: version(package) for package in ("torch", "torchvision", "numpy")}
    made_with |= {"device": str(device()), "python": platform.python_version()}
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps({"made_with": made_with, **results}, indent=1, ensure_ascii=False) + "\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
