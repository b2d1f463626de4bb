"""A small released notebook with two programs and a written answer."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

STUB = "    # YOUR CODE HERE\n    raise NotImplementedError('write your answer here')"
IMPORTS = "import math"
AREA = f"def area(radius):\n{STUB}"
CHECK_AREA = 'assert area(2) == 4 * math.pi, "area(2): expected 4π"'
CIRCLES = "# what follows needs them\ncircles = [1, 2, 3]"
TWO = f"def first(x):\n{STUB}\n\n\ndef second(x):\n{STUB}"
CHECK_TWO = "assert (first(1), second(1)) == (1, 2)"
LATER = "later = 1"


def nbgrader(name, **settings):
    about = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "task": False}
    return {"nbgrader": {**about, "grade_id": name, **settings}}


def small_notebook():
    answer, check = {"solution": True}, {"grade": True, "locked": True}
    cells = [
        new_markdown_cell("# Exercise", id="start"),
        new_code_cell(IMPORTS, id="imports"),
        new_markdown_cell("## 1 Circles\n\n### Task 1: the area (2 points)", id="task-1"),
        new_code_cell(AREA, id="area", metadata=nbgrader("area", **answer)),
        new_code_cell(CHECK_AREA, id="test-area", metadata=nbgrader("test-area", points=2, **check)),
        new_code_cell(CIRCLES, id="circles"),
        new_markdown_cell("## To discuss\n\n### Task 2: two at once (1 point)", id="task-2"),
        new_code_cell(TWO, id="two", metadata=nbgrader("two", **answer)),
        new_code_cell(CHECK_TWO, id="test-two", metadata=nbgrader("test-two", points=1, **check)),
        new_markdown_cell("### Written answer 1 (4 points)", id="written"),
        new_markdown_cell("YOUR ANSWER HERE", id="why", metadata=nbgrader("why", grade=True, solution=True, points=4)),
        new_code_cell(LATER, id="later"),
    ]
    return new_notebook(cells=cells)
