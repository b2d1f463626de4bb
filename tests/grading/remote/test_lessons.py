"""Every known answer of every lesson gets the points it deserves when its tests run in another process."""

import pytest

from course.grading.remote.execute import execute
from course.grading.samples import fill, graded_cells

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
def test_each_known_answer_gets_the_points_it_deserves(lesson, fork):
    amiss = []
    for student, answers in lesson.mixtures.items():
        done = run(fork, lesson, fill(lesson.release, answers))
        assert (done.tampered, done.gone) == ({}, ""), student
        for test in (test for test in graded_cells(lesson.source) if not test.written):
            sample, came = answers[test.answer], done.tests[test.grade_id]
            if done.passed(test.grade_id) != (sample.kind == "right"):
                amiss.append(f"{student} {test.grade_id}: {sample.kind}: {sample.title}: {came.passed} {came.outputs}")
    assert not amiss, "\n".join(amiss)


@pytest.mark.grading
def test_solution_gets_all_points_and_the_untouched_release_none(lesson, fork):
    tests = {test.grade_id for test in graded_cells(lesson.source) if not test.written}
    solution = run(fork, lesson, lesson.source)
    assert {name for name in tests if solution.passed(name)} == tests
    assert not any(test.changed for test in solution.tests.values()), "a solution changes what a test gives to it"
    untouched = run(fork, lesson, lesson.release)
    assert not any(untouched.passed(name) for name in tests)
    assert {test.error for test in untouched.tests.values()} == {"NotImplementedError"}
