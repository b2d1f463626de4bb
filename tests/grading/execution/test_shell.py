"""Cells run as in Jupyter, without a kernel: outputs, errors, magics, figures, widgets, limits."""

import base64
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.grading.execution.trusted.errors import StudentGoneError
from course.grading.execution.trusted.untrusted_outputs import rebuild_outputs


@pytest.fixture
def run(side):
    def run(source, number=1, **settings):
        done = side.run_cell(source, number, **({"seconds": 30} | settings))
        cell = new_code_cell(source, outputs=[nbformat.from_dict(output) for output in done.outputs], execution_count=1)
        nbformat.validate(new_notebook(cells=[cell]))
        return done

    return run


def only(done):
    (output,) = done.outputs
    return output


def test_last_expression_is_the_result_and_prints_come_in_order(run):
    done = run("print('a')\nimport sys\nprint('b', file=sys.stderr)\nprint('c')\n1 + 1", number=7)
    kinds = [(output["output_type"], output.get("name"), output.get("text")) for output in done.outputs]
    assert kinds[:3] == [("stream", "stdout", "a\n"), ("stream", "stderr", "b\n"), ("stream", "stdout", "c\n")]
    assert done.outputs[3] == {
        "output_type": "execute_result",
        "data": {"text/plain": "2"},
        "metadata": {},
        "execution_count": 7,
    }
    assert done.finished


def test_semicolon_and_none_show_nothing(run):
    assert run("3;").outputs == run("None").outputs == []


def test_error_names_cell_and_line_as_feedback_reads_it(run):
    done = run("x = 1\ndef f():\n    return x / 0\nf()", number=12)
    error = only(done)
    assert (error["ename"], error["evalue"], done.finished) == ("ZeroDivisionError", "division by zero", False)
    text = "\n".join(error["traceback"])
    assert "Cell In[12], line 4" in text
    assert "Cell In[12], line 3, in f()" in text
    assert "\x1b" not in text


def test_syntax_error_is_an_error_of_the_cell(run):
    assert only(run("def f(:"))["ename"] == "SyntaxError"
    assert run("1").finished


def test_names_stay_from_cell_to_cell_in_main(run):
    run("import sys\nx = 4\ndef f(): return x\nclass A: pass")
    assert (
        only(run("sys.modules['__main__'].f() + f(), A.__module__, __name__"))["data"]["text/plain"]
        == "(8, '__main__', '__main__')"
    )


@pytest.mark.parametrize(
    "source", ["%time 1 + 1", "%matplotlib inline", "!echo a", "%%time\n2", "%load_ext autoreload"]
)
def test_magics_and_shell_commands_run(run, source):
    assert run(source).finished


