"""The instructor's part of ``course doctor``: what protects this machine from submitted code, and what does not."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

# What grading depends on, besides Python.
PACKAGES = ("course", "torch", "numpy", "nbgrader", "nbformat", "ipython", "distributed", "sqlalchemy")


def examine() -> bool:
    """Print what was found; return whether everything that should protect does."""
    from course.grading.sandbox import protections

    tried = protections.try_protections()
    print(f"{protections.describe(tried)}\n\n{versions()}")
    return all(protection.ok for protection in tried)


def versions() -> str:
    """One line on the system, and one on the packages."""
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return f"{platform.platform()}, Python {sys.version.split()[0]}\n{packages}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is missing"
