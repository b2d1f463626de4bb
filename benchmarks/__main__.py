"""Run every benchmark, ours and the peer's in turn in one process, and print medians and their ratio."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

import torch

from benchmarks.browser import browser
from benchmarks.common import ROOT, mnist_folder, side_by_side
from benchmarks.explorers import explorer_event, vae_plane_event, vae_slider_event
from benchmarks.training import one_epoch, one_epoch_beside_another_program, vae_training
from course.data import digits

NOTEBOOK = ROOT / "source" / "3-1-convolution" / "convolution.ipynb"


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
    first_cell = (
        "from course import checks, draw; from course.data import digits; from course.figures import show; "
        "from course.explorers import ConvolutionExplorer; from course.models import matrix_of"
    )
    times = [
        float(subprocess.run([sys.executable, "-c", code.format(first_cell)], check=True, capture_output=True).stdout)
        for _ in range(5)
    ]
    print(f"{'the notebook imports of course, after torch':44} {statistics.median(times):9.1f} ms")


if __name__ == "__main__":
    for benchmark in (
        imports,
        load_digits,
        explorer_event,
        vae_slider_event,
        vae_plane_event,
        browser,
        one_epoch,
        one_epoch_beside_another_program,
        vae_training,
        notebook,
    ):
        benchmark()
