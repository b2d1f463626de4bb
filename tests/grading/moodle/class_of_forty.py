"""A class of forty: who hands in what, what happens to whom, and the points that each must get.

Two tasks are judged by tests (2 points and 1), a written answer by a person (3). Who is not named has all points.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from tests.grading.any_course.by_course import CONFIG as COURSE_CONFIG
from tests.grading.moodle.as_moodle import Person
from tests.small_cells import nbgrader_cell

ASSIGNMENT, OTHER_EXERCISE, NAME, MAXIMUM = "tiny", "circles", "tiny.ipynb", 6.0
CONFIG = f"""{COURSE_CONFIG}
c.Limits.cell_cpu = 1.0
c.AssignLatePenalties.plugin_class = "course.grading.nbgrader_plugins.late_policy.LatePolicy"
c.LatePolicy.per_day = 0.25
"""
# Names that Moodle, file systems and spreadsheets trip over; the rest have plain ones.
NAMES = ["李小龙", "Мария Иванова", "محمد علي", "Anna Schmidt", "Anna Schmidt", "Zoë O'Brien", "=1+1 Formula", "Νίκος"]
NAMES += ["Nguyễn Thị Hoa", "Ana-María de la Cruz", "J. R. Smith Jr.", "प्रिया शर्मा"]
NAMES += [f"Student Number{n}" for n in range(len(NAMES), 40)]
PEOPLE = [Person(5000 + n, name, f"s{n:02}@uni.example") for n, name in enumerate(NAMES)]

WRONG_CODE, NO_ESSAY, TWICE, LATE, MORE_TIME, UNTOUCHED = range(6)
CONFLICT, HANGS, ENDS, ASKS, COLAB, COMPILED = range(6, 12)
DATA_SET, REPOSITORY, ZIPPED, FOLDER, RENAMED, TWO_FILES = range(12, 18)
OTHERS, BROKEN, WORD_FILE, NOTHING, ONLY_MORE_TIME, REMOVED = range(18, 24)
WAITS, LOCKED, TOO_MUCH, EXTRA, CHANGED, NEWER = range(24, 30)
POINTS = dict.fromkeys(range(40), MAXIMUM)
POINTS |= {WRONG_CODE: 4.0, NO_ESSAY: 3.0, LATE: 3.0, UNTOUCHED: 0.0, EXTRA: 5.0, CHANGED: 5.0}
POINTS |= dict.fromkeys((CONFLICT, HANGS, ENDS, ASKS), 4.0)
NO_GRADE = {
    OTHERS: "could not be graded: this is the notebook of circles, not of tiny: it was not graded here. "
    "Hand in the one of tiny.",
    BROKEN: "could not be graded: The file is no notebook (no JSON at character 0). Hand in the .ipynb file itself (in "
    "Jupyter or Colab: File, Download).",
    WAITS: "waits for a person to grade why",
    LOCKED: "is locked: 'Grade can be changed' says 'No' (if that means yes, add --yes 'No')",
    TOO_MUCH: "has 7 points, more than Moodle's maximum of 6",
    NEWER: "a newer submission, of 2026-11-22 12:00 UTC, is not graded; run the autograder",
}
ABSENTEES = dict.fromkeys((WORD_FILE, NOTHING, ONLY_MORE_TIME), "nothing was collected")
ABSENTEES |= {REMOVED: "was removed from the class; the work is kept"}

ALL = "6 of 6 points. Tests: 3 of 3. Written answers: 3 of 3."
HALF = "4 of 6 points. Tests: 1 of 3. Written answers: 3 of 3. Points are missing in: double (0 of 2)."
COMMENTS = dict.fromkeys(set(range(40)) - set(NO_GRADE) - set(ABSENTEES), ALL)
COMMENTS |= dict.fromkeys((WRONG_CODE, CONFLICT, HANGS, ENDS, ASKS), HALF)
COMMENTS |= {
    NO_ESSAY: "3 of 6 points. Tests: 3 of 3. Written answers: 0 of 3. Points are missing in: why (0 of 3).",
    LATE: "3 of 6 points. Tests: 3 of 3. Written answers: 3 of 3. Less 3 for handing in late.",
    UNTOUCHED: "0 of 6 points. Tests: 0 of 3. Written answers: 0 of 3. Points are missing in: double (0 of 2), "
    "triple (0 of 1), why (0 of 3).",
    EXTRA: "5 of 6 points. Tests: 3 of 3. Written answers: 1 of 3. Points are missing in: why (1 of 3). "
    "Extra points: why (1).",
    CHANGED: "5 of 6 points. Tests: 2 of 3. Written answers: 3 of 3. Points are missing in: double (1 of 2). "
    "Your teacher has changed: double (from 0 to 1).",
}
# What is said on the page of whose accident cost a task.
SAID = {CONFLICT: "conflict", HANGS: "1 s of processor time", ENDS: "ended", ASKS: "input"}
FLAGS = {HANGS: "limit", ENDS: "limit", OTHERS: "misplaced", BROKEN: "unreadable"}

RIGHT, WRONG = "def double(x):\n    return 2 * x", "def double(x):\n    return x"
TRIPLE = "def triple(x):\n    return 3 * x"
CODE_STUB, TEXT_STUB = "# YOUR CODE HERE\nraise NotImplementedError('write your answer here')", "YOUR ANSWER HERE"
TEST = "assert {0}(4) == {1}\n### BEGIN HIDDEN TESTS\nassert {0}(-1) == -{1} / 4\n### END HIDDEN TESTS"
CODE = {
    WRONG_CODE: WRONG,
    CHANGED: WRONG,
    CONFLICT: f"<<<<<<< HEAD\n{RIGHT}\n=======\n{WRONG}\n>>>>>>> mine",
    HANGS: f"while True:\n    pass\n{RIGHT}",
    ENDS: f"import os\nos._exit(1)\n{RIGHT}",
    ASKS: f"factor = input('Which factor?')\n{RIGHT}",
    COLAB: f"from google.colab import drive\ndrive.mount('/content/drive')\n{RIGHT}",
    COMPILED: f"{RIGHT}\ndouble = torch.compile(double)",
}


def source(text: str = "double") -> NotebookNode:
    """The instructor's notebook; of another exercise if its first task has another name."""
    tasks = {text: (f"def {text}(x):\n    return 2 * x", 8, 2), "triple": (TRIPLE, 12, 1)}
    cells = [new_code_cell("import torch\nimport torch._dynamo", id="imports")]  # torch.compile imports it, for seconds
    for name, (solution, value, points) in tasks.items():
        own = name if text == "double" else f"{name}-of-{text}"
        solved = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
        cells.append(nbgrader_cell(own, solved, solution=True))
        cells.append(nbgrader_cell(f"test-{own}", TEST.format(name, value), points=points))
    cells.append(nbgrader_cell("why" if text == "double" else "because", solution=True, points=3, markdown=True))
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return new_notebook(cells=cells, metadata=about)


