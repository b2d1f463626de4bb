"""Every known answer of a lesson, graded by the engine alone: `make test LESSON=…` runs this file, as it takes seconds.

`make test` has a few of them, and `make test-long` all, graded by the commands of an instructor (test_points.py).
"""

from concurrent.futures import ThreadPoolExecutor

from nbformat import v4

from course.grading.class_run.process_pair import Grader
from course.grading.class_run.submissions import open_assignment
from course.grading.execution.trusted.kept_rules import NOT_ALLOWED
from course.grading.gradebook.course_folder import open_folder
from course.grading.results.job import Job
from course.notebook.known_answers import fill
from scripts.course_copy import copy_course
from tests.grading.intake.editors import solutions

FEW = 0.02  # of known mistakes: what rests on long trainings may round differently in another process


def test_each_known_answer_gets_the_points_it_deserves_and_fails_where_it_says(lesson, built, tmp_path):
    about = open_assignment(open_folder(copy_course(tmp_path, built=built)), lesson.assignment)
    notebooks = {student: fill(lesson.release, answers) for student, answers in lesson.mixtures.items()}
    notebooks |= {"solution": fill(lesson.release, solutions(lesson.source)), "untouched": lesson.release}
    (source,) = about.texts.items()

    def job(student):
        handed_in = v4.writes(notebooks[student]).encode()
        known = {"wrong": about.wrong, "mistakes": about.mistakes}
        return Job(student, about.name, *source, handed_in, {}, about.config, about.limits, **known)

    with Grader(isolated=False) as grader, ThreadPoolExecutor(2) as both:
        outcomes = dict(zip(notebooks, both.map(grader.grade, map(job, notebooks)), strict=True))
    assert [str(flag) for outcome in outcomes.values() for flag in outcome.flags] == []
    assert outcomes["solution"].failures == ()
    assert {failure.check for failure in outcomes["untouched"].failures} == lesson.automatic.keys()
    wrong = [
        f"{answers[test.answer].title}: declared {declared}, but {found}"
        for student, answers in lesson.mixtures.items()
        for test in lesson.graded
        if not test.written
        and (declared := verdict(answers[test.answer])) != (found := verdict_of(outcomes[student], test.grade_id))
    ]
    assert not wrong, "\n".join(wrong)
    nameless = [
        f"{failure.task}: {answers[failure.task].title}"
        for student, answers in lesson.mixtures.items()
        for failure in outcomes[student].failures
        if answers[failure.task].mistake.words not in failure.mistakes and failure.see != NOT_ALLOWED
    ]
    assert len(nameless) <= FEW * sum(len(answers) for answers in lesson.mixtures.values()), "\n".join(nameless)


def verdict(sample):
    """What a known answer says of itself."""
    if sample.kind == "right":
        return "right"
    return "wrong in hidden tests" if sample.passes_visible_checks else "wrong in visible checks"


def verdict_of(outcome, test):
    """What grading found, by points and by the failure."""
    failed = [failure for failure in outcome.failures if failure.check == test]
    if not failed:
        return "right" if outcome.scores[test] else "without points"
    return "wrong in hidden tests" if failed[0].hidden else "wrong in visible checks"
