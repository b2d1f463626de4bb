"""The report's text: who, what became of each task, then task by task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from course.notebook.task_list import Task, section_name
from course.report import pandoc_ast
from course.report.equations import brief, with_equations
from course.report.markup import markdown
from course.report.notebook import Cell, Notebook
from course.report.outputs import shown
from course.report.pandoc import TooSlowError, read_markup, write_word
from course.report.pandoc_ast import Node
from course.report.pictures import VS_CODE, Pictures
from course.report.questions import Questions
from course.report.result_cells import results_of
from course.report.task_states import Result, is_untouched, out_of_order, results
from course.wording import counted

COURSE = "From convolution to variational autoencoders"
BESIDE = "These pictures are files beside the notebook and not in it: who gets the notebook alone will not see them"
RERUN = "restart the kernel, run all cells, save, and make the report again"


@dataclass(frozen=True)
class Report:
    """A finished report.

    Attributes
    ----------
    word
        The Word file.
    summary
        What it says of the tasks, in one line.
    """

    word: bytes
    summary: str


def make_report(notebook: Notebook, name: str = "") -> Report:
    """Make the report of an answered notebook.

    Parameters
    ----------
    name
        The student's, with a number if that is wanted; empty if it is not known.

    Raises
    ------
    CourseError
        If pandoc is missing or fails.
    """
    found = results(notebook)
    with TemporaryDirectory() as folder:
        pictures = Pictures(Path(folder), notebook.folder)
        text = _Text(notebook, found, pictures)
        body = [*text.top(), *(text.tasks() if text.answered else ())]
        if pictures.files:
            body.insert(0, pandoc_ast.warning(f"{BESIDE}: {', '.join(dict.fromkeys(pictures.files))}. {VS_CODE}"))
        meta = {"title": notebook.title, "subtitle": COURSE, "author": name.strip() or "(no name given)"}
        word = _written(meta | {"date": _day(date.today()), "lang": "en-GB"}, body, Path(folder))
    return Report(word, summary(found))


def summary(found: Sequence[Result]) -> str:
    """Return how many checks passed and how many answers are written."""
    programs = [result for result in found if not result.task.written]
    texts = [result for result in found if result.task.written]
    passed = [result for result in programs if result.state == "passed"]
    points = f"{sum(r.task.points for r in passed):g} of {sum(r.task.points for r in programs):g} points"
    written = sum(result.state == "written" for result in texts)
    parts = [f"{len(passed)} of {len(programs)} checks passed ({points})"] if programs else []
    return "; ".join(parts + ([f"{written} of {len(texts)} written answers given"] if texts else []))


def _written(meta: Mapping[str, str], body: Sequence[Node], folder: Path) -> bytes:
    """Make the Word file; formulas that are no equations in it are named at its top."""
    version = read_markup("", "commonmark")[0]
    blocks, left = with_equations(body)
    try:
        word, refused = write_word(meta, version, blocks, folder)
        if refused:
            blocks, left = with_equations(body, refused)
        elif not left:
            return word
        note = f"There is no equation in Word for {counted(len(left), 'formula')}, shown as typed: {brief(left)}."
    except TooSlowError:
        blocks, note = with_equations(body, none=True)[0], "A formula is too involved; all are shown as typed."
    return write_word(meta, version, [pandoc_ast.warning(note), *blocks], folder)[0]


class _Text:
    """Writes the report's blocks, from top to bottom: figures are numbered in this order."""

    def __init__(self, notebook: Notebook, found: Sequence[Result], pictures: Pictures) -> None:
        self._notebook, self._cells, self._pictures = notebook, notebook.cells, pictures
        self._results = {result.task: result for result in found}
        self._chosen = results_of(notebook.cells)
        self._late = out_of_order(notebook.cells)
        self.answered = any(result.state not in ("open", "missing") for result in found)

    def top(self) -> Iterator[Node]:
        """Summary, warnings and the table of tasks."""
        yield pandoc_ast.heading(1, "Summary")
        yield pandoc_ast.paragraph(pandoc_ast.words(summary(list(self._results.values())) + "."))
        saved = self._notebook.saved
        when = f", saved on {_day(saved)} at {saved:%H:%M}" if saved else ""
        origin = f"From the notebook {self._notebook.name}{when}. "
        checks = "The checks are those in the notebook; more of the same kind are run when it is graded."
        yield pandoc_ast.paragraph(pandoc_ast.words(origin + checks))
        for warning in self._warnings():
            yield pandoc_ast.warning(warning)
        rows = [self._row(result) for result in self._results.values()]
        yield pandoc_ast.table(["Task", "Points", "Check, or length"], rows, [0.44, 0.1, 0.46])

    def _warnings(self) -> Iterator[str]:
        found = list(self._results.values())
        if not self.answered:
            yield "Nothing has been answered in this notebook yet."
            return
        codes = [(i, c) for i, c in enumerate(self._cells) if c.kind == "code" and (c.task or i in self._chosen)]
        left = [result.task.label for result in found if result.state == "open"]
        unrun = [result.task.label for result in found if result.state == "not run"]
        if left:
            yield f"Not answered: {', '.join(left)}."
        if all(cell.count is None for _, cell in codes):
            yield f"This notebook was not run: there are no results to show. To have them here, {RERUN}."
            return
        if unrun:
            yield f"Answered, but the check was not run: {', '.join(unrun)}."
        if late := {self._location(index) for index, _ in codes if index in self._late}:
            where = ", ".join(sorted(late, key=_number))
            yield (
                f"Some cells were run in another order than they stand in ({where}), so what is shown may not belong "
                f"to the code above it. To be sure, {RERUN}."
            )

    def tasks(self) -> Iterator[Node]:
        """Sections and tasks in the notebook's order, with results and the student's own cells where they stand."""
        questions, shown_section = Questions(), ""
        for index, cell in enumerate(self._cells):
            if cell.kind == "markdown" and cell.role == "lesson":
                questions.read(cell.source)
                continue
            part = list(self._part(index, cell, questions))
            if part and questions.section != shown_section:
                shown_section = questions.section
                yield pandoc_ast.heading(1, shown_section)
                yield from self._asked(questions.introduction)
            yield from part

    def _asked(self, text: str) -> Iterator[Node]:
        """The lesson's words; the last of them stays on the page of what comes next."""
        blocks = markdown(text, self._pictures, {})
        if blocks:
            yield pandoc_ast.styled("Question", *blocks[:-1])
            yield pandoc_ast.styled("Last Question", blocks[-1])

    def _part(self, index: int, cell: Cell, questions: Questions) -> Iterator[Node]:
        if cell.role == "answer":
            yield from self._answer(cell, questions)
        elif cell.role == "check":
            yield from self._check(cell)
        elif cell.kind == "markdown":
            yield from markdown(cell.source, self._pictures, cell.pictures)
        elif cell.source.strip() and (cell.role == "own" or index in self._chosen):
            if cell.role == "own":
                yield from pandoc_ast.code(cell.source)
            yield from shown(cell.outputs, self._pictures)

    def _answer(self, cell: Cell, questions: Questions) -> Iterator[Node]:
        assert cell.task
        yield pandoc_ast.heading(2, _title(cell.task), _anchor(cell.task))
        for result in (result for result in self._results.values() if result.task.answer == cell.task.answer):
            yield pandoc_ast.styled("Verdict", pandoc_ast.paragraph(*self._verdict(result)))
        yield from self._asked(questions.of(cell.task.label))
        if is_untouched(cell, self._notebook):
            return
        if cell.kind == "markdown":
            yield from markdown(cell.source, self._pictures, cell.pictures)
        else:
            yield from pandoc_ast.code(cell.source)
            yield from shown(cell.outputs, self._pictures)

    def _verdict(self, result: Result) -> Iterator[Node]:
        yield pandoc_ast.words(f"{counted(result.task.points, 'point')} · ")
        if result.state in ("passed", "failed"):
            yield pandoc_ast.words("check ")
            yield pandoc_ast.strong(result.state)
        elif result.state in ("written", "missing"):
            yield pandoc_ast.words(result.verdict)
        else:
            yield pandoc_ast.strong({"open": "not answered", "not run": "check not run"}[result.state])
        if result.stale:
            yield pandoc_ast.words(" · its cells were run in another order than they stand in")

    def _check(self, cell: Cell) -> Iterator[Node]:
        assert cell.task
        result = self._results[cell.task]
        if result.state == "failed":
            yield pandoc_ast.styled("Verdict", pandoc_ast.paragraph(pandoc_ast.words("The check says:")))
            yield from shown([{"output_type": "stream", "text": result.message}], self._pictures)

    def _row(self, result: Result) -> list[Node]:
        title = _title(result.task)
        linked = self.answered and result.state != "missing"
        first = pandoc_ast.link(title, f"#{_anchor(result.task)}") if linked else pandoc_ast.words(title)
        return [first, pandoc_ast.words(f"{result.task.points:g}"), pandoc_ast.words(result.verdict)]

    def _location(self, index: int) -> str:
        task = self._cells[index].task
        above = self._cells[: index + 1]
        texts = [cell.source for cell in above if cell.kind == "markdown" and cell.role == "lesson"]
        sections = re.findall(r"^## (.+)$", "\n".join(texts), re.M)
        return task.label if task else section_name(sections[-1]) if sections else "the beginning"


def _title(task: Task) -> str:
    return f"{task.label}: {task.title}" if task.title else task.label


def _day(when: date) -> str:
    return f"{when:%d %B %Y}".lstrip("0")


def _anchor(task: Task) -> str:
    return task.label.lower().replace(" ", "-")


def _number(location: str) -> tuple[str, int]:
    words, _, number = location.rpartition(" ")
    return words, int(number) if number.isdigit() else 0
