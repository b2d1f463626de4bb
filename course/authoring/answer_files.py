"""Which answer cells of a lesson lack known answers: right and wrong ones that its tests are tested with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from course.authoring.mutants import equivalents, record
from course.notebook.graded_cells import graded_cells
from course.notebook.known_answers import MISTAKES, KnownAnswerError, read_file

# How many of each kind an answer needs at least; the first kind is what must pass.
PROGRAM = {"right": 2, "wrong": 4}
WRITTEN = {"good": 1, "poor": 1}


def missing_answers(lesson: Path, notebook: NotebookNode) -> Iterator[str]:
    """A line for each answer cell without enough known answers, as ``file:line: cell: what; mend``.

    Parameters
    ----------
    lesson
        ``lessons/<assignment>/<notebook>.py``; known answers stand in ``answers/`` beside it.
    notebook
        The lesson as a source or released notebook.
    """
    text = lesson.read_text(encoding="utf-8")
    files = {cell.answer: ".md" if cell.written else ".py" for cell in graded_cells(notebook)}
    for name, suffix in files.items():
        path = lesson.parent / "answers" / f"{name}{suffix}"
        if what := _lacking(path, WRITTEN if suffix == ".md" else PROGRAM):
            marker = re.search(rf'"grade_id": *"{re.escape(name)}"', text)
            line = text.count("\n", 0, marker.start()) + 1 if marker else 1
            yield f"{lesson}:{line}: cell {name}: {what}"
    for path in sorted((lesson.parent / "answers").glob("*.*")):
        if files.get(path.stem) != path.suffix and path.name not in (equivalents.FILE, record.FILE, MISTAKES):
            yield f"{path}:1: no answer cell has this name; name it after one of {', '.join(files) or 'none'}"


def _lacking(path: Path, wanted: dict[str, int]) -> str:
    """What a file of known answers lacks, with the mend; empty if nothing."""
    form = " and ".join(f"{number} or more '# %% {kind}'" for kind, number in wanted.items())
    if not path.is_file():
        return f"no known answers; write {form} into {path}"
    try:
        kinds = [answer.kind for answer in read_file(path)]
    except KnownAnswerError as error:
        return f"known answers that cannot be read; {error}"
    if all(kinds.count(kind) >= number for kind, number in wanted.items()):
        return ""
    found = ", ".join(f"{kinds.count(kind)} {kind}" for kind in wanted)
    return f"too few known answers, {found}; {path} needs {form}"
