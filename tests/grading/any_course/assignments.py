"""Assignments of other courses: nbgrader's demo course, the notebooks of its own tests, and small ones for the rest.

nbgrader's wheel brings them, so that nothing of theirs is copied here.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import nbgrader
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

from tests.small_cells import nbgrader_cell

WHEEL = Path(nbgrader.__file__).parent
APPS, PREPROCESSORS = WHEEL / "tests" / "apps" / "files", WHEEL / "tests" / "preprocessors" / "files"
GUIDE = WHEEL / "docs" / "source" / "user_guide"
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

Notebooks = Mapping[str, NotebookNode]


@dataclass(frozen=True)
class OtherAssignment:
    """An assignment: its notebooks, what students have handed in for it, and files that lie beside the notebooks.

    Everybody has handed in, too, who solved all as the instructor did, and who left all as it was released.
    """

    sources: Notebooks
    submitted: Mapping[str, Notebooks] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def write(self, course: Path, name: str) -> None:
        """Put it into a course folder."""
        everybody = {"solved": self.sources, "untouched": {n: released(one) for n, one in self.sources.items()}}
        _write(course / "source" / name, self.sources, self.files)
        for student, notebooks in {**everybody, **self.submitted}.items():
            _write(course / "submitted" / student / name, notebooks)


def _write(place: Path, notebooks: Notebooks, files: Mapping[str, bytes] | None = None) -> None:
    place.mkdir(parents=True)
    for name, notebook in notebooks.items():
        nbformat.write(notebook, place / f"{name}.ipynb")
    for name, data in (files or {}).items():
        (place / name).write_bytes(data)


def released(source: NotebookNode) -> NotebookNode:
    """A notebook as nbgrader releases it in a course that has no configuration."""
    notebook = copy.deepcopy(source)
    for preprocessor in (ClearSolutions(), ClearHiddenTests(), ClearMarkScheme()):
        preprocessor.enforce_metadata = False
        notebook, _ = preprocessor.preprocess(notebook, {})
    return notebook


def read(path: Path) -> NotebookNode:
    """A notebook of the wheel's."""
    return nbformat.read(path, as_version=4)


def single(source: NotebookNode, submitted: Mapping[str, NotebookNode] | None = None, *files: Path) -> OtherAssignment:
    """An assignment of one notebook."""
    each = {student: {"p1": notebook} for student, notebook in (submitted or {}).items()}
    return OtherAssignment({"p1": source}, each, _contents(*files))


def _contents(*files: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in files}


def of_tests(folder: Path, source: str, *submitted: str, files: tuple[str, ...] = ()) -> OtherAssignment:
    """An assignment of one notebook of nbgrader's tests; students are named after the notebooks they hand in."""
    notebooks = {name: read(folder / f"{name}.ipynb") for name in submitted}
    return single(read(folder / f"{source}.ipynb"), notebooks, *(folder / name for name in files))


def autotest(kind: str, *how: str) -> OtherAssignment:
    """An assignment whose tests nbgrader makes from lines that begin with AUTOTEST."""
    handed_in = (f"autotest-{kind}-{which}" for which in how or ("unchanged", "changed"))
    return of_tests(APPS, f"autotest-{kind}", *handed_in)


def small(*cells: NotebookNode, **answers: str) -> OtherAssignment:
    """An assignment of these cells; each student hands in another text of the answer ``answer``."""
    source = new_notebook(cells=[*cells], metadata=PYTHON)
    return single(source, {student: with_answer(source, text) for student, text in answers.items()})


def with_answer(source: NotebookNode, text: str) -> NotebookNode:
    """The notebook with another text in the cell ``answer``."""
    notebook = copy.deepcopy(source)
    next(cell for cell in notebook.cells if cell.id == "answer").source = text
    return notebook


def demo(name: str) -> OtherAssignment:
    """An assignment of the demo course of nbgrader's user guide, with its two students."""
    problems = ("problem1", "problem2")

    def of(place: Path) -> Notebooks:
        return {problem: read(place / f"{problem}.ipynb") for problem in problems}

    submitted = {student: of(GUIDE / "submitted" / student / "ps1") for student in ("bitdiddle", "hacker")}
    source = GUIDE / "source" / name
    return OtherAssignment(of(source), submitted, _contents(source / "jupyter.png"))


