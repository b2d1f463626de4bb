"""Small graded notebooks, as grading leaves them below autograded/, and grades to go with them."""

from collections.abc import Sequence

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from nbgrader.utils import compute_checksum

from course.grading.pages.grades import Grade, Grades
from course.grading.pages.page import feedback_page
from course.grading.results.failure import Failure
from course.grading.results.notebook_record import NotebookRecord
from tests.small_cells import nbgrader_cell

STUB = "# YOUR CODE HERE\nraise NotImplementedError('write your answer here')"
TEST = """expect_equal(area(2), 4, "area(2)", see="section 1")
### BEGIN HIDDEN TESTS
expect_equal(area(12345), 152399025, "area(12345)")
### END HIDDEN TESTS"""
SCHEME = "Answer below.\n### BEGIN MARK SCHEME\n- 1: a secret of the marker\n### END MARK SCHEME"


def released(cell: NotebookNode, text: str | None = None, outputs: Sequence[NotebookNode] = ()) -> NotebookNode:
    """The cell, run, as it was released; with this text, if it holds another now."""
    own, cell.source = cell.source, cell.source if text is None else text
    cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
    cell.source = own
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = list(outputs), 3
    return cell


def answer(source=STUB, outputs=(), name="area") -> NotebookNode:
    return released(nbgrader_cell(name, source, solution=True), STUB, outputs)


def probe(source: str, outputs: Sequence[NotebookNode] = ()) -> NotebookNode:
    return released(nbgrader_cell("probe", source), None, outputs)


def check(outputs=(), source=TEST, name="test-area", points=3) -> NotebookNode:
    made = released(nbgrader_cell(name, source, points=points), None, outputs)
    made.execution_count = 4
    return made


def written(source, name="answer-why", points=4) -> NotebookNode:
    return released(nbgrader_cell(name, source, points=points, solution=True, markdown=True), "YOUR ANSWER HERE")


def question(source=SCHEME) -> NotebookNode:
    return released(nbgrader_cell("question-why", source, markdown=True))


def added(cell: NotebookNode) -> NotebookNode:
    cell.metadata["course"] = NotebookNode(by="student", kind="added")
    return cell


def error(name, text, line=1, count=4, more=()) -> NotebookNode:
    """An error in a line of the test cell, as the trusted process writes it."""
    frame = f"Cell In[{count}], line {line}\n----> {line} expect_equal(...)"
    return new_output("error", ename=name, evalue=text, traceback=["-" * 75, name, frame, f"{name}: {text}", *more])


def failed(kind="check", name="area", **about) -> Failure:
    return Failure(name, f"test-{name}", kind, **about)


def notebook(*cells, **record) -> NotebookNode:
    """A graded notebook; the keywords are those of its `NotebookRecord`."""
    head = new_markdown_cell("# Exercise 0: Squares\n\n## 1 Areas\n\n### Task 1: the area (3 points)")
    made = new_notebook(cells=[head, *cells])
    NotebookRecord(**record).write(made)
    return made


def grades(**points) -> Grades:
    """``area=(0, 3)`` for the test of `area`; None points wait for a person."""
    names = {"area": "test-area", "why": "answer-why"}
    return Grades({names[name]: Grade(*given) for name, given in points.items()})


def page(made: NotebookNode, given: Grades, student="4102") -> str:
    return feedback_page(made, given, student=student, assignment="0-squares")
