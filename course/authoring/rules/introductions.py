"""A rule for introductions: what they say of the lesson is true."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from course.authoring.introduction import COUNTS, counts
from course.authoring.rules.problem import Problem, problem

BY_HAND = re.compile(r"\d+ (?:short )?(?:program|written answer)s?(?: \(\d+(?:\.\d+)? points?\))?")


def counts_are_true(notebook: NotebookNode) -> Iterator[Problem]:
    """Counts of programs, written answers and points that somebody wrote by hand are those of the lesson."""
    first = notebook.cells[0]
    if first.cell_type != "markdown":
        return
    true = str(counts(notebook))
    for written in BY_HAND.finditer(first.source):
        if written[0] not in true:
            what = f"the introduction says '{written[0]}', but the lesson has {true or 'nothing to answer'}"
            line = first.source.count("\n", 0, written.start()) + 1
            yield problem(first, what, f"write {COUNTS} there, and the build fills it in", line=line)
