import base64
import copy
import io
import json
import re

import nbclient
import nbformat
import pytest
from PIL import Image

from course.authoring.build import ROOT
from course.notebook.cells import is_answer
from tests.report.reading import cell_of, own_cell

WRONG = "def backward(C, grad_y, input_shape):\n    return C.T @ grad_y.flatten() * 2"
ANSWER = r"""Only the **shape** returns: $C^\top y \ne x$.

$$\mathrm{KL} = \frac{1}{2} \sum_i (\mu_i^2 + \sigma_i^2 - 1)$$

![my sketch](attachment:sketch.png)
"""
OWN = "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])\nplt.show()\nprint('my own number', 6 * 7)"


@pytest.fixture(scope="session")
def solved():
    """By assignment: a released notebook in which every task is answered with its solution; nothing has been run."""

    def notebook(assignment):
        (file,) = (ROOT / "source" / assignment).glob("*.ipynb")
        source = json.loads(file.read_text(encoding="utf-8"))
        made = json.loads((ROOT / "release" / assignment / file.name).read_text(encoding="utf-8"))
        for cell in made["cells"]:
            cell["source"] = "".join(cell["source"])
        for cell in source["cells"]:
            if is_answer(cell):
                text = re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", "".join(cell["source"]), flags=re.M)
                cell_of(made, cell["id"])["source"] = text.strip()
        return made

    return notebook


@pytest.fixture(scope="session")
def _executed(solved):
    """Tasks 1 to 4 of Exercise 3-1 as a student might leave them, executed.

    Task 3 is wrong, task 4 is open, there are cells of the student's own, and a demonstration that needs no answer.
    """
    notebook = solved("3-1-convolution")
    released = json.loads((ROOT / "release/3-1-convolution/convolution.ipynb").read_text(encoding="utf-8"))
    last = [cell["id"] for cell in notebook["cells"]].index("test-input-sizes")
    notebook["cells"] = notebook["cells"][: last + 1]
    cell_of(notebook, "backward")["source"] = WRONG
    cell_of(notebook, "input-sizes")["source"] = "".join(cell_of(released, "input-sizes")["source"])
    written = cell_of(notebook, "answer-inverse")
    written["source"], written["attachments"] = ANSWER, {"sketch.png": {"image/png": png(40, 20)}}
    place = notebook["cells"].index(cell_of(notebook, "test-backward")) + 1
    notebook["cells"][place:place] = [own_cell("markdown", "A remark of my own."), own_cell("code", OWN)]
    run = nbformat.from_dict(notebook)
    nbclient.NotebookClient(run, timeout=60, allow_errors=True).execute()
    return json.loads(json.dumps(run))


@pytest.fixture
def answered(_executed):
    """A copy of it, to be changed."""
    return copy.deepcopy(_executed)


def png(width, height):
    """A small picture, in base64."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
