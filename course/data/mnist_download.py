"""Downloads the full MNIST with torchvision; apart from `mnist_full`, because importing torchvision takes a second."""

from __future__ import annotations

import contextlib
import io
import socket
from http.client import HTTPException
from pathlib import Path

import course.data.torchvision_operators  # noqa: F401  # before torchvision

# isort: split
from torchvision.datasets import MNIST

from course.data.idx import DataError

_TIMEOUT = 20.0  # seconds without an answer; the system's own limit can be minutes


def download(folder: Path) -> None:
    """Download the full MNIST into ``folder/MNIST/raw``, without a word on stderr.

    Raises
    ------
    DataError
        If it fails, with what to do instead.
    """
    print(f"Downloading MNIST (11 MB) to {folder}")
    before = socket.getdefaulttimeout()
    try:
        socket.setdefaulttimeout(_TIMEOUT)
        # nbgrader takes points for anything on stderr, where torchvision draws its progress bars
        with contextlib.redirect_stderr(io.StringIO()):
            MNIST(folder, download=True)
    except (RuntimeError, OSError, EOFError, HTTPException) as error:
        reason = " ".join(str(error).split())  # torchvision's speaks on several lines
        raise DataError(
            f"MNIST could not be downloaded to {folder} ({reason}). Without a network, use the digits "
            "that come with the course, digits('train') or digits('test') without full=True, or put MNIST's four "
            "files into a folder and name it in the environment variable COURSE_DATA"
        ) from error
    finally:
        socket.setdefaulttimeout(before)
