"""The drawing pad: a digit of the student's own, drawn or photographed, and what a network makes of it at once."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import ipywidgets as widgets
from matplotlib.figure import Figure
from torch import Tensor

from course.data.images import decode_image
from course.data.photo_digit import digit_from_photo
from course.data.strokes import EXAMPLE, PAD, SIDE, digit_from_strokes, parse_strokes
from course.data.upload import ACCEPT, uploaded_files
from course.explorers.digits_drawing import image
from course.explorers.still import Explorer
from course.markup import image_tag
from course.palette import BLACK, HIGHLIGHT
from course.plots import DPI

Answer = Callable[[Tensor], Figure]
"""From a digit, ``(1, 1, 28, 28)``, to the figure to show beside it."""

_SCRIPT = Path(__file__).parents[1] / "assets" / "pad.js"
_START = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="  # one clear pixel
_KEYS = "Draw with a mouse, a pen or a finger; or move with the arrow keys, and lower and lift the pen with space."
_PHOTOGRAPH = "a photograph"  # in place of strokes: the paper is empty, and clearing it is a change
_SEEN, _GAP = 140, 16  # pixels on the page: side of the picture that networks see, and what is left beside it


class _Pictured(NamedTuple):
    """An answer's figure as a PNG file, and its size in pixels."""

    png: bytes
    width: int
    height: int


class DrawingPad(Explorer):
    """A place to draw a digit, with the answer of a network beside it; show it by naming it in a cell's last line.

    It begins with an example, so that a notebook runs through without anybody drawing.

    Parameters
    ----------
    answer
        Called with the digit, ``(1, 1, 28, 28)`` in [0, 1], whenever the pen is lifted; the figure that it returns is
        shown. None shows the digit only.
    alt
        What the figure shows, in words, for who cannot see it; needed with an `answer`.
    strokes
        What is drawn at first: an SVG path of M and L, whole numbers 0 to 280; ``""`` for an empty pad.

    Attributes
    ----------
    upload
        The button for a photograph instead.

    Raises
    ------
    ValueError
        If `strokes` is no such path, or an `answer` comes without `alt`. An `answer` that fails raises nothing: its
        error stands where its figure should.
    """

    def __init__(self, answer: Answer | None = None, *, alt: str = "", strokes: str = EXAMPLE) -> None:
        if answer is not None and not alt.strip():
            raise ValueError("alt is empty; say in a sentence what the figure of the answer shows")
        parse_strokes(strokes)
        self._answer, self._alt = answer, alt
        self._strokes = widgets.Text(strokes, layout={"display": "none"})
        self._strokes.add_class("course-pad-strokes")
        self._seen, self._shown = widgets.HTML(), widgets.HTML(layout={"flex": "1 1 300px", "min_width": "0"})
        self.upload = widgets.FileUpload(
            accept=ACCEPT, multiple=False, description="Photograph of a digit", layout={"width": "max-content"}
        )
        canvas = widgets.HTML(_canvas())
        left = widgets.VBox([canvas, self.upload], layout={"flex": "0 0 auto"})
        row = widgets.HBox([left, self._seen, self._shown], layout={"flex_flow": "row wrap", "grid_gap": "16px"})
        self.widget = widgets.VBox([row, self._strokes])
        self.widget.add_class("course-pad")
        self._strokes.observe(self._on_strokes, "value")
        self.upload.observe(lambda change: self._on_files(uploaded_files(change["new"])), "value")
        self._on_strokes()

    @property
    def digit(self) -> Tensor:
        """What is drawn, or on the photograph that came last: a new tensor ``(1, 1, 28, 28)``, float32, 0 to 1.

        Raises
        ------
        ValueError
            If the pad is empty.
        """
        if self._digit is None:
            raise ValueError("the drawing pad is empty: draw a digit on it, then run this cell again")
        return self._digit.clone()

    def still(self) -> str:
        """Return the digit, and the answer to it, as SVG."""
        right, height = _SEEN, _SEEN
        if self._pictured is not None:
            right, height = _SEEN + _GAP + self._pictured.width, max(_SEEN, self._pictured.height)
        return _svg(right, height, self.words(), _paper(self._digit) + _beside(self._pictured))

    def words(self) -> str:
        """Say what the pad holds, and how large it came out."""
        if self._digit is None:
            return "The pad is empty."
        rows, columns = (int((self._digit[0, 0].amax(axis) > 0.2).sum()) for axis in (1, 0))
        return f"{self._source}: {rows} pixels high, {columns} wide, {float(self._digit.sum()):.0f} pixels of ink."

    def _on_strokes(self, _: object = None) -> None:
        if self._strokes.value == _PHOTOGRAPH:
            return
        try:
            strokes = parse_strokes(self._strokes.value)
        except ValueError as error:
            self._say(f"<b>Not used:</b> {html.escape(str(error))}.")
            return
        count = "1 stroke" if len(strokes) == 1 else f"{len(strokes)} strokes"
        example = self._strokes.value == EXAMPLE
        self._take(digit_from_strokes(strokes) if strokes else None, "An example" if example else f"Drawn, {count}")

    def _on_files(self, files: list[tuple[str, bytes]]) -> None:
        for name, content in files[-1:]:
            try:
                digit = digit_from_photo(decode_image(content, name=name, grayscale=True), name=name)
            except ValueError as error:
                self._say(f'<b role="alert">Not used:</b> {html.escape(str(error))}. The old digit stays.')
            else:
                self._strokes.value = _PHOTOGRAPH
                self._take(digit, f"Photograph {name}")

    def _take(self, digit: Tensor | None, source: str) -> None:
        self._digit, self._source = digit, source
        self._say("Clear the example and draw a digit of your own." if source == "An example" else "")
        self._pictured, self._shown.value = None, ""
        if digit is None or self._answer is None:
            return
        try:
            self._pictured = _drawn(self._answer(digit.clone()))
            self._shown.value = image_tag(self._pictured.png, "png", self._alt)
        except Exception as error:  # the student's own function: whatever it raises is theirs to read, here
            failure = html.escape(f"{type(error).__name__}: {error}")
            self._shown.value = f'<p role="alert"><b>Your function failed:</b> {failure}</p>'

    def _say(self, note: str) -> None:
        """Show what networks will see, in words, too, and a note."""
        seen = _svg(_SEEN, _SEEN, "", _paper(self._digit))
        self._seen.value = (
            f'<div style="width:150px;line-height:1.4">{image_tag(seen.encode(), "svg+xml", "")}'
            f"<p>What networks see. {html.escape(self.words())}</p><p>{note}</p></div>"
        )


