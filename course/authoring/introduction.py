"""What a lesson's introduction says of the lesson: a summary for lists, and counts that the build fills in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nbformat import NotebookNode

from course.notebook.graded_cells import graded_cells
from course.wording import counted

COUNTS = "<!-- counts -->"
SUMMARY = re.compile(r"<!-- summary:\s*(.*?)\s*-->\n*", re.S)


@dataclass(frozen=True)
class Counts:
    """How many programs and written answers a lesson asks for, and the points that each kind earns."""

    programs: int
    program_points: float
    written: int
    written_points: float

    @property
    def points(self) -> float:
        """All that can be earned."""
        return self.program_points + self.written_points

    def __str__(self) -> str:
        """Write the counts as introductions do: ``15 short programs (28 points) and 2 written answers (8 points)``."""
        programs = self.programs, "short program", self.program_points
        written = self.written, "written answer", self.written_points
        kinds = [(number, kind, points) for number, kind, points in (programs, written) if number]
        return " and ".join(f"{counted(number, kind)} ({counted(points, 'point')})" for number, kind, points in kinds)


def counts(notebook: NotebookNode) -> Counts:
    """Count the answers of a source or released notebook; a program may have several tests."""
    graded = graded_cells(notebook)
    programs, written = ([cell for cell in graded if cell.written is kind] for kind in (False, True))
    return Counts(
        len({cell.answer for cell in programs}),
        sum(cell.points for cell in programs),
        len(written),
        sum(cell.points for cell in written),
    )


def summary(text: str) -> str:
    """What students build, as a lesson's text says it to the lists of lessons; empty if it does not."""
    found = SUMMARY.search(re.sub("^# ?", "", text, flags=re.M))
    return " ".join(found[1].split()) if found else ""


def fill_in(notebook: NotebookNode) -> NotebookNode:
    """Write the counts where the introduction asks for them, and take the summary out; the notebook is changed."""
    introduction = notebook.cells[0]
    if introduction.cell_type == "markdown":
        text = SUMMARY.sub("", introduction.source)
        introduction.source = text.replace(COUNTS, str(counts(notebook)))
    return notebook
