"""Every known answer of every lesson earns the points that it deserves, by the commands of an instructor."""

import csv
import json
import re

import pytest

from course.notebook.cells import grade_id, is_graded
from scripts.course_copy import total
from tests.grading.lessons.graded_class import deleted


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
        few = len(lesson.samples) < 5  # there is nothing to mix
        assert few or {"right", "wrong"} <= {variant.kind for variant in answers.values()}


@pytest.mark.grading
def test_every_step_ends_well_and_names_no_error(graded_class):
    assert graded_class.exit_codes == dict.fromkeys(["release", "grade", "feedback", "export"], 0)
    assert not re.findall(r"\| (?:ERROR|CRITICAL)\] (.*)", "\n".join(graded_class.logs.values()))


@pytest.mark.grading
def test_each_known_answer_gets_the_points_it_deserves(graded_class, lesson):
    rows, wrong = [], []
    for student, answers in lesson.handed_in.items():
        for test in lesson.graded:
            sample = answers[test.answer]
            expected = None if test.written else test.points if sample.kind == "right" else 0.0
            points = graded_class.scores[student][test.grade_id].points
            rows.append(f"{student} {test.answer:19} {sample.kind:5} {expected!s:>4} {points!s:>4}  {sample.title}")
            if points != expected:
                rows[-1] += "   <-- not as declared"
                wrong.append(rows[-1])
    table = "\n".join(["student  answer              kind  exp. came  variant", *rows])
    print("\n" + table)
    assert not wrong, f"{len(wrong)} of {len(rows)} answers were not graded as declared:\n{table}"


@pytest.mark.grading
def test_solution_gets_all_automatic_points_and_untouched_release_none(graded_class, lesson):
    solution, untouched = graded_class.scores["solution"], graded_class.scores["untouched"]
    assert {name: solution[name].points for name in lesson.automatic} == lesson.automatic
    assert {name: score.points for name, score in untouched.items()} == dict.fromkeys(untouched, 0.0)
    assert untouched.keys() == solution.keys() >= lesson.automatic.keys()
    cells = [c for c in graded_class.autograded("untouched").cells if is_graded(c)]
    assert {o.ename for c in cells for o in c.get("outputs", []) if o.output_type == "error"} == {"NotImplementedError"}


@pytest.mark.grading
def test_nobody_is_accused_of_a_known_answer(graded_class):
    reports = (graded_class.folder / "reports" / graded_class.lesson.assignment).glob("*.json")
    read = [json.loads(path.read_text(encoding="utf-8")) for path in reports if path.name != "summary.json"]
    flags = {report["student"]: {flag["kind"] for flag in report["flags"]} for report in read}
    assert flags.keys() == graded_class.scores.keys()
    assert flags.pop("solution") == {"repaired"}  # the hidden lines of its tests are an instructor's
    assert flags.pop("deleted") <= {"repaired"}
    assert not any(flags.values()), flags


@pytest.mark.grading
def test_what_comes_from_colab_without_nbgraders_names_gets_the_same_points_and_its_student_is_told(graded_class):
    assert graded_class.scores["colab"] == graded_class.scores["solution"]
    assert "lost nbgrader's names for its cells" in graded_class.page_text("colab")


@pytest.mark.grading
def test_deleted_cells_are_put_back_where_they_were_and_only_deleted_answers_lose_points(graded_class, lesson):
    names = [grade_id(cell) for cell in lesson.source.cells if "nbgrader" in cell.metadata]
    cells = graded_class.autograded("deleted").cells
    assert [grade_id(cell) for cell in cells if "nbgrader" in cell.metadata] == names
    gone, scores = deleted(lesson)[0], graded_class.scores["deleted"]
    lost = {test.grade_id for test in lesson.graded if scores[test.grade_id].points == 0.0}
    assert lost >= {test.grade_id for test in lesson.graded if test.answer in gone}
    first = lesson.graded[0]
    assert first.grade_id in gone
    assert scores[first.grade_id].points == first.points


@pytest.mark.grading
def test_export_has_a_line_for_each_student(graded_class, lesson):
    maximum = sum(test.points for test in lesson.graded)
    with (graded_class.folder / "grades.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == lesson.assignment]
    assert {row["student_id"] for row in rows} == graded_class.scores.keys()
    for row in rows:
        points = total(graded_class.scores[row["student_id"]].values())
        assert (float(row["score"]), float(row["max_score"])) == (points, maximum), row["student_id"]
