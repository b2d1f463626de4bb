"""The README's table of exercises, written from the lessons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import v4

from course.authoring.introduction import counts, summary
from course.authoring.lesson import LessonError
from course.wording import counted

BLOCK = re.compile(r"(<!-- exercises -->\n).*?(<!-- /exercises -->)", re.S)
HEAD = "| exercise | students build | tasks | points |\n|---|---|---|---|\n"
TITLE = re.compile(r"^# (?:Exercise )?(.+)$", re.M)


def write_table(root: Path) -> list[Path]:
    """Bring the table between ``<!-- exercises -->`` and ``<!-- /exercises -->`` up to date; return what changed.

    Raises
    ------
    LessonError
        If the README has no such place, or a lesson has no title or no summary.
    """
    readme = root / "README.md"
    old = readme.read_text(encoding="utf-8")
    if not BLOCK.search(old):
        raise LessonError(f"{readme}: no place for the exercises; write <!-- exercises --> and <!-- /exercises -->")
    rows = "".join(_rows(root))
    new = BLOCK.sub(lambda block: f"{block[1]}{HEAD}{rows}{block[2]}", old)
    if new == old:
        return []
    readme.write_text(new, encoding="utf-8")
    return [readme]


def _rows(root: Path) -> Iterator[str]:
    """A line for each lesson that has been built, in the order of their names."""
    for source in sorted(root.glob("source/*/*.ipynb")):
        lesson = root / "lessons" / source.parent.name / f"{source.stem}.py"
        if not lesson.is_file():
            continue
        notebook = v4.reads(source.read_text(encoding="utf-8"))
        texts = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        title, builds = TITLE.search(texts), summary(lesson.read_text(encoding="utf-8"))
        if title is None or not builds:
            raise LessonError(
                f"{lesson}:1: the introduction has no {'summary' if title else 'title'} for the README; begin the text "
                "with '# # Exercise 4-1: Squares' and '# <!-- summary: what students build -->'"
            )
        found = counts(notebook)
        kinds = [("program", found.programs), ("written answer", found.written)]
        tasks = ", ".join(counted(number, kind) for kind, number in kinds if number)
        link = f"[{title[1]}](release/{lesson.parent.name}/{lesson.stem}.ipynb)"
        yield f"| {link} | {builds} | {tasks} | {found.points:g} |\n"
