"""A result that is folded until it has been predicted, with the prediction beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

from IPython.display import display, update_display
from IPython.utils.capture import capture_output

from course.figures.mime_bundle import WIDGET_VIEW
from course.predictions.answers import Truth, written
from course.predictions.form import WITHOUT
from course.predictions.question import PAPER, Question, question_named

Bundle = dict[str, Any]
FOLDED = f"The result is folded until you have predicted it, or chosen “{WITHOUT}”, in the cell above."
STILL = f"<p>(A still picture: with “{WITHOUT}”, in the cell above, its controls can be moved.)</p>"


@contextmanager
def result_of(name: str, *, truth: Truth, why: str, within: float = 0.0) -> Iterator[None]:
    """Show what the block prints and displays: folded until it was predicted, then with one's prediction, and why.

    Parameters
    ----------
    name
        Of the question that `course.predictions.predict` asked.
    truth
        The right answer: one of the texts to choose from, a number, or ``(height, width)``; best of all, computed.
    why
        A sentence or two.
    within
        By how much a predicted number may differ and still be right.

    Raises
    ------
    ValueError
        If the truth is no answer to the question.

    Examples
    --------
    ::

        with result_of("smaller", truth=tuple(smaller.shape[-2:]), why="Each step of two pixels gives one."):
            show(pictures([image, smaller], ["input", "smaller"]), alt="...")
    """
    captured = None
    try:
        with capture_output(stderr=False) as captured:
            yield
    except BaseException:
        if captured:
            captured.show()
        raise
    results: list[Bundle] = [{"text/plain": captured.stdout.rstrip("\n")}] if captured.stdout.strip() else []
    results += [dict(output.data) for output in captured.outputs]
    asked = question_named(name)
    if asked:
        asked.judge(truth, within)
    if asked and asked.settled:
        for bundle in _told(results, asked, truth, why):
            display(bundle, raw=True)
        return
    ids = [f"result-{name}-{number}" for number in range(len(results) + 1)]
    for display_id, bundle in zip(ids, _folded(results, truth, why), strict=True):
        display(bundle, raw=True, display_id=display_id)
    if asked:
        asked.waiting = lambda: _unfold(asked, ids, results, truth, why, within)


def _unfold(asked: Question, ids: Sequence[str], results: list[Bundle], truth: Truth, why: str, within: float) -> None:
    asked.judge(truth, within)
    for display_id, bundle in zip(ids, _told(results, asked, truth, why), strict=True):
        update_display(bundle, raw=True, display_id=display_id)


def _told(results: list[Bundle], asked: Question, truth: Truth, why: str) -> list[Bundle]:
    """The results, and below them what was predicted, what it is, and why."""
    return [*results, _verdict(asked, truth, why)]


def _verdict(asked: Question | None, truth: Truth, why: str) -> Bundle:
    prediction = asked.prediction if asked else None
    words = f"The answer: {written(truth)}."
    if prediction:
        words = f"You predicted: {prediction.guess} ({prediction.sure}). "
        words += "✓ So it is." if prediction.right else f"✗ It is: {written(truth)}."
    head, text = escape(words), f"{words} {why}"
    return {"text/html": f'<div style="{PAPER}"><b>{head}</b> {escape(why)}</div>', "text/plain": text}


def _folded(results: list[Bundle], truth: Truth, why: str) -> list[Bundle]:
    """All of it in the first output, behind a line to click; the others keep the places of what comes later."""
    pages = [_page(bundle) for bundle in [*results, _verdict(None, truth, why)]]
    page = f'<details style="{PAPER}"><summary>{WITHOUT}</summary>{"".join(pages)}</details>'
    return [{"text/html": page, "text/plain": FOLDED}, *({"text/html": "", "text/plain": ""} for _ in results)]


def _page(bundle: Bundle) -> str:
    page = bundle.get("text/html") or f"<pre>{escape(bundle.get('text/plain', ''))}</pre>"
    return page + (STILL if WIDGET_VIEW in bundle else "")
