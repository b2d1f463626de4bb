"""The student's kernel and what is told about the cells that run in it: hooks, panel, ticks, clear words."""

from __future__ import annotations

import time
from html import escape
from types import TracebackType
from typing import Any

from IPython import get_ipython
from IPython.display import display

from course.draw.seeds import Seeds, use_seeds
from course.errors import CourseError
from course.figures.palette import BACKGROUND, TEXT
from course.notebook.task_list import Task, read_task_list, text_hash
from course.predictions.question import take_up
from course.session.error_hints import Missing, explain, open_task
from course.session.known_mistakes import sealed_mistakes, seen_by_check
from course.session.panel import Panel
from course.session.progress import Outcome, Progress
from course.session.rule_keeper import RuleKeeper
from course.session.run_on import RunOn
from course.session.saved_answers import SavedAnswers, notebook_path, saved_predictions

EXPLAINED = (NameError, NotImplementedError, KeyboardInterrupt)
RESTS = "The text below may speak of a result of this cell, which did not come to its end."
LONGEST_CHECK = 3.0  # seconds: one that takes longer is not run a second time to find a known mistake
DRAWN = "Inputs were drawn at random. To try the same ones in a cell of your own, write {draws} in place of Draw()."


def watch(assignment: str) -> None:
    """Show the progress panel here, and keep it up to date as cells run; outside of IPython nothing happens.

    Called again (the first cell was run again), it shows the panel once more and forgets nothing.

    Parameters
    ----------
    assignment
        As its folder is called: ``"3-1-convolution"``.

    Raises
    ------
    CourseError
        If the course has no such assignment.
    """
    global _watcher
    shell = get_ipython()
    if shell is None:
        return
    if _watcher is None or (_watcher.shell, _watcher.assignment) != (shell, assignment):
        new = Watcher(shell, assignment)
        if _watcher is not None:
            _watcher.stop()
        _watcher = new
        _watcher.start()
    show_progress()


def show_progress() -> None:
    """Show the progress panel once more, in the cell that calls this.

    Raises
    ------
    CourseError
        If `watch` was not called before.
    """
    if _watcher is None:
        raise CourseError("nothing is known about your progress yet; run the notebook's first code cell, then this")
    display(_watcher.panel)


class Watcher:
    """Listens to one IPython shell.

    Parameters
    ----------
    shell
        The student's.
    assignment
        Whose notebook it runs.

    Raises
    ------
    CourseError
        If the course has no such assignment.
    """

    def __init__(self, shell: Any, assignment: str) -> None:
        self.shell, self.assignment = shell, assignment
        self._table = read_task_list(assignment)
        self._progress = Progress(self._table)
        self._rules = RuleKeeper(shell, self._table)
        self._run_on = RunOn(shell)
        self._saved = SavedAnswers([task.answer for task in self._table.tasks if task.written])
        self._running = ""
        self._seeds = Seeds()  # of the cell that runs
        self._explained: BaseException | None = None
        self._needed: Task | None = None  # open, and for want of it the cell stopped
        self._missing: dict[str, Missing] = {}
        self._began = 0.0
        self._sealed = sealed_mistakes(assignment)
        self._read_saved()
        self.panel = Panel(self._progress)
        take_up(saved_predictions(notebook_path(shell.user_ns)), self.panel.refresh)

    def start(self) -> None:
        """Begin to listen. Errors that somebody else shows (Colab does with some) stay theirs."""
        self._before = self.shell.custom_exceptions, self.shell.CustomTB
        self.shell.events.register("pre_run_cell", self._on_start)
        self.shell.events.register("post_run_cell", self._on_end)
        self.shell.ast_transformers.append(self._rules)
        self._run_on.start()
        self.shell.set_custom_exc((*EXPLAINED, *self._before[0]), self._on_error)

    def stop(self) -> None:
        """Leave the shell as it was."""
        self.shell.events.unregister("pre_run_cell", self._on_start)
        self.shell.events.unregister("post_run_cell", self._on_end)
        self.shell.custom_exceptions, self.shell.CustomTB = self._before
        self.shell.ast_transformers.remove(self._rules)
        self._rules.end()
        self._run_on.stop()

    def _on_start(self, info: Any) -> None:
        self._running, self._explained, self._began = info.raw_cell, None, time.monotonic()
        self._needed = None
        self._rules.begin(info.raw_cell)
        self._seeds = Seeds()
        use_seeds(self._seeds)

    def _on_end(self, result: Any) -> None:
        self._rules.end()
        outcome = self._outcome(result)
        self._note_missing(result.info.raw_cell, outcome)
        message = self._progress.record(result.info.raw_cell, outcome)
        if outcome == "failed" and self._seeds.given:
            message = DRAWN.format(draws=", ".join(f"Draw({seed})" for seed in self._seeds.given))
        if message:
            style = f"background:{BACKGROUND};color:{TEXT};padding:2px 10px"
            display({"text/plain": message, "text/html": f'<div style="{style}">{escape(message)}</div>'}, raw=True)
        if mistake := self._known_mistake(result):
            display({"text/plain": mistake, "text/html": f"<p>{escape(mistake)}</p>"}, raw=True)
        self._run_on.end(result)
        self._read_saved()
        self.panel.refresh()

    def _note_missing(self, text: str, outcome: Outcome) -> None:
        """Keep in mind what a cell of the notebook has not defined, and why."""
        at = self._table.index(text)
        cell = self._table.cells[at] if at is not None else None
        if cell is None:
            return
        for name in cell.names:
            if outcome == "done":
                self._missing.pop(name, None)
            elif name not in self.shell.user_ns:
                self._missing[name] = Missing(cell, self._needed)
        if outcome != "done" and cell.kind == "plain":
            display({"text/plain": RESTS, "text/html": f"<p>{RESTS}</p>"}, raw=True)

    def _known_mistake(self, result: Any) -> str:
        """The known mistake that a failed check has met; empty if it is none, or the check takes long."""
        failed = isinstance(result.error_in_exec, Exception) and result.error_in_exec is not self._explained
        sealed = self._sealed.get(text_hash(result.info.raw_cell)) if failed else None
        if sealed is None or time.monotonic() - self._began > LONGEST_CHECK:
            return ""
        return str(sealed.open(seen_by_check(result.info.raw_cell, self.shell.user_ns)))

    def _outcome(self, result: Any) -> Outcome:
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            return "done"
        return "stopped" if error is self._explained or isinstance(error, KeyboardInterrupt) else "failed"

    def _on_error(
        self, shell: Any, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: Any = None
    ) -> None:
        """Show an error as IPython does, in few words if they say more than the trace."""
        names = shell.user_global_ns
        self._needed = open_task(error, trace, names, self._table, self._missing)
        lines = explain(error, trace, self._running, names, self._table, self._missing)
        if lines:
            self._explained = error
            shell._showtraceback(kind, error, lines)
        elif issubclass(kind, self._before[0]):
            self._before[1](kind, error, trace, tb_offset)
        else:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    def _read_saved(self) -> None:
        self._progress.written = self._saved.read(notebook_path(self.shell.user_ns))


_watcher: Watcher | None = None
