"""The verdict on every known answer stands, whatever is drawn: tried many times in this process."""

import functools

import pytest

from course.authoring.trial import Trial, as_while_graded, automatic_tests, import_cell, run
from course.notebook.known_answers import KnownAnswer
from scripts.course_copy import ROOT
from tests.randomness import draws

ANSWERS = sorted((path.parent.parent.name, path.stem) for path in (ROOT / "lessons").glob("*/answers/*.py"))
DRAWS = draws(2, 20)


@pytest.fixture(scope="module")
def names_after_import(lessons):
    """What a lesson's import cell defines; made once for each lesson."""

    @functools.cache
    def make(assignment: str) -> dict[str, object]:
        names: dict[str, object] = {"__name__": "__main__"}
        assert run([import_cell(lessons(assignment).source)], names) is None
        return names

    return make


@pytest.mark.parametrize(("assignment", "answer"), ANSWERS, ids=map("/".join, ANSWERS))
def test_verdicts_hold_for_every_draw(lesson, answer, names_after_import):
    """A right answer never fails by bad luck, a wrong one never passes by good luck."""
    unsteady = []
    for test in (test for test in automatic_tests(lesson.source) if test.answer == answer):
        trial = Trial(lesson.source, test, names_after_import(lesson.assignment))
        for sample in [*lesson.samples[answer], KnownAnswer(answer, "right", "the solution", trial.answer.source)]:
            verdicts = [verdict(trial, sample.source, seed) for seed in DRAWS]
            expected = "passed" if sample.kind == "right" else "hidden" if sample.passes_visible_checks else "visible"
            if set(verdicts) != {expected}:
                counts = {verdict: verdicts.count(verdict) for verdict in sorted(set(verdicts))}
                unsteady.append(f"{test.grade_id}, {sample.kind}: {sample.title}: expected {expected}, came {counts}")
    assert not unsteady, f"in {len(DRAWS)} draws (visible, hidden: the check that failed):\n" + "\n".join(unsteady)


def verdict(trial: Trial, answer: str, seed: int) -> str:
    """``passed``, or which check of the test cell failed first: a ``visible`` or a ``hidden`` one."""
    with as_while_graded():
        failed = trial.failure(answer, seed=seed)
    return "passed" if failed is None else "hidden" if failed.hidden else "visible"
