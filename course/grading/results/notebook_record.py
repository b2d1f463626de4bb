"""What a graded notebook says about its own grading, in ``metadata.course``: feedback needs nothing else but grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nbformat import NotebookNode, from_dict

from course.grading.results.failure import Failure, read_failures
from course.grading.results.flag import Flag
from course.grading.results.job import Outcome


@dataclass(frozen=True)
class NotebookRecord:
    """The record of a notebook's grading.

    Attributes
    ----------
    mended
        What was put right before it ran, in sentences for its author.
    flags, failures
        As the outcome has them.
    blank
        Names of the answers that are as they were released.
    sandbox
        Whether it ran in one.
    """

    mended: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    failures: tuple[Failure, ...] = ()
    blank: tuple[str, ...] = ()
    sandbox: bool = True

    @classmethod
    def of(cls, outcome: Outcome, *, sandbox: bool, mended: tuple[str, ...] = ()) -> NotebookRecord:
        """The record of an outcome; ``mended`` is what was put right in the submission as a whole."""
        return cls((*mended, *outcome.mended), outcome.flags, outcome.failures, outcome.blank, sandbox)

    def write(self, notebook: NotebookNode) -> None:
        """Put it into a notebook's metadata, in the place of what a student may have put there."""
        notebook.metadata["course"] = from_dict(asdict(self))

    @classmethod
    def read(cls, notebook: NotebookNode) -> NotebookRecord:
        """The record of a notebook below ``autograded/``; what an earlier version of the course wrote is left out."""
        known: Mapping[str, Any] = notebook.metadata.get("course", {})
        return cls(
            tuple(map(str, known.get("mended", []))),
            tuple(Flag(**flag) for flag in known.get("flags", []) if isinstance(flag, Mapping)),
            read_failures(known.get("failures", [])),
            tuple(map(str, known.get("blank", []))),
            bool(known.get("sandbox", True)),
        )
