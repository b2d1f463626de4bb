"""The form of a prediction: an answer, and three buttons that say how sure one is of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import ipywidgets as widgets

from course.explorers.accessibility import named
from course.explorers.controls import labelled, row
from course.figures.palette import BACKGROUND, HIGHLIGHT, TEXT, ink
from course.notebook.predictions import SURE
from course.predictions.answers import FORM, Answers

WITHOUT = "Show without predicting"


def form(
    question: str, answers: Answers, commit: Callable[[str, str], None], show_without: Callable[[], None]
) -> widgets.VBox:
    """Make the form.

    Parameters
    ----------
    question, answers
        As `course.predictions.predict` has them.
    commit
        Gets the answer and how sure one is; a `ValueError` of it is shown.
    show_without
        Called when the result is wanted without a prediction.
    """
    said = widgets.HTML()
    answer = _answer(answers)

    def on_sure(sure: str, _: object) -> None:
        try:
            commit(answer.value or "", sure)
        except ValueError as error:
            said.value = f'<span class="course-words" style="color:{ink(HIGHLIGHT)}">{escape(str(error))}.</span>'

    buttons = [widgets.Button(description=sure, layout={"width": "110px"}) for sure in SURE]
    for button in buttons:
        button.on_click(partial(on_sure, button.description))
    without = widgets.Button(description=WITHOUT, layout={"width": "190px", "margin": "2px 2px 2px 24px"})
    without.on_click(lambda _: show_without())
    paper = f"background:{BACKGROUND};color:{TEXT};padding:4px 10px"
    about = f'<div style="{paper}"><b>Predict.</b> {escape(question)}</div>'
    return named(
        widgets.VBox([widgets.HTML(about), answer, row([*labelled("How sure are you?", buttons), without]), said])
    )


def _answer(answers: Answers) -> widgets.RadioButtons | widgets.Text:
    if isinstance(answers, str):
        return widgets.Text(description="I predict", placeholder=FORM[answers], layout={"width": "360px"})
    return widgets.RadioButtons(
        options=list(answers), value=None, description="I predict", layout={"width": "max-content"}
    )