def basic() -> OtherAssignment:
    """The notebook on which most of nbgrader's tests of grading stand, and all that was done to it there."""
    names = ("changed", "grade-cell-changed", "locked-cell-changed", "cheat-attempt", "cheat-attempt-alternative")
    found = {name: read(APPS / f"submitted-{name}.ipynb") for name in names}
    kinds = ("answer-cell-type-changed", "grade-cell-type-changed")
    found |= {name: read(PREPROCESSORS / f"submitted-{name}.ipynb") for name in kinds}
    return single(read(APPS / "submitted-unchanged.ipynb"), found)


def two_notebooks() -> OtherAssignment:
    """Two notebooks, of which a student hands in one."""
    unchanged, changed = (read(APPS / f"submitted-{name}.ipynb") for name in ("unchanged", "changed"))
    return OtherAssignment(
        {"p1": unchanged, "p2": unchanged}, {"half": {"p1": changed}, "both": {"p1": changed, "p2": changed}}
    )


def solution(text: str, name: str = "answer", **about: object) -> NotebookNode:
    """An answer cell with the instructor's solution."""
    return nbgrader_cell(name, f"### BEGIN SOLUTION\n{text}\n### END SOLUTION", solution=True, **about)


def partial_credit() -> OtherAssignment:
    """Tests whose last line is a number of points."""
    return small(
        solution("def half(x):\n    return x / 2"),
        nbgrader_cell("count", "score = 0\nfor x in range(4):\n    score += half(x) == x / 2\nscore", points=4),
        nbgrader_cell("share", "0.25 * sum(half(x) == x / 2 for x in range(4))", points=1),
        nbgrader_cell("branch", "points = 2 if half(3) == 1.5 else 0.5\npoints", points=2),
        nbgrader_cell("none", "assert half(8) == 4\nNone", points=1),
        floor="def half(x):\n    return x // 2",
        zero="def half(x):\n    return 0",
    )


def replaced_globals() -> OtherAssignment:
    """Tests that delete a name of the answer's, or put something else in its place."""
    squares = "def squares(n):\n    return [i ** 2 for i in range(1, n + 1)]"
    both = f"{squares}\n\nlimit = 3\n\n\ndef total():\n    return sum({{}})"
    gone = "try:\n    total()\nexcept NameError:\n    pass\nelse:\n    assert False"
    return small(
        solution(both.format("squares(limit)")),
        nbgrader_cell("number", "limit = 2\nassert total() == 5\nlimit = 1\nassert total() == 1", points=1),
        nbgrader_cell("function", "def squares(n):\n    return [100 * n]\n\nassert total() == 100", points=1),
        nbgrader_cell("gone", f"del squares\n{gone}", points=1),
        nbgrader_cell("still-gone", gone, points=1),
        again=both.format("i ** 2 for i in range(1, limit + 1)"),
        constant=both.format("[14]"),
    )


HELPERS = b"""def lines_of(name):
    with open(name) as file:
        return file.read().split("\\n")
"""


def relative_files() -> OtherAssignment:
    """Files beside the notebook, data and a module, read by the answer and by the test."""
    assignment = small(
        new_code_cell("from helpers import lines_of", id="imports"),
        solution("def lines():\n    return lines_of('data.txt')"),
        nbgrader_cell("here", "import os\nassert os.path.exists('data.txt')\nassert len(lines()) == 4", points=1),
        nbgrader_cell("same", "assert lines() == open('data.txt').read().split('\\n')", points=1),
        nbgrader_cell("module", "import helpers\nassert lines() == helpers.lines_of('data.txt')", points=1),
        none="def lines():\n    return []",
    )
    return OtherAssignment(
        assignment.sources, assignment.submitted, {**_contents(APPS / "data.txt"), "helpers.py": HELPERS}
    )


CALCULUS = """
class Polynomial:
    def __init__(self, *factors):
        self.factors = factors

    def __call__(self, x):
        return sum(factor * x ** n for n, factor in enumerate(self.factors))

class Constant(Polynomial):
    pass

def integrate(f, a, b, n=1000):
    return sum(f(a + (i + 0.5) * (b - a) / n) for i in range(n)) * (b - a) / n
"""


