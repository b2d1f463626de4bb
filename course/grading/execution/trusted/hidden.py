"""What may be said of the hidden lines of a test: whether they passed, in words that are all our own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from course.grading.execution.trusted.errors import CopyError, StudentGoneError, TestTimeoutError
from course.grading.execution.trusted.tracebacks import NAMES

if TYPE_CHECKING:  # feedback pages need the words below, and not torch
    from course.grading.execution.trusted.run_result import TestRun

NAME = "HiddenTestError"  # of the error in a test's cell; feedback shows its words
FURTHER = "A further test, with other inputs than the checks that you can see, "
WORDS = {
    NAMES[TestTimeoutError]: "took too long and was stopped.",
    NAMES[StudentGoneError]: "ended the notebook’s Python process.",
    CopyError.__name__: "could not be run: the notebook’s Python process could not be copied for it. Does it start "
    "many processes or threads?",
}
FAILED = "did not pass."
FOR_INSTRUCTORS = "For instructors only; feedback leaves it out, and parts of it may be written by the student.\n"
LONGEST = 10_000  # characters


class Outcome(NamedTuple):
    """A test's visible and hidden lines together; ``cut_short`` says that a limit was met, or is empty."""

    run: TestRun
    cut_short: str


def outcome(visible: TestRun, hidden: TestRun) -> Outcome:
    """A test of which all visible lines have passed, as it ends with its hidden ones."""
    outputs, words = [*visible.outputs], ""
    if not hidden.passed:
        words = FURTHER + WORDS.get(hidden.error, FAILED)
        outputs += [*detail(hidden.outputs), failure(words)]
    run = replace(
        hidden,
        outputs=outputs,
        seconds=visible.seconds + hidden.seconds,
        error=NAME if words else "",
        changed=tuple(sorted({*visible.changed, *hidden.changed})),
    )
    return Outcome(run, words if hidden.error in WORDS else "")


def failure(words: str, name: str = NAME) -> dict[str, Any]:
    """The output of a test that failed, for everybody."""
    return {"output_type": "error", "ename": name, "evalue": words, "traceback": [words]}


def detail(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a test has shown where it is hidden, as an output for instructors."""
    texts = (output["text"] if "text" in output else "\n".join(output["traceback"]) for output in outputs)
    return for_instructors("\n".join(texts))


def for_instructors(text: str) -> list[dict[str, Any]]:
    """A text as an output that says whom it is for; nothing if it is empty."""
    if not text:
        return []
    return [{"output_type": "stream", "name": "stdout", "text": f"{FOR_INSTRUCTORS}{text[:LONGEST]}\n"}]
