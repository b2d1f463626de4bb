"""The button with which students bring a picture of their own."""

from __future__ import annotations

import html
import importlib
import io
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets
import numpy as np
from PIL import Image
from torch import Tensor

from course.data.images import SAMPLE, Size, decode_image, load_image
from course.figures.data_urls import image_tag

# Named one by one: with "image/*", iPhones hand over HEIC files, which few programs can read, instead of JPEG.
ACCEPT = ".jpg,.jpeg,.png,.webp,.gif,.bmp,.tif,.tiff"
_PREVIEW_SIDE = 160  # pixels


class ImageChoice(widgets.VBox):
    """A labelled upload button, what became of the last file, and a small preview; see `course.data.choose_image`."""

    def __init__(self, *, size: Size | None = None, grayscale: bool = False, max_side: int | None = 1024) -> None:
        self._settings: dict[str, Any] = {"size": size, "grayscale": grayscale, "max_side": max_side}
        self._status = widgets.HTML()
        self._preview = widgets.HTML()
        self._show(load_image(SAMPLE, **self._settings), "the course's sample photograph")
        parts = [self._status, self._preview]
        colab_files = _colab_files()
        if colab_files is None:
            self.upload = widgets.FileUpload(
                accept=ACCEPT, multiple=False, description="Choose a picture", layout=widgets.Layout(width="20em")
            )
            on_upload(self.upload, self._take)
            parts.insert(0, self.upload)
        super().__init__(parts)
        if colab_files is not None:
            self._take(list(colab_files.upload().items()))

    @property
    def image(self) -> Tensor:
        """The chosen picture, or the sample until there is one: a new tensor ``(1, C, H, W)``, float32, 0 to 1."""
        return self._image.clone()

    def __repr__(self) -> str:
        """Say what is in use where no widget can be shown, as on a feedback page."""
        return f"ImageChoice({self._name}, {self._image.shape[2]} × {self._image.shape[3]} pixels)"

    def _take(self, files: list[tuple[str, bytes]]) -> None:
        if not files:  # the dialog was cancelled
            return
        name, content = files[-1]
        try:
            self._show(decode_image(content, name=name, **self._settings), name)
        except ValueError as error:
            self._status.value = (
                f'<p role="alert"><b>Not used:</b> {html.escape(str(error))}. The old picture stays.</p>'
            )

    def _show(self, image: Tensor, name: str) -> None:
        self._image, self._name = image, name
        _, channels, height, width = image.shape
        self._preview.value = image_tag(preview_png(image), "png", f"preview of {name}")
        self._status.value = (
            f'<p role="status">In use: {html.escape(name)}, {height} × {width} pixels (height × width), '
            f"{'grey' if channels == 1 else 'colour'}. Photographs of up to 10 MB can be uploaded.</p>"
        )


def _colab_files() -> Any:
    """Colab's module for uploads, or None elsewhere: its dialog opens at once, other places show a button."""
    try:
        return importlib.import_module("google.colab.files")
    except ImportError:
        return None


def on_upload(button: widgets.FileUpload, take: Callable[[list[tuple[str, bytes]]], None]) -> None:
    """Call ``take`` with the names and contents of each upload."""

    def on_value(change: Any) -> None:
        if files := uploaded_files(change["new"]):
            button.set_trait("value", type(change["new"])())  # else the same file would be no change the next time
            take(files)

    button.observe(on_value, "value")


def uploaded_files(value: Any) -> list[tuple[str, bytes]]:
    """Return names and contents from ``FileUpload.value``: a dict by name in ipywidgets 7, a tuple of dicts in 8."""
    if isinstance(value, Mapping):
        return [(name, bytes(file["content"])) for name, file in value.items()]
    return [(file["name"], bytes(file["content"])) for file in value]


def preview_png(image: Tensor, *, max_side: int = _PREVIEW_SIDE) -> bytes:
    """Return a picture ``(1, C, H, W)``, values between 0 and 1, as a PNG file of at most `max_side` pixels a side."""
    pixels = image[0].permute(1, 2, 0).mul(255).round().byte().numpy()
    picture = Image.fromarray(np.ascontiguousarray(pixels.squeeze(-1) if pixels.shape[-1] == 1 else pixels))
    picture.thumbnail((max_side, max_side))
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", compress_level=1)
    return buffer.getvalue()
