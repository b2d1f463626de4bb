"""What the benchmarks share: the clock, the table's lines, and MNIST where torchvision looks for it."""

from __future__ import annotations

import gzip
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import course.data.torchvision_operators  # noqa: F401  # the peers import torchvision
from course.data.mnist_full import full_files

ROOT = Path(__file__).resolve().parents[1]


def milliseconds(work: Callable[[], object]) -> float:
    """Time of one call."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def side_by_side(what: str, ours: Callable[[], object], peer_name: str, peer: Callable[[], object], runs: int) -> None:
    """Print the medians of both over alternating runs, after one warm-up each."""
    ours(), peer()
    pairs = [(milliseconds(ours), milliseconds(peer)) for _ in range(runs)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"{what:44} {mine:9.1f} ms   {peer_name:34} {theirs:9.1f} ms   {ratio:5.1f} times")


@contextmanager
def mnist_folder(*, full: bool = False) -> Iterator[str]:
    """A folder with the shipped digits, or with all of them, where torchvision looks for MNIST."""
    shipped = (ROOT / "course" / "assets" / "mnist").glob("*.gz")
    files = [path for split in ("train", "test") for path, _ in full_files(split)] if full else shipped
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "MNIST" / "raw"
        raw.mkdir(parents=True)
        for file in files:
            unpack = gzip.open if file.suffix == ".gz" else open
            with unpack(file, "rb") as source, (raw / file.name.removesuffix(".gz")).open("wb") as target:
                shutil.copyfileobj(source, target)
        yield folder
