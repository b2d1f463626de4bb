"""MNIST's handwritten digits: 10,000 + 2,000 shipped with the course, or all 70,000."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from course.data.idx import DataError, parse_idx
from course.data.mnist_full import full_files

__all__ = ["DataError", "Digits", "digits"]

Split = Literal["train", "test"]

_ASSETS = Path(__file__).parents[1] / "assets" / "mnist"
# images and labels of each split; scripts/make_mnist_subset.py makes the files and prints their SHA-256
_SHIPPED = {
    "train": {
        "train-images-idx3-ubyte.gz": "36707bfd63bcc1baf911512db8f40af1940d9fc513cb862f99741a994da05181",
        "train-labels-idx1-ubyte.gz": "ddb336c35d26d6499f325832214cfd852954d037817de7f291d8e80ad0912b32",
    },
    "test": {
        "t10k-images-idx3-ubyte.gz": "74533fb890e3bad361d9e017c363d263b51060a0d3ccccd54740633cf2918c31",
        "t10k-labels-idx1-ubyte.gz": "8a97eeec2499289d406fd55fec117adc391bee47c640be5bf30c340a8de72fa5",
    },
}


class Digits(NamedTuple):
    """Handwritten digits and what they are.

    Attributes
    ----------
    images
        ``(N, 1, 28, 28)``: 0 (paper) to 1 (ink), or 0 to 255 as uint8.
    labels
        ``(N,)``, int64: 0 to 9.
    """

    images: Tensor
    labels: Tensor


def digits(
    split: Split = "train",
    *,
    full: bool = False,
    n: int | None = None,
    dtype: torch.dtype = torch.float32,
    device: torch.device | str = "cpu",
    generator: torch.Generator | None = None,
) -> Digits:
    """Load handwritten digits as two tensors, new ones at every call.

    Parameters
    ----------
    split
        ``"train"`` or ``"test"``.
    full
        False: the first 10,000 training or 2,000 test digits, which come with the course and need no network.
        True: all 60,000 or 10,000, from the folder that the environment variable COURSE_DATA names, or else from
        ``~/.cache/course``, to which they are downloaded once (11 MB).
    n
        How many digits; None for all there are.
    dtype
        A floating-point type, for values between 0 and 1, or ``torch.uint8``, for 0 to 255.
    device
        Where the tensors shall live.
    generator
        A CPU generator: the digits come in random order, and `n` of them are a random sample. None keeps MNIST's order.

    Returns
    -------
    Digits
        ``images`` ``(N, 1, 28, 28)`` and ``labels`` ``(N,)``.

    Raises
    ------
    ValueError
        If a setting is not one of those above, or `n` is not between 1 and the number of digits there are.
    FileNotFoundError
        If COURSE_DATA names no folder, or one without MNIST's files.
    DataError
        If a file is damaged, or the full set cannot be downloaded.

    Notes
    -----
    LeCun, Bottou, Bengio & Haffner 1998, "Gradient-based learning applied to document recognition"; CC BY-SA 3.0.
    """
    if split not in _SHIPPED:
        raise ValueError(f"split is {split!r}; expected 'train' or 'test'")
    if not isinstance(dtype, torch.dtype) or not (dtype.is_floating_point or dtype == torch.uint8):
        raise ValueError(f"dtype is {dtype}; expected a floating-point type (values 0 to 1) or torch.uint8 (0 to 255)")
    images, labels = _full(split) if full else _shipped(split)
    chosen = _chosen(len(labels), n, generator, split, full)
    return Digits(
        _as_images(images[chosen], dtype, device), torch.from_numpy(labels[chosen].astype(np.int64)).to(device)
    )


def _chosen(
    available: int, n: int | None, generator: torch.Generator | None, split: str, full: bool
) -> slice | NDArray[np.int64]:
    n = available if n is None else n
    if not isinstance(n, int) or not 1 <= n <= available:
        more = "" if full else "; full=True has 60,000 to train and 10,000 to test"
        raise ValueError(f"n is {n}; expected 1 to {available}, the digits in this {split} set{more}")
    if generator is None:
        return slice(n)
    order: NDArray[np.int64] = torch.randperm(available, generator=generator)[:n].numpy()
    return order


def _as_images(pixels: NDArray[np.uint8], dtype: torch.dtype, device: torch.device | str) -> Tensor:
    # torch.tensor copies: the arrays that files are parsed into are read-only, and students write into what they get.
    images = torch.tensor(pixels, device=device).unsqueeze(1)
    return images if dtype == torch.uint8 else images.to(dtype).div_(255)


def _shipped(split: Split) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    images, labels = (_read_shipped(_ASSETS / name, sha256) for name, sha256 in _SHIPPED[split].items())
    return images, labels


def _read_shipped(path: Path, sha256: str) -> NDArray[np.uint8]:
    remedy = "install the course again (with its files as they are: no conversion of line endings, no Git LFS)"
    if not path.is_file():
        raise DataError(f"{path}, which comes with the course, is missing; {remedy}")
    packed = path.read_bytes()
    found = hashlib.sha256(packed).hexdigest()
    if found != sha256:
        raise DataError(f"{path} is damaged: its SHA-256 is {found}, expected {sha256}; {remedy}")
    return parse_idx(gzip.decompress(packed), name=str(path))


def _full(split: Split) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    images, labels = (_read_full(path, md5) for path, md5 in full_files(split))
    return images, labels


def _read_full(path: Path, md5: str) -> NDArray[np.uint8]:
    remedy = "delete it, or put MNIST's original file in its place, and try again"
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be unpacked ({error}); {remedy}") from error
    found = hashlib.md5(raw, usedforsecurity=False).hexdigest()
    if found != md5:
        raise DataError(f"{path} is damaged or not MNIST: unpacked, its MD5 is {found}, expected {md5}; {remedy}")
    return parse_idx(raw, name=str(path))
