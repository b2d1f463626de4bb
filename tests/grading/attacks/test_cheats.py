"""Submissions that try to gain points, to learn what they may not, or to harm, between ten honest ones."""

import dataclasses
import json
import os
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from scripts.course_copy import run_nbgrader
from tests.grading.attacks.attack import Attack, attack
from tests.grading.attacks.cheats_of_code import CHEATS_OF_CODE
from tests.grading.attacks.cheats_of_files import CHEATS_OF_FILES, CONTROL, OWN_MARK
from tests.grading.attacks.cheats_of_notebooks import CHEATS_OF_NOTEBOOKS
from tests.grading.attacks.small import ASSIGNMENT, NOTEBOOK, Marks

CHEATS = CHEATS_OF_CODE | CHEATS_OF_FILES | CHEATS_OF_NOTEBOOKS
assert len(CHEATS) == len(CHEATS_OF_CODE) + len(CHEATS_OF_FILES) + len(CHEATS_OF_NOTEBOOKS)
TABLE = "ATTACKS_TABLE"  # names the file that the table is written to


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Attack:
    came = attack(tmp_path_factory.mktemp("cheats"), CHEATS, Marks())
    done = run_nbgrader(came.folder, "generate_feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stdout
    return came


@pytest.mark.parametrize("title", CHEATS)
def test_cheat_gains_no_point_unflagged(graded, title):
    student, most = graded.student(title), CHEATS[title].points
    won = graded.points[student]
    assert {task: points for task, points in won.items() if points > most[task]} == {}
    assert sum(won.values()) == 0 or graded.report(student)["status"] == "flagged"


@pytest.mark.parametrize("title", CHEATS)
def test_cheat_learns_nothing(graded, title):
    student = graded.student(title)
    shown = "\n".join(graded.shown(student, tests=False))
    seen = shown + json.dumps(graded.report(student)) + graded.pages(student)
    assert graded.pages(student)
    assert [name for name, mark in dataclasses.asdict(graded.marks).items() if mark in seen] == []
    assert [line for line in shown.split("\n") if line.startswith("FOUND") and OWN_MARK not in line] == []


def test_what_a_cheat_finds_would_be_seen(graded):
    assert f"FOUND b'{OWN_MARK}'" in "".join(graded.shown(graded.student(CONTROL), tests=False))
    executed = graded.folder / "autograded" / "001" / ASSIGNMENT / NOTEBOOK
    tests = [cell.source for cell in nbformat.read(executed, as_version=4).cells]
    assert graded.marks.hidden in "".join(tests)  # the instructor's copy has it


def test_all_honest_submissions_are_graded_right(graded):
    assert {student: graded.points[student] for student in graded.honest} == graded.honest
    assert {graded.report(student)["status"] for student in graded.honest} == {"graded"}


def test_nothing_is_left_behind_or_changed(graded):
    assert graded.left == []
    assert graded.changed() == []
    assert [path for path in map(Path, ("/tmp/LEFT", "/dev/shm/LEFT", "/LEFT")) if path.exists()] == []


def test_what_is_kept_of_a_submission_stays_small(graded):
    sizes = {path: path.stat().st_size for path in (graded.folder / "autograded").rglob("*.ipynb")}
    assert {path: size for path, size in sizes.items() if size > 2**20} == {}


def test_no_page_runs_what_a_student_wrote(graded):
    for page in [*(graded.folder / "feedback").rglob("*.html"), *(graded.folder / "reports").rglob("*.html")]:
        found = Active()
        found.feed(page.read_text(encoding="utf-8"))
        assert found.active == [], page


class Active(HTMLParser):
    """Collects what would run or load something."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = ("#", "data:image/", "http", "mailto:")
        bad = [
            name
            for name, value in attrs
            if name.startswith("on")
            or (name in ("href", "src", "action", "srcdoc", "data") and not (value or "#").startswith(kept))
            or (name == "src" and (value or "").startswith("http"))
        ]
        if tag in ("script", "iframe", "object", "embed", "base", "form") or bad:
            self.active.append(f"{tag} {attrs}")


def test_table_of_all_cheats(graded):
    rows = [row(graded, title) for title in CHEATS]
    width = max(map(len, CHEATS))
    print(
        *(f"{r['cheat']:{width}}  {r['won']:g} of {r['tried']:g}  {r['state']:8}{r['evidence']}" for r in rows),
        sep="\n",
    )
    if TABLE in os.environ:
        Path(os.environ[TABLE]).write_text(json.dumps(rows, indent=1), encoding="utf-8")
    assert len(rows) >= 40
    assert {r["cheat"] for r in rows if r["won"] and r["state"] != "flagged"} == set()


def row(graded: Attack, title: str) -> dict[str, object]:
    """What became of one cheat."""
    student = graded.student(title)
    report = graded.report(student)
    evidence = "; ".join(f"{flag['kind']}: {flag['evidence']}" for flag in report["flags"])
    won = sum(graded.points[student].values())
    return {"cheat": title, "won": won, "tried": 8.0, "state": report["status"], "evidence": evidence}
