"""A question of the notebook, what was predicted, and the cell that asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from html import escape
from typing import Any

from IPython.display import display, update_display

from course.figures.mime_bundle import widget_bundle
from course.figures.palette import BACKGROUND, TEXT
from course.notebook.predictions import PREDICTION, SURE, Prediction
from course.predictions.answers import Answers, Truth, expected, is_right, read_guess, written
from course.predictions.form import form

PAPER = f"background:{BACKGROUND};color:{TEXT};line-height:1.5;padding:4px 10px"
HOW = (
    "Where no buttons appear, add guess=..., sure=... to this cell's call, and run it. "
    "A guess is {guess}; sure is one of {sure}."
)
SAID = {True: "✓ It turned out so.", False: "✗ It turned out otherwise.", None: "Now run the cell below."}

_questions: dict[str, Question] = {}
_earlier: dict[str, Prediction] = {}
_listeners: list[Callable[[], None]] = []


def predict(name: str, question: str, answers: Answers, *, guess: str = "", sure: str = SURE[0]) -> None:
    """Ask for a prediction; the cell waits for nothing, and the result stays folded until there is one (`result_of`).

    Parameters
    ----------
    name
        Of the question in its notebook.
    question
        As a sentence.
    answers
        What is expected: the texts to choose from, ``"number"``, or ``"size"`` for a height and a width in pixels.
    guess, sure
        The prediction itself, and one of ``"a guess"``, ``"fairly sure"`` and ``"certain"``: for places that show no
        buttons, where it is written into the cell.

    Raises
    ------
    ValueError
        If the guess does not answer the question, or `sure` is something else.
    """
    asked = Question(name, question, answers)
    before = _questions.get(name)
    asked.prediction = before.prediction if before else asked.fitting(_earlier.get(name))
    if before:
        asked.passed, asked.waiting = before.passed, before.waiting
    _questions[name] = asked
    display(asked.bundle(), raw=True, display_id=asked.display_id)
    if guess and not asked.prediction:
        asked.commit(guess, sure)


def question_named(name: str) -> Question | None:
    """The question of that name, if its cell has run."""
    return _questions.get(name)


def made() -> list[Prediction]:
    """Predictions made so far, those of an earlier session too."""
    now = {name: asked.prediction for name, asked in _questions.items()}
    return [prediction for prediction in {**_earlier, **now}.values() if prediction]


def take_up(predictions: Mapping[str, Prediction], on_change: Callable[[], None]) -> None:
    """Start a notebook: predictions that its file holds count as made, and ``on_change`` hears of new ones."""
    _questions.clear()
    _earlier.clear()
    _earlier.update(predictions)
    _listeners[:] = [on_change]


class Question:
    """A question, and what has become of it.

    Attributes
    ----------
    prediction
        What was predicted; None if nothing was.
    passed
        Whether the result was asked for without predicting.
    waiting
        Shows the result that is folded.
    """

    def __init__(self, name: str, question: str, answers: Answers) -> None:
        self.name, self.question, self.answers = name, question, answers
        self.prediction: Prediction | None = None
        self.passed = False
        self.display_id = f"prediction-{name}"
        self.waiting: Callable[[], None] | None = None

    @property
    def settled(self) -> bool:
        """Whether the result may be seen."""
        return self.passed or self.prediction is not None

    def fitting(self, earlier: Prediction | None) -> Prediction | None:
        """A prediction of an earlier session, if it answers the question as it is asked now."""
        try:
            return earlier and replace(earlier, guess=written(read_guess(self.answers, earlier.guess)))
        except ValueError:
            return None

    def commit(self, guess: str, sure: str) -> None:
        """Take a prediction, and show the result if it waits.

        Raises
        ------
        ValueError
            If the guess does not answer the question, or ``sure`` is none of the three.
        """
        if sure not in SURE:
            raise ValueError(f"sure={sure!r}; expected one of {', '.join(map(repr, SURE))}")
        self._settle(Prediction(self.name, written(read_guess(self.answers, guess)), sure))

    def show_without(self) -> None:
        """Show the result without a prediction."""
        self.passed = True
        self._settle(None)

    def judge(self, truth: Truth, within: float) -> None:
        """Compare the prediction with what it is.

        Raises
        ------
        ValueError
            If the truth itself is no answer to the question.
        """
        read_guess(self.answers, written(truth))
        if self.prediction:
            right = is_right(read_guess(self.answers, self.prediction.guess), truth, within)
            self._settle(replace(self.prediction, right=right))

    def bundle(self) -> dict[str, Any]:
        """What stands in the cell's output: the form, or the prediction as text, page and JSON."""
        if self.prediction is None and not self.passed:
            widget = form(self.question, self.answers, self.commit, self.show_without)
            text = f"{self.question}\n" + HOW.format(guess=expected(self.answers), sure=", ".join(map(repr, SURE)))
            return widget_bundle(widget.model_id, html=_page(text), text=text)
        if self.prediction is None:
            text = f"{self.question}\nShown without predicting."
            return {"text/html": _page(text), "text/plain": text}
        made = self.prediction
        text = f"{self.question}\nYou predicted: {made.guess} ({made.sure}). {SAID[made.right]}"
        return {PREDICTION: asdict(made), "text/html": _page(text), "text/plain": text}

    def _settle(self, prediction: Prediction | None) -> None:
        if prediction == self.prediction and prediction is not None:
            return
        self.prediction = prediction
        update_display(self.bundle(), raw=True, display_id=self.display_id)
        show, self.waiting = self.waiting, None
        if show:
            show()
        for listener in _listeners:
            listener()


def _page(text: str) -> str:
    return f'<div style="{PAPER}" role="status">{escape(text).replace(chr(10), "<br>")}</div>'
