"""Write the MNIST subset that the package ships: ``python scripts/make_mnist_subset.py FOLDER_OF_THE_FULL_FILES``.

The folder holds the four original files, as ``.gz`` or unpacked. The first 10,000 training and the first 2,000 test
digits are copied byte for byte; only the count in each header changes. The output is the same at every run.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import struct
import sys
from pathlib import Path

OUTPUT = Path(__file__).resolve().parents[1] / "course" / "assets" / "mnist"
# name: (MD5 of the unpacked original, digits to keep, bytes per digit)
FILES = {
    "train-images-idx3-ubyte": ("6bbc9ace898e44ae57da46a324031adb", 10_000, 28 * 28),
    "train-labels-idx1-ubyte": ("a25bea736e30d166cdddb491f175f624", 10_000, 1),
    "t10k-images-idx3-ubyte": ("2646ac647ad5339dbf082846283269ea", 2_000, 28 * 28),
    "t10k-labels-idx1-ubyte": ("27ae3e4e09519cfbb04c329615203637", 2_000, 1),
}


def read_original(folder: Path, name: str, md5: str) -> bytes:
    """Return the unpacked bytes of one original file, checked against its MD5."""
    packed = folder / f"{name}.gz"
    raw = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes()
    found = hashlib.md5(raw, usedforsecurity=False).hexdigest()
    if found != md5:
        sys.exit(f"{folder / name}: the MD5 is {found}; expected {md5}, that of MNIST's original file")
    return raw


def first_digits(raw: bytes, count: int, bytes_per_digit: int) -> bytes:
    """Cut an idx file down to its first `count` entries; the format is 4 bytes of type, then one size per axis."""
    header_size = 4 + 4 * raw[3]
    end = header_size + count * bytes_per_digit
    return raw[:4] + struct.pack(">I", count) + raw[8:header_size] + raw[header_size:end]


def pack(raw: bytes) -> bytes:
    """Compress without a file name or a time, so that equal input gives equal output."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as stream:
        stream.write(raw)
    return buffer.getvalue()


def main() -> None:
    """Write the four files and print their SHA-256, which ``course/data/mnist.py`` and ``LICENSES.md`` state."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder with MNIST's four original files, .gz or unpacked")
    folder = parser.parse_args().folder
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for name, (md5, count, bytes_per_digit) in FILES.items():
        packed = pack(first_digits(read_original(folder, name, md5), count, bytes_per_digit))
        (OUTPUT / f"{name}.gz").write_bytes(packed)
        print(f"{hashlib.sha256(packed).hexdigest()}  {name}.gz")


if __name__ == "__main__":
    main()
