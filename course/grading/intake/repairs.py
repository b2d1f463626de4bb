"""What was mended in a submission, in sentences that its author understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Mend = Literal[
    "unrecognised",
    "unnamed",
    "check-edited",
    "check-missing",
    "text-edited",
    "text-missing",
    "answer-missing",
    "answer-empty",
    "answer-elsewhere",
    "answer-found",
    "answer-kind",
    "answers-several",
    "moved",
]
# Each for one place and for several; in the order of a report, the gravest first.
SENTENCES: dict[Mend, tuple[str, str]] = {
    "unrecognised": ("No answer of this assignment was recognised in the notebook. Is it the right file?", ""),
    "check-edited": (
        "The check of {} had been changed; the original was used.",
        "The checks of {} had been changed; the originals were used.",
    ),
    "check-missing": (
        "The check of {} was missing; it was put back.",
        "The checks of {} were missing; they were put back.",
    ),
    "answers-several": (
        "There was more than one answer to {}; the last one before the check counts, the others were kept beside it.",
        "There was more than one answer to each of {}; the last one before the check counts, the others were kept "
        "beside it.",
    ),
    "answer-missing": (
        "The answer cell of {} was missing and no answer was found; it counts as not answered.",
        "The answer cells of {} were missing and no answers were found; they count as not answered.",
    ),
    "answer-empty": (
        "The answer cell of {} was empty; it counts as not answered.",
        "The answer cells of {} were empty; they count as not answered.",
    ),
    "answer-elsewhere": (
        "The answer cell of {} was missing; the answer was found in a cell that holds more, and is run there.",
        "The answer cells of {} were missing; the answers were found in cells that hold more, and are run there.",
    ),
    "answer-found": (
        "The answer to {} did not stand in its own cell; it was found by its text.",
        "The answers to {} did not stand in their own cells; they were found by their texts.",
    ),
    "answer-kind": (
        "The answer cell of {} had been turned into another kind of cell; it was turned back.",
        "The answer cells of {} had been turned into another kind of cell; they were turned back.",
    ),
    "text-edited": (
        "The question of {} had been changed; the original was put back, with the changed text below it.",
        "The questions of {} had been changed; the originals were put back, with the changed texts below them.",
    ),
    "text-missing": (
        "The question of {} was missing; it was put back.",
        "The questions of {} were missing; they were put back.",
    ),
    "moved": (
        "Cells had been moved; they were put back in their order.",
        "Cells had been moved; they were put back in their order.",
    ),
    "unnamed": (
        "The notebook had lost nbgrader's names for its cells, as happens in some editors; the cells were recognised "
        "by their ids and texts.",
        "",
    ),
}


class Mended:
    """Collects what was mended and where."""

    def __init__(self) -> None:
        self._places: dict[Mend, list[str]] = {}

    def note(self, mend: Mend, place: str = "") -> None:
        """Note a mend; the same one at the same place counts once."""
        places = self._places.setdefault(mend, [])
        if place not in places:
            places.append(place)

    @property
    def flags(self) -> frozenset[Mend]:
        """Kinds of what was mended; of a notebook that is another one only that it is."""
        if "unrecognised" in self._places:
            return frozenset({"unrecognised"})
        return frozenset(self._places)

    def sentences(self) -> list[str]:
        """One sentence for each of the `flags`, the gravest first."""
        return [
            (one if len(places) == 1 else several).format(_together(places))
            for mend, (one, several) in SENTENCES.items()
            if mend in self.flags and (places := self._places[mend])
        ]


def _together(places: Sequence[str]) -> str:
    return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"
