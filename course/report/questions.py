"""What the lesson says of each task: the words below its heading, and those of its section that all its tasks share."""

from __future__ import annotations

import re

HINTS = re.compile(r"<details\b.*?</details>", re.S | re.I)
SECTION = re.compile(r"^## (.+)$", re.M)
HEADING = re.compile(r"^### ", re.M)
BELOW = "Write your answer in the cell below."


class Questions:
    """Follows the lesson's texts down the notebook.

    Attributes
    ----------
    section
        Heading of the section that was reached.
    introduction
        What it says before its first task, where that follows at once: a specification; empty where code stands
        between.
    """

    def __init__(self) -> None:
        self.section = self.introduction = ""
        self._text, self._asked = "", False

    def read(self, text: str) -> None:
        """Take in the next of the lesson's texts."""
        text = HINTS.sub("", text)
        if found := list(SECTION.finditer(text)):
            self.section = found[-1][1]
            before, heading, rest = text[found[-1].end() :].partition("\n### ")
            self.introduction = before.strip() if heading and re.match(r"Task|Written", rest) else ""
        if HEADING.search(text):
            self._text, self._asked = text, True
        elif self._asked and not found and text.strip() != BELOW:
            self._text += f"\n\n{text}"

    def of(self, label: str) -> str:
        """Words of the task with that label; what comes after its answer is no longer among them."""
        self._asked = False
        own = (part for part in reversed(HEADING.split(self._text)) if re.match(rf"{re.escape(label)}\b", part))
        return next(own, "").partition("\n")[2].strip()
