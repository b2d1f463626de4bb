"""Where the full MNIST lies: in the folder named by COURSE_DATA, in the cache, or, before the first use, on the web."""

from __future__ import annotations

import os
from pathlib import Path

# images and labels of each split, and the MD5 of the unpacked files
_FULL = {
    "train": {
        "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
        "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    },
    "test": {
        "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
        "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
    },
}
_CACHE = Path("~/.cache/course")


def full_files(split: str) -> list[tuple[Path, str]]:
    """Return the paths of the full set's image and label files, with the MD5 that each must have unpacked.

    COURSE_DATA is only ever read; without it, missing files are downloaded into the cache, in torchvision's layout.

    Raises
    ------
    FileNotFoundError
        If COURSE_DATA names no folder, or one that lacks a file.
    DataError
        If a download fails.
    """
    wanted = _FULL[split]
    named = os.environ.get("COURSE_DATA")
    folder = Path(named or _CACHE).expanduser()
    if named and not folder.is_dir():
        raise FileNotFoundError(
            f"the environment variable COURSE_DATA names {folder}, which is not a folder; expected one with MNIST's "
            "files. Correct it, or unset it to have them downloaded"
        )
    found = {name: _find(folder, name) for name in wanted}
    missing = [name for name, path in found.items() if path is None]
    if missing and named:
        raise FileNotFoundError(
            f"the folder {folder}, named by the environment variable COURSE_DATA, has no {' and no '.join(missing)} "
            "(nor the same with .gz), neither in itself nor in MNIST/raw; put the files there, or unset COURSE_DATA "
            "to have them downloaded"
        )
    if missing:
        from course.data.mnist_download import download  # imports torchvision, which takes a second

        download(folder)
        found = {name: folder / "MNIST" / "raw" / name for name in wanted}
    return [(path, wanted[name]) for name, path in found.items() if path is not None]


def full_folder() -> Path | None:
    """Return the folder in which `full_files` looks, or None where it would have to download something first."""
    named = os.environ.get("COURSE_DATA")
    folder = Path(named or _CACHE).expanduser()
    whole = all(_find(folder, name) for files in _FULL.values() for name in files)
    return folder if named or whole else None


def _find(folder: Path, name: str) -> Path | None:
    dotted = name.replace("-idx", ".idx")  # as some programs unpack them, others into a folder of that name
    for parent in (folder / "MNIST" / "raw", folder, folder / name, folder / dotted):
        for path in (parent / name, parent / f"{name}.gz", parent / dotted, parent / f"{dotted}.gz"):
            if path.is_file():
                return path
    return None
