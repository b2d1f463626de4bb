"""The progress panel: one line and, on demand, the list of tasks."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from course.figures.mime_bundle import widget_bundle
from course.figures.palette import BACKGROUND, LINE, MUTED, TEXT
from course.notebook.task_list import Task
from course.predictions.question import made
from course.session.prediction_score import score
from course.session.progress import WORDS, Progress

PAPER = f"background:{BACKGROUND};color:{TEXT};line-height:1.5;padding:4px 10px"
CELL = f"padding:1px 12px 1px 0;text-align:left;border-top:1px solid {LINE};vertical-align:top"
SHOW, HIDE, ABOUT = "Show all tasks", "Hide the tasks", "each task, its state and its points"
NOTE = "Counted since this kernel was started: after a restart, run the checks again."


class Panel:
    """Progress as it stands, shown by `display`; `refresh` brings it up to date wherever it is shown.

    Attributes
    ----------
    widget
        The line, a button, and the list that it opens.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._line = widgets.HTML()
        self._list = widgets.HTML(layout={"display": "none"})
        self._button = widgets.ToggleButton(description=SHOW, tooltip=ABOUT, layout={"width": "150px"})
        self._button.observe(self._on_button, "value")
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center")
        self.widget = widgets.VBox([widgets.HBox([self._line, self._button], layout=wrap), self._list])
        self.refresh()

    def refresh(self) -> None:
        """Show the present state; what has not changed is not sent to the browser again."""
        self._line.value = line(self._progress)
        self._list.value = tasks(self._progress)

    def _on_button(self, change: Any) -> None:
        self._list.layout.display = "block" if change["new"] else "none"
        self._button.description = HIDE if change["new"] else SHOW

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Offer the widget, and the line for readers without a kernel."""
        text = f"Your progress: {summary(self._progress)}"
        return widget_bundle(self.widget.model_id, html=line(self._progress), text=text)


def line(progress: Progress) -> str:
    """Everything in one line, as HTML."""
    return f'<div style="{PAPER}"><b>Your progress:</b> {escape(summary(progress))}</div>'


def summary(progress: Progress) -> str:
    """Tasks, points, written answers and predictions in one line of text."""
    return " · ".join(part for part in (progress.summary(), progress.outstanding(), score(made())) if part)


def tasks(progress: Progress) -> str:
    """List of all tasks with their states, as an HTML table."""
    head = "".join(f'<th scope="col" style="{CELL}">{name}</th>' for name in ("Task", "State", "Points"))
    rows = "".join(_row(task, progress) for task in progress.table.tasks)
    table = f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div style="{PAPER}">{table}<div style="color:{MUTED}">{NOTE}</div></div>'


def _row(task: Task, progress: Progress) -> str:
    sign, words = WORDS[progress.state(task)]
    name = f"{task.label}: {task.title}" if task.title else task.label
    state = f'<span aria-hidden="true" style="display:inline-block;width:1.4em">{sign}</span>{words}'
    return (
        f'<tr><th scope="row" style="{CELL};font-weight:normal">{escape(name)}</th>'
        f'<td style="{CELL}">{state}</td><td style="{CELL}">{task.points:g}</td></tr>'
    )
