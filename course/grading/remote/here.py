"""Test cells, run in this process: names of the instructor's from here, names of the student's by proxy.

Where a name comes from is read from the instructor's own notebook, never from what was handed in: the last cell before
the test that binds it. A test, or a plain cell that needs nothing of the student's (the imports), is run here; what an
answer or a probe binds comes from the student's side, as it is when the test begins.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import torch
from nbformat import NotebookNode

from course.grading.remote.credit import credit
from course.grading.remote.errors import StudentGoneError, TestTimeoutError
from course.grading.remote.names import Names, names, statements
from course.grading.remote.proxies import StudentObject
from course.grading.remote.side import StudentSide
from course.grading.remote.traces import error_output

TEXT = 10_000  # characters that a test may print


@dataclass(frozen=True)
class TestRun:
    """What running a test came to.

    ``value`` is a plain number that stood in its last line (partial credit); ``changed`` names the functions of the
    student's that changed an argument of the test in place.
    """

    __test__ = False  # not a test of pytest's

    outputs: list[dict[str, Any]]
    passed: bool
    seconds: float
    value: float | int | None = None
    error: str = ""
    changed: tuple[str, ...] = ()


@dataclass
class Tests:
    """The test cells of the instructor's notebook (with hidden tests), for one submission."""

    __test__ = False  # not a test of pytest's

    source: NotebookNode
    side: StudentSide
    kept: dict[str, Any] = field(default_factory=dict)  # what probes have bound, fetched as soon as they had run
    _spaces: dict[int, dict[str, Any]] = field(default_factory=dict)  # what cells run here have bound, by place
    _ours: dict[int, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._is_code = [cell.cell_type == "code" for cell in self.source.cells]
        self._kinds = [kind(cell) for cell in self.source.cells]
        self._places = {grade_id(cell): place for place, cell in enumerate(self.source.cells) if grade_id(cell)}

    def kind(self, name: str) -> str:
        """What the cell of that name is in the instructor's notebook; ``plain`` if it knows none."""
        return self._kinds[self._places[name]] if name in self._places else "plain"

    def text(self, name: str) -> str:
        """The instructor's text of a cell."""
        return str(self.source.cells[self._places[name]].source)

    def keep(self, probe: str) -> None:
        """Fetch what a probe has bound, before anything else runs on the student's side."""
        for name in self._names(self._places[probe]).binds:
            self.kept.pop(name, None)
            with contextlib.suppress(Exception):  # a name that cannot be fetched is a name that is missing
                self.kept[name] = self.side.get(name)

    def run(self, test: str, number: int, *, seconds: float) -> TestRun:
        """Run a test cell as ``In[number]``, for at most that many seconds.

        It fails with any error, of the answer's or of its own; never raises.
        """
        place, begin, printed = self._places[test], time.monotonic(), io.StringIO()
        source, name = self.source.cells[place].source, f"Cell In[{number}]"
        self.side.changed.clear()
        torch.seed()  # processes that were forked from one begin with the same random numbers
        value, failed = None, None
        try:
            with self._limited(begin + seconds), _printing_to(printed):
                if self.side.gone:
                    raise StudentGoneError(self.side.gone)
                self._spaces[place] = self._space(place)
                value = credit(_execute(source, name, self._spaces[place]), self._points(place))
        except (Exception, TestTimeoutError, StudentGoneError, SystemExit) as error:
            failed = error_output(error, source, name)
        text = printed.getvalue()[:TEXT]
        return TestRun(
            ([{"output_type": "stream", "name": "stdout", "text": text}] if text else [])
            + ([failed] if failed else []),
            failed is None,
            time.monotonic() - begin,
            value,
            failed["ename"] if failed else "",
            self._changed(place),
        )

    def origin(self, name: str, before: int) -> int | None:
        """The last cell before a place that binds a name."""
        places = range(before - 1, -1, -1)
        return next((place for place in places if self._is_code[place] and name in self._names(place).binds), None)

    def is_ours(self, place: int) -> bool:
        """Whether a cell is run here: a test, or a plain cell all of whose names come from such cells."""
        if place not in self._ours:
            origins = {name: self.origin(name, place) for name in self._names(place).needs}
            needs_ours = self._kinds[place] == "plain" and all(
                hasattr(builtins, name) if origin is None else self.is_ours(origin) for name, origin in origins.items()
            )
            self._ours[place] = self._kinds[place] == "test" or needs_ours
        return self._ours[place]

    @contextlib.contextmanager
    def trial(self) -> Iterator[None]:
        """Forget afterwards what tests and probes have bound in the block."""
        before = dict(self.kept), dict(self._spaces)
        try:
            yield
        finally:
            self.kept, self._spaces = before

    def _changed(self, place: int) -> tuple[str, ...]:
        """Names in a test of the functions that have changed its arguments; methods and the like by their type."""
        called = {
            value: name for name, value in self._spaces.get(place, {}).items() if isinstance(value, StudentObject)
        }
        return tuple(sorted({called.get(function, repr(function)) for function in self.side.changed}))

    def _space(self, place: int) -> dict[str, Any]:
        """Values for the names that a cell needs; one that exists nowhere is left out, and the cell will say so."""
        space: dict[str, Any] = {"__name__": "__main__"}
        for name in self._names(place).needs:
            origin = self.origin(name, place)
            if origin is None and hasattr(builtins, name):
                continue
            if origin is not None and self.is_ours(origin):
                known = self._made(origin)
            elif origin is not None and self._kinds[origin] == "probe":
                known = self.kept
            else:
                known = self._fetched(name)
            space |= {name: known[name]} if name in known else {}
        return space

    def _fetched(self, name: str) -> dict[str, Any]:
        try:
            return {name: self.side.get(name)}
        except NameError:
            return {}

    def _made(self, place: int) -> dict[str, Any]:
        """The names of one of our cells: of a test as it has left them, of a plain cell by running it now, silently."""
        if place not in self._spaces and self._kinds[place] == "plain":
            self._spaces[place] = self._space(place)
            with _printing_to(io.StringIO()):
                _execute(self.source.cells[place].source, f"<cell {place}>", self._spaces[place])
        return self._spaces.get(place, {})

    def _names(self, place: int) -> Names:
        return names(self.source.cells[place].source)

    def _points(self, place: int) -> float:
        return float(self.source.cells[place].metadata.nbgrader.points)

    @contextlib.contextmanager
    def _limited(self, until: float) -> Iterator[None]:
        """Requests end at that time; so does a loop of the test's own, in a main thread."""

        def late(number: int, frame: FrameType | None) -> None:
            if not self.side.busy:  # requests look at the time themselves; an interrupt would lose their answer
                raise TestTimeoutError("no answer within the time limit")

        self.side.until = until
        main = threading.current_thread() is threading.main_thread()
        before = signal.signal(signal.SIGALRM, late) if main else None
        try:
            if main:
                signal.setitimer(signal.ITIMER_REAL, max(until - time.monotonic(), 0.001), 1.0)
            yield
        finally:
            self.side.until = None
            if main:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, before)


def grade_id(cell: NotebookNode) -> str:
    """The name by which nbgrader knows a cell; empty if it has none."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def kind(cell: NotebookNode) -> str:
    """What a cell of the instructor's notebook is: ``answer``, ``test``, ``probe`` or ``plain``."""
    meta = cell.metadata.get("nbgrader", {})
    if meta.get("solution"):
        return "answer"
    if meta.get("grade"):
        return "test"
    return "probe" if meta.get("locked") and cell.cell_type == "code" else "plain"


@contextlib.contextmanager
def _printing_to(target: io.StringIO) -> Iterator[None]:
    with contextlib.redirect_stdout(target), contextlib.redirect_stderr(target):
        yield


def _execute(source: str, name: str, space: dict[str, Any]) -> Any:
    """Run a cell in its namespace; the value of its last line, if that is an expression."""
    tree = statements(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return exec(compile(tree, name, "exec"), space)
    tree.body.pop()
    exec(compile(tree, name, "exec"), space)
    return eval(compile(ast.Expression(last.value), name, "eval"), space)
