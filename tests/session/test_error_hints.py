import pytest

from course.session import error_hints
from tests.session.small import AREA, CHECK_AREA, CHECK_TWO, CIRCLES, IMPORTS, TWO

RESTART = "(After a restart of the kernel, run all from the top: Run → Run All Above Selected Cell.)"


@pytest.fixture
def watched(run):
    """The same, once the first cell has run; lines that were broken to fit are joined again."""
    run("from course.session import watch; watch('small')")

    return lambda text: " ".join(run(text).split())


def test_a_check_before_its_answer_names_the_cell_to_run(watched):
    watched(IMPORTS)
    assert watched(CHECK_AREA) == (
        "NameError: `area` is not there yet: run the cell of task 1 (section 1) that defines it, then this one again. "
        f"{RESTART} "
        'line 1 of this cell: assert area(2) == 4 * math.pi, "area(2): expected 4π"'
    )


def test_an_answer_before_the_imports_names_the_cell_at_the_top_and_the_line_in_the_answer(watched):
    watched("def area(radius):\n    # of a circle\n    return math.pi * radius**2")
    assert watched(CHECK_AREA) == (
        "NameError: `math` is not there yet: "
        "run the cell at the top of the notebook that begins with `import math`, then this one again. "
        f"{RESTART} "
        "line 3 of the cell of `area`: return math.pi * radius**2"
    )


def test_a_cell_of_the_students_own_is_told_which_cell_defines_the_name(watched):
    said = watched("mine = 1\ntotal = sum(circles)")
    assert said.startswith(
        "NameError: `circles` is not there yet: "
        "run the cell in section 1 that begins with `circles = [1, 2, 3]`, then this one again. "
    )
    assert said.endswith("line 2 of this cell: total = sum(circles)")


def test_in_an_answer_the_name_may_be_a_forgotten_variable(watched):
    watched("def first(x):\n    return circles[x]\n\n\ndef second(x):\n    return 2")
    assert watched(CHECK_TWO).startswith(
        "NameError: `circles` is not there yet: if it is a variable of your own, define it in `first`; "
        "if you mean the notebook's, run the cell in section 1 that begins with `circles = [1, 2, 3]`, then"
    )


def test_without_somebody_at_the_notebook_it_is_an_error_that_stops_run_all(watched, shell):
    watched(IMPORTS)
    for text, kind in ((CHECK_AREA, NameError), (AREA, None), (CHECK_AREA, NotImplementedError)):
        result = shell.run_cell(text)
        assert type(result.error_in_exec) is (type(None) if kind is None else kind)


@pytest.mark.parametrize(
    "text",
    [
        "unknown",  # the notebook knows no such name
        "def area(radius):\n    return later * radius\n\narea(1)",  # it does, but further down
        "raise NameError('circles')",
        "def f():\n    print(circles)\n    circles = 1\n\nf()",  # UnboundLocalError
        "import json\njson.loads('{')",
        "eval('circles')",  # raised by a text that is no cell
        "import runpy\nrunpy.run_path(PATH)",  # raised by a file
    ],
)
def test_other_errors_keep_their_trace(watched, shell, tmp_path, text):
    (tmp_path / "file.py").write_text("print(circles)")
    shell.user_ns["PATH"] = str(tmp_path / "file.py")
    said = watched(text)
    assert "Traceback" in said
    assert "not there yet" not in said


def test_a_name_that_is_there_keeps_the_trace(watched):
    watched(CIRCLES)
    assert "Traceback" in watched(
        "class A:\n    def __init__(self):\n        raise NameError('x', name='circles')\n\nA()"
    )


@pytest.mark.parametrize(("answer", "check", "task"), [(AREA, CHECK_AREA, "task 1"), (TWO, CHECK_TWO, "task 2")])
def test_the_check_of_an_open_task_says_so(watched, answer, check, task):
    watched(IMPORTS)
    watched(answer)
    assert watched(check) == (
        f"NotImplementedError: {task} is still open: "
        "write your answer in the cell above, run it, then this check again."
    )


def test_another_cell_that_needs_an_open_task_says_where_that_is(watched):
    watched(AREA)
    assert watched("area(2)") == (
        "This cell needs task 1 (section 1), which is still open: "
        "write your answer to it, run it, then this cell again."
    )


def test_a_cell_that_builds_on_one_that_an_open_task_stopped_needs_that_task_and_misses_no_name(watched):
    watched(AREA)
    watched(f"{CIRCLES}\ndel circles\ncircles = [area(1)]")
    assert watched("sum(circles)") == (
        "This cell needs task 1 (section 1), which is still open: write your answer to it, run all from there on. "
        "line 1 of this cell: sum(circles)"
    )


def test_a_name_whose_cell_failed_sends_to_that_cell(watched):
    said = watched(f"{CIRCLES}\ndel circles\n1 / 0")
    assert said.endswith("The text below may speak of a result of this cell, which did not come to its end.")
    assert watched("sum(circles)").startswith(
        "NameError: `circles` is not there: the cell in section 1 that begins with `circles = [1, 2, 3]` did not come "
        "to its end. Mend or run that cell first."
    )
    watched(CIRCLES)
    assert watched("total = sum(circles)") == ""


def test_a_stopped_cell_says_so_in_a_sentence(watched):
    assert watched(f"{CIRCLES}\nraise KeyboardInterrupt").startswith("Stopped. What this cell had not made yet is not")


@pytest.mark.parametrize(
    "text",
    [
        "raise NotImplementedError('write your answer here')",  # in no task
        "def area(radius):\n    raise NotImplementedError('later')\n\narea(1)",
        "def area(radius):\n    raise NotImplementedError\n\narea(1)",
    ],
)
def test_what_is_not_the_released_stub_keeps_its_trace(watched, text):
    assert "Traceback" in watched(text)


def test_methods_of_an_open_class_count_as_its_task(watched):
    watched("class first:\n    def run(self):\n        raise NotImplementedError('write your answer here')")
    assert watched("first().run()").startswith("This cell needs task 2 (section “To discuss”)")


@pytest.mark.parametrize(
    ("place", "menu"),
    [("Colab", "Runtime → Run before."), ("VS Code", "Execute Above Cells, in the bar above this cell.")],
)
def test_elsewhere_the_menu_is_that_places(watched, monkeypatch, place, menu):
    monkeypatch.setattr(error_hints.environment, "name", lambda: place)
    assert f"run all from the top: {menu})" in watched("circles")


def test_lines_are_short_enough_not_to_be_broken_in_words(run):
    run("from course.session import watch; watch('small')")
    run("def first(x):\n    return circles[x]\n\n\ndef second(x):\n    return 2")
    lines = run(CHECK_TWO).splitlines()
    assert len(lines) == 6
    assert max(map(len, lines)) <= 90
    assert all(line.count("`") % 2 == 0 for line in lines), "code stays together"
