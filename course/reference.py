"""Results of longer runs that come with the course, to compare one's own with; ``make reference`` makes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "assets" / "reference"


def reference(name: str) -> Any:
    """Results that belong to a lesson, with the versions and the seed that made them.

    Parameters
    ----------
    name
        ``"autoencoder"`` has two lists: ``by_latent_dim``, test errors per pixel of PCA and of the strided autoencoder,
        trained on all 60,000 digits; ``architectures``, test errors at d = 8, trained on the 10,000 shipped digits.

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
