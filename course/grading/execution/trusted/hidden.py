"""What may be said of the hidden lines of a test: whether they passed, in words that are all our own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from course.grading.execution.trusted.run_result import TestRun

NAME = "HiddenTestError"  # of the error in a test's cell
FOR_INSTRUCTORS = "For instructors only; feedback leaves it out, and parts of it may be written by the student.\n"
LONGEST = 10_000  # characters


def with_hidden(visible: TestRun, hidden: TestRun) -> TestRun:
    """A test of which all visible lines have passed, as it ends with its hidden ones."""
    outputs = [*visible.outputs]
    if hidden.failure:
        outputs += [*detail(hidden.outputs), error(hidden.failure.hidden_words)]
    return replace(
        hidden,
        outputs=outputs,
        seconds=visible.seconds + hidden.seconds,
        changed=tuple(sorted({*visible.changed, *hidden.changed})),
    )


def error(words: str, name: str = NAME) -> dict[str, Any]:
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
