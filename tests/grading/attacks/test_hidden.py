"""What hidden tests give to an answer reaches its author by no way out: notebook, pages, comments, reports."""

import json
import secrets
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from scripts.course_copy import run_command, run_nbgrader
from tests.grading.attacks import small
from tests.grading.attacks.entries import Desk
from tests.grading.attacks.small import ASSIGNMENT, NOTEBOOK, Marks, earned, make_course, place_of
from tests.grading.execution.hidden import TELLERS, WHEN_HIDDEN

# In the sandbox there are more ways, and some end all.
BOMBS = {
    "memory": ("def tell(x): globals()['hoard'] = bytes([7]) * (x * 500)", False),
    "time": ("import time\ndef tell(x):\n    print(x, flush=True)\n    time.sleep(99)", False),
    "an end": ("import os\ndef tell(x):\n    os.write(2, str(x).encode())\n    os._exit(3)", False),
    "the end of all others": ("import os\ndef tell(x):\n    print(x, flush=True)\n    os.kill(-1, 9)", True),
    "a signal to the original": (
        "import os, signal\nown = os.getpid()\nsignal.signal(signal.SIGUSR1, lambda *a: print('TOLD', flush=True))\n"
        "def tell(x):\n    try: os.kill(own, signal.SIGUSR1)\n    except ProcessLookupError: pass",
        True,
    ),
}
WAYS = {title: (answer, last, right) for title, (answer, last, right) in TELLERS.items()} | {
    title: (f"{text}\n{WHEN_HIDDEN}", "print('end')", right) for title, (text, right) in BOMBS.items()
}


def fitted(answer):
    """An answer that doubles lists, too, and takes only the secret for hidden."""
    text = answer.replace("2 * x", "([2 * i for i in x] if isinstance(x, list) else 2 * x)")
    return text.replace("x > 100", "isinstance(x, int) and x > 10**6")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course folder with one submission for each way; the secret that hidden lines give; who has which way."""
    folder, secret = tmp_path_factory.mktemp("hidden") / "course", 10**6 + secrets.randbelow(9 * 10**6)
    with pytest.MonkeyPatch.context() as patch:
        test = small.TEST_DOUBLE.replace("m = Draw().whole(10, 10**6)", f"m = double({secret}) // 2")
        patch.setattr(small, "TEST_DOUBLE", test)
        release = make_course(folder, Marks())
    for number, (answer, last, _) in enumerate(WAYS.values()):
        desk = Desk(place_of(folder, f"s{number:02}"), release)
        notebook = desk.answered(double=fitted(answer))
        notebook.cells.append(new_code_cell(last))
        desk.write(notebook)
    done = run_command(folder, "course", "grade", ASSIGNMENT, "--workers", "2")
    assert "s00" in {path.name for path in (folder / "autograded").iterdir()}, done.stdout
    assert run_nbgrader(folder, "generate_feedback", ASSIGNMENT).returncode == 0
    return folder, str(secret), {title: f"s{number:02}" for number, title in enumerate(WAYS)}


@pytest.mark.parametrize("title", WAYS)
def test_nothing_that_reaches_a_student_holds_the_secret(graded, title):
    folder, secret, students = graded
    student = students[title]
    (page,) = (folder / "feedback" / student).rglob("*.html")
    notebook = nbformat.read(folder / "autograded" / student / ASSIGNMENT / NOTEBOOK, as_version=4)
    seen = page.read_text() + json.dumps(notebook.metadata)
    for cell in notebook.cells:
        shown = [out for out in cell.get("outputs", []) if not out.get("text", "").startswith("For instructors only")]
        own = cell.source if not cell.metadata.get("nbgrader", {}).get("grade") else ""
        seen += json.dumps(shown) + own
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        entry = book.find_submission(ASSIGNMENT, student)
        seen += "".join(comment.auto_comment or "" for one in entry.notebooks for comment in one.comments)
    report = json.loads((folder / "reports" / ASSIGNMENT / f"{student}.json").read_text())
    seen += report["reason"] + "".join(report["said"]) + "".join(flag["evidence"] for flag in report["flags"])
    assert "TOLD" not in "".join(out.get("text", "") for cell in notebook.cells for out in cell.get("outputs", []))
    assert secret not in seen
    assert not [path for path in Path(folder / "autograded" / student).rglob("*") if path.suffix not in ("", ".ipynb")]


def test_the_secret_was_given_to_answers_and_verdicts_are_right(graded):
    folder, secret, students = graded
    told = folder / "autograded" / students["raises where it is called"] / ASSIGNMENT / NOTEBOOK
    assert any(
        secret in out.get("text", "") for cell in nbformat.read(told, 4).cells for out in cell.get("outputs", [])
    )
    points = earned(folder)
    right = {title for title, (_, _, passes) in WAYS.items() if passes}
    assert {title for title, student in students.items() if points[student]["double"] == 2.0} == right
