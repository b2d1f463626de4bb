import pytest

from tests.session.small import AREA, CHECK_AREA, CHECK_TWO, TWO

GOOD = "def area(radius):\n    return 4 * math.pi"
OTHER = "def area(radius):\n    return math.pi * 4"
BOTH = "def first(x):\n    return 1\n\n\ndef second(x):\n    return 2"


def states(progress):
    return [progress.state(task) for task in progress.table.tasks]


def test_everything_is_open_at_first(progress):
    assert states(progress) == ["open", "open", "unseen"]
    assert progress.summary() == (
        "0 of 2 tasks passed · 0 of 3 points in reach · written answers: 1, which cannot be seen from here"
    )


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ([(AREA, "done")], "open"),
        ([(AREA, "done"), (CHECK_AREA, "stopped")], "open"),
        ([(CHECK_AREA, "stopped")], "open"),
        ([(GOOD, "done")], "answered"),
        ([(GOOD, "done"), (CHECK_AREA, "stopped")], "answered"),
        ([(GOOD, "done"), (CHECK_AREA, "done")], "passed"),
        ([(GOOD, "done"), (CHECK_AREA, "done"), (GOOD, "done")], "passed"),
        ([(GOOD, "done"), (CHECK_AREA, "done"), ("print(area(2))", "failed")], "passed"),
        ([(GOOD, "done"), (CHECK_AREA, "done"), (CHECK_AREA, "stopped")], "passed"),
        ([(GOOD, "done"), (CHECK_AREA, "done"), (OTHER, "done")], "changed"),
        ([(GOOD, "done"), (CHECK_AREA, "done"), (OTHER, "done"), (GOOD, "done")], "passed"),
        ([(GOOD, "done"), (CHECK_AREA, "done"), (AREA, "done")], "open"),
        ([(GOOD, "done"), (CHECK_AREA, "done"), (OTHER, "failed")], "broken"),
        ([(GOOD, "done"), (OTHER, "failed"), (CHECK_AREA, "done")], "broken"),
        ([(GOOD, "done"), (OTHER, "failed"), (OTHER, "done"), (CHECK_AREA, "done")], "passed"),
        ([(GOOD, "done"), (CHECK_AREA, "failed")], "failed"),
        (
            [(GOOD + "\n    raise NotImplementedError('write your answer here')", "done"), (CHECK_AREA, "done")],
            "passed",
        ),
        ([(GOOD + "\n    raise NotImplementedError('no such mode')", "done")], "answered"),
        ([(GOOD, "done"), (CHECK_AREA, "failed"), (OTHER, "done")], "changed"),
        ([(CHECK_AREA, "done")], "passed"),  # the answer came from a file, say
        ([(GOOD, "done"), (CHECK_AREA + "\nprint(1)", "done")], "answered"),  # an edited check proves nothing
    ],
)
def test_the_state_follows_from_what_ran(progress, cells, state):
    for text, outcome in cells:
        progress.record(text, outcome)
    assert states(progress)[0] == state
    assert states(progress)[1] == "open"


def test_a_passed_check_is_confirmed_with_points_and_what_comes_later(progress):
    assert progress.record(GOOD, "done") == ""
    assert progress.record(CHECK_AREA, "done") == (
        "✓ Task 1 passed (2 points). 2 of 3 points in reach; more checks with other numbers run after you hand in."
    )
    progress.record(BOTH, "done")
    assert progress.record(CHECK_TWO, "done").startswith("✓ Task 2 passed (1 point). 3 of 3 points in reach;")
    assert progress.summary().startswith("2 of 2 tasks passed · 3 of 3 points in reach")


def test_a_failed_check_is_left_to_its_own_message(progress):
    progress.record(GOOD, "done")
    assert progress.record(CHECK_AREA, "failed") == ""


def test_a_check_that_sees_an_earlier_answer_is_no_success(progress):
    progress.record(GOOD, "done")
    progress.record("def area(radius):\n    return 4 *", "failed")
    assert progress.record(CHECK_AREA, "done") == (
        "This check passes with an earlier version of task 1: the answer's cell stopped with an error when it ran last."
    )
    assert "0 of 2 tasks passed" in progress.summary()


def test_an_answer_may_be_spread_over_cells(progress):
    first, second = BOTH.split("\n\n\n")
    for text in (TWO, first, second, CHECK_TWO, first, second):
        progress.record(text, "done")
    assert states(progress)[1] == "passed"
    progress.record(TWO, "done")
    assert states(progress)[1] == "open"


@pytest.mark.parametrize(
    ("written", "state", "words"),
    [
        ({"why": False}, "open", "written answers: 0 of 1 (as last saved)"),
        ({"why": True}, "written", "written answers: 1 of 1 (as last saved)"),
        ({}, "unseen", "written answers: 1, which cannot be seen from here"),
    ],
)
def test_written_answers_are_counted_where_they_can_be_seen(progress, written, state, words):
    progress.written = written
    assert states(progress)[2] == state
    assert progress.summary().endswith(words)


def test_what_failed_is_named_and_what_is_open_once_one_is_not(progress):
    assert progress.outstanding() == ""
    progress.record(GOOD, "done")
    progress.record(CHECK_AREA, "failed")
    assert progress.outstanding() == "failed: task 1 · open: task 2"
