"""One event of an explorer's slider, ours against matplotlib."""

from __future__ import annotations

import io

import torch
from matplotlib.figure import Figure
from torch import Tensor

from benchmarks.common import side_by_side
from course.data import digits
from course.explorers import ConvolutionExplorer, LatentSlidersExplorer, PlaneExplorer
from course.explorers.plane.numbers import CELLS, plane_codes
from course.models.pretrained import pretrained_vae
from course.models.vae import dense_vae, negative_elbo
from course.training.loop import train


def explorer_event() -> None:
    """One step of the explorer, ours as SVG against the same input, kernel and output drawn by matplotlib."""
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
    model = pretrained_vae(10)
    x, labels = digits("test", n=100)

    def decode(codes: Tensor) -> Tensor:
        return torch.sigmoid(model.decode(codes))

    explorer = LatentSlidersExplorer({"vae": (lambda images: model.encode(images)[0], decode)}, x, labels)
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
    sizes = len(explorer._decoded.value) / 1000, len(png.getvalue()) / 1000
    print(f"{'':44} {sizes[0]:9.1f} kB to the browser {'':20} {sizes[1]:9.1f} kB")


def vae_plane_event() -> None:
    """One step of the reach of a plane of 20 × 20 digits, the lesson's fully connected network, against matplotlib."""
    model = dense_vae(2)
    train(model, digits("train").images, epochs=3, loss=negative_elbo, batch_size=128, title="")

    def decode(codes: Tensor) -> Tensor:
        return torch.sigmoid(model.decode(codes))

    explorer = PlaneExplorer({"vae": decode})
    reach = explorer._reach
    png = io.BytesIO()

    def ours() -> None:
        reach.value = reach.value + 0.1 if reach.value < 3.9 else 1.0

    @torch.no_grad()
    def peer() -> None:
        nonlocal png
        figure, png = Figure(figsize=(6, 6)), io.BytesIO()
        axis = figure.subplots()
        rows = decode(torch.tensor(plane_codes(2.0))).reshape(CELLS, CELLS, 28, 28)
        axis.imshow(rows.transpose(1, 2).reshape(28 * CELLS, 28 * CELLS).numpy(), cmap="gray")
        axis.axis("off")
        figure.savefig(png, format="png")

    side_by_side("one step of a plane of 20 × 20 digits", ours, "the same plane by matplotlib", peer, 30)
    sizes = len(explorer._picture.value) / 1000, len(png.getvalue()) / 1000
    print(f"{'':44} {sizes[0]:9.1f} kB to the browser {'':20} {sizes[1]:9.1f} kB")
