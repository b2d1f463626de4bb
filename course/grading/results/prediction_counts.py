"""What a class predicted before it saw results: for each question how many were right, and what they answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from course.notebook.predictions import SURE, Prediction

MOST_GUESSES = 8  # different answers to a question that are told


@dataclass(frozen=True)
class PredictionCounts:
    """The predictions of a class for one question, as their notebooks say: nobody checks them, and they earn no points.

    Attributes
    ----------
    question
        As the lesson asks it.
    made, right
        How many predicted, and how many were right.
    certain, certain_right
        The same, of those who were certain.
    guesses
        Answers, the most frequent first, and how many gave each.
    """

    question: str
    made: int = 0
    right: int = 0
    certain: int = 0
    certain_right: int = 0
    guesses: Mapping[str, int] = field(default_factory=dict)


def count_predictions(
    submissions: Iterable[Sequence[Prediction]], questions: Mapping[str, str]
) -> dict[str, PredictionCounts]:
    """Count each question's predictions.

    Parameters
    ----------
    submissions
        The predictions of each student.
    questions
        Those of the lesson, by name.
    """
    all_ = [prediction for predictions in submissions for prediction in predictions]
    return {name: _counts(words, [p for p in all_ if p.name == name]) for name, words in questions.items()}


def _counts(question: str, predictions: Sequence[Prediction]) -> PredictionCounts:
    certain = [p for p in predictions if p.sure == SURE[-1]]
    return PredictionCounts(
        question,
        made=len(predictions),
        right=sum(p.right is True for p in predictions),
        certain=len(certain),
        certain_right=sum(p.right is True for p in certain),
        guesses=dict(Counter(p.guess for p in predictions).most_common(MOST_GUESSES)),
    )
