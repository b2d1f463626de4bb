"""Known answers to the small assignment, and what tests ask of a rebuilt notebook."""

import copy

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from course.grading.files.known_notebooks import KnownNotebook, Wanted
from tests.small_cells import nbgrader_cell

AREA = "def area(r):\n    return math.pi * r * r"
LENGTH = "def length(r):\n    return 6.3 * r"
WHY = "Because it is round."
STUB = "# YOUR CODE HERE\n    raise NotImplementedError('write your answer here')"


def at(notebook, name):
    """Place of a cell, by its id (which is its grade_id, too)."""
    return [cell.id for cell in notebook.cells].index(name)


def text_of(result, grade_id):
    return result.notebook.cells[at(result.notebook, grade_id)].source


def added(result):
    """Texts and kinds of the student's own cells, each with the id of the cell before it."""
    cells = result.notebook.cells
    places = [k for k, cell in enumerate(cells) if "course" in cell.metadata]
    return [(cells[k - 1].id if k else None, cells[k].source, cells[k].metadata.course.kind) for k in places]


def twin(notebook, name, text, place):
    """Insert a copy of a cell with another text, as JupyterLab's copy and split do: the same metadata, a new id."""
    copied = copy.deepcopy(notebook.cells[at(notebook, name)])
    copied.id, copied.source = f"{name}-2", text
    notebook.cells.insert(place, copied)


def bare(notebook):
    """Copy without what its cells have shown before."""
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    return made


def notebook(*grade_ids, text="x = 1"):
    cells = [new_code_cell(text, id=f"c{k}", metadata={"nbgrader": {"grade_id": g}}) for k, g in enumerate(grade_ids)]
    return nbformat.writes(new_notebook(cells=cells)).encode()


CELLS = [*(nbgrader_cell(name, solution=name != "test-area") for name in ("area", "length", "test-area"))]
WANTED = Wanted({"circle.ipynb": KnownNotebook.of("circle", "circle.ipynb", CELLS, CELLS)})
CIRCLE = notebook("area", "test-area", "length")
