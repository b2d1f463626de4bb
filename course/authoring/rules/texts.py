"""Rules for what students read: headings, hints, pictures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from nbformat import NotebookNode

from course.authoring.rules.problem import Problem, called, nbgrader_cells, nodes, problem
from course.notebook.cells import is_answer
from course.notebook.headings import CODE_BLOCK, Heading, own_headings, task_name
from course.notebook.regions import MARK_SCHEME, SOLUTION, region_lines, without_region

HINT = re.compile(r"<details>\s*<summary>(Hint[^<]*)</summary>(.*?)</details>", re.S)
TAG = re.compile(r"</?\w+>")
TELLING = 12  # characters without blanks; a shorter line, like `return codes`, gives nothing away
HINTS = ("Hint 1: a nudge", "Hint 2: the idea", "Hint 3: almost")


@dataclass(frozen=True)
class Task:
    """An answer, the cell with the heading above it, that heading, and all text from there to the answer."""

    answer: NotebookNode
    cell: NotebookNode
    heading: Heading
    text: str


def tasks(notebook: NotebookNode) -> Iterator[Task]:
    """Answers that stand below a heading."""
    above: tuple[NotebookNode, Heading] | None = None
    text = ""
    for cell in notebook.cells:
        if is_answer(cell):
            if above is not None:
                yield Task(cell, *above, text)
        elif cell.cell_type == "markdown":
            if found := own_headings(cell):
                above, text = (cell, found[-1]), found[-1].below
            else:
                text += CODE_BLOCK.sub("", without_region(cell.source, MARK_SCHEME))


def tasks_have_three_hints(notebook: NotebookNode) -> Iterator[Problem]:
    """Between a task's heading and its answer stand three hints that can be opened one at a time."""
    for task in tasks(notebook):
        hints = [name for name, hint in HINT.findall(task.text) if hint.strip()]
        if hints != list(HINTS):
            forms = ", ".join(f"<details><summary>{name}</summary>...</details>" for name in HINTS)
            what = f"'{task.heading.written}' has the hints {hints}"
            yield problem(task.cell, what, f"write, above its answer, {forms}")


def hints_do_not_solve(notebook: NotebookNode) -> Iterator[Problem]:
    """No hint holds a line of the solution that it leads to."""
    for task in tasks(notebook):
        told = _squeezed(unescape(TAG.sub("", " ".join(hint for _, hint in HINT.findall(task.text)))))
        inside = region_lines(task.answer.source, SOLUTION)
        for number, line in enumerate(task.answer.source.split("\n"), start=1):
            if number in inside and len(_squeezed(line)) >= TELLING and _squeezed(line) in told:
                what = f"a hint holds a line of the solution, {line.strip()[:60]}"
                yield problem(task.cell, what, "say in words what is left to do")


def tasks_have_names_of_their_own(notebook: NotebookNode) -> Iterator[Problem]:
    """Panel, report and feedback call a task by the heading above its answer, up to the colon."""
    seen: dict[str, int] = {}
    for task in tasks(notebook):
        name = task_name(task.heading.text)
        if name in seen:
            what = f"answer '{task.answer.id}' is called '{name}', like the answer at line {seen[name]}"
            yield problem(task.answer, what, "give each answer a heading with a number of its own above it")
        seen.setdefault(name, task.answer.metadata.line)


def headings_tell_the_points(notebook: NotebookNode) -> Iterator[Problem]:
    """A heading that ends with points, as in ``(2 points)``, ends with those that can be earned below it."""
    given: dict[str, float] = {}
    answer = ""
    for cell, meta in nbgrader_cells(notebook):
        answer = cell.id if meta["solution"] else answer
        points = meta.get("points")
        given[answer] = given.get(answer, 0) + (points if isinstance(points, int | float) else 0)
    for task in tasks(notebook):
        promised, earned = task.heading.points, given[task.answer.id]
        if promised is not None and earned not in (0, promised):  # without any, another rule speaks
            what = f"'{task.heading.written}' promises {promised:g}, but its tests give {earned:g}"
            yield problem(task.cell, what, "write the points that can be earned")


def pictures_have_alt_text(notebook: NotebookNode) -> Iterator[Problem]:
    """Everybody can read a picture: in markdown ``![what it shows](…)``, in code ``show(figure, alt=…)``."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for tag in re.findall(r"<img\b[^>]*>", cell.source, flags=re.I):
                if not re.search(r"(?<![-\w])alt\s*=\s*[\"']?\s*[^\s\"'>]", tag, flags=re.I):
                    yield problem(cell, f"picture without alt text: {tag[:60]}", 'add alt="what it shows"')
            for target in re.findall(r"!\[\s*\][(\[]([^)\]]*)[)\]]", re.sub(r"`[^`]*`", "", cell.source)):
                yield problem(cell, f"picture without alt text: {target[:60]}", "write ![what it shows](...)")
            continue
        for call in (node for node in nodes(cell.source) if isinstance(node, ast.Call)):
            alt = {keyword.arg: keyword.value for keyword in call.keywords}.get("alt")
            said = alt is not None and not (isinstance(alt, ast.Constant) and not str(alt.value).strip())
            if called(call) == "imshow" or (called(call) == "show" and not said):
                yield problem(
                    cell, f"picture without alt text: {called(call)}(…)", "use show(figure, alt='what it shows')"
                )


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
