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

from course.checks.sealed_mistakes import SealedMistakes, read_sealed
from course.grading.execution.cell_selection import needed
from course.grading.execution.diagnosis import Diagnosis, diagnose
from course.grading.execution.executed import Executed, blank_answers
from course.grading.execution.suspicion.suspicious_code import suspicions
from course.grading.execution.suspicion.tampering import Evidence, changed_functions, passes_when_wrong, unseen
from course.grading.execution.trusted.errors import StudentGoneError
from course.grading.execution.trusted.failures import failed_answer, failed_probe, failed_test
from course.grading.execution.trusted.hidden import with_hidden
from course.grading.execution.trusted.run_result import Opened, TestRun
from course.grading.execution.trusted.run_tests import DIAGNOSED, Tests
from course.grading.execution.trusted.student_client import StudentClient
from course.grading.execution.trusted.tracebacks import error_output
from course.grading.results.failure import HIDDEN_WORDS, Failure
from course.notebook.cells import grade_id, kind
from course.notebook.code_names import names
from course.notebook.graded_cells import GradedCell
from course.notebook.headings import with_headings
from course.notebook.task_list import text_hash

NOT_RUN = {"output_type": "stream", "name": "stdout", "text": "Not run while grading: no task depends on it.\n"}

SHORT_LIMIT = 10.0  # seconds; no test of a lesson takes a tenth of that
DIAGNOSING = 10.0  # seconds for all failed tests of a submission; most take a tenth of a second


def execute(
    source: NotebookNode,
    rebuilt: NotebookNode,
    client: StudentClient,
    *,
    seconds: float = 60.0,
    wrong: Mapping[str, Sequence[str]] | None = None,
    mistakes: str = "",
    key: bytes = b"",
    left_out: Mapping[str, str] | None = None,
) -> Executed:
    """Run a submission that was rebuilt from the instructor's notebook, without what no task depends on.

    Parameters
    ----------
    source
        The instructor's notebook, with hidden tests: where the tests come from, and all that is known about cells.
    rebuilt
        The same with the student's answers and extra cells; its tests' texts are not used.
    seconds
        Of processor time, for each cell and each test.
    wrong
        Answers known to be wrong, by the answer's name, for the look behind a test that has probes.
    mistakes
        The text of the file of known mistakes, that failures are compared with.
    key
        Of the assignment: all random numbers are made of it.
    left_out
        Cells that are not run, by their ids, because the process ended in them before, and what it ended of.

    Returns
    -------
    Executed
        With a copy of the rebuilt notebook. Nothing that a student's code does makes this raise.
    """
    prepare(source)
    run = _Run(Tests(source, client, key), wrong or {}, mistakes, seconds, left_out or {})
    done = Executed(copy.deepcopy(rebuilt), blank=blank_answers(rebuilt))
    given = {cell.source for cell in source.cells}
    kinds = [kind(cell) if cell.source in given else "student" for cell in rebuilt.cells]
    due = needed(rebuilt.cells, kinds)
    number = 0
    for index, (cell, above) in enumerate(with_headings(done.notebook.cells)):
        if cell.cell_type == "code":
            cell.execution_count = number = number + 1
            run.heading = above.nearest
            outputs = run.cell(cell, number, done) if index in due else cell.outputs or [NOT_RUN]
            cell.outputs = [from_dict(output) for output in outputs]
    done = replace(done, gone=client.gone, ended_in=run.ended_in)
    run.judge(done)
    return replace(done, failures=run.failures(done), tried=run.tried(done), waited=client.waited)


def prepare(source: NotebookNode) -> None:
    """Read which names the cells of a notebook bind; in a process that forks, done once for all submissions."""
    for cell in source.cells:
        if cell.cell_type == "code":
            names(cell.source)


