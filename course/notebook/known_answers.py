"""Answers that are known to be right or wrong, put into released notebooks.

They stand in ``lessons/<assignment>/answers/<grade_id>.py`` (code) and ``.md`` (written answers). Each variant starts
with a marker line: ``# %% right: <what it does>``, ``# %% wrong: <the mistake>``, ``# %% good`` or ``# %% poor``. Where
a wrong one's title is a note for authors, the next line says it to students: ``# students: <the mistake> (see section
3)``.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.notebook.cells import grade_id, is_answer
from course.notebook.graded_cells import graded_cells

RIGHT = ("right", "good")
KINDS = {".py": ("right", "wrong"), ".md": ("good", "poor")}
MARKER = re.compile(r"^# %%(.*)$", re.M)
TITLE = re.compile(r" (?P<kind>[a-z]+)(?:: (?P<title>\S.*))?")
STUDENTS = re.compile(r"# students: (?P<words>\S.*?)(?: \(see (?P<see>[^()]+)\))?")
HIDDEN = " (hidden)"
MISTAKES = "mistakes.json"  # beside them: what tests see of them, sealed by the build for grading


class KnownAnswerError(Exception):
    """A file of known answers that cannot be used; the message names the file and the mend."""


@dataclass(frozen=True)
class Mistake:
    """A mistake that is known by an answer that makes it.

    Attributes
    ----------
    words
        Its name, for students; it stands for itself: *logvar taken for log σ*.
    see
        Where in the lesson it is cleared up, such as ``section 3``; empty: where the checks send to.
    """

    words: str
    see: str


@dataclass(frozen=True)
class KnownAnswer:
    """One variant of an answer: the cell it belongs to, whether it is right, what it does, and its text."""

    grade_id: str
    kind: str
    title: str
    source: str

    @property
    def mistake(self) -> Mistake:
        """What a wrong answer does, as students may read it."""
        said = STUDENTS.fullmatch(self.source.partition("\n")[0])
        if said:
            return Mistake(said["words"], said["see"] or "")
        return Mistake(self.title.removesuffix(HIDDEN), "")

    @property
    def passes_visible_checks(self) -> bool:
        """Whether only the hidden tests tell that it is wrong, as ``(hidden)`` at the end of its title declares."""
        return self.kind == "right" or self.title.endswith(HIDDEN)


def read_file(path: Path) -> list[KnownAnswer]:
    """Variants of the answer cell that the file is named after, in the order of the file.

    Raises
    ------
    KnownAnswerError
        If a marker is malformed, a variant is empty or there is none.
    """
    text = path.read_text(encoding="utf-8")
    markers = list(MARKER.finditer(text))
    if not markers:
        raise KnownAnswerError(
            f"{path}: no variants; start each with a line '# %% {KINDS[path.suffix][0]}: what it does'"
        )
    ends = [marker.start() for marker in markers[1:]] + [len(text)]
    return [_known_answer(path, marker, text[marker.end() : end]) for marker, end in zip(markers, ends, strict=True)]


def read_known_answers(folder: Path, notebook: NotebookNode) -> dict[str, list[KnownAnswer]]:
    """Variants of every answer of a notebook: ``{grade_id: variants}``, in the order of the notebook.

    Raises
    ------
    KnownAnswerError
        If a file is malformed or named after no answer cell, or an answer cell has no file.
    """
    answers = {test.answer: ".md" if test.written else ".py" for test in graded_cells(notebook)}
    files = {path.stem: path for path in folder.glob("*") if path.suffix in KINDS}
    for name, path in sorted(files.items()):
        if answers.get(name) != path.suffix:
            raise KnownAnswerError(
                f"{path}: no answer cell for it; the answers are {sorted(answers)}, written ones in .md"
            )
    if missing := [f"{name}{suffix}" for name, suffix in answers.items() if name not in files]:
        raise KnownAnswerError(f"{folder}: answers without variants; write {', '.join(missing)}")
    return {name: read_file(files[name]) for name in answers}


def mixture(known: Mapping[str, Sequence[KnownAnswer]], number: int) -> dict[str, KnownAnswer]:
    """Submission ``number`` (from 0): one variant of each answer, right and wrong ones by turns.

    `mixtures` says how many submissions use every variant.
    """
    chosen = {}
    for position, (name, variants) in enumerate(known.items()):
        right = [variant for variant in variants if variant.kind in RIGHT]
        wrong = [variant for variant in variants if variant.kind not in RIGHT]
        turn = (right, wrong)[(number + position) % 2] or variants
        chosen[name] = turn[number // 2 % len(turn)]
    return chosen


def mixtures(known: Mapping[str, Sequence[KnownAnswer]]) -> list[dict[str, KnownAnswer]]:
    """As many submissions as it takes to use every variant of every answer."""
    return [mixture(known, number) for number in range(2 * max(map(len, known.values())))]


def first(known: Mapping[str, Sequence[KnownAnswer]], *kinds: str) -> dict[str, KnownAnswer]:
    """The first variant of each answer that is of one of the kinds; answers without one are left out."""
    return {
        name: found[0]
        for name, variants in known.items()
        if (found := [variant for variant in variants if variant.kind in kinds])
    }


def fill(release: NotebookNode, answers: Mapping[str, KnownAnswer | str]) -> NotebookNode:
    """Copy of a released notebook with these answers in its answer cells; other answers stay untouched.

    Raises
    ------
    KnownAnswerError
        If an answer's cell is not in the notebook.
    """
    notebook = copy.deepcopy(release)
    left = dict(answers)
    for cell in notebook.cells:
        if is_answer(cell) and grade_id(cell) in left:
            answer = left.pop(grade_id(cell))
            cell.source = answer.source if isinstance(answer, KnownAnswer) else answer
    if left:
        raise KnownAnswerError(f"no answer cells {sorted(left)} in this notebook")
    return notebook


def _known_answer(path: Path, marker: re.Match[str], body: str) -> KnownAnswer:
    line = marker.string.count("\n", 0, marker.start()) + 1
    kinds = KINDS[path.suffix]
    match = TITLE.fullmatch(marker[1].rstrip())
    if not match or match["kind"] not in kinds or (path.suffix == ".py" and not match["title"]):
        expected = " or ".join(f"'# %% {kind}{': what it does' if path.suffix == '.py' else ''}'" for kind in kinds)
        raise KnownAnswerError(f"{path}:{line}: the marker is {marker[0]!r}; expected {expected}")
    if not body.strip():
        raise KnownAnswerError(f"{path}:{line}: the variant is empty; write an answer below its marker")
    return KnownAnswer(path.stem, match["kind"], match["title"] or match["kind"], body.strip())
