"""What `nbgrader_config.py` puts into nbgrader's own making of feedback pages."""

from __future__ import annotations

import builtins
import re
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from course.authoring.regions import HIDDEN_TESTS, MARK_SCHEME, region_lines, without_region

ANSI = re.compile(r"\x1b\[[0-9;]*m")
TIMEOUT = "CellTimeoutError"  # what nbgrader notes for a cell that it had to interrupt
FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")


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
