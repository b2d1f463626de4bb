"""Plain nbgrader commands on a fresh clone, up to the feedback pages, with what students really hand in."""

import csv
import html
import re
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from course.grading.samples import graded_cells
from course.grading.workspace import copy_course, run_nbgrader

pytestmark = pytest.mark.grading
ASSIGNMENT, NAME = "3-1-convolution", "convolution.ipynb"
AUTOMATIC, WRITTEN = 28, 8


def text_of(page):
    """What a reader of the page sees, with spaces squeezed."""
    body = re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", "", page.read_text(encoding="utf-8"), flags=re.S)
    return squeeze(html.unescape(body))


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def hidden_lines(source):
    """Lines of hidden tests and mark schemes that are long enough to be recognised."""
    inside = re.findall(
        r"BEGIN (?:HIDDEN TESTS|MARK SCHEME)\n(.*?)^[^\n]*END ",
        "\n".join(cell.source for cell in source.cells),
        flags=re.M | re.S,
    )
    lines = [squeeze(line) for region in inside for line in region.splitlines()]
    return [line for line in lines if len(line) > 12]


def given_and_answered(release, handed_in):
    """What a student has seen or written: the released notebook and the student's own answers."""
    answers = [cell for cell in handed_in.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return squeeze(" ".join(cell.source for cell in [*release.cells, *answers]))


def failures(graded, student):
    """What each failed test of a student said: ``{grade_id: message}``."""
    found = {}
    for cell in graded.autograded(student).cells:
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        if cell.metadata.get("nbgrader", {}).get("grade") and errors:
            found[cell.metadata.nbgrader.grade_id] = squeeze(errors[0].evalue)
    return found


@pytest.fixture(scope="module")
def validated(tmp_path_factory, built):
    course = copy_course(tmp_path_factory.mktemp("validated"), built=built)
    folders = ("source", "release")
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(lambda folder: run_nbgrader(course, "validate", f"{folder}/{ASSIGNMENT}/{NAME}"), folders)
        return dict(zip(folders, done, strict=True))


def test_every_step_ends_well_and_names_no_error_but_the_time_out(mixed, special):
    for graded, expected in (
        (mixed, []),
        (special, ["Timeout waiting for execute reply (30s).", "Interrupting kernel"]),
    ):
        steps = ["generate_assignment", "autograde", "generate_feedback", "export"]
        assert graded.exit_codes == dict.fromkeys(steps, 0)
        log = "\n".join(graded.logs[step] for step in steps)
        assert re.findall(r"\| (?:ERROR|CRITICAL)\] (.*)", log) == expected


def test_release_made_by_the_command_is_the_committed_one(mixed, release):
    made = mixed.folder / "release" / ASSIGNMENT / NAME
    assert nbformat.read(made, as_version=4) == release


def test_source_validates(validated):
    assert validated["source"].returncode == 0
    assert "Success! Your notebook passes all the tests." in validated["source"].stdout


def test_release_fails_validation_cell_by_cell_without_a_crash(validated, source):
    assert validated["release"].returncode == 0
    assert f"VALIDATION FAILED ON {len(graded_cells(source))} CELL(S)" in validated["release"].stdout
    assert "NotImplementedError: write your answer here" in validated["release"].stdout


def test_export_has_a_line_for_each_student(both_graded):
    for graded in both_graded:
        with (graded.folder / "grades.csv").open(encoding="utf-8") as file:
            rows = {row["student_id"]: row for row in csv.DictReader(file)}
        assert rows.keys() == graded.scores.keys()
        for student, row in rows.items():
            points = sum(score.points or 0 for score in graded.scores[student].values())
            assert (float(row["score"]), float(row["max_score"])) == (points, AUTOMATIC + WRITTEN), student


@pytest.mark.parametrize(
    ("student", "lost"),
    [
        ("warning", {}),  # stderr in a test cell
        ("colab", {}),
        ("deleted", {"test-stamps": 1}),  # the deleted test of a right answer keeps its points
        ("endless", {"test-input-sizes": 2}),
    ],
)
def test_only_wrong_answers_lose_points(special, student, lost):
    scores = special.scores[student]
    assert {name: s.maximum - s.points for name, s in scores.items() if s.points not in (None, s.maximum)} == lost
    assert sum(score.maximum for score in scores.values()) == AUTOMATIC + WRITTEN


def test_skip_execution_tag_earns_nothing(special):
    assert {score.points for score in special.scores["skipping"].values()} == {0.0}


def test_endless_loop_was_interrupted(special):
    (cell,) = (c for c in special.autograded("endless").cells if c.source == "while True:\n    pass")
    assert [output.ename for output in cell.outputs] == ["KeyboardInterrupt", "CellTimeoutError"]


def test_feedback_shows_no_hidden_test_and_no_mark_scheme(both_graded, source, release):
    for graded in both_graded:
        for student in graded.scores:
            own = given_and_answered(release, graded.submitted(student))
            secrets = [line for line in hidden_lines(source) if line not in own]
            assert len(secrets) > 50, "too few lines found: the search is wrong"
            seen = text_of(graded.page(student))
            assert "Score:" in seen
            assert not [line for line in secrets if line in seen], student


def test_feedback_keeps_what_visible_checks_said_and_hides_what_hidden_ones_said(mixed, mixtures):
    shown = withheld = 0
    for student, answers in mixtures.items():
        seen = text_of(mixed.page(student))
        for name, message in failures(mixed, student).items():
            hidden = answers[name.removeprefix("test-")].passes_visible_checks
            assert (message in seen) != hidden, f"{student}, {name}, hidden={hidden}: {message}"
            shown, withheld = shown + (not hidden), withheld + hidden
        assert seen.count("A hidden test failed") == sum(
            sample.passes_visible_checks for sample in answers.values() if sample.kind == "wrong"
        )
    assert min(shown, withheld) > 5


def test_feedback_shows_explorers_as_pictures(special):
    assert special.page("solution").read_text(encoding="utf-8").count("data:image/svg+xml") == 2
