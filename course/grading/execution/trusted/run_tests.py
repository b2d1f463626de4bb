"""Test cells, run in this process: names of the instructor's from here, names of the student's by proxy.

Where a name comes from is read from the instructor's own notebook, never from what was handed in: the last cell before
the test that binds it. A test, or a plain cell that needs nothing of the student's (the imports), is run here; what an
answer or a probe binds comes from the student's side, as it is when the test begins.
"""

from __future__ import annotations

import builtins
import contextlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from nbformat import NotebookNode

from course.checks.kind_of_input import given, given_now
from course.checks.recording import Sight, observe
from course.draw.random_state import LOOKS, RandomState, same_random_numbers
from course.grading.execution.trusted.credit import credit
from course.grading.execution.trusted.deadline import Deadline
from course.grading.execution.trusted.errors import CopyError, StudentGoneError, TestTimeoutError
from course.grading.execution.trusted.failures import failed_test
from course.grading.execution.trusted.hidden_split import released, run, split_test
from course.grading.execution.trusted.kept_rules import expect_rules_kept, out_of_reach
from course.grading.execution.trusted.needed_imports import needed_imports
from course.grading.execution.trusted.proxies import StudentObject
from course.grading.execution.trusted.random_numbers import begin_test, own_random_numbers, student_seed
from course.grading.execution.trusted.run_result import Opened, TestRun, limited, printing_to
from course.grading.execution.trusted.source_cells import SourceCells
from course.grading.execution.trusted.student_client import Checkpoint, StudentClient
from course.grading.execution.trusted.test_names import TestNames
from course.grading.execution.trusted.tracebacks import error_output

Part = Literal["whole", "visible", "hidden"]  # of a test's lines
TEXT = 10_000  # characters that a test may print
DIAGNOSED = ("check", "error")  # kinds of failures of which it can be told what was seen


