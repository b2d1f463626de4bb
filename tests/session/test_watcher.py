import os
import re
import statistics
import time

import nbformat
import pytest
from nbformat.v4 import new_output

from course.errors import CourseError
from course.notebook.predictions import PREDICTION
from course.session import show_progress, watch, watcher
from tests.session.small import CHECK_AREA, CHECK_TWO, CIRCLES, IMPORTS, LATER, TWO

GOOD = "def area(radius):\n    return math.pi * radius**2"
WATCH = "from course.session import watch; watch('small')"


@pytest.fixture
def watched(run):
    """The same, once the notebook's first cell has run."""
    run(WATCH)
    return run


def test_the_first_cell_shows_the_panel(run):
    assert run(WATCH).startswith("Your progress: 0 of 2 tasks passed · 0 of 3 points in reach")


def test_a_tick_stands_below_a_check_that_passed_and_nothing_below_other_cells(watched):
    assert watched(IMPORTS) == watched(GOOD) == ""
    assert watched(CHECK_AREA).startswith("✓ Task 1 passed (2 points). 2 of 3 points in reach;")
    assert watched("from course.session import show_progress; show_progress()").startswith(
        "Your progress: 1 of 2 tasks"
    )


def test_a_check_that_fails_says_what_it_says_without_us(watched):
    watched(IMPORTS)
    watched("def area(radius):\n    return 0")
    said = watched(CHECK_AREA)
    assert "AssertionError: area(2): expected 4π" in said
    assert "Traceback" in said
    assert "0 of 2 tasks passed" in watched(WATCH)


def test_a_cell_that_fails_tells_the_seeds_of_what_it_drew_and_one_that_passes_says_nothing(watched):
    draw = "n = Draw({}).whole(0, 10**6), Draw({}).whole(0, 10**6)"
    assert watched(f"from course.draw import Draw\n{draw.format('', '')}") == ""
    said = watched(f"{draw.format('', '')}\nassert False, n")
    seeds = re.findall(r"Draw\((\d+)\)", said)
    assert "in place of Draw()" in said
    numbers = re.compile(r"AssertionError: \((\d+, \d+)\)")
    again = watched(f"{draw.format(*seeds)}\nassert False, n")
    assert numbers.search(again)[1] == numbers.search(said)[1]
    assert "in place of Draw()" not in again


def test_running_the_first_cell_again_keeps_the_progress_and_ticks_once(watched, shell):
    watched(IMPORTS)
    watched(GOOD)
    watched(CHECK_AREA)
    assert "1 of 2 tasks passed" in watched(WATCH)
    assert watched(CHECK_AREA).count("✓") == 1
    assert [f.__name__ for f in shell.events.callbacks["post_run_cell"]].count("_on_end") == 1


def test_another_assignment_takes_the_place_of_the_first(watched, shell):
    watched(IMPORTS)
    watched(GOOD)
    watched("from course.session import watch; watch('another')")
    assert watched(CHECK_AREA).count("✓") == 1
    assert shell.custom_exceptions == watcher.EXPLAINED


def test_without_ipython_nothing_happens(monkeypatch, capsys):
    monkeypatch.setattr(watcher, "get_ipython", lambda: None)
    monkeypatch.setattr(watcher, "_watcher", None)
    watch("3-1-convolution")
    assert capsys.readouterr() == ("", "")
    with pytest.raises(CourseError, match="run the notebook's first code cell"):
        show_progress()


def test_a_written_answer_counts_once_it_is_saved(watched, shell, saved):
    shell.user_ns["__vsc_ipynb_file__"] = str(saved)
    watched(LATER)
    assert "written answers: 0 of 1 (as last saved)" in watched(WATCH)
    saved.write_text(saved.read_text().replace("YOUR ANSWER HERE", "Because."))
    os.utime(saved, ns=(0, saved.stat().st_mtime_ns + 1_000_000))  # two writes may fall into one tick of the clock
    watched(LATER)
    assert "written answers: 1 of 1 (as last saved)" in watched(WATCH)


def test_an_interrupted_check_is_no_failure(watched):
    watched(IMPORTS)
    watched("def area(radius):\n    raise KeyboardInterrupt")
    watched(CHECK_AREA)
    assert "answered" in watcher._watcher.panel.widget.children[1].value


def test_a_cell_costs_less_than_five_milliseconds(watched, shell):
    """Median over the cells of a whole pass, hooks only."""
    times = []
    for hook in ("pre_run_cell", "post_run_cell"):
        for callback in list(shell.events.callbacks[hook]):
            shell.events.unregister(hook, callback)
            shell.events.register(hook, timed(callback, times))
    for text in (IMPORTS, GOOD, CHECK_AREA, CIRCLES, TWO, CHECK_TWO, LATER) * 5:
        watched(text)
    assert len(times) >= 70
    assert statistics.median(times) < 0.005


def timed(callback, times):
    def call(argument):
        started = time.perf_counter()
        callback(argument)
        times.append(time.perf_counter() - started)

    return call


def test_errors_that_somebody_else_shows_stay_theirs(run, shell):
    """Colab adds its own words to failed imports."""
    shell.set_custom_exc((ImportError,), lambda self, kind, error, trace, tb_offset=None: print("theirs:", error))
    run(WATCH)
    assert "theirs: No module named 'not_there'" in run("import not_there")
    assert run("circles").startswith("NameError: `circles` is not there yet")
    assert "ZeroDivisionError" in run("1 / 0")


def test_predictions_of_the_saved_notebook_count_and_new_ones_are_seen_in_the_panel(shell, run, saved, monkeypatch):
    notebook = nbformat.read(saved, as_version=4)
    content = {"name": "early", "guess": "no", "sure": "certain", "right": True}
    notebook.cells[1].outputs = [new_output("display_data", {PREDICTION: content, "text/plain": "…"})]
    nbformat.write(notebook, saved)
    monkeypatch.setenv("JPY_SESSION_NAME", str(saved))
    assert "predictions: 1 of 1 right" in run(WATCH)
    run("from course.predictions import predict, result_of\npredict('late', '?', 'number', guess='2')")
    run("with result_of('late', truth=3, why='.'):\n    pass")
    assert "predictions: 1 of 2 right (certain: 1 of 1, a guess: 0 of 1)" in watcher._watcher.panel._line.value