def functions() -> OtherAssignment:
    """Tests that hand functions to an answer, and ask of what class an object of the answer's is."""
    return small(
        new_code_cell("import math", id="imports"),
        solution(CALCULUS),
        nbgrader_cell("lambda", "power = 2\nassert abs(integrate(lambda x: x ** power, 0, 3) - 9) < 1e-3", points=1),
        nbgrader_cell("library", "assert abs(integrate(math.sin, 0, math.pi) - 2) < 1e-3", points=1),
        nbgrader_cell("own", "assert abs(integrate(Polynomial(1, 2), 0, 1) - 2) < 1e-3", points=1),
        nbgrader_cell(
            "class", "assert isinstance(Constant(3), Polynomial) and issubclass(Constant, Polynomial)", points=1
        ),
        wrong=CALCULUS.replace("(i + 0.5)", "i").replace("n=1000", "n=10"),
        apart=CALCULUS.replace("Constant(Polynomial)", "Constant"),
    )


def kernel_names() -> OtherAssignment:
    """Notebooks saved with kernels that this machine does not have."""
    cells = (solution("x = 5"), nbgrader_cell("test", "assert x == 5", points=1))
    source = new_notebook(cells=[*cells], metadata=PYTHON)
    notebooks = {"right": with_answer(source, "x = 5"), "wrong": with_answer(source, "x = 6")}
    for student, notebook in notebooks.items():
        notebook.metadata["kernelspec"] = {"name": f"conda-env-{student}-py", "display_name": "my own", "language": ""}
    return single(source, notebooks)


def graded_by_hand() -> OtherAssignment:
    """Code and text that a person grades, with locked cells, and a cell that is to be marked as a task."""
    scheme = "=== BEGIN MARK SCHEME ===\n2 for speed\n=== END MARK SCHEME ==="
    task = new_markdown_cell(f"Make it fast.\n\n{scheme}", id="task")
    task.metadata["nbgrader"] = {"grade_id": "task", "grade": False, "solution": False, "locked": True, "task": True}
    task.metadata["nbgrader"] |= {"points": 2, "schema_version": 3, "cell_type": "markdown"}
    return small(
        solution("x = 5", points=3),
        nbgrader_cell("why", "Because.", points=2, solution=True, markdown=True),
        task,
        new_code_cell("x", id="look"),
        nbgrader_cell("test", "assert x == 5", points=1),
        right="x = 5",
        wrong="x = 6",
    )


ASSIGNMENTS: Mapping[str, Callable[[], OtherAssignment]] = {
    "ps1": lambda: demo("ps1"),
    "ps1_autotest": lambda: demo("ps1_autotest"),
    "autotest-simple": lambda: autotest("simple"),
    "autotest-hashed": lambda: autotest("hashed"),
    "autotest-multi": lambda: autotest("multi"),
    "autotest-hidden": lambda: autotest("hidden", "unchanged", "changed-right", "changed-wrong"),
    "basic": basic,
    "two-notebooks": two_notebooks,
    "hidden-tests": lambda: of_tests(APPS, "test-hidden-tests", "test"),
    "squares": lambda: of_tests(APPS, "test", "test-with-output", "test-hidden-tests"),
    "task-cell": lambda: of_tests(PREPROCESSORS, "test_taskcell", "test"),
    "hand-graded-code": lambda: of_tests(PREPROCESSORS, "manually-graded-code-cell"),
    "open-relative-file": lambda: of_tests(APPS, "open_relative_file", files=("data.txt",)),
    "environment-variable": lambda: of_tests(APPS, "validating-environment-variable"),
    "zero-points": lambda: of_tests(APPS, "validation-zero-points"),
    "slow": lambda: of_tests(APPS, "timeout"),
    "partial-credit": partial_credit,
    "replaced-globals": replaced_globals,
    "relative-files": relative_files,
    "functions": functions,
    "kernel-names": kernel_names,
    "graded-by-hand": graded_by_hand,
}


def make_course(course: Path, config: str, names: tuple[str, ...] = tuple(ASSIGNMENTS)) -> Path:
    """A course folder with these assignments."""
    course.mkdir(parents=True, exist_ok=True)
    for name in names:
        ASSIGNMENTS[name]().write(course, name)
    shutil.copy(APPS / "autotests.yml", course)
    (course / "nbgrader_config.py").write_text(config)
    return course
