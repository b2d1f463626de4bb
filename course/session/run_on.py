"""*Run All* runs on: an error stops its own cell only, where somebody sits at the notebook."""

from __future__ import annotations

from typing import Any

from IPython.display import display

from course.notebook.error_outputs import error_as_text
from course.session import environment

BY_OUTPUT = ("VS Code", "Colab")
"""Front ends that drop the cells that wait once an error stands in an output, whatever the kernel replies."""


class RunOn:
    """Keeps errors from stopping other cells; ``start`` it, and tell it of each cell's ``end``.

    Programs that run notebooks (nbclient, nbval, nbgrader's Validate) allow no questions: they get every error as an
    error. So does everybody who presses stop, which is meant for all cells.

    Parameters
    ----------
    shell
        The student's.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self._show = shell._showtraceback  # what tells front ends of errors of every kind

    def start(self) -> None:
        """Begin. Where an error's output would stop the others, it is shown as text."""
        if environment.name() in BY_OUTPUT:
            self.shell._showtraceback = self._show_as_text

    def stop(self) -> None:
        """Leave the shell as it was."""
        self.shell.__dict__.pop("_showtraceback", None)

    def end(self, result: Any) -> None:
        """Let the cell's reply be that all went well, after an error that has been shown."""
        error = result.error_before_exec or result.error_in_exec
        if error is not None and self._runs_on(error):
            result.error_before_exec = result.error_in_exec = None

    def _show_as_text(self, kind: type[BaseException], error: BaseException, lines: list[str]) -> None:
        if self._runs_on(error):
            self.shell._last_traceback = lines
            display(error_as_text(kind.__name__, str(error), lines), raw=True)
        else:
            self._show(kind, error, lines)

    def _runs_on(self, error: BaseException) -> bool:
        kernel = getattr(self.shell, "kernel", None)
        message = kernel.get_parent("shell") if kernel else {}
        return bool(message.get("content", {}).get("allow_stdin")) and not isinstance(error, KeyboardInterrupt)
