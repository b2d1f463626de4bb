"""Submissions that try to gain points, to learn what they may not, or to harm, between honest ones."""

import dataclasses
import json
import os
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from tests.grading.attacks.attack import SOUND, Attack
from tests.grading.attacks.cheats_of_files import CONTROL, OWN_MARK
from tests.grading.attacks.everybody import CHEATS
from tests.grading.attacks.small import ASSIGNMENT, NOTEBOOK

TABLE = "ATTACKS_TABLE"  # names the file that the table is written to


@pytest.mark.parametrize("title", CHEATS)
def test_cheat_gains_no_point_unflagged(attacked, title):
    student, most = attacked.student(title), CHEATS[title].points
    won = attacked.points[student]
    assert {task: points for task, points in won.items() if points > most[task]} == {}
    assert sum(won.values()) == 0 or attacked.report(student)["status"] == "flagged"


@pytest.mark.parametrize("title", CHEATS)
def test_cheat_learns_nothing(attacked, title):
    student = attacked.student(title)
    shown = "\n".join(attacked.shown(student, tests=False))
    seen = shown + json.dumps(attacked.report(student)) + attacked.pages(student)
    assert attacked.pages(student)
    assert [name for name, mark in dataclasses.asdict(attacked.marks).items() if str(mark) in seen] == []
    assert [line for line in shown.split("\n") if line.startswith("FOUND") and OWN_MARK not in line] == []


def test_what_a_cheat_finds_would_be_seen(attacked):
    assert f"FOUND b'{OWN_MARK}'" in "".join(attacked.shown(attacked.student(CONTROL), tests=False))
    executed = attacked.folder / "autograded" / "001" / ASSIGNMENT / NOTEBOOK
    tests = [cell.source for cell in nbformat.read(executed, as_version=4).cells]
    assert attacked.marks.hidden in "".join(tests)  # the instructor's copy has it


def test_all_honest_submissions_are_graded_right(attacked):
    assert len(attacked.honest) == SOUND
    assert {student: attacked.points[student] for student in attacked.honest} == attacked.honest
    assert {attacked.report(student)["status"] for student in attacked.honest} == {"graded"}


def test_nothing_is_left_behind_or_changed(attacked):
    assert attacked.left == []
    assert attacked.changed() == []
    assert [path for path in map(Path, ("/tmp/LEFT", "/dev/shm/LEFT", "/LEFT")) if path.exists()] == []


def test_what_is_kept_of_a_submission_stays_small(attacked):
    cheats = [attacked.folder / "autograded" / attacked.student(title) for title in CHEATS]
    sizes = {path: path.stat().st_size for cheat in cheats for path in cheat.rglob("*.ipynb")}
    assert {path: size for path, size in sizes.items() if size > 2**20} == {}


def test_no_page_runs_what_a_student_wrote(attacked):
    for page in [*(attacked.folder / "feedback").rglob("*.html"), *(attacked.folder / "reports").rglob("*.html")]:
        found = Active()
        found.feed(page.read_text(encoding="utf-8"))
        assert [one for one in found.active if one != CLASS_TABLE] == [], page


CLASS_TABLE = "a [('href', 'tasks.csv')]"  # which the overview links to, beside it


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


def test_table_of_all_cheats(attacked):
    rows = [row(attacked, title) for title in CHEATS]
    width = max(map(len, CHEATS))
    print(
        *(f"{r['cheat']:{width}}  {r['won']:g} of {r['tried']:g}  {r['state']:8}{r['evidence']}" for r in rows),
        sep="\n",
    )
    if TABLE in os.environ:
        Path(os.environ[TABLE]).write_text(json.dumps(rows, indent=1), encoding="utf-8")
    assert len(rows) >= 40
    assert {r["cheat"] for r in rows if r["won"] and r["state"] != "flagged"} == set()


def row(attacked: Attack, title: str) -> dict[str, object]:
    """What became of one cheat."""
    student = attacked.student(title)
    report = attacked.report(student)
    evidence = "; ".join(f"{flag['kind']}: {flag['evidence']}" for flag in report["flags"])
    won = sum(attacked.points[student].values())
    return {"cheat": title, "won": won, "tried": 8.0, "state": report["status"], "evidence": evidence}