def test_figures_come_as_png_with_their_text(run):
    done = run("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    (figure,) = [output for output in done.outputs if "image/png" in output.get("data", {})]
    assert base64.b64decode(figure["data"]["image/png"]).startswith(b"\x89PNG")
    assert "Figure" in figure["data"]["text/plain"]
    assert any("image/png" in output["data"] for output in run("plt.plot([1]);").outputs)


def test_displays_can_be_updated_and_cleared(run):
    assert only(run("h = display('one', display_id=True)\nh.update('two')"))["data"]["text/plain"] == "'two'"
    cleared = run("from IPython.display import clear_output\nprint('old')\nclear_output(wait=True)\nprint('new')")
    assert only(cleared)["text"] == "new\n"


def test_widgets_leave_their_text(run):
    done = run(
        "import ipywidgets as w\nslider = w.IntSlider(value=3)\nout = w.Output()\n"
        "with out: print('inside')\nw.interact(lambda a: a, a=2)\nslider.value = 5\n"
        "display(w.VBox([slider, out]))\nslider"
    )
    assert done.finished, done.outputs
    assert done.outputs[-1]["data"] == {"text/plain": "IntSlider(value=5)"}


def test_explorer_of_the_course_shows_itself(run):
    done = run("from course.explorers import ConvolutionExplorer\nConvolutionExplorer()")
    assert done.finished, done.outputs
    assert done.outputs


def test_exit_and_sys_exit_do_not_end_the_process(run):
    for source in ("exit()", "quit()", "import sys; sys.exit(3)", "raise SystemExit"):
        run(source)
    assert only(run("1"))["data"]["text/plain"] == "1"


def test_flood_is_cut_with_a_sentence(run):
    done = run("for _ in range(400_000): print('x' * 100)\nprint('end', 3)")
    assert done.finished
    text = "".join(output["text"] for output in done.outputs)
    assert len(text) < 9 * 2**20
    assert text.endswith("[This cell shows more than 8,388,608 bytes. The rest is left out.]\n")


def test_flood_of_displays_is_cut(run):
    done = run("for _ in range(200): display('x' * 100_000)")
    assert done.finished
    assert len(done.outputs) < 90
    assert "left out" in done.outputs[-1]["text"]


def test_threads_that_print_after_their_cell_show_nothing(run):
    run("import threading, time\nt = threading.Thread(target=lambda: (time.sleep(0.2), print('late')))\nt.start()")
    time.sleep(0.5)
    assert run("t.join()").outputs == []


def test_cell_is_interrupted_at_its_limit_and_the_next_one_runs(run):
    begin = time.monotonic()
    done = run("print('begun')\nwhile True: pass", seconds=0.5)
    assert time.monotonic() - begin < 3
    assert done.late
    assert not done.finished
    assert done.outputs[0]["text"] == "begun\n"
    assert done.outputs[1]["ename"] == "KeyboardInterrupt"
    assert run("1").finished


def test_cell_that_cannot_be_interrupted_is_killed(run, monkeypatch):
    monkeypatch.setattr("course.grading.execution.trusted.student_client.GRACE", 0.5)
    with pytest.raises(StudentGoneError, match="did not stop"):
        run("from signal import *\npthread_sigmask(SIG_BLOCK, {SIGALRM, SIGPROF})\nwhile True: pass", seconds=0.3)


@pytest.mark.parametrize(
    "came",
    [
        *(None, 3, [3], ["x"], [{}], [{"output_type": []}], [{"output_type": "stream", "name": "stdin", "text": "a"}]),
        *([{"output_type": "display_data", "data": {"application/javascript": "x"}}], [{"output_type": "update"}]),
        *([{"output_type": "execute_result", "data": []}], [{"output_type": "display_data"}]),
    ],
)
def test_outputs_of_no_known_form_are_dropped(came):
    assert rebuild_outputs(came, 100) == []


def test_outputs_are_rebuilt_from_known_parts_and_cut_here_too():
    came = [
        {"output_type": "error", "ename": 3, "evalue": "\ud800", "traceback": ["a", 4], "more": 1},
        {"output_type": "display_data", "data": {"text/plain": "p", "text/x-evil": "e"}, "metadata": {"x": 1}},
        {"output_type": "stream", "name": "stdout", "text": "x" * 200},
    ]
    assert rebuild_outputs(came, 100) == [
        {"output_type": "error", "ename": "", "evalue": "?", "traceback": ["a", ""]},
        {"output_type": "display_data", "data": {"text/plain": "p"}, "metadata": {}},
        {
            "output_type": "stream",
            "name": "stderr",
            "text": "[More outputs came than the limit of 100 bytes. The rest is left out.]\n",
        },
    ]


def test_endless_recursion_is_told_by_both_its_ends(run):
    done = run("def f(n): return f(n)\ndef g():\n    try: f(0)\n    finally: 1 / 0\ng()")
    assert only(done)["ename"] == "ZeroDivisionError"
    ends = run(
        "import sys\ne = sys.last_value.__context__\nn, t = 0, e.__traceback__\nwhile t: n, t = n + 1, t.tb_next\nn"
    )
    assert only(ends)["data"]["text/plain"] == "40"


def test_shell_command_needs_no_terminal(run):
    assert only(run("!echo hi; false"))["text"] == "hi\n"
    assert only(run("print(_exit_code)"))["text"] == "1\n"
    assert sum(len(output["text"]) for output in run("!yes | head -c 100000000").outputs) < 10_000_000


def test_flood_is_kept_nowhere(run):
    run("import gc\nfor _ in range(300): print('x' * 10**5)")
    kept = run(
        "sum(len(t) for o in gc.get_objects() for t in gc.get_referents(o) if type(t) is str and set(t[:99]) == {'x'})"
    )
    assert int(only(kept)["data"]["text/plain"]) < 10**5


def test_many_small_outputs_are_cut_too(run):
    done = run("for i in range(30_000): display(i)")
    assert done.cut
    assert 10_000 < len(done.outputs) < 30_000


def test_copy_of_the_process_does_not_answer(run, side):
    run("import os\nchild = os.fork()\nx = 'parent' if child else 'child'")
    assert {side.get("x") for _ in range(50)} == {"parent"}