@dataclass
class Tests:
    """The test cells of the instructor's notebook (with hidden tests), for one submission.

    ``key`` is what all random numbers are made of, those of the tests and, by another way, those of the student's side.
    """

    __test__ = False  # not a test of pytest's

    source: NotebookNode
    client: StudentClient
    key: bytes = b""
    kept: dict[str, Any] = field(default_factory=dict)  # what probes have bound, fetched as soon as they had run
    _namespaces: dict[int, TestNames] = field(default_factory=dict)  # what cells run here have bound, by index

    def __post_init__(self) -> None:
        self.cells = SourceCells(self.source)

    def keep(self, probe: str) -> None:
        """Fetch what a probe has bound, before anything else runs on the student's side."""
        for name in self.cells.names(self.cells.index(probe)).binds:
            self.kept.pop(name, None)
            with contextlib.suppress(Exception):  # a name that cannot be fetched is a name that is missing
                self.kept[name] = self.client.get(name)

    def seed_student(self, cell: str) -> None:
        """Start the random numbers of the student's side anew, for a cell of that name."""
        with contextlib.suppress(Exception):  # whoever has replaced `random.seed` goes without
            self.client.seed(student_seed(self.key, cell))

    def run(self, test: str, number: int, *, seconds: float) -> TestRun:
        """Run a test cell as ``In[number]``, for at most that many seconds, on the student's process as it is.

        It fails with any error, of the answer's or of its own; never raises.
        """
        index = self.cells.index(test)

        def work(cell: str) -> Any:
            self._begin_random_numbers(test)
            namespace = self._namespaces[index] = self._namespace(index)
            return run(split_test(self.cells.text(test)).whole, cell, namespace)

        return self._run(test, number, seconds, work)

    def begin(
        self, test: str, number: int, written: Sequence[str], *, seconds: float, copy: bool, diagnose: bool = False
    ) -> tuple[TestRun, Opened | None]:
        """Run the visible lines of a test; with a copy of the process where hidden ones begin, or if asked for.

        Parameters
        ----------
        written
            The texts of the student's cells so far: an answer that breaks its task's rules fails.
        copy
            Even if nothing is hidden.
        diagnose
            A copy is also made where a check has failed.
        """
        index, opened = self.cells.index(test), list[Opened]()

        def work(cell: str) -> Any:
            self._begin_random_numbers(test)
            namespace, read = self._namespace(index), split_test(self.cells.text(test))
            self._namespaces[index] = namespace
            value = run(read.first, cell, namespace)
            if read.hidden or copy:
                opened.append(self._opened(test, number))
            if not read.hidden:
                return value
            run(read.rest, cell, namespace)
            return None

        done = self._run(test, number, seconds, work, part="visible", written=written)
        begun = self.cells.index(test) in self._namespaces  # an answer that breaks a rule is not run
        if diagnose and begun and not opened and done.failure and done.failure.kind in DIAGNOSED:
            opened.append(self._opened(test, number))
        return done, opened[0] if opened else None

    def finish(self, opened: Opened, *, seconds: float) -> TestRun:
        """Run a test from its first hidden line on, within `reopened`."""

        def work(cell: str) -> Any:
            if opened.checkpoint is None:
                raise CopyError
            opened.random.restore()
            return run(
                split_test(self.cells.text(opened.test)).hidden, cell, self._namespaces[self.cells.index(opened.test)]
            )

        return self._run(opened.test, opened.number, seconds, work, part="hidden")

    def observe(self, test: str, number: int, *, until: Deadline) -> tuple[Sight, ...]:
        """What the checks of a whole test see, on draws that are always the same: see `course.checks.recording`.

        Raises
        ------
        TestTimeoutError, StudentGoneError
            If it takes longer, or the process ends.
        """
        sights = list[Sight]()

        def work() -> None:
            index = self.cells.index(test)
            namespace = self._namespaces[index] = self._namespace(index)
            run(split_test(self.cells.text(test)).whole, f"Cell In[{number}]", namespace)

        with (
            limited(self.client, until),
            printing_to(io.StringIO()),
            own_random_numbers(),
            out_of_reach(self.client, self.cells.cell(self.cells.graded[test].answer)),
        ):
            for look in LOOKS:
                same_random_numbers(look)
                self.client.seed(look)
                sights += observe(work)
        return tuple(sights)

    @contextlib.contextmanager
    def reopened(self, opened: Opened) -> Iterator[None]:
        """In the block names and the student's process are as they were where hidden lines begin."""
        before = dict(self.kept), dict(self._namespaces)
        self.kept, self._namespaces[self.cells.index(opened.test)] = dict(opened.kept), opened.namespace.copy()
        if opened.checkpoint:
            self.client.wake(opened.checkpoint)
        try:
            yield
        finally:
            self.kept, self._namespaces = before

    def _run(
        self,
        test: str,
        number: int,
        seconds: float,
        work: Callable[[str], Any],
        *,
        part: Part = "whole",
        written: Sequence[str] = (),
    ) -> TestRun:
        answer = self.cells.cell(self.cells.graded[test].answer)
        until, printed, cell = self.client.clock.deadline(seconds), io.StringIO(), f"Cell In[{number}]"
        self.client.changed.clear()
        given()
        value, failure, outputs = None, None, list[dict[str, Any]]()
        try:
            with limited(self.client, until), printing_to(printed), own_random_numbers():
                if self.client.gone:
                    raise StudentGoneError(self.client.gone)
                expect_rules_kept(answer, written, self.cells.texts)
                with out_of_reach(self.client, answer):
                    value = credit(work(cell), self.cells.graded[test].points)
        except (Exception, TestTimeoutError, StudentGoneError, SystemExit) as error:
            text = self.cells.text(test)
            outputs = [error_output(error, released(text) if part == "visible" else text, cell)]
            failed = failed_test(error, self.cells.graded[test].answer, test, hidden=part == "hidden")
            failure = replace(failed, category=given_now().words)
        if text := printed.getvalue()[:TEXT]:
            outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": text})
        changed = self._changed(self.cells.index(test))
        return TestRun(outputs, seconds - until.left[0], failure, value, changed)

    def _begin_random_numbers(self, test: str) -> None:
        begin_test(self.key, test)
        self.seed_student(test)

    def _opened(self, test: str, number: int) -> Opened:
        hidden = bool(split_test(self.cells.text(test)).hidden)
        namespace = self._namespaces[self.cells.index(test)].copy()
        return Opened(test, number, self._copy(), hidden, namespace, dict(self.kept), RandomState())

    def _copy(self) -> Checkpoint | None:
        try:
            return self.client.fork()
        except CopyError:
            return None

    def _changed(self, index: int) -> tuple[str, ...]:
        """Names in a test of the functions that have changed its arguments; what is not named there has no name."""
        called = {
            value: name for name, value in self._namespaces.get(index, {}).items() if isinstance(value, StudentObject)
        }
        return tuple(sorted({called.get(function, "something of the answer") for function in self.client.changed}))

    def _namespace(self, index: int) -> TestNames:
        """Values for the names that a cell needs; one that exists nowhere is left out, and the cell will say so."""
        namespace = TestNames(self.client, self.cells.shared(index))
        dict.update(namespace, {"__name__": "__main__"})
        for name in self.cells.names(index).needs:
            origin = self.cells.origin(name, index)
            if origin is None and hasattr(builtins, name):
                continue
            if origin is not None and self.cells.is_ours(origin):
                known = self._bound_in(origin)
            elif origin is not None and self.cells.kind_at(origin) == "probe":
                known = self.kept
            else:
                known = self._fetched(name)
            dict.update(namespace, {name: known[name]} if name in known else {})
        return namespace

    def _fetched(self, name: str) -> Mapping[str, Any]:
        try:
            return {name: self.client.get(name)}
        except NameError:
            return {}

    def _bound_in(self, index: int) -> Mapping[str, Any]:
        """The names of one of our cells: of a test as it has left them, of a plain cell by running it now, silently."""
        if index not in self._namespaces and self.cells.kind_at(index) == "plain":
            self._namespaces[index] = self._namespace(index)
            body = needed_imports(split_test(self.cells.text_at(index)).whole, self.cells.needed)
            with printing_to(io.StringIO()):
                run(body, f"<cell {index}>", self._namespaces[index])
        return self._namespaces.get(index, {})
