"""The verdict on every known answer stands, whatever is drawn: tried many times in this process."""

import contextlib
import functools
import io
import traceback
from types import CodeType

import pytest
import torch

from course.draw import Draw
from course.not_allowed.reading import broken_rule
from course.notebook.cells import by_grade_id, grade_id, is_standard
from course.notebook.code_names import names
from course.notebook.graded_cells import GradedCell, graded_cells
from course.notebook.known_answers import KnownAnswer
from course.notebook.regions import HIDDEN_TESTS, region_lines
from course.notebook.task_rules import task_rules
from scripts.course_copy import ROOT
from tests.randomness import draws

ANSWERS = sorted((path.parent.parent.name, path.stem) for path in (ROOT / "lessons").glob("*/answers/*.py"))
DRAWS = draws(2, 20)


@pytest.fixture(autouse=True)
def grading_profile(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "grading")


@pytest.fixture(scope="module")
def names_after_import(lessons):
    """What a lesson's import cell, its first code cell within the frame, defines; made once for each lesson."""

    @functools.cache
    def run(assignment: str) -> dict[str, object]:
        names: dict[str, object] = {"__name__": "__main__"}
        code = (c for c in lessons(assignment).source.cells if c.cell_type == "code" and not is_standard(c))
        with contextlib.redirect_stdout(io.StringIO()):
            exec(next(code).source, names)
        return names

    return run


@pytest.mark.parametrize(("assignment", "answer"), ANSWERS, ids=map("/".join, ANSWERS))
def test_verdicts_hold_for_every_draw(lesson, answer, names_after_import):
    """A right answer never fails by bad luck, a wrong one never passes by good luck."""
    cells = {grade_id(c): c.source for c in lesson.source.cells if "nbgrader" in c.metadata}
    unsteady = []
    for test in (test for test in graded_cells(lesson.source) if test.answer == answer):
        judge = Judge(test, cells, names_after_import(lesson.assignment))
        for sample in [*lesson.samples[answer], KnownAnswer(answer, "right", "the solution", cells[answer])]:
            code = compile(sample.source, answer, "exec")
            forbidden = breaks_rules(lesson.source, answer, sample.source)
            verdicts = ["visible" if forbidden else judge.verdict(code, seed) for seed in DRAWS]
            expected = "passed" if sample.kind == "right" else "hidden" if sample.passes_visible_checks else "visible"
            if set(verdicts) != {expected}:
                counts = {verdict: verdicts.count(verdict) for verdict in sorted(set(verdicts))}
                unsteady.append(f"{test.grade_id}, {sample.kind}: {sample.title}: expected {expected}, came {counts}")
    assert not unsteady, f"in {len(DRAWS)} draws (visible, hidden: the check that failed):\n" + "\n".join(unsteady)


def breaks_rules(source, answer: str, text: str) -> bool:
    """Whether a text for an answer uses what its task does not allow."""
    cell = by_grade_id(source.cells)[answer]
    given = [other.source for other in source.cells if other.cell_type == "code"]
    return bool(broken_rule(task_rules(cell), names(cell.source).binds, [text], given))


class Judge:
    """One test cell and its probes, compiled once, on the names that the import cell defines."""

    def __init__(self, test: GradedCell, cells: dict[str, str], names: dict[str, object]) -> None:
        self.test = compile(cells[test.grade_id], f"<{test.grade_id}>", "exec")
        self.probes = [compile(cells[name], f"<{name}>", "exec") for name in test.probes]
        self.hidden = region_lines(cells[test.grade_id], HIDDEN_TESTS)
        self.names = names

    def verdict(self, answer: CodeType, seed: int) -> str:
        """``passed``, or which check of the test cell failed first: a ``visible`` or a ``hidden`` one."""
        draws = iter(range(1000 * seed, 1000 * (seed + 1)))  # each Draw() of a run draws something else
        names = self.names | {"Draw": lambda: Draw(next(draws))}
        torch.manual_seed(seed)  # layers start from the ambient generator
        try:
            for code in (answer, *self.probes, self.test):
                exec(code, names)
        except Exception as error:  # whatever is raised costs the points
            return "hidden" if self._lines(error) & self.hidden else "visible"
        return "passed"

    def _lines(self, error: Exception) -> set[int]:
        """Lines of the test cell that were running; none if the answer or a probe does not even run."""
        frames = traceback.walk_tb(error.__traceback__)
        return {line for frame, line in frames if frame.f_code.co_filename == self.test.co_filename}
