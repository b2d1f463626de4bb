"""Pictures of the report: decoded, checked, made small enough, and laid down where pandoc finds them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PIL import Image

from course.data.picture_files import read_picture
from course.report.pandoc_ast import Node, emphasis, paragraph, picture, styled, words

WIDEST, TALLEST = 16.5, 8.5  # cm; an A4 page has room for two such pictures, their captions and some text
SCREEN = 100 / 2.54  # pixels per cm, as the lessons' figures are drawn; smaller pictures are not enlarged
ENDINGS = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"}
LARGEST_FILE = 50_000_000  # bytes
VS_CODE = "In VS Code, choose “Insert Image as Attachment” where it offers ways to paste."
LARGEST_SIDE = 1600  # pixels: about 250 per inch on paper


class Pictures:
    """A folder of pictures, numbered in the order of the document.

    Parameters
    ----------
    folder
        Where the files go; pandoc is run in there.
    beside
        The notebook's own folder, if it has one: VS Code pastes pictures as files into it.

    Attributes
    ----------
    files
        Names of the pictures that were such files: who gets the notebook alone does not see them.
    """

    def __init__(self, folder: Path, beside: Path | None = None) -> None:
        self._folder, self._beside = folder, beside
        self.files: list[str] = []
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
            image = read_picture(data, "the picture")
        except ValueError:  # binascii's, too
            return emphasis("(A picture that cannot be read is left out here.)")
        file, (width, height) = self._store(image, data), image.size
        scale = min(1 / SCREEN, WIDEST / width, TALLEST / height)
        return picture(file, alt or "picture without a description", scale * width)

    def named(self, target: str, alt: str, attached: Mapping[str, str]) -> Node:
        """Return a picture that a text names: attached, written into the text, or lying beside the notebook."""
        kind, _, rest = target.partition(":")
        plain = unquote_to_bytes(rest or target).decode(errors="replace")
        if kind == "attachment" and (name := next((name for name in (plain, rest) if name in attached), "")):
            return self.inline(attached[name], alt)
        if kind == "data" and rest.startswith("image/") and ";base64," in rest:
            return self.inline(rest.partition(",")[2], alt)
        if not rest and (content := self._file(plain)):
            return self.inline(content, alt)
        name = f" “{alt}”" if alt else ""
        return emphasis(
            f"(The picture{name} is not in the notebook: paste it into the cell to have it here. {VS_CODE})"
        )

    def _file(self, name: str) -> bytes:
        """Content of a picture in the notebook's folder or below; empty for anything else."""
        if self._beside is None or Path(name).suffix.lower() not in ENDINGS:
            return b""
        path = (self._beside / name).resolve()
        if not path.is_relative_to(self._beside.resolve()) or not path.is_file() or path.stat().st_size > LARGEST_FILE:
            return b""
        self.files.append(name)
        return path.read_bytes()

    def _store(self, image: Image.Image, data: bytes) -> str:
        """Write a picture: its file as it was where Word shows the same, else at a size that paper can use."""
        self._stored += 1
        photo = data.startswith(b"\xff\xd8")
        name = f"picture-{self._stored}.{'jpeg' if photo else 'png'}"
        if image.format in ("PNG", "JPEG") and max(image.size) <= LARGEST_SIDE:
            (self._folder / name).write_bytes(data)
            return name
        small = image.copy()
        small.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        plain = not photo and small.mode in ("1", "L", "LA", "P", "RGBA")
        (small if plain else small.convert("RGB")).save(self._folder / name)
        return name