def _canvas() -> str:
    """Lay out the paper and its buttons, and start the script in each view: markup set by widgets runs no <script>."""
    label = f"drawing pad. {_KEYS}"
    keys = 'data-lm-suppress-shortcuts="true" data-p-suppress-shortcuts="true"'  # JupyterLab's own, 4 and 3
    style = f"display:block;touch-action:none;cursor:crosshair;border-radius:6px;background:{BLACK}"
    buttons = "".join(
        f'<button type="button" class="jupyter-button widget-button" style="width:80px">{name}</button>'
        for name in ("Undo", "Clear")
    )
    return (
        f'<div style="width:{PAD}px;line-height:1.4">'
        f"<style>.course-pad svg:focus-visible {{outline: 3px solid {HIGHLIGHT}; outline-offset: -3px}}</style>"
        f'<svg role="application" tabindex="0" aria-label="{label}" {keys} width="{PAD}" height="{PAD}" '
        f'viewBox="0 0 {PAD} {PAD}" style="{style}">'
        '<path fill="none" stroke="#fff" stroke-width="24" stroke-linecap="round" stroke-linejoin="round"/>'
        f'<g color="{HIGHLIGHT}" stroke="currentColor" stroke-width="3" fill="none"><circle r="9"/></g></svg>'
        f'<div style="display:flex;gap:4px;align-items:center;margin-top:4px">{buttons}</div>'
        '<p role="status" style="min-height:1.4em;margin:0"></p>'
        f'<p style="margin:4px 0">{_KEYS}</p>'
        f'<img hidden alt="" src="{_START}" onload="{html.escape(_SCRIPT.read_text())}(this.parentNode)"></div>'
    )


def _svg(width: int, height: int, title: str, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{html.escape(title)}</title>{body}</svg>'
    )


def _paper(digit: Tensor | None) -> str:
    if digit is None:
        return f'<rect width="{_SEEN}" height="{_SEEN}" fill="{BLACK}"/>'
    return image(0, 0, _SEEN / SIDE, digit[0].permute(1, 2, 0))


def _beside(pictured: _Pictured | None) -> str:
    if pictured is None:
        return ""
    data = base64.b64encode(pictured.png).decode("ascii")
    size = f'width="{pictured.width}" height="{pictured.height}"'
    return f'<image x="{_SEEN + _GAP}" {size} href="data:image/png;base64,{data}"/>'


def _drawn(figure: Figure) -> _Pictured:
    if not isinstance(figure, Figure):
        raise TypeError(f"it returned {type(figure).__name__}; expected a figure, of digit_rows(...) say")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    width, height = (round(side * DPI) for side in figure.get_size_inches())
    return _Pictured(buffer.getvalue(), width, height)
