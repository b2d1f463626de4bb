"""What a lesson must keep to; each rule yields problems that name the cell and the mend."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from course.authoring.frame import FRAME
from course.authoring.regions import HIDDEN_TESTS, MARK_SCHEME, REGIONS, SOLUTION, without_region

LIKE_A_MARKER = re.compile(r"\b(?:BEGIN|END)[ _-]*(?:SOLUTIONS?|HIDDEN[ _-]*TESTS?|MARK[ _-]*SCHEMES?)\b", re.I)
MARKERS = {f"{mark} {region}" for mark in ("BEGIN", "END") for region in REGIONS}
HEADING = re.compile(r"^#{1,6} +(.+)$", re.M)
HINT = re.compile(r"<details>\s*<summary>(Hint[^<]*)</summary>(.*?)</details>", re.S)
HINTS = ("Hint 1: a nudge", "Hint 2: the idea", "Hint 3: almost")


@dataclass(frozen=True)
class Problem:
    """One broken rule: the line at which the cell starts in the lesson text, its id, what is wrong, how to mend it."""

    line: int
    cell: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.line}: cell {self.cell}: {self.what}; {self.mend}"


def problems(notebook: NotebookNode) -> list[Problem]:
    """All broken rules of a notebook from `read_lesson`, in the order of its cells."""
    found = [p for rule in RULES for p in rule(notebook)]
    return sorted(found, key=lambda p: p.line)


def graded_cells_have_points(notebook: NotebookNode) -> Iterator[Problem]:
    """A cell that is graded says how much it is worth."""
    for cell, meta in _nbgrader_cells(notebook):
        points = meta.get("points")
        number = isinstance(points, int | float) and not isinstance(points, bool) and math.isfinite(points)
        if meta["grade"] and not (number and points > 0):
            yield _problem(
                cell, f"graded cell '{meta.get('grade_id')}' has points={points!r}", 'add "points": 1 or more'
            )
        if not meta["grade"] and points is not None:
            yield _problem(cell, f"cell '{meta.get('grade_id')}' has points but no grade", 'add "grade": true')
        if meta["grade"] and cell.cell_type == "markdown" and not meta["solution"]:
            yield _problem(cell, f"graded text '{meta.get('grade_id')}' is no answer", 'add "solution": true')


def grade_ids_are_unique(notebook: NotebookNode) -> Iterator[Problem]:
    """Every nbgrader cell has a grade_id, and no two share one."""
    seen: dict[str, int] = {}
    for cell, meta in _nbgrader_cells(notebook):
        name = meta.get("grade_id")
        if not isinstance(name, str) or not re.fullmatch(r"(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*", name):
            yield _problem(cell, f"grade_id is {name!r}", "name it with lower-case letters, digits and single hyphens")
        elif name in FRAME:
            yield _problem(cell, f"grade_id '{name}' is taken by the notebook's frame", "choose another name")
        elif name in seen:
            yield _problem(cell, f"grade_id '{name}' is taken by the cell at line {seen[name]}", "choose another name")
        else:
            seen[name] = cell.metadata.line


def regions_are_closed(notebook: NotebookNode) -> Iterator[Problem]:
    """Each BEGIN has its END, in order, and stands in a cell where nbgrader takes it out."""
    for cell in notebook.cells:
        for marker in LIKE_A_MARKER.findall(cell.source):
            if marker not in MARKERS:
                yield _problem(cell, f"nbgrader does not know the marker {marker!r}", f"write one of {sorted(MARKERS)}")
        meta = cell.metadata.get("nbgrader", {})
        allowed = {
            SOLUTION: meta.get("solution", False),
            HIDDEN_TESTS: meta.get("grade", False) and not meta.get("solution", False),
            MARK_SCHEME: meta.get("locked", False) and cell.cell_type == "markdown",
        }
        for region in REGIONS:
            marks = re.findall(rf"\b(BEGIN|END) {region}\b", cell.source)
            if marks != ["BEGIN", "END"] * (len(marks) // 2):
                begin_end = f"'### BEGIN {region}' and '### END {region}'"
                yield _problem(cell, f"region {region} is not closed or nested: {marks}", f"pair {begin_end}")
            elif marks and not allowed[region]:
                yield _problem(cell, f"region {region} stands in a cell of the wrong kind", _KIND_OF_CELL[region])


_KIND_OF_CELL = {
    SOLUTION: 'mark the cell {"solution": true}',
    HIDDEN_TESTS: 'move it into a cell with {"grade": true, "points": ...}',
    MARK_SCHEME: 'move it into a markdown cell with {"locked": true}',
}


def answers_and_tests_belong_together(notebook: NotebookNode) -> Iterator[Problem]:
    """A code answer is followed by a test that students see; a hidden test follows the answer that it judges."""
    answer: NotebookNode | None = None
    tested = True
    for cell, meta in _nbgrader_cells(notebook):
        if cell.cell_type != "code":
            continue
        if meta["solution"]:
            if answer is not None and not tested:
                yield _untested(answer)
            answer, tested = cell, False
        elif meta["grade"]:
            if answer is None:
                yield _problem(cell, "tests stand before any answer", "move them below the cell that they judge")
            tested = tested or _checks_something(without_region(cell.source, HIDDEN_TESTS))
    if answer is not None and not tested:
        yield _untested(answer)


def tasks_have_three_hints(notebook: NotebookNode) -> Iterator[Problem]:
    """Between a task's heading and its answer stand three hints that can be opened one at a time."""
    task, title, text = None, "", ""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            hints = [name for name, hint in HINT.findall(text) if hint.strip()]
            if task is not None and hints != list(HINTS):
                forms = ", ".join(f"<details><summary>{name}</summary>...</details>" for name in HINTS)
                yield _problem(task, f"'{title}' has the hints {hints}", f"write, above its answer, {forms}")
        elif cell.cell_type == "markdown":
            source = without_region(cell.source, MARK_SCHEME)
            if headings := list(HEADING.finditer(source)):
                task, title, text = cell, headings[-1][1], source[headings[-1].start() :]
            else:
                text += source


