"""What stands round every lesson in its notebook: cells that make the place ready, and cells for handing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.notebook.cells import BADGE, HAND_IN, PREPARE, REPORT

if TYPE_CHECKING:
    from course.authoring.publication import Published

# Not %pip: that always adds "you may need to restart the kernel", which is wrong here.
_INSTALL = """\
try:
    import course
except ModuleNotFoundError:  # on Colab and Kaggle; nothing that is installed there is changed
    import sys
    !"{{sys.executable}}" -m pip install --quiet --no-deps {archive}

"""
_PREPARE = """\
# Run this cell first, and again whenever you restart the kernel.
{install}from course.session import prepare

prepare("{assignment}", version="{version}")"""
_HAND_IN = """\
## Hand in

1. Run everything once more from the top: *Kernel → Restart Kernel and Run All Cells* (Colab: *Runtime → Restart session
   and run all*; VS Code: *Restart*, then *Run All*). What works only in the order in which you happened to run things
   does not work when it is graded.
2. Save, and hand in the notebook under its own name: **`{notebook}.ipynb`**. It is the file that you have open; from
   Colab you get it with *File → Download → Download .ipynb*, from Kaggle with *File → Download Notebook*.
3. If a report is asked for as well, the button below makes it from your code, figures and written answers. Hand in the
   notebook all the same: only that can be graded."""
_REPORT = """\
from course.report import ReportButton
from course.session import show_progress

show_progress()
ReportButton("{assignment}")"""


def framed(notebook: NotebookNode, assignment: str, name: str, published: Published) -> NotebookNode:
    """Put the frame round a lesson; the notebook is changed, and returned.

    The badge, if the course is published, stands above all, so that it is seen on GitHub; the cell that makes the place
    ready follows the lesson's introduction.

    Parameters
    ----------
    notebook
        The lesson's cells, beginning with its introduction.
    assignment, name
        Folder and stem of the notebook, such as ``3-3-vae`` and ``vae``.
    published
        What the notebook installs where the course is missing.
    """
    install = _INSTALL.format(archive=published.archive) if published.repository else ""
    prepare = _PREPARE.format(install=install, assignment=assignment, version=published.version)
    opening = [new_code_cell(prepare, id=PREPARE)]
    badge = published.badge(f"release/{assignment}/{name}.ipynb")
    above = [new_markdown_cell(badge, id=BADGE)] if published.repository else []
    closing = [
        new_markdown_cell(_HAND_IN.format(notebook=name), id=HAND_IN),
        new_code_cell(_REPORT.format(assignment=assignment), id=REPORT),
    ]
    introduction = int(bool(notebook.cells) and notebook.cells[0].cell_type == "markdown")
    cells = notebook.cells
    notebook.cells = [*above, *cells[:introduction], *opening, *cells[introduction:], *closing]
    return notebook
