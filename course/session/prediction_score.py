"""How often somebody predicted rightly, and how sure they were, in words."""

from __future__ import annotations

from collections.abc import Iterable

from course.notebook.predictions import SURE, Prediction


def score(predictions: Iterable[Prediction]) -> str:
    """Say how many predictions were right: ``predictions: 5 of 7 right (certain: 3 of 3, a guess: 2 of 4)``.

    Those whose result has not been seen do not count; empty if none is left.
    """
    seen = [prediction for prediction in predictions if prediction.right is not None]
    if not seen:
        return ""
    by_sure = {sure: [p for p in seen if p.sure == sure] for sure in reversed(SURE)}
    parts = ", ".join(f"{sure}: {_share(some)}" for sure, some in by_sure.items() if some)
    return f"predictions: {_share(seen)} right ({parts})"


def _share(predictions: list[Prediction]) -> str:
    return f"{sum(p.right is True for p in predictions)} of {len(predictions)}"
