"""Rules for code: answers, and the tests that judge them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from course.authoring.rules.problem import Problem, called, nbgrader_cells, nodes, problem, statements
from course.notebook.cells import grade_id
from course.notebook.code_names import python
from course.notebook.regions import HIDDEN_TESTS, SOLUTION, region_lines, stubbed, without_region

FIRST_LINE = re.compile(rf"^([ \t]*)\S.*BEGIN {SOLUTION}.*\n+([ \t]*)\S", re.M)  # the blanks before BEGIN, and below it
GIVE_NOTHING = ("expect_", "print")  # what calls of names that begin so come to is None,
RETURN_NUMBERS = ("expect_whole",)  # but of these


def code_is_python(notebook: NotebookNode) -> Iterator[Problem]:
    """Every code cell can be parsed: as it stands, and as students get it."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and (wrong := _not_python(cell.source)):
            yield problem(cell, f"not Python: {wrong}", "mend the code")
        elif cell.cell_type == "code" and (wrong := _not_python(stubbed(without_region(cell.source, HIDDEN_TESTS)))):
            mend = "let BEGIN and END stand round whole statements, with another one beside them"
            yield problem(cell, f"without its regions it is not Python: {wrong}", mend)


def imports_succeed(notebook: NotebookNode) -> Iterator[Problem]:
    """What a cell imports is there."""
    for cell in notebook.cells:
        for statement in statements(cell.source) if cell.cell_type == "code" else ():
            if isinstance(statement, ast.Import | ast.ImportFrom):
                try:
                    exec(compile(ast.Module([statement], []), "<import>", "exec"), {})
                except Exception as error:  # an imported module may raise anything
                    what = f"{ast.unparse(statement)} fails: {type(error).__name__}: {error}"
                    yield problem(cell, what, "mend the name, or install the package in .venv")


def answers_have_regions(notebook: NotebookNode) -> Iterator[Problem]:
    """In an answer stands what students have to find, and their stub as deep as that."""
    for cell, meta in nbgrader_cells(notebook):
        if meta["solution"] and cell.source.strip() and not region_lines(cell.source, SOLUTION):
            what = f"answer '{meta.get('grade_id')}' has no region SOLUTION: students would get none of its lines"
            yield problem(cell, what, "put '### BEGIN SOLUTION' and '### END SOLUTION' round what they have to find")
        for begin, first in FIRST_LINE.findall(cell.source) if cell.cell_type == "code" else ():
            if begin != first:
                what = (
                    "BEGIN SOLUTION is not indented like the line below it, and nbgrader puts the stub where it stands"
                )
                yield problem(cell, what, "indent it like that line")


def answers_and_tests_belong_together(notebook: NotebookNode) -> Iterator[Problem]:
    """A code answer is followed by a test that students see; a hidden test follows the answer that it judges."""
    answer: NotebookNode | None = None
    tested = True
    for cell, meta in nbgrader_cells(notebook):
        if cell.cell_type != "code":
            continue
        if meta["solution"]:
            if answer is not None and not tested:
                yield _untested(answer)
            answer, tested = cell, False
        elif meta["grade"]:
            if answer is None:
                yield problem(cell, "tests stand before any answer", "move them below the cell that they judge")
            tested = tested or _checks_something(without_region(cell.source, HIDDEN_TESTS))
    if answer is not None and not tested:
        yield _untested(answer)


def hidden_tests_give_no_score(notebook: NotebookNode) -> Iterator[Problem]:
    """A test with hidden lines passes or fails: points in between would tell students something of hidden values.

    Nor is a number that a check returns a score, in any test.
    """
    for cell, meta in nbgrader_cells(notebook):
        body = statements(cell.source) if meta["grade"] and cell.cell_type == "code" else []
        last = body[-1] if body else None
        if not isinstance(last, ast.Expr):
            continue
        value = ast.unparse(last)[:60]
        if isinstance(last.value, ast.Call) and called(last.value) in RETURN_NUMBERS:
            what = f"the test ends with {value}, whose number would count as its score"
            yield problem(cell, what, f"give the number a name: value = {value}")
        elif region_lines(cell.source, HIDDEN_TESTS) and not _gives_nothing(last.value):
            what = f"the test has hidden lines and ends with a value, {value}, which would count as its score"
            mend = "end it with a check, and give partial credit by test cells with points of their own"
            yield problem(cell, what, mend)


def tests_ask_for_plain_values(notebook: NotebookNode) -> Iterator[Problem]:
    """Tests and answers run in two processes while grading: what a test asks of an answer must be able to travel."""
    from course.authoring.process_boundary import untravelled  # imports torch

    cells = {grade_id(cell): cell for cell, _ in nbgrader_cells(notebook)}
    for sentence in untravelled(notebook):
        where, _, message = sentence.partition(": ")
        name, _, line = where.partition(", line ")
        what, _, mend = message.rpartition("; ")
        yield problem(cells[name], what, mend, line=int(line or 0))


def _not_python(source: str) -> str:
    """What is wrong, and where in the cell; empty if nothing is."""
    try:
        python(source)
    except SyntaxError as error:
        return f"{error.msg} (line {error.lineno} of the cell)"
    return ""


def _checks_something(source: str) -> bool:
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and called(node).startswith("expect_"))
        for node in nodes(source)
    )


def _gives_nothing(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return called(value).startswith(GIVE_NOTHING)
    return isinstance(value, ast.Constant) and isinstance(value.value, str | None)


def _untested(answer: NotebookNode) -> Problem:
    mend = 'add a cell with {"grade": true, "points": ...} below it that asserts something outside hidden tests'
    return problem(answer, f"answer '{grade_id(answer)}' has no test that students see", mend)
