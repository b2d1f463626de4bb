"""The form in a notebook's last part that makes its report."""

from __future__ import annotations

import base64
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
from IPython import get_ipython

from course.errors import CourseError
from course.figures.mime_bundle import widget_bundle
from course.report.document import Report, make_report
from course.report.locations import is_behind, running_notebook, save
from course.report.notebook import Notebook
from course.session.colab import colab_module, download

LARGEST_LINK = 20_000_000  # bytes that a link can carry; larger reports are only named
UNDERLINED = 'style="text-decoration:underline"'  # no meaning by colour alone
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ReportButton:
    """Fields for name and number, and a button; shown by naming it in the last line of a cell.

    Parameters
    ----------
    assignment
        As the notebook's folder is called: ``"3-1-convolution"``.

    Attributes
    ----------
    widget
        The form.
    """

    def __init__(self, assignment: str) -> None:
        self._assignment = assignment
        self._warned_of: datetime | None = None
        self.name, self.number, self.path = map(_field, ("Name", "Student number", "The notebook's file"))
        self.path.layout.display = "none"  # until it is needed
        self.button = widgets.Button(description="Make the report", button_style="primary")
        self.button.on_click(self._on_click)
        self.status = widgets.HTML()
        self.widget = widgets.VBox([self.name, self.number, self.path, self.button, self.status])

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Offer the form, and a hint for readers without a kernel."""
        hint = "The report: open this notebook with a kernel, or run  course report NOTEBOOK  in a terminal."
        return widget_bundle(self.widget.model_id, html=f"<p>{escape(hint)}</p>", text=hint)

    def _on_click(self, _: object) -> None:
        self.button.disabled = True
        self._say("Making the report …")
        try:
            self._make()
        except (CourseError, OSError) as error:
            self._say(str(error), "alert")
        except Exception as error:  # else the form would go on saying that it works
            self._say(f"The report could not be made: {type(error).__name__}: {error}", "alert")
            raise
        finally:
            self.button.disabled = False

    def _make(self) -> None:
        shell = get_ipython()
        names = shell.user_ns if shell else {}
        try:
            notebook, target = running_notebook(self._assignment, names, self.path.value.strip())
        except CourseError:
            self.path.layout.display = None
            raise
        if is_behind(notebook, shell) and self._warned_of != notebook.saved:
            self._warned_of = notebook.saved
            raise CourseError(
                f"You have run cells since {notebook.name} was saved ({_time(notebook)}). Save it "
                "(Ctrl+S, on a Mac ⌘S), then press the button again"
            )
        number = f" ({self.number.value.strip()})" if self.number.value.strip() else ""
        report = make_report(notebook, self.name.value.strip() + number)
        save(report.word, target)
        self._done(report, notebook, target)

    def _done(self, report: Report, notebook: Notebook, target: Path) -> None:
        nameless = "" if self.name.value.strip() else " There is no name in it yet."
        text = f"{report.summary}.{nameless} Read the report before you hand it in."
        self._say(text, more=_where(report, notebook, target))
        if colab_module("files") is not None:
            download(target)

    def _say(self, text: str, role: str = "status", *, more: str = "") -> None:
        self.status.value = f'<div role="{role}" style="max-width:60em;line-height:1.5">{escape(text)}{more}</div>'


def _field(label: str) -> widgets.Text:
    return widgets.Text(
        description=label, style={"description_width": "11em"}, layout=widgets.Layout(width="min(34em, 95%)")
    )


def _where(report: Report, notebook: Notebook, target: Path) -> str:
    """Return a link to the report and where it lies, as HTML."""
    lies = f"It lies beside the notebook: {escape(target.name)}."
    if notebook.saved:
        lies += f" It shows what was in {escape(notebook.name)} when that was saved, at {_time(notebook)}."
    if colab_module("files") is not None or len(report.word) > LARGEST_LINK:
        return f"<br>{lies}"
    data = base64.b64encode(report.word).decode("ascii")
    link = (
        f'<a download="{escape(target.name)}" href="data:{WORD};base64,{data}" {UNDERLINED}>Download the Word file</a>'
    )
    return f"<br>{link}<br>{lies}"


def _time(notebook: Notebook) -> str:
    return f"{notebook.saved:%H:%M:%S}" if notebook.saved else ""
