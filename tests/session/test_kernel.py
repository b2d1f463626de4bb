"""In the kernel that students have: what stands in the notebook, and what nbgrader's Validate makes of it."""

from queue import Empty

import nbformat
import pytest
from jupyter_client.manager import run_kernel
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.validator import Validator

FIRST = "from course.session import watch\n\nwatch('3-1-convolution')"
ANSWER = "def interleave(parts):\n    rows = [torch.stack(row, -1).flatten(-2) for row in parts]\n"
ANSWER += "    return torch.stack(rows, -2).flatten(0, -2)"


@pytest.fixture(scope="module")
def notebook(built):
    """Two tasks of a released notebook, of which one is answered; the first cell ran, but not the imports."""
    released = nbformat.read(built / "release/3-1-convolution/convolution.ipynb", as_version=4)
    cells = {cell.id: cell for cell in released.cells}
    imports = next(cell for cell in released.cells if cell.source.startswith("import torch"))
    cells["interleave"].source = ANSWER
    wanted = ["stretch", "test-stretch", "interleave", "test-interleave"]
    early = new_code_cell("x = torch.zeros(2)", id="early")
    first = new_code_cell(FIRST, id="first")
    return new_notebook(cells=[first, early, imports, *(cells[name] for name in wanted)], metadata=released.metadata)


@pytest.fixture(scope="module")
def outputs(notebook, tmp_path_factory):
    resources = {"metadata": {"path": str(tmp_path_factory.mktemp("empty"))}}
    done = NotebookClient(notebook.copy(), timeout=120, allow_errors=True, resources=resources).execute()
    return {cell.id: cell.outputs for cell in done.cells}


def test_the_panel_is_a_widget_with_words_for_readers_without_a_kernel(outputs):
    (panel,) = outputs["first"]
    assert panel.data["text/plain"].startswith("Your progress: 0 of 15 tasks passed")
    assert "application/vnd.jupyter.widget-view+json" in panel.data


def test_a_cell_out_of_order_leaves_an_error_of_few_lines(outputs):
    (error,) = outputs["early"]
    assert (error.output_type, error.ename) == ("error", "NameError")
    assert error.evalue == "name 'torch' is not defined"
    assert error.traceback[0].startswith("NameError: `torch` is not there yet: run the cell at the top of the notebook")
    assert len(error.traceback) == 5


def test_the_check_of_an_open_task_leaves_an_error_of_one_sentence(outputs):
    (error,) = outputs["test-stretch"]
    assert (error.output_type, error.ename) == ("error", "NotImplementedError")
    assert "\n".join(error.traceback).startswith("NotImplementedError: task 7 is still open: write your answer in")


def test_a_tick_is_a_display_and_no_result_that_nbgrader_would_take_for_points(outputs):
    (tick,) = outputs["test-interleave"]
    assert tick.output_type == "display_data"
    assert tick.data["text/plain"].startswith("✓ Task 11 passed (1 point). 1 of 28 points in reach;")
    assert ">✓ Task 11 passed" in tick.data["text/html"]


def test_validate_reports_the_failed_check_with_our_sentence(notebook, tmp_path):
    graded = new_notebook(cells=[c for c in notebook.cells if c.id != "early"], metadata=notebook.metadata)
    nbformat.write(graded, tmp_path / "small.ipynb")
    found = Validator().validate(str(tmp_path / "small.ipynb"))
    assert set(found) == {"failed"}
    (failed,) = found["failed"]
    assert "stretch, x, 2" in failed["source"]
    assert failed["error"].startswith("NotImplementedError: task 7 is still open")


@pytest.mark.parametrize("place", ["Jupyter", "VS Code"])
def test_where_somebody_sits_at_the_notebook_an_error_stops_its_own_cell_only(place, tmp_path):
    """As front ends run cells: all sent at once, questions allowed, to be dropped by the kernel after an error."""
    with run_kernel(cwd=str(tmp_path)) as client:
        path = f"__vsc_ipynb_file__ = 'small.ipynb'\n{FIRST}" if place == "VS Code" else FIRST
        texts = [path, "1 / 0", "def broken(:", "6 * 7", "raise KeyboardInterrupt", "6 * 7"]
        for somebody, expected in ((True, "ok ok ok ok error aborted"), (False, "ok error" + " aborted" * 4)):
            sent = [client.execute(text, allow_stdin=somebody, stop_on_error=True) for text in texts]
            assert [reply_to(message, client) for message in sent] == expected.split()
            shown = shown_by(client)
            # VS Code drops the cells that wait when it sees an error among the outputs.
            assert shown["error"] == (1 if somebody and place == "VS Code" else 3 if somebody else 1)
            assert ("ZeroDivisionError" in shown["text"]) is (somebody and place == "VS Code")


def reply_to(message, client):
    """The status of the reply to one message; others (of the client's start) are passed over."""
    while (reply := client.get_shell_msg(timeout=60))["parent_header"]["msg_id"] != message:
        pass
    return reply["content"]["status"]


def shown_by(client):
    """How many errors the front end has been told of, and what is displayed as text."""
    errors, text = 0, ""
    while True:
        try:
            message = client.get_iopub_msg(timeout=1)
        except Empty:
            return {"error": errors, "text": text}
        errors += message["msg_type"] == "error"
        text += message["content"].get("data", {}).get("text/plain", "")
