"""The instructor's own solution is graded before the class: a wrong test is found before it costs anybody a point."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import nbformat
import pytest

from course import cli
from course.grading.class_run import solution_check as module
from course.grading.class_run.pool import ThreadPool
from course.grading.class_run.solution_check import SolutionError
from course.grading.results.failure import Failure
from tests.grading.class_run.small import ASSIGNMENT, NAME, StandIn, dump, hand_in, run, source

WHY = {"hidden": True, "error_type": "NameError", "detail": "name 'wrong' is not defined"}
LOST = {"scores": {"test-double": 0.5}, "failures": (Failure("double", "test-double", "error", **WHY),)}


class FailsTheSolution(StandIn):
    """The solution comes back last, without its points."""

    def grade(self, submissions):
        late = []
        for submission, outcomes in super().grade(submissions):
            if submission.jobs[0].rebuilt:
                late.append((submission, [replace(one, **LOST) for one in outcomes]))
            else:
                yield submission, outcomes
        yield from late


@pytest.fixture
def two(course):
    for student in ("ada", "ben"):
        hand_in(course, student)
    return course


def test_where_the_solution_loses_points_nothing_is_entered_and_the_test_is_named(two):
    with pytest.raises(SolutionError) as refused:
        run(two, FailsTheSolution())
    said = str(refused.value)
    assert "it concerns 2 submissions" in said
    assert "test-double gives the instructor's own solution 0.5 of 2 points" in said
    assert "(in hidden lines: NameError: name 'wrong' is not defined)" in said
    assert "--anyway" in said
    assert dump(two) == {"files": []}


def test_anyway_the_class_is_graded_and_the_test_is_named(two):
    summary = run(two, FailsTheSolution(), anyway=True)
    assert [report.student for report in summary.reports] == ["ada", "ben"]
    assert "it concerns 2 submissions" in summary.unsound[0]
    with pytest.raises(SolutionError):
        run(two, FailsTheSolution(), force=True)  # it is not forgotten


def test_a_sound_solution_is_graded_once(two, monkeypatch):
    seen = []

    class Watches(StandIn):
        def grade(self, submissions):
            for submission, outcomes in super().grade(submissions):
                seen.append(submission.jobs[0].rebuilt)
                yield submission, outcomes

    assert run(two, Watches()).unsound == []
    run(two, Watches(), force=True)
    assert seen == [True, False, False, False, False]
    monkeypatch.setattr(module, "course_version", lambda: "another")
    run(two, Watches(), force=True)
    assert seen.count(True) == 2
    changed = source()
    changed.cells[2].source += "\n# another line"
    nbformat.write(changed, two.source(ASSIGNMENT) / NAME)
    run(two, Watches(), force=True)
    assert seen.count(True) == 3


def test_a_task_without_a_solution_and_a_solution_that_cannot_be_graded_stop_nobody(two):
    class Cannot(StandIn):
        def grade(self, submissions):
            for submission, outcomes in super().grade(submissions):
                if submission.jobs[0].rebuilt:
                    failed = Failure("double", "test-double", self.kind, error_type=self.error)
                    outcomes = [replace(one, scores={"test-double": 0.0}, failures=(failed,)) for one in outcomes]
                yield submission, outcomes

    for kind, error in (("unanswered", ""), ("not graded", ""), ("error", "NotImplementedError")):
        pool = Cannot()
        pool.kind, pool.error = kind, error
        assert run(two, pool, force=True).unsound == []
    lost = StandIn(lost={"the solution"})
    assert len(run(two, lost, force=True).reports) == 2


def test_a_hidden_test_with_an_undefined_name_stops_the_command(two, grader, monkeypatch, capsys):
    broken = source()
    broken.cells[2].source = broken.cells[2].source.replace("double(-1) == -2", "double(-1) == two")
    nbformat.write(broken, two.source(ASSIGNMENT) / NAME)

    @contextmanager
    def with_this_grader(*_):
        with ThreadPoolExecutor(2) as executor:
            yield ThreadPool(grader, executor, 2)

    monkeypatch.setattr("course.grading.class_run.command._on_this_machine", with_this_grader)
    assert cli.main(["grade", ASSIGNMENT, "--course", str(two.root)]) == 1
    said = capsys.readouterr().err
    assert "test-double gives the instructor's own solution 0 of 2 points (in hidden lines: NameError" in said
    assert cli.main(["grade", ASSIGNMENT, "--course", str(two.root), "--anyway"]) == 0
    assert "unsound" in capsys.readouterr().out
