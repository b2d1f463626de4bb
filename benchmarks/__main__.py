"""Run every benchmark, ours and the peer's in turn in one process, and print medians and their ratio."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import torch
from torch import nn

from course.autoencoders import strided_autoencoder
from course.data import digits
from course.explorers import ConvolutionExplorer
from course.threads import FastestThreads
from course.training import train

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "source" / "3-1-convolution" / "convolution.ipynb"


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
def mnist_folder() -> Iterator[str]:
    """A folder with the shipped digits where torchvision looks for MNIST."""
    import gzip
    import shutil

    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "MNIST" / "raw"
        raw.mkdir(parents=True)
        for packed in (ROOT / "course" / "assets" / "mnist").glob("*.gz"):
            with gzip.open(packed) as source, (raw / packed.stem).open("wb") as target:
                shutil.copyfileobj(source, target)
        yield folder


def load_digits() -> None:
    """The shipped 12,000 digits as tensors, ours against torchvision's Dataset read through a DataLoader."""
    from torch.utils.data import DataLoader
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    with mnist_folder() as folder:

        def peer() -> None:
            for train in (True, False):
                loader = DataLoader(MNIST(folder, train=train, transform=ToTensor()), batch_size=1000)
                torch.cat([images for images, _ in loader])

        def ours() -> None:
            digits("train"), digits("test")

        side_by_side("load 10,000 + 2,000 digits as float tensors", ours, "torchvision Dataset + DataLoader", peer, 5)


def explorer_event() -> None:
    """One step of the explorer, ours as SVG against the same input, kernel and output drawn by matplotlib."""
    import io

    from matplotlib.figure import Figure

    explorer = ConvolutionExplorer(input_size=7, kernel_size=3, padding=1)
    position = explorer._position

    def ours() -> None:
        position.value = (position.value + 1) % (position.max + 1)

    def peer() -> None:
        figure = Figure(figsize=(9, 4))
        for axis, size in zip(figure.subplots(1, 3), (9, 3, 7), strict=True):
            axis.imshow(torch.zeros(size, size).numpy())
            for row in range(size):
                for column in range(size):
                    axis.text(column, row, "1", ha="center", va="center")
        figure.savefig(io.BytesIO(), format="png")

    side_by_side("one step of the convolution explorer", ours, "the same grids by matplotlib", peer, 15)
    print(f"{'':44} {len(explorer._picture.value) / 1000:9.1f} kB to the browser")


def one_epoch() -> None:
    """The strided autoencoder once through 10,000 digits, with `train` against the loop that tutorials show.

    Both with one thread: what more threads do where others need the cores is measured below.
    """
    from torch.utils.data import DataLoader
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    x = digits("train").images
    with mnist_folder() as folder:
        dataset = MNIST(folder, transform=ToTensor())

        def ours() -> None:
            train(strided_autoencoder(8), x, epochs=1, learning_rate=4e-3)

        def peer() -> None:
            model = strided_autoencoder(8)
            optimiser = torch.optim.Adam(model.parameters(), lr=4e-3)
            for images, _ in DataLoader(dataset, batch_size=64, shuffle=True):
                loss = nn.functional.mse_loss(model(images), images)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()

        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        side_by_side("one epoch of the strided autoencoder", ours, "Dataset, ToTensor, DataLoader", peer, 1)
        torch.set_num_threads(threads)


def one_epoch_beside_another_program() -> None:
    """2,500 digits while another program keeps one core busy, with `FastestThreads` against torch's own choice."""
    x = digits("train", n=2500).images

    def ours() -> None:
        train(strided_autoencoder(8), x, epochs=1, learning_rate=4e-3)

    def peer() -> None:  # on a device that is no CPU, threads stay as they are
        with mock.patch("course.training.FastestThreads", return_value=FastestThreads(torch.device("meta"))):
            ours()

    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        side_by_side(
            "2,500 digits, one core taken by others", ours, f"always {torch.get_num_threads()} threads", peer, 1
        )
    finally:
        busy.kill()
        busy.wait()


def notebook() -> None:
    """The solution notebook from start to end in the grading profile."""
    command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", str(NOTEBOOK), "-p", "no:cacheprovider"]
    environment = os.environ | {"COURSE_PROFILE": "grading"}
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    print(f"{'solution notebook 3-1 under nbval':44} {statistics.median(times):9.1f} s    (limit: 30 s)")


def imports() -> None:
    """What a kernel waits for at a notebook's first cell, beyond torch itself."""
    code = "import time, torch; t = time.perf_counter(); {}; print(1000 * (time.perf_counter() - t))"
    first_cell = "import course.checks, course.conv, course.data, course.draw, course.explorers, course.plots"
    times = [
        float(subprocess.run([sys.executable, "-c", code.format(first_cell)], check=True, capture_output=True).stdout)
        for _ in range(5)
    ]
    print(f"{'the notebook imports of course, after torch':44} {statistics.median(times):9.1f} ms")


if __name__ == "__main__":
    for benchmark in (imports, load_digits, explorer_event, one_epoch, one_epoch_beside_another_program, notebook):
        benchmark()
