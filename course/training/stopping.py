"""Pressing stop ends a training, and with it the loop of trainings that it stands in: those of one notebook cell."""

from __future__ import annotations

from IPython import get_ipython

_stopped: tuple[object, int] | None = None


def stopped_in_this_cell() -> None:
    """Keep in mind that a training of the cell that runs was stopped."""
    global _stopped
    _stopped = _this_cell()


def stop_with_the_cell() -> None:
    """Go on, unless a training of the cell that runs was stopped.

    Raises
    ------
    KeyboardInterrupt
        If one was.
    """
    if _stopped is not None and _stopped == _this_cell():
        raise KeyboardInterrupt("an earlier training of this cell was stopped, and the others with it")


def _this_cell() -> tuple[object, int] | None:
    """The shell and the number of its cell; None outside of IPython, where nobody tells which code belongs together."""
    shell = get_ipython()
    return (shell, shell.execution_count) if shell else None
