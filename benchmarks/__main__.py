"""Run every benchmark, ours and the peer's in turn in one process, and print medians and their ratio."""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import time

import torch
from torch import Tensor

from benchmarks.common import ROOT, mnist_folder, side_by_side
from benchmarks.training import one_epoch, one_epoch_beside_another_program, vae_training
from course.data import digits
from course.explorers import ConvolutionExplorer, LatentSlidersExplorer
from course.vae import conv_vae

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


def explorer_event() -> None:
    """One step of the explorer, ours as SVG against the same input, kernel and output drawn by matplotlib."""
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


def vae_slider_event() -> None:
    """One step of a latent slider, the digit's part, against the decoded digit drawn by matplotlib."""
    from matplotlib.figure import Figure

    model = conv_vae(10).eval()
    x, labels = digits("test", n=100)

    def decode(codes: Tensor) -> Tensor:
        return torch.sigmoid(model.decode(codes))

    explorer = LatentSlidersExplorer({"vae": (lambda images: model.encode(images)[0], decode)}, x, labels)
    explorer._shows_films.value = False
    slider = explorer._sliders[0]
    code = torch.zeros(1, 10)
    png = io.BytesIO()

    def ours() -> None:
        slider.value = slider.value + 0.1 if slider.value < 2.9 else slider.min

    @torch.no_grad()
    def peer() -> None:
        nonlocal png
        code[0, 0] = code[0, 0] + 0.1 if code[0, 0] < 2.9 else -3.0
        figure, png = Figure(), io.BytesIO()
        axis = figure.subplots()
        axis.imshow(decode(code)[0, 0].numpy(), cmap="gray", vmin=0, vmax=1)
        axis.axis("off")
        figure.savefig(png, format="png")

    side_by_side("one step of a latent slider", ours, "the decoded digit by matplotlib", peer, 50)
    sizes = len(explorer._picture.value) / 1000, len(png.getvalue()) / 1000
    print(f"{'':44} {sizes[0]:9.1f} kB to the browser {'':20} {sizes[1]:9.1f} kB")


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
    for benchmark in (
        imports,
        load_digits,
        explorer_event,
        vae_slider_event,
        one_epoch,
        one_epoch_beside_another_program,
        vae_training,
        notebook,
    ):
        benchmark()
