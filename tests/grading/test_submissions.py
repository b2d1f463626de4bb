"""nbgrader itself gives every known answer of every lesson the points it deserves, and shows no hidden test."""

import csv
import re

import pytest

from course.notebook.graded_cells import graded_cells
from scripts.course_copy import total
from tests.grading.reading import failures, secrets, text_of


def test_every_answer_has_two_right_and_four_wrong_variants(lesson):
    for name, variants in lesson.samples.items():
        kinds = [variant.kind for variant in variants]
        if "good" in kinds or "poor" in kinds:
            assert {"good", "poor"} <= set(kinds), f"{name} needs a good and a poor text; it has {kinds}"
        else:
            assert kinds.count("right") >= 2, f"{name} has {kinds.count('right')} right variants; expected 2 or more"
            assert kinds.count("wrong") >= 4, f"{name} has {kinds.count('wrong')} wrong variants; expected 4 or more"
        assert len({variant.title for variant in variants}) == len(variants), f"{name}: two variants share a title"


def test_mixtures_use_every_variant_and_mix_right_and_wrong(lesson):
    used = {variant for answers in lesson.mixtures.values() for variant in answers.values()}
    assert used == {variant for variants in lesson.samples.values() for variant in variants}
    for answers in lesson.mixtures.values():
        assert {"right", "wrong"} <= {variant.kind for variant in answers.values()}


@pytest.mark.grading
def test_every_step_ends_well_and_names_no_error(mixed):
    steps = ["generate_assignment", "autograde", "generate_feedback", "export"]
    assert mixed.exit_codes == dict.fromkeys(steps, 0)
    assert not re.findall(r"\| (?:ERROR|CRITICAL)\] (.*)", "\n".join(mixed.logs.values()))


@pytest.mark.grading
def test_each_known_answer_gets_the_points_it_deserves(mixed, lesson):
    rows, wrong = [], []
    for student, answers in lesson.mixtures.items():
        for test in graded_cells(lesson.source):
            sample = answers[test.answer]
            expected = None if test.written else test.points if sample.kind == "right" else 0.0
            came = mixed.scores[student][test.grade_id].points
            rows.append(
                f"{student} {test.answer:19} {sample.kind:5} {expected!s:>4} {came!s:>4}  {sample.title}"
                + ("" if came == expected else "   <-- not as declared")
            )
            wrong += [rows[-1]] if came != expected else []
    table = "\n".join(["student  answer              kind  exp. came  variant", *rows])
    print("\n" + table)
    assert not wrong, f"{len(wrong)} of {len(rows)} answers were not graded as declared:\n{table}"


@pytest.mark.grading
def test_solution_gets_all_automatic_points_and_untouched_release_none(mixed, lesson):
    automatic = {test.grade_id: test.points for test in graded_cells(lesson.source) if not test.written}
    solution, untouched = mixed.scores["solution"], mixed.scores["untouched"]
    assert {name: solution[name].points for name in automatic} == automatic
    assert {name: score.points for name, score in untouched.items()} == dict.fromkeys(untouched, 0.0)
    assert untouched.keys() == solution.keys() >= automatic.keys()


@pytest.mark.grading
def test_what_comes_from_colab_without_nbgraders_names_gets_the_same_points_and_its_student_is_told(mixed):
    assert mixed.scores["colab"] == mixed.scores["solution"]
    assert "lost nbgrader&#39;s names for its cells" in mixed.page("colab").read_text(encoding="utf-8")


@pytest.mark.grading
def test_export_has_a_line_for_each_student(mixed, lesson):
    maximum = sum(test.points for test in graded_cells(lesson.source))
    with (mixed.folder / "grades.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == lesson.assignment]
    assert {row["student_id"] for row in rows} == mixed.scores.keys()
    for row in rows:
        points = total(mixed.scores[row["student_id"]].values())
        assert (float(row["score"]), float(row["max_score"])) == (points, maximum), row["student_id"]


@pytest.mark.grading
def test_feedback_shows_no_hidden_test_and_no_mark_scheme(mixed, lesson):
    for student in mixed.scores:
        lines = secrets(mixed, student)
        assert len(lines) > len(graded_cells(lesson.source)), "too few lines found: the search is wrong"
        seen = text_of(mixed.page(student))
        assert " points" in seen
        assert not [line for line in lines if line in seen], student


@pytest.mark.grading
def test_feedback_keeps_what_visible_checks_said_and_hides_what_hidden_ones_said(mixed, lesson):
    judged = {test.grade_id: test.answer for test in graded_cells(lesson.source) if not test.written}
    shown = withheld = 0
    for student, answers in lesson.mixtures.items():
        seen = text_of(mixed.page(student))
        failed = failures(mixed, student)
        for name, message in failed.items():
            hidden = answers[judged[name]].passes_visible_checks
            # The page sets apart what was expected, what came and where to look.
            said = re.sub(r" \(see [^()]*\)$", "", message).split(": ")[0]
            assert said in seen, f"{student}, {name}, hidden={hidden}: {message}"
            assert message.startswith("A further test, with other inputs") == hidden
            shown, withheld = shown + (not hidden), withheld + hidden
        further = seen.count("A further test, with other inputs than the checks that you can see")
        assert further == sum(answers[judged[name]].passes_visible_checks for name in failed)
    assert min(shown, withheld) > 0