def pictures_have_alt_text(notebook: NotebookNode) -> Iterator[Problem]:
    """Everybody can read a picture: in markdown ``![what it shows](…)``, in code ``show(figure, alt=…)``."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for tag in re.findall(r"<img\b[^>]*>", cell.source, flags=re.I):
                if not re.search(r"(?<![-\w])alt\s*=\s*[\"']?\s*[^\s\"'>]", tag, flags=re.I):
                    yield _problem(cell, f"picture without alt text: {tag[:60]}", 'add alt="what it shows"')
            for target in re.findall(r"!\[\s*\][(\[]([^)\]]*)[)\]]", re.sub(r"`[^`]*`", "", cell.source)):
                yield _problem(cell, f"picture without alt text: {target[:60]}", "write ![what it shows](...)")
            continue
        for call in (node for node in _nodes(cell.source) if isinstance(node, ast.Call)):
            alt = {keyword.arg: keyword.value for keyword in call.keywords}.get("alt")
            said = alt is not None and not (isinstance(alt, ast.Constant) and not str(alt.value).strip())
            if _name(call) == "imshow" or (_name(call) == "show" and not said):
                yield _problem(
                    cell, f"picture without alt text: {_name(call)}(…)", "use show(figure, alt='what it shows')"
                )


def code_is_python(notebook: NotebookNode) -> Iterator[Problem]:
    """Every code cell can be parsed, solutions and hidden tests in place."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            try:
                _parse(cell.source)
            except SyntaxError as error:
                yield _problem(cell, f"not Python: {error.msg} (line {error.lineno} of the cell)", "mend the code")


def tests_ask_for_plain_values(notebook: NotebookNode) -> Iterator[Problem]:
    """Tests and answers run in two processes while grading: what a test asks of an answer must be able to travel."""
    from course.grading.remote.travel import untravelled  # imports torch

    cells = {meta.get("grade_id"): cell for cell, meta in _nbgrader_cells(notebook)}
    if any(code_is_python(notebook)):
        return
    for sentence in untravelled(notebook):
        place, _, what = sentence.partition(": ")
        what, _, mend = what.rpartition("; ")
        yield _problem(cells[place.partition(",")[0]], f"{place}: {what}", mend)


def metadata_is_nbgraders_only(notebook: NotebookNode) -> Iterator[Problem]:
    """No other metadata: a tag such as skip-execution changes what is graded."""
    for cell in notebook.cells:
        if other := set(cell.metadata) - {"nbgrader", "line"}:
            yield _problem(cell, f"cell has metadata {sorted(other)}", "keep only nbgrader={...} in the marker")


RULES = (
    graded_cells_have_points,
    grade_ids_are_unique,
    regions_are_closed,
    answers_and_tests_belong_together,
    tasks_have_three_hints,
    pictures_have_alt_text,
    code_is_python,
    tests_ask_for_plain_values,
    metadata_is_nbgraders_only,
)


def _parse(source: str) -> ast.Module:
    """The code as Python sees it, IPython's own ``%`` and ``!`` lines translated."""
    python: str = TransformerManager().transform_cell(source)
    return ast.parse(python)


def _nodes(source: str) -> list[ast.AST]:
    """All nodes of the code; none if it is not Python, which is `code_is_python`'s to say."""
    try:
        return list(ast.walk(_parse(source)))
    except SyntaxError:
        return []


def _name(call: ast.Call) -> str:
    """``show`` of ``show(…)`` and of ``plt.show(…)``."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _checks_something(source: str) -> bool:
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _name(node).startswith("expect_"))
        for node in _nodes(source)
    )


def _nbgrader_cells(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, NotebookNode]]:
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            yield cell, cell.metadata.nbgrader


def _problem(cell: NotebookNode, what: str, mend: str) -> Problem:
    return Problem(cell.metadata.line, cell.id, what, mend)


def _untested(answer: NotebookNode) -> Problem:
    name = answer.metadata.nbgrader.get("grade_id")
    mend = 'add a cell with {"grade": true, "points": ...} below it that asserts something outside hidden tests'
    return _problem(answer, f"answer '{name}' has no test that students see", mend)
