"""Code that students need not see at first: cells that begin with ``# @title`` show their title in its place."""

from __future__ import annotations

import re

from nbformat import NotebookNode

TITLE = re.compile(r"#\s?@title\b")  # Colab's own mark for such cells


def fold_titled(notebook: NotebookNode) -> NotebookNode:
    """Fold the code of titled cells away, in JupyterLab and on Colab; the notebook is changed, and returned."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and TITLE.match(cell.source):
            cell.metadata.update(jupyter={"source_hidden": True}, cellView="form")
    return notebook
