"""Every lesson's solution earns all points when its tests run in another process, and the untouched release none."""

import pytest

from course.grading.execution.execute import execute
from course.notebook.graded_cells import graded_cells

SECONDS = 60


def wrong_answers(lesson):
    """The released text of each answer, which is known to be wrong, and a wrong sample of it."""
    released = {c.metadata.nbgrader.grade_id: c.source for c in lesson.release.cells if "nbgrader" in c.metadata}
    wrong = {name: [v.source for v in variants if v.kind == "wrong"][-1:] for name, variants in lesson.samples.items()}
    return {name: [released[name], *wrong[name]] for name in lesson.samples}


def run(fork, lesson, notebook):
    side = fork()
    done = execute(lesson.source, notebook, side, seconds=SECONDS, wrong=wrong_answers(lesson))
    side.close()
    return done


@pytest.mark.grading
def test_solution_gets_all_points_and_the_untouched_release_none(lesson, fork):
    tests = {test.grade_id for test in graded_cells(lesson.source) if not test.written}
    solution = run(fork, lesson, lesson.source)
    assert {name for name in tests if solution.passed(name)} == tests
    assert (solution.tampered, solution.gone) == ({}, "")
    assert not any(test.changed for test in solution.tests.values()), "a solution changes what a test gives to it"
    untouched = run(fork, lesson, lesson.release)
    assert not any(untouched.passed(name) for name in tests)
    assert {test.error for test in untouched.tests.values()} == {"NotImplementedError"}
