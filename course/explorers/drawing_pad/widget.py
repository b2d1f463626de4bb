"""The drawing pad: a digit of the student's own, drawn or photographed, and what a network makes of it at once."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from pathlib import Path

import ipywidgets as widgets
from matplotlib.figure import Figure
from torch import Tensor

from course.data.images import decode_image
from course.data.photo_digit import digit_from_photo
from course.data.strokes import EXAMPLE, PAD, digit_from_strokes, parse_strokes
from course.explorers.base import Explorer
from course.explorers.drawing_pad.figure import BLANK, SEEN, Drawn, draw, draw_png, draw_rows
from course.explorers.drawing_pad.words import KEYS, describe
from course.explorers.image_choice.widget import ACCEPT, on_upload
from course.explorers.tensors import checked_digits, grey_levels
from course.figures.data_urls import address
from course.figures.palette import BLACK, HIGHLIGHT
from course.figures.plots import DPI, figure_bytes
from course.figures.png import grey_png
from course.figures.svg import picture
from course.figures.svg_digits import SIDE
from course.wording import counted

Answer = Callable[[Tensor], Mapping[str, Tensor] | Figure]
"""From a digit, ``(1, 1, 28, 28)``, to rows of digits by name, each ``(n, 1, 28, 28)``, or to any figure."""
_SCRIPT = Path(__file__).parents[2] / "assets" / "pad.js"
_START = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="  # one clear pixel
_PHOTOGRAPH = "a photograph"  # in place of strokes: the paper is empty, and clearing it is a change


class DrawingPad(Explorer):
    """A place to draw a digit, with the answer of a network beside it; show it by naming it in a cell's last line.

    It begins with an example, so that a notebook runs through without anybody drawing.

    Parameters
    ----------
    answer
        Called with the digit, ``(1, 1, 28, 28)`` in [0, 1], whenever the pen is lifted. What it returns is shown: rows
        of digits by name, each ``(n, 1, 28, 28)``, or any figure, which takes longer. None shows the digit only.
    alt
        What the answer shows, in words, for who cannot see it; needed with an `answer`.
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
        error stands in its place.
    """

    def __init__(self, answer: Answer | None = None, *, alt: str = "", strokes: str = EXAMPLE) -> None:
        if answer is not None and not alt.strip():
            raise ValueError("alt is empty; say in a sentence what the answer shows")
        parse_strokes(strokes)
        self._answer, self._alt = answer, alt
        self._strokes = widgets.Text(strokes, layout={"display": "none"})
        self._strokes.add_class("course-pad-strokes")
        self._seen, self._shown = widgets.HTML(), widgets.HTML(layout={"flex": "1 1 300px", "min_width": "0"})
        self._shown.add_class("course-pad-answer")
        self.upload = widgets.FileUpload(
            accept=ACCEPT, multiple=False, description="Photograph of a digit", layout={"width": "max-content"}
        )
        canvas = widgets.HTML(_canvas())
        left = widgets.VBox([canvas, self.upload], layout={"flex": "0 0 auto"})
        row = widgets.HBox([left, self._seen, self._shown], layout={"flex_flow": "row wrap", "grid_gap": "16px"})
        self.widget = widgets.VBox([row, self._strokes])
        self.widget.add_class("course-pad")
        self._strokes.observe(self._on_strokes, "value")
        on_upload(self.upload, self._on_files)
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
        return draw(self._levels, self.words(), self._drawn, self._alt)

    def words(self) -> str:
        """Say what the pad holds, and how large it came out."""
        return describe(self._source, self._levels)

    def _on_strokes(self, _: object = None) -> None:
        if self._strokes.value == _PHOTOGRAPH:
            return
        try:
            strokes = parse_strokes(self._strokes.value)
        except ValueError as error:
            self._say(f"<b>Not used:</b> {html.escape(str(error))}.")
            return
        source = "An example" if self._strokes.value == EXAMPLE else f"Drawn, {counted(len(strokes), 'stroke')}"
        self._take(digit_from_strokes(strokes) if strokes else None, source)

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
        self._levels = None if digit is None else grey_levels(digit)[0]
        self._drawn: Drawn | None = None
        self._say("Clear the example and draw a digit of your own." if source == "An example" else "")
        if digit is None or self._answer is None:
            self._shown.value = ""
            return
        try:
            self._drawn = draw_answer(self._answer(digit.clone()))
        except Exception as error:  # the student's own function: whatever it raises is theirs to read, here
            failure = html.escape(f"{type(error).__name__}: {error}")
            self._shown.value = f'<p role="alert"><b>Your function failed:</b> {failure}</p>'
        else:
            self._shown.value = picture(self._drawn.height, self._alt, "", self._drawn.body, width=self._drawn.width)

    def _say(self, note: str) -> None:
        """Show what networks will see, in words, too, and a note."""
        source = address(grey_png(self._levels or BLANK, SIDE), "png")
        self._seen.value = (
            '<div style="width:150px;line-height:1.4">'
            f'<img alt="" width="{SEEN}" height="{SEEN}" style="image-rendering:pixelated" src="{source}">'
            f'<p>What networks see. <span class="course-words">{html.escape(self.words())}</span></p>'
            f"<p>{note}</p></div>"
        )


def draw_answer(answer: object) -> Drawn:
    """Draw rows of digits, at once, or a figure, which takes matplotlib a tenth of a second.

    Raises
    ------
    TypeError
        If it is neither.
    ValueError
        If a row is no ``(n, 1, 28, 28)`` or has a value that is NaN or infinite; the message names the row.
    """
    if isinstance(answer, Figure):
        width, height = (round(side * DPI) for side in answer.get_size_inches())
        return draw_png(figure_bytes(answer, "png"), width, height)
    if isinstance(answer, Mapping) and answer:
        rows = {str(name): checked_digits(f"row {name!r}", pictures, "n") for name, pictures in answer.items()}
        return draw_rows({name: grey_levels(pictures) for name, pictures in rows.items()})
    wanted = "rows of digits by name, {'rebuilt': a tensor (n, 1, 28, 28)}, or a figure"
    raise TypeError(f"it returned {repr(answer)[:40]}; expected {wanted}")


def _canvas() -> str:
    """Lay out the paper and its buttons, and start the script in each view: markup set by widgets runs no <script>."""
    label = f"drawing pad. {KEYS}"
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
        f'<p style="margin:4px 0">{KEYS}</p>'
        f'<img hidden alt="" src="{_START}" onload="{html.escape(_SCRIPT.read_text())}(this.parentNode)"></div>'
    )
