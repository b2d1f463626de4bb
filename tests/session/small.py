"""A small released notebook with two programs and a written answer."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.small_cells import nbgrader_cell

STUB = "    # YOUR CODE HERE\n    raise NotImplementedError('write your answer here')"
IMPORTS = "import math"
AREA = f"def area(radius):\n{STUB}"
CHECK_AREA = 'assert area(2) == 4 * math.pi, "area(2): expected 4π"'
CIRCLES = "# what follows needs them\ncircles = [1, 2, 3]"
TWO = f"def first(x):\n{STUB}\n\n\ndef second(x):\n{STUB}"
CHECK_TWO = "assert (first(1), second(1)) == (1, 2)"
LATER = "later = 1"


def small_notebook():
    cells = [
        new_markdown_cell("# Exercise", id="start"),
        new_code_cell(IMPORTS, id="imports"),
        new_markdown_cell("## 1 Circles\n\n### Task 1: the area (2 points)", id="task-1"),
        nbgrader_cell("area", AREA, solution=True),
        nbgrader_cell("test-area", CHECK_AREA, points=2),
        new_code_cell(CIRCLES, id="circles"),
        new_markdown_cell("## To discuss\n\n### Task 2: two at once (1 point)", id="task-2"),
        nbgrader_cell("two", TWO, solution=True),
        nbgrader_cell("test-two", CHECK_TWO, points=1),
        new_markdown_cell("### Written answer 1 (4 points)", id="written"),
        nbgrader_cell("why", "YOUR ANSWER HERE", points=4, solution=True, markdown=True),
        new_code_cell(LATER, id="later"),
    ]
    return new_notebook(cells=cells)
