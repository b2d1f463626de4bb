"""What an answer of a task may not use: declared in the lesson's text, kept with the answer's cell by the build.

``<!-- not allowed: torch.cov, numpy.c*; write the average of products yourself -->`` stands in a task's text. The build
puts a sentence in its place, and the same into the metadata of the answer's cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from course.notebook.cells import Cell, inner

DECLARATION = re.compile(r"<!-- not allowed:(?P<names>[^;]*?)(?:;\s*(?P<instead>.*?))?\s*-->", re.S)
OWN = "course."


@dataclass(frozen=True)
class TaskRules:
    """What a task forbids.

    Attributes
    ----------
    not_allowed
        Names with their modules, such as ``torch.cov``; a ``*`` in the last part stands for any letters.
    instead
        What the answer should do, as half a sentence: ``write the average of products yourself``; may be empty.
    """

    not_allowed: tuple[str, ...] = ()
    instead: str = ""

    def __bool__(self) -> bool:
        return bool(self.not_allowed)

    def sentence(self) -> str:
        """What the task's text says."""
        others = ", ".join(f"`{name}`" for name in self.not_allowed if not name.startswith(OWN))
        own = ", ".join(f"`{name.rpartition('.')[2]}`" for name in self.not_allowed if name.startswith(OWN))
        listed = ", ".join(filter(None, (others, f"the course’s own {own}" if own else "")))
        return f"**Not allowed here:** {listed}{f'; {self.instead}' if self.instead else ''}."

    def broken(self, used: str) -> str:
        """What is said of an answer that uses one of the names."""
        end = f": {self.instead}" if self.instead else ""
        return f"uses {used}, which is not allowed in this task{end}"


def declared(markdown: str) -> list[TaskRules]:
    """The rules that a lesson's text declares."""
    return [_rules(found) for found in DECLARATION.finditer(markdown)]


def with_sentences(markdown: str) -> str:
    """The text with a sentence in the place of each declaration."""
    return DECLARATION.sub(lambda found: _rules(found).sentence(), markdown)


def task_rules(answer: Cell) -> TaskRules:
    """The rules of a task, from the answer's cell of a built notebook (``source/`` or ``release/``)."""
    known = inner(inner(answer, "metadata"), "course")
    return TaskRules(tuple(known.get("not_allowed", ())), str(known.get("instead", "")))


def _rules(found: re.Match[str]) -> TaskRules:
    return TaskRules(tuple(found["names"].replace(",", " ").split()), " ".join((found["instead"] or "").split()))
