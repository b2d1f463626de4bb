"""Predictions in a notebook: what its cells ask, and what stands in their outputs, which anybody can have written."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from course.notebook.cells import Cell, inner, text_of

PREDICTION: Final = "application/vnd.course.prediction+json"
"""Media type of a prediction in the output of the cell that asks for it."""
SURE: Final = ("a guess", "fairly sure", "certain")
"""How sure one can say to be."""
LONGEST = 60  # characters of a guess
MOST_OUTPUTS = 20  # of a cell are looked at


@dataclass(frozen=True)
class Prediction:
    """What somebody predicted.

    Attributes
    ----------
    name
        Of the question.
    guess
        The answer, as text.
    sure
        One of `SURE`.
    right
        Whether it turned out to be so; None as long as the result has not been seen.
    """

    name: str
    guess: str
    sure: str
    right: bool | None = None


def questions_in(cells: Iterable[Cell]) -> dict[str, str]:
    """Questions that an author's cells ask with ``predict("name", "question", ...)``, by name, in their order."""
    found: dict[str, str] = {}
    for cell in cells:
        if cell.get("cell_type") == "code" and "predict(" in text_of(cell):
            found.update(_asked(text_of(cell)))
    return found


def predictions_in(cells: Iterable[Any]) -> dict[str, Prediction]:
    """Predictions in the outputs of cells, by name: untrusted, of a bounded length, without what cannot be read."""
    found: dict[str, Prediction] = {}
    for cell in cells:
        for content in _contents(cell):
            if prediction := _read(content):
                found[prediction.name] = prediction
    return found


def _asked(text: str) -> Iterator[tuple[str, str]]:
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "predict":
            given = [argument.value for argument in node.args[:2] if isinstance(argument, ast.Constant)]
            if len(given) == 2:
                yield str(given[0]), str(given[1])


def _contents(cell: Any) -> Iterator[Mapping[str, Any]]:
    outputs = cell.get("outputs") if isinstance(cell, Mapping) else None
    for output in outputs[:MOST_OUTPUTS] if isinstance(outputs, list) else ():
        if isinstance(output, Mapping) and (content := inner(inner(output, "data"), PREDICTION)):
            yield content


def _read(content: Mapping[str, Any]) -> Prediction | None:
    name, guess, sure, right = (content.get(key) for key in ("name", "guess", "sure", "right"))
    if not (isinstance(name, str) and isinstance(guess, str) and guess.strip()) or sure not in SURE:
        return None
    words = "".join(letter if letter.isprintable() else " " for letter in guess[: LONGEST + 1]).strip()
    guess = words if len(words) <= LONGEST else words[:LONGEST] + "…"
    return Prediction(name[:LONGEST], guess, sure, right if isinstance(right, bool) else None)