@dataclass
class _Run:
    tests: Tests
    wrong: Mapping[str, Sequence[str]]
    mistakes: str
    seconds: float
    left_out: Mapping[str, str]
    heading: str = ""  # above the cell that runs
    ended_in: str = ""  # the id of the cell in which the process ended
    ended_below: str | None = None  # the heading above it
    stopped: dict[str, Failure] = field(default_factory=dict)  # answers and probes that did not come to their ends
    numbers: dict[str, int] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)  # the student's texts so far
    lost: float = 0.0  # seconds in tests that had to be stopped
    opened: list[tuple[Opened, list[str]]] = field(default_factory=list)  # tests that go on, and those texts
    diagnoses: dict[str, Diagnosis] = field(default_factory=dict)  # of tests that failed
    diagnosing: float = DIAGNOSING  # seconds left for them

    def cell(self, cell: NotebookNode, number: int, done: Executed) -> list[dict[str, Any]]:
        name = grade_id(cell)
        self.numbers[name] = number
        what = self.tests.cells.kind(name)
        if cell.id in self.left_out:
            return self._not_again(cell, number, done)
        had_gone = self.tests.client.gone
        outputs = self._test(name, number, done) if what == "test" else self._other(cell, what, number, done)
        if self.tests.client.gone and not had_gone:
            self.ended_in = cell.id
        return outputs

    def _not_again(self, cell: NotebookNode, number: int, done: Executed) -> list[dict[str, Any]]:
        """What is shown of a cell in which the process ended before; its test fails of that."""
        gone, name = StudentGoneError(self.left_out[cell.id]), grade_id(cell)
        output, failure = error_output(gone, "", f"Cell In[{number}]"), failed_test(gone)
        done.limits[name or f"In[{number}]"] = str(gone)
        if self.tests.cells.kind(name) == "test":
            done.tests[name] = TestRun([output], 0.0, failure)
        else:
            self.stopped[name] = failure
        return [output]

    def _other(self, cell: NotebookNode, what: str, number: int, done: Executed) -> list[dict[str, Any]]:
        """Run a cell that is no test."""
        name = grade_id(cell)
        source = self.tests.cells.text(name) if what == "probe" else cell.source
        if source not in self.tests.cells.texts:
            self.written.append(source)
        try:
            if number == 1 or what == "probe":  # a cell of the student's goes on where the one before it has ended
                self.tests.seed_student(name)
            ran = self.tests.client.run_cell(source, number, seconds=self.seconds)
            if what == "probe":
                self.tests.keep(name)
        except StudentGoneError as gone:
            self.stopped[name] = self._located(failed_test(gone))
            return [error_output(gone, source, f"Cell In[{number}]")]
        if ran.cut:
            done.limits[name or f"In[{number}]"] = "this cell shows more than it may"
        if ran.late:
            done.limits[name or f"In[{number}]"] = str(ran.late)
            self.stopped[name] = failed_test(ran.late)
            return [*ran.outputs, error_output(ran.late, source, f"Cell In[{number}]")]
        if not ran.finished:
            self.stopped[name] = (failed_probe if what == "probe" else failed_answer)(ran.outputs, source)
        return ran.outputs

    def judge(self, done: Executed) -> None:
        """Run what is hidden of the tests, each on its own copy, when nothing else of the student's runs any more."""
        client = self.tests.client
        cells = {grade_id(cell): cell for cell in done.notebook.cells}
        waiting = [opened.checkpoint for opened, _ in self.opened if opened.checkpoint]
        client.settle(waiting)
        for opened, written in self.opened:
            with self.tests.reopened(opened):
                self._judge(opened, written, done, cells)
            cells[opened.test].outputs = [from_dict(output) for output in done.tests[opened.test].outputs]
            if opened.checkpoint:
                waiting.remove(opened.checkpoint)
                client.settle(waiting)

    def _judge(self, opened: Opened, written: list[str], done: Executed, cells: Mapping[str, NotebookNode]) -> None:
        name, about, visible = opened.test, self.tests.cells.graded[opened.test], done.tests[opened.test]
        if opened.hidden and visible.passed:
            left = max(self._limit() - visible.seconds, 1.0)
            run = done.tests[name] = with_hidden(visible, self.tests.finish(opened, seconds=left))
            if run.failure and run.failure.kind in HIDDEN_WORDS:
                done.limits[name] = run.failure.hidden_words
                self.lost += left
        if done.tests[name].passed and about.probes:
            if evidence := self._evidence(about):
                done.tampered[name] = evidence
            elif found := self._suspicions(about, written):
                done.suspected[name] = f"The answer, or a cell before it, {', '.join(found)}"
        if (failure := done.tests[name].failure) and failure.kind in DIAGNOSED and opened.checkpoint:
            self._diagnose(about, str(cells[about.answer].source))

    def _diagnose(self, about: GradedCell, answer: str) -> None:
        clock = self.tests.client.clock
        begin = clock.used()
        number, known = (
            self.numbers.get(about.answer, 1),
            self._known.get(text_hash(self.tests.cells.text(about.grade_id))),
        )
        until = clock.deadline(min(self.diagnosing, self.seconds))
        self.diagnoses[about.grade_id] = diagnose(self.tests, about, answer, known, number=number, until=until)
        self.diagnosing -= clock.used() - begin

    @cached_property
    def _known(self) -> dict[str, SealedMistakes]:
        return read_sealed(self.mistakes)

    def _test(self, name: str, number: int, done: Executed) -> list[dict[str, Any]]:
        about, limit = self.tests.cells.graded[name], self._limit()
        ran = not {about.answer, *about.probes} & {*self.stopped, *done.blank}
        copies = {"copy": bool(about.probes), "diagnose": ran}
        run, opened = self.tests.begin(name, number, self.written, seconds=limit, **copies)
        if run.failure:
            run = replace(run, failure=self._located(run.failure))
        done.tests[name] = run
        if run.failure and run.failure.kind == "time limit":
            done.limits[name] = run.failure.detail
            self.lost += limit
        if opened:
            self.opened.append((opened, [*self.written]))
        return run.outputs

    def _located(self, failure: Failure) -> Failure:
        """The same; or, if the process had ended before, that it had, and where."""
        if failure.kind != "process ended":
            return failure
        if self.ended_below is None:
            self.ended_below = self.heading
            return failure
        return replace(failure, kind="process gone", see=self.ended_below)

    def failures(self, done: Executed) -> tuple[Failure, ...]:
        """Why tests failed, in the order of the notebook."""
        found = (self._failure(test, done) for test in self.tests.cells.graded.values() if not test.written)
        return tuple(failure for failure in found if failure)

    def _failure(self, test: GradedCell, done: Executed) -> Failure | None:
        name = test.grade_id
        if done.passed(name):
            return None
        if name in done.tampered:
            return Failure(test.answer, name, "tampered", detail=done.tampered[name].message)
        if test.answer in done.blank:
            return Failure(test.answer, name, "unanswered")
        before = (self.stopped[cell] for cell in (test.answer, *test.probes) if cell in self.stopped)
        run = done.tests.get(name)
        failure = next(before, run.failure if run else None)
        if failure is None:
            return None
        found = self.diagnoses.get(name, Diagnosis())
        category = found.category or failure.category
        told = replace(failure, category=category, relation=found.relation)
        return replace(told, task=test.answer, check=name, mistakes=found.named.mistakes, cleared_up=found.named.see)

    def _limit(self) -> float:
        """Seconds for a test: answers that go on for ever share one limit, and a short one each when it is used up."""
        return max(self.seconds - self.lost, min(self.seconds, SHORT_LIMIT))

    def tried(self, done: Executed) -> str:
        """What in the texts could make a probe lie, and is not told with a test that it could have changed."""
        told = " ".join(done.suspected.values())
        found = suspicions(self.written, [], "", self.tests.cells.texts)
        return ", ".join(what for what in found if what not in told)

    def _suspicions(self, about: GradedCell, written: Sequence[str]) -> list[str]:
        probes = [self.tests.cells.text(probe) for probe in about.probes]
        return suspicions(written, probes, self.tests.cells.text(about.answer), self.tests.cells.texts)

    def _evidence(self, about: GradedCell) -> Evidence | None:
        for probe in about.probes:
            try:
                changed = changed_functions(self.tests.client, self.tests.cells.text(probe), self.tests.kept)
            except StudentGoneError as gone:
                return unseen(about.grade_id, gone)
            if changed:
                names = ", ".join(changed)
                return Evidence(f"{probe} defines {names}, but something else stood there when it had run")
        wrong = self.wrong.get(about.answer, ())
        number = self.numbers.get(about.answer, 1)
        return passes_when_wrong(self.tests, about.grade_id, about.probes, wrong, number=number, seconds=self.seconds)
