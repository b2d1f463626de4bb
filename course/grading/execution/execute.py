"""A whole notebook in two processes: cells on the student's side, tests here.

First runs all that students may see, up to the notebook's end. Then the student's process is ended, and the hidden
lines of each test run on a copy of it that was made where they begin: what an answer learns there, no cell can show any
more. Of hidden lines, and of the looks behind a test, it only comes out whether they passed, in words of our own; what
else there is to say stands where only instructors read it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from nbformat import NotebookNode, from_dict

from course.grading.execution.cell_selection import needed
from course.grading.execution.suspicion.suspicious_code import suspicions
from course.grading.execution.suspicion.tampering import Evidence, changed_functions, passes_when_wrong, unseen
from course.grading.execution.trusted.errors import StudentGoneError, TestTimeoutError
from course.grading.execution.trusted.hidden import outcome
from course.grading.execution.trusted.run_result import Opened, TestRun
from course.grading.execution.trusted.run_tests import Tests
from course.grading.execution.trusted.student_client import StudentSide
from course.grading.execution.trusted.tracebacks import NAMES, error_output
from course.notebook.cells import grade_id, kind
from course.notebook.code_names import names
from course.notebook.graded_cells import GradedCell, graded_cells

NOT_RUN = {"output_type": "stream", "name": "stdout", "text": "Not run while grading: no task depends on it.\n"}

SHORT = 10.0  # seconds; no test of a lesson takes a tenth of that


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs, how each test went, and the evidence where a test's result was faked.

    ``limits`` says which limit a cell met, by nbgrader's name for it or ``In[7]``; ``suspected``, of tests that passed,
    what in the texts could have made a probe lie, for a person to look at; ``gone`` why the process had ended.
    """

    notebook: NotebookNode
    tests: dict[str, TestRun] = field(default_factory=dict)
    tampered: dict[str, Evidence] = field(default_factory=dict)
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
            outputs = run.cell(cell, number, done) if place in due else cell.outputs or [NOT_RUN]
            cell.outputs = [from_dict(output) for output in outputs]
    done = replace(done, gone=side.gone)
    run.judge(done)
    return done


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
    lost: float = 0.0  # seconds in tests that had to be stopped
    opened: list[tuple[Opened, list[str]]] = field(default_factory=list)  # tests that go on, and those texts

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

    def judge(self, done: Executed) -> None:
        """Run what is hidden of the tests, each on its own copy, when nothing else of the student's runs any more."""
        side = self.tests.side
        cells = {grade_id(cell): cell for cell in done.notebook.cells}
        waiting = [opened.checkpoint for opened, _ in self.opened if opened.checkpoint]
        side.settle(waiting)
        for opened, written in self.opened:
            with self.tests.reopened(opened):
                self._judge(opened, written, done)
            cells[opened.test].outputs = [from_dict(output) for output in done.tests[opened.test].outputs]
            if opened.checkpoint:
                waiting.remove(opened.checkpoint)
                side.settle(waiting)

    def _judge(self, opened: Opened, written: list[str], done: Executed) -> None:
        name, about, visible = opened.test, self.graded[opened.test], done.tests[opened.test]
        if opened.hidden:
            left = max(self._limit() - visible.seconds, 1.0)
            came = outcome(visible, self.tests.finish(opened, seconds=left))
            if came.cut_short:
                done.limits[name] = came.cut_short
                self.lost += came.run.seconds
            done.tests[name] = came.run
        if done.tests[name].passed and about.probes:
            if evidence := self._evidence(about):
                done.tampered[name] = evidence
            elif told := self._suspicions(about, written):
                done.suspected[name] = f"The answer, or a cell before it, {', '.join(told)}"

    def _test(self, name: str, number: int, done: Executed) -> list[dict[str, Any]]:
        limit, copy = self._limit(), bool(self.graded[name].probes)
        came, opened = self.tests.begin(name, number, seconds=limit, copy=copy)
        done.tests[name] = came
        if came.error == NAMES[TestTimeoutError]:
            done.limits[name] = f"The answer was stopped after {limit:g} seconds."
            self.lost += limit
        if opened and came.passed:
            self.opened.append((opened, [*self.written]))
        elif opened and opened.checkpoint:
            opened.checkpoint.connection.close()
        return came.outputs

    def _limit(self) -> float:
        """Seconds for a test: answers that go on for ever share one limit, and a short one each when it is used up."""
        return max(self.seconds - self.lost, min(self.seconds, SHORT))

    def _suspicions(self, about: GradedCell, written: Sequence[str]) -> list[str]:
        probes = [self.tests.text(probe) for probe in about.probes]
        return suspicions(written, probes, self.tests.text(about.answer), self.ours)

    def _evidence(self, about: GradedCell) -> Evidence | None:
        for probe in about.probes:
            try:
                changed = changed_functions(self.tests.side, self.tests.text(probe), self.tests.kept)
            except StudentGoneError as gone:
                return unseen(about.grade_id, gone)
            if changed:
                names = ", ".join(changed)
                return Evidence(f"{probe} defines {names}, but something else stood there when it had run")
        wrong = self.wrong.get(about.answer, ())
        number = self.numbers.get(about.answer, 1)
        return passes_when_wrong(self.tests, about.grade_id, about.probes, wrong, number=number, seconds=self.seconds)
