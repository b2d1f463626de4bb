"""A whole notebook in two processes: cells on the student's side, tests here."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from nbformat import NotebookNode, from_dict

from course.grading.remote.canary import changed_functions, passes_when_wrong
from course.grading.remote.errors import StudentGoneError, TestTimeoutError
from course.grading.remote.here import TestRun, Tests, grade_id, kind
from course.grading.remote.names import names
from course.grading.remote.needed import needed
from course.grading.remote.side import StudentSide
from course.grading.remote.suspects import suspects
from course.grading.remote.traces import NAMES, error_output
from course.grading.samples import GradedCell, graded_cells

NOT_RUN = {"output_type": "stream", "name": "stdout", "text": "Not run while grading: no task depends on it.\n"}


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs, how each test went, and the evidence where a test's result was faked.

    ``limits`` says which limit a cell met, by nbgrader's name for it or ``In[7]``; ``suspected``, of tests that passed,
    what in the texts could have made a probe lie, for a person to look at; ``gone`` why the process had ended.
    """

    notebook: NotebookNode
    tests: dict[str, TestRun] = field(default_factory=dict)
    tampered: dict[str, str] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)
    suspected: dict[str, str] = field(default_factory=dict)
    gone: str = ""

    def passed(self, test: str) -> bool:
        """Whether a test passed, and truly."""
        return test in self.tests and self.tests[test].passed and test not in self.tampered


def execute(
    source: NotebookNode,
    rebuilt: NotebookNode,
    side: StudentSide,
    *,
    seconds: float = 60.0,
    wrong: Mapping[str, Sequence[str]] | None = None,
) -> Executed:
    """Run a submission that was rebuilt from the instructor's notebook, without what no task depends on.

    Parameters
    ----------
    source
        The instructor's notebook, with hidden tests: where the tests come from, and all that is known about cells.
    rebuilt
        The same with the student's answers and extra cells; its tests' texts are not used.
    seconds
        For each cell and each test.
    wrong
        Answers known to be wrong, by the answer's name, for the look behind a test that has probes.

    Returns
    -------
    Executed
        With a copy of the rebuilt notebook. Nothing that a student's code does makes this raise.
    """
    prepare(source)
    run = _Run(Tests(source, side), {test.grade_id: test for test in graded_cells(source)}, wrong or {}, seconds)
    done = Executed(copy.deepcopy(rebuilt))
    given = {cell.source for cell in source.cells}
    kinds = [kind(cell) if cell.source in given else "student" for cell in rebuilt.cells]
    due = needed(rebuilt.cells, kinds)
    number = 0
    for place, cell in enumerate(done.notebook.cells):
        if cell.cell_type == "code":
            cell.execution_count = number = number + 1
            outputs = run.cell(cell, number, done) if place in due else [NOT_RUN]
            cell.outputs = [from_dict(output) for output in outputs]
    return replace(done, gone=side.gone)


def prepare(source: NotebookNode) -> None:
    """Read which names the cells of a notebook bind; in a process that forks, done once for all submissions."""
    for cell in source.cells:
        if cell.cell_type == "code":
            names(cell.source)


@dataclass
class _Run:
    tests: Tests
    graded: Mapping[str, GradedCell]
    wrong: Mapping[str, Sequence[str]]
    seconds: float
    numbers: dict[str, int] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)  # the student's texts so far

    @cached_property
    def ours(self) -> list[str]:
        """All texts of the instructor's code cells."""
        return [cell.source for cell in self.tests.source.cells if cell.cell_type == "code"]

    def cell(self, cell: NotebookNode, number: int, done: Executed) -> list[dict[str, Any]]:
        name = grade_id(cell)
        self.numbers[name] = number
        what = self.tests.kind(name)
        if what == "test":
            return self._test(name, number, done)
        source = self.tests.text(name) if what == "probe" else cell.source
        if source not in self.ours:
            self.written.append(source)
        try:
            ran = self.tests.side.run_cell(source, number, seconds=self.seconds)
            if what == "probe":
                self.tests.keep(name)
        except StudentGoneError as gone:
            return [error_output(gone, source, f"Cell In[{number}]")]
        if ran.cut:
            done.limits[name or f"In[{number}]"] = "this cell shows more than it may"
        if not ran.timed_out:
            return ran.outputs
        late = TestTimeoutError(f"This cell was stopped after {self.seconds:g} seconds.")
        done.limits[name or f"In[{number}]"] = str(late)
        return [*ran.outputs, error_output(late, source, f"Cell In[{number}]")]

    def _test(self, name: str, number: int, done: Executed) -> list[dict[str, Any]]:
        came = done.tests[name] = self.tests.run(name, number, seconds=self.seconds)
        if came.error == NAMES[TestTimeoutError]:
            done.limits[name] = f"The answer was stopped after {self.seconds:g} seconds."
        about = self.graded[name]
        if came.passed and about.probes:
            if evidence := self._evidence(about):
                done.tampered[name] = evidence
            elif told := self._suspects(about):
                done.suspected[name] = f"The answer, or a cell before it, {', '.join(told)}"
        return came.outputs

    def _suspects(self, about: GradedCell) -> list[str]:
        probes = [self.tests.text(probe) for probe in about.probes]
        return suspects(self.written, probes, self.tests.text(about.answer), self.ours)

    def _evidence(self, about: GradedCell) -> str:
        for probe in about.probes:
            if changed := changed_functions(self.tests.side, self.tests.text(probe), self.tests.kept):
                return f"{probe} defines {', '.join(changed)}, but something else stood there when it had run"
        wrong = self.wrong.get(about.answer, ())
        number = self.numbers.get(about.answer, 1)
        return passes_when_wrong(self.tests, about.grade_id, about.probes, wrong, number=number, seconds=self.seconds)
