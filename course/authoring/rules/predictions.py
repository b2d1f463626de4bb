"""Rules for predictions: each is asked once, below the text that speaks of it, and its result comes further down."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from course.authoring.folded_code import TITLE
from course.authoring.rules.problem import Problem, called, nodes, problem

SPOKEN_OF = "*Predict*"
NEAR = 2  # cells below the text; an explorer may stand between
CALLS = ("predict", "result_of")


def predictions_have_results(notebook: NotebookNode) -> Iterator[Problem]:
    """A question has a name of its own, and below it a result of that name; the code of both is folded away."""
    asked: dict[str, NotebookNode] = {}
    for cell in notebook.cells:
        for call, name in _calls(cell):
            if call == "predict" and name in asked:
                yield problem(cell, f"the prediction {name!r} is asked twice", "give each a name of its own")
            if not TITLE.match(cell.source):
                yield problem(cell, f"the code of {call}, {name!r}, tells the answer", "begin the cell with # @title …")
            if call == "predict":
                asked.setdefault(name, cell)
    results = [name for cell in notebook.cells for call, name in _calls(cell) if call == "result_of"]
    for name, cell in asked.items():
        if not any(re.fullmatch(result, name) for result in results):
            yield problem(cell, f"the prediction {name!r} has no result", f"show it: with result_of({name!r}, ...):")


def predictions_are_asked(notebook: NotebookNode) -> Iterator[Problem]:
    """Where the text says *Predict*, a cell below it asks; the introduction only tells what the word means."""
    for number, cell in enumerate(notebook.cells[1:], start=1):
        if cell.cell_type == "markdown" and SPOKEN_OF in cell.source:
            below = notebook.cells[number + 1 : number + 1 + NEAR]
            if not any(call == "predict" for other in below for call, _ in _calls(other)):
                yield problem(cell, f"the text says {SPOKEN_OF}, and no cell below asks", "ask with predict(...)")


def _calls(cell: NotebookNode) -> Iterator[tuple[str, str]]:
    """Calls of `predict`, with the name, and of `result_of`, with a pattern for it: it may be an f-string."""
    for node in nodes(cell.source) if cell.cell_type == "code" else ():
        if isinstance(node, ast.Call) and called(node) in CALLS and node.args:
            first = node.args[0]
            parts = first.values if isinstance(first, ast.JoinedStr) else [first]
            texts = [str(part.value) if isinstance(part, ast.Constant) else None for part in parts]
            if called(node) == "predict":
                yield "predict", "".join(text or "" for text in texts)
            else:
                yield "result_of", "".join(re.escape(text) if text is not None else ".+" for text in texts)