def answered(code: str = RIGHT, triple: str = TRIPLE, essay: str = "Because.", text: str = "double") -> bytes:
    """The released notebook with these answers."""
    notebook = source(text)
    for at, answer in ((1, code), (3, triple), (5, essay)):
        notebook.cells[at].source = answer
    for at in (2, 4):
        notebook.cells[at].source = notebook.cells[at].source.partition("\n###")[0]
    return nbformat.writes(notebook).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def work(n: int) -> dict[str, bytes]:
    """The files that a student hands in."""
    right = answered(CODE.get(n, RIGHT), essay=TEXT_STUB if n == NO_ESSAY else f"Because of {n}.")
    others: dict[int, dict[str, bytes]] = {
        UNTOUCHED: {NAME: answered(CODE_STUB, CODE_STUB, TEXT_STUB)},
        DATA_SET: {**{f"data/{one}.csv": b"1,2" for one in range(600)}, NAME: right},
        REPOSITORY: {".git/HEAD": b"ref", "venv/lib/six.py": b"", "work/solutions/tiny.ipynb": right},
        ZIPPED: {"work.zip": zipped({"inner.zip": zipped({"my/tiny.ipynb": right})})},
        FOLDER: {"tiny.ipynb/tiny.ipynb": right},
        RENAMED: {"Lösung (1).ipynb": right},
        TWO_FILES: {NAME: answered(WRONG, CODE_STUB, TEXT_STUB), "tiny (1).ipynb": right},
        OTHERS: {NAME: answered("def circle(x):\n    return 2 * x", text="circle")},
        BROKEN: {NAME: b"no notebook"},
        WORD_FILE: {"essay.docx": b"PK\x03\x04"},
    }
    return others.get(n, {NAME: right})


def moodles_rows() -> list[Person]:
    """The class as Moodle has it: one grade is locked, and of earlier work there are grades."""
    rows = [replace(person, locked=n == LOCKED) for n, person in enumerate(PEOPLE)]
    rows[BROKEN] = replace(rows[BROKEN], grade="4.00")
    return rows
