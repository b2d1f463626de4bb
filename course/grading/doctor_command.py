"""``course doctor``: what protects this machine from submitted code, and what does not."""

from __future__ import annotations

import argparse
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

# What grading depends on, besides Python.
PACKAGES = ("course", "torch", "numpy", "nbgrader", "nbformat", "ipython", "distributed", "sqlalchemy")


def add_parser(subparsers: Any) -> None:
    """Add the command to the program's own."""
    parser = subparsers.add_parser("doctor", help="try out what protects this machine from submitted code")
    parser.description = "Try out what protects this machine from submitted code, and print the versions in use."
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; 0 if everything that should protect does."""
    from course.grading.sandbox import doctor

    found = doctor.report()
    print(f"{found}\n\n{versions()}")
    return 1 if any(line.startswith("MISSING") for line in found.splitlines()) else 0


def versions() -> str:
    """One line on the system, and one on the packages."""
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return f"{platform.platform()}, Python {sys.version.split()[0]}\n{packages}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is missing"
