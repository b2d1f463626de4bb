"""Import what explorers are made of below their widgets, and draw first pictures.

Run by `test_plain_python.py` where none of the course's packages can be imported.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import course

COURSE = Path(course.__file__).parent
EXPLORERS, FIGURES = COURSE / "explorers", COURSE / "figures"
PLAIN = ("data_urls", "palette", "png")


def modules() -> list[str]:
    """Name what must need nothing but Python: all in an explorer's folder but its widget, and pieces of SVG."""
    explorers = [path for path in EXPLORERS.glob("*/*.py") if path.name != "widget.py"]
    paths = [
        *explorers,
        EXPLORERS / "vectors.py",
        *FIGURES.glob("svg*.py"),
        *(FIGURES / f"{name}.py" for name in PLAIN),
    ]
    return sorted(".".join(path.relative_to(COURSE.parent).with_suffix("").parts) for path in paths)


def names() -> list[str]:
    """Name the explorers that draw."""
    return sorted(path.parent.name for path in EXPLORERS.glob("*/figure.py"))


def first_picture(name: str) -> str:
    """Draw an explorer's first picture."""
    example = importlib.import_module(f"tests.explorers.plain_examples.{name}")
    return example.first_picture()


def pictures(wanted: list[str]) -> str:
    """Import everything, and draw; as JSON, SVG by name."""
    for module in modules():
        importlib.import_module(module)
    return json.dumps({name: first_picture(name) for name in wanted})
