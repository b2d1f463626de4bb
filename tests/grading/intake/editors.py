"""What Colab and VS Code make of a notebook that was opened, run and saved there."""

import copy
import json
import secrets

from nbformat import NotebookNode

from course.notebook.cells import grade_id, is_answer

VIEW = "application/vnd.jupyter.widget-view+json"


def colab(notebook: NotebookNode, *, named: bool) -> bytes:
    """Format 4.0 with new ids in the metadata, outputs kept, widget states without `state`; nbgrader's names or not."""
    made = copy.deepcopy(notebook)
    models = {secrets.token_hex(16): {"model_module": "@jupyter-widgets/controls", "model_name": "IntSliderModel"}}
    made.metadata |= {"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"}
    made.metadata |= {"widgets": {"application/vnd.jupyter.widget-state+json": models}}
    made.nbformat_minor = 0
    for cell in made.cells:
        del cell["id"]
        nbgrader = {"nbgrader": cell.metadata["nbgrader"]} if named and "nbgrader" in cell.metadata else {}
        cell.metadata = nbgrader | {"id": secrets.token_urlsafe(9)}
        if cell.cell_type == "code":
            ran(cell, {VIEW: {"model_id": next(iter(models)), "version_major": 2}, "text/plain": "IntSlider()"})
            cell.metadata |= {"outputId": secrets.token_hex(18), "colab": {"base_uri": "https://localhost:8080/"}}
            cell.metadata |= {"cellView": "form"}
    return json.dumps(made, indent=2).encode()


def vscode(notebook: NotebookNode, *, named: bool) -> bytes:
    """Ids renewed, a language for each cell, outputs kept; nbgrader's names or not."""
    made = copy.deepcopy(notebook)
    made.metadata = {"language_info": {"name": "python", "version": "3.12.7"}, "orig_nbformat": 4}
    for cell in made.cells:
        cell.id = secrets.token_hex(4)
        nbgrader = {"nbgrader": cell.metadata["nbgrader"]} if named and "nbgrader" in cell.metadata else {}
        cell.metadata = nbgrader | {"vscode": {"languageId": "python"}}
        cell.source = cell.source.splitlines(keepends=True)
        if cell.cell_type == "code":
            ran(cell, {"text/plain": ["Figure"], "image/png": "iVBORw0KGgo="})
    return json.dumps(made, indent=1, ensure_ascii=False).encode()


def ran(cell: NotebookNode, data: dict[str, object]) -> None:
    cell.execution_count = 7
    shown = {"output_type": "display_data", "metadata": {}, "data": data}
    cell.outputs = [shown, {"output_type": "stream", "name": "stderr", "text": "a warning"}]


def solutions(source: NotebookNode) -> dict[str, str]:
    """The instructor's own answers."""
    cells = (cell for cell in source.cells if is_answer(cell))
    return {grade_id(cell): cell.source for cell in cells}
