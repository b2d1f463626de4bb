"""IPython as Jupyter has it, without a kernel: cells in, outputs as nbformat has them out.

Loaded on the student's side: standard library, IPython and this package only.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import DEVNULL, PIPE, STDOUT, Popen
from types import ModuleType, TracebackType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from course.grading.execution.student.captured_outputs import Outputs
from course.grading.execution.student.outside_colab import OutsideColab

INLINE = "module://matplotlib_inline.backend_inline"
FRAMES = 20  # kept at each end of a traceback: the thousand of an endless recursion take seconds to format
CHAIN = 10  # errors that led to one another


class Hook(DisplayHook):
    """Shows the value of a cell's last line."""

    def write_output_prompt(self) -> None:
        """Nothing: the number travels with the value."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """Keep the value in all its forms."""
        self.shell.outputs.bundle("execute_result", format_dict, md_dict, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        """No line break, in contrast to a terminal."""
        self._is_active = False


class Publisher(DisplayPublisher):
    """What ``display()`` calls."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        """Keep what is shown, or let it take the place of something shown before."""
        self.shell.outputs.display(data, metadata, transient or {}, update=update)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what was shown so far."""
        self.shell.outputs.clear(wait=wait)


class Shell(InteractiveShell):
    """Runs cells in the module ``__main__``; nothing is read from or written to a profile folder."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    outputs = Outputs(0)

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        """Show an error, with both ends of a long traceback."""
        told: Any = exc_tuple or sys.exc_info()
        kind, error, _ = told
        shorten(error)
        super().showtraceback((kind, error, error.__traceback__), *args, **kwargs)

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.outputs.error(etype.__name__, _words(evalue), stb)

    def ask_exit(self) -> None:
        """``exit`` ends a kernel; here the cells after it run all the same."""

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        """IPython 9 keeps all that is printed for its history: a flood would take all memory."""
        yield

    def system(self, cmd: str) -> None:
        """``!command``: without the terminal that IPython would ask for, which a sandbox lacks."""
        command = self.var_expand(cmd, depth=1)
        with Popen(command, shell=True, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, errors="replace") as process:
            while process.stdout and (text := process.stdout.read(65536)):
                print(text, end="")
        self.user_ns["_exit_code"] = process.returncode

    def enable_gui(self, gui: str | None = None) -> None:
        """No windows."""

    def run(self, source: str, number: int, outputs: Outputs) -> bool:
        """Run a cell as ``In[number]``; whether it came to its end."""
        self.outputs, self.execution_count = outputs, number
        with outputs.capturing():
            return bool(self.run_cell(source, store_history=True).success)


def start() -> Shell:
    """The shell of this process, whose cells run in the module ``__main__``, with figures shown inline.

    Takes 60 ms where `matplotlib_inline.backend_inline` is already imported, and most of a second where it is not.
    """
    sys.modules["__main__"] = main = ModuleType("__main__")
    os.environ["MPLBACKEND"] = INLINE
    config = Config()
    config.HistoryManager.enabled = False  # no file for it
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.enable_tip = False
    shell: Shell = Shell.instance(config=config, user_module=main)
    shell.ast_transformers.append(OutsideColab())
    if importlib.util.find_spec("matplotlib_inline"):
        shell.enable_matplotlib("inline")
    return shell


def shorten(error: BaseException | None) -> None:
    """Leave both ends of an error's traceback, and of those that led to it."""
    for _ in range(CHAIN):
        if error is None:
            return
        error.__traceback__ = _ends(error.__traceback__)
        error = error.__cause__ or error.__context__


def _ends(trace: TracebackType | None) -> TracebackType | None:
    all_ = []
    while trace is not None:
        all_.append(trace)
        trace = trace.tb_next
    kept = all_ if len(all_) <= 2 * FRAMES else [*all_[:FRAMES], *all_[-FRAMES:]]
    made = None
    for one in reversed(kept):
        made = TracebackType(made, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return made


def _words(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as broken:
        return f"(its text raises {type(broken).__name__})"
