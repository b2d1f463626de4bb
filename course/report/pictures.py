"""Pictures of the report: decoded, checked, made small enough, and laid down where pandoc finds them."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PIL import ExifTags, Image, ImageOps

from course.report.pandoc_ast import Node, emphasis, paragraph, picture, styled, words

WIDEST, TALLEST = 16.5, 8.5  # cm; an A4 page has room for two such pictures, their captions and some text
SCREEN = 100 / 2.54  # pixels per cm, as the lessons' figures are drawn; smaller pictures are not enlarged
LARGEST_SIDE = 1600  # pixels: about 250 per inch on paper


class Pictures:
    """A folder of pictures, numbered in the order of the document.

    Parameters
    ----------
    folder
        Where the files go; pandoc is run in there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stored = 0
        self.figures = 0

    def figure(self, content: str | bytes, alt: str) -> list[Node]:
        """Return a picture with a numbered caption; a short note in its place if it cannot be read."""
        shown = self.inline(content, alt)
        if shown["t"] != "Image":
            return [paragraph(shown)]
        self.figures += 1
        caption = f"Figure {self.figures}. {alt}" if alt else f"Figure {self.figures}."
        return [styled("Captioned Figure", paragraph(shown)), styled("Image Caption", paragraph(words(caption)))]

    def inline(self, content: str | bytes, alt: str) -> Node:
        """Return a picture within a line.

        Parameters
        ----------
        content
            A file's bytes, or as text in base64.
        """
        try:
            data = base64.b64decode(content) if isinstance(content, str) else content
            with Image.open(io.BytesIO(data)) as image:
                image.load()
                turned = image.getexif().get(ExifTags.Base.Orientation, 1) != 1
                upright = ImageOps.exif_transpose(image)  # a phone's photograph: browsers turn it, Word does not
                file = self._store(upright, image.format or "", b"" if turned else data)
                width, height = upright.size
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # SyntaxError: Pillow's, for PNG
            return emphasis("(A picture that cannot be read is left out here.)")
        scale = min(1 / SCREEN, WIDEST / width, TALLEST / height)
        return picture(file, alt or "picture without a description", scale * width)

    def named(self, target: str, alt: str, attached: Mapping[str, str]) -> Node:
        """Return a picture that a text names: attached to its cell, or written into the text. No other is opened."""
        kind, _, rest = target.partition(":")
        if kind == "attachment" and (name := unquote_to_bytes(rest).decode(errors="replace")) in attached:
            return self.inline(attached[name], alt)
        if kind == "data" and rest.startswith("image/") and ";base64," in rest:
            return self.inline(rest.partition(",")[2], alt)
        name = f" “{alt}”" if alt else ""
        return emphasis(f"(The picture{name} is not in the notebook: paste it into the cell to have it here.)")

    def _store(self, image: Image.Image, kind: str, data: bytes) -> str:
        """Write a picture whose file was of that kind; ``data`` are the file's bytes if they can stay as they are."""
        self._stored += 1
        if data and kind in ("PNG", "JPEG") and max(image.size) <= LARGEST_SIDE:
            name = f"picture-{self._stored}.{kind.lower()}"
            (self._folder / name).write_bytes(data)
            return name
        photo = kind == "JPEG"
        small = image.copy()
        small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        name = f"picture-{self._stored}.{'jpeg' if photo else 'png'}"
        small.convert("RGB" if photo or small.mode not in ("1", "L", "LA", "P", "RGBA") else small.mode).save(
            self._folder / name
        )
        return name
