"""A failed test as a record: pages, reports and statistics read it, and nobody has to read sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from course.grading.results.storable import storable

FailureKind = Literal[
    "check",  # it found something else than it expected
    "error",  # the answer, or the test, raised one
    "missing name",  # the answer defines no such thing
    "stub",  # the line that raises "write your answer here" is still there
    "unanswered",  # the answer is as it was released, or empty
    "syntax",  # Python cannot read the answer
    "cell error",  # the answer's own cell raised one
    "time limit",
    "process ended",  # here
    "process gone",  # it had ended before
    "no copy",  # the process could not be copied for what is hidden
    "tampered",  # the test passed, and the result was faked
    "not graded",
]
LONGEST = 2_000  # characters of a text: parts of it come from an answer
LONGEST_TRACEBACK = 10_000  # its end says most


@dataclass(frozen=True)
class Failure:
    """Why a test failed, in plain values; what there is not to say is empty.

    Texts may hold what an answer has returned or said: whoever shows them escapes them.

    Attributes
    ----------
    task, check
        nbgrader's names of the answer and of its test.
    kind
        What happened.
    hidden
        Whether in hidden lines. Then students learn that a test failed, of the kinds only those in `HIDDEN_WORDS`, and
        what is said below to be for them; instructors alone may read the rest.
    what
        What was computed, with its inputs, or a sentence of the check; the name that is missing.
    expected, received
        The two to compare.
    detail
        What there is to say besides; of an error its message.
    see
        The place in the lesson to look at; of a process that was gone, where it had ended.
    error_type
        Name of the error's type.
    traceback
        Where in the answer the error came from.
    category
        The kind of input that it fails for, if the test names one, or one was found; students may read it.
    relation
        How its numbers relate to the right ones, in a sentence; students may read it, too.
    mistakes
        What known wrong answers do that fail in the same way, in words for students: more than one if they cannot be
        told apart.
    cleared_up
        The place in the lesson that clears these up.
    """

    task: str
    check: str
    kind: FailureKind
    hidden: bool = False
    what: str = ""
    expected: str = ""
    received: str = ""
    detail: str = ""
    see: str = ""
    error_type: str = ""
    traceback: str = ""
    category: str = ""
    relation: str = ""
    mistakes: tuple[str, ...] = ()
    cleared_up: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            text = getattr(self, field.name)
            if isinstance(text, str):
                cut = text[-LONGEST_TRACEBACK:] if field.name == "traceback" else text[:LONGEST]
                object.__setattr__(self, field.name, storable(cut))
        mistakes = tuple(storable(str(words)[:LONGEST]) for words in self.mistakes)  # a list, from JSON
        object.__setattr__(self, "mistakes", mistakes)

    @property
    def hidden_words(self) -> str:
        """What students may know of a failure in hidden lines."""
        return f"A further test, {self._inputs}, {HIDDEN_WORDS.get(self.kind, 'did not pass')}."

    @property
    def _inputs(self) -> str:
        return f"with {self.category or 'other inputs than the checks that you can see'}"


HIDDEN_WORDS: Mapping[FailureKind, str] = {
    "time limit": "took too long and was stopped",
    "process ended": "ended the notebook’s Python process",
    "no copy": "could not be run, because the notebook’s Python process could not be copied for it; perhaps it "
    "starts many processes or threads",
}


def read_failures(values: Any) -> tuple[Failure, ...]:
    """Failures from JSON; what was written by another version of the course, and does not fit, is left out."""
    known = {field.name for field in fields(Failure)}
    return tuple(
        Failure(**value)
        for value in (values if isinstance(values, list) else [])
        if isinstance(value, Mapping) and {"task", "check", "kind"} <= value.keys() <= known
    )
