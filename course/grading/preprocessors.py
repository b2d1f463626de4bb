"""Preprocessors that `nbgrader_config.py` puts into nbgrader's own pipelines."""

from __future__ import annotations

import builtins
import re
from typing import Any

from nbformat import NotebookNode, v4
from nbgrader import utils
from nbgrader.api import Gradebook, Notebook, SourceCell
from nbgrader.preprocessors import NbGraderPreprocessor

from course.authoring.regions import HIDDEN_TESTS, MARK_SCHEME, region_lines, without_region

ANSI = re.compile(r"\x1b\[[0-9;]*m")
TIMEOUT = "CellTimeoutError"  # what nbgrader notes for a cell that it had to interrupt
FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")


class PutBackCells(NbGraderPreprocessor):
    """Put back every cell of nbgrader's that a submission lacks, and what makes a cell graded or an answer.

    Runs before nbgrader's OverwriteCells, whose own `add_missing_cells` knows graded cells only and fails where a
    locked one stands before them. Texts are those of the release, with hidden tests and mark schemes: an answer that
    was deleted is then an untouched one, and earns 0.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Go through the assignment's cells in their order; a missing one comes right after the one before it."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            assigned = gradebook.find_notebook(about["notebook"], about["assignment"])
            kinds = _kinds(assigned)
            place = 0  # where the next missing cell goes
            for source in assigned.source_cells:
                found = _index(nb, source.name)
                if found is None:
                    self.log.warning("Cell '%s' is missing; it is put back", source.name)
                    place = place or self._first_place(nb, assigned)
                    nb.cells.insert(place, _new_cell(nb, source))
                    found = place
                nb.cells[found].metadata.nbgrader.update(kinds[source.name])
                place = found + 1
        return nb, resources

    @staticmethod
    def _first_place(nb: NotebookNode, assigned: Notebook) -> int:
        """Before the first cell of nbgrader's that is left: behind the imports, which the missing one may need."""
        left = [index for source in assigned.source_cells if (index := _index(nb, source.name)) is not None]
        return min(left, default=len(nb.cells))


def _index(nb: NotebookNode, grade_id: str) -> int | None:
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]
    return names.index(grade_id) if grade_id in names else None


def _kinds(assigned: Notebook) -> dict[str, dict[str, Any]]:
    """What the gradebook knows of each cell: whether it is graded, an answer or a task, and its points."""
    points = {cell.name: cell.max_score for cell in [*assigned.grade_cells, *assigned.task_cells]}
    graded, answers, tasks = (
        {cell.name for cell in cells} for cells in (assigned.grade_cells, assigned.solution_cells, assigned.task_cells)
    )
    return {
        name: {"grade": name in graded, "solution": name in answers, "task": name in tasks}
        | ({"points": points[name]} if name in points else {})
        for name in (cell.name for cell in assigned.source_cells)
    }


def _new_cell(nb: NotebookNode, source: SourceCell) -> NotebookNode:
    new = v4.new_code_cell if source.cell_type == "code" else v4.new_markdown_cell
    meta = {"grade_id": source.name, "locked": source.locked, "checksum": source.checksum, "schema_version": 3}
    cell = new(source.source, metadata={"nbgrader": meta | {"cell_type": source.cell_type}})
    if (nb.nbformat, nb.nbformat_minor) < (4, 5):
        del cell["id"]  # older notebooks have none
    return cell


class HideTests(NbGraderPreprocessor):
    """Take hidden tests and mark schemes out of a feedback page, and out of what test cells printed and raised.

    A visible check that failed keeps its message (it says what was expected and what came). A hidden one says only
    that it failed and with which kind of error: its values would give the test away. What other cells print stays: an
    answer written to print its arguments shows them.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Clean one cell; cells without regions keep their text, test cells lose what they printed."""
        if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell):
            hidden = region_lines(cell.source, HIDDEN_TESTS)
            kept = (output for output in cell.outputs if output.output_type == "error" or _is_partial_credit(output))
            cell.outputs = [_short_error(output, hidden, cell.execution_count) for output in kept]
        for region in (HIDDEN_TESTS, MARK_SCHEME):
            if region_lines(cell.source, region):
                # A region at the end of a cell leaves the line break before it.
                cell.source = without_region(cell.source, region).removesuffix("\n")
        return cell, resources


def _is_partial_credit(output: NotebookNode) -> bool:
    """Whether an output is a plain number, the only result of a test cell that says something about points."""
    if output.output_type != "execute_result":
        return False
    output.data = {"text/plain": output.data.get("text/plain", "")}
    return re.fullmatch(r"\d+(\.\d*)?", output.data["text/plain"]) is not None


def _short_error(output: NotebookNode, hidden: set[int], execution_count: int | None) -> NotebookNode:
    """One line instead of a traceback; for a failure in hidden lines, or at an unknown place, without the message."""
    if output.output_type != "error":
        return output
    if output.ename == TIMEOUT:
        output.traceback = ["No answer within the time limit. Is there a loop that never ends?"]
        return output
    # A traceback may begin in the answer's cell (chained errors): only the test cell's own lines tell.
    frames = FRAME.findall(ANSI.sub("", "\n".join(output.traceback)))
    own = {int(line) for count, line in frames if int(count) == execution_count}
    if own and not own & hidden:
        text = f"{output.ename}: {output.evalue}"
    else:
        kind = output.ename if hasattr(builtins, output.ename) else "an error of its own kind"
        output.ename, output.evalue = kind, ""
        text = (
            f"A hidden test failed ({kind}). It tries your answer on other inputs than the checks above: "
            "other sizes, strides and numbers."
        )
    output.traceback = text.split("\n")
    return output
