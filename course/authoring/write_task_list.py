"""Write down what a released notebook asks for: ``course/assets/tasks/<assignment>.json``, read by `course.session`.

It is made of the released notebooks only, so it cannot tell students more than those do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.grading.pages.tasks import headings
from course.notebook.code_names import names
from course.notebook.graded_cells import GradedCell, graded_cells
from course.notebook.task_list import Cell, Kind, Table, Task, first_line, text_hash

LABEL = re.compile(r"((?:Task|Written answer) \d+)(?:: *(.*))?")


def write_tasks(release: Path, folder: Path) -> list[Path]:
    """Write the table of each assignment below ``release`` into ``folder``; return the files.

    Parameters
    ----------
    release
        nbgrader's folder: ``<assignment>/<notebook>.ipynb``.
    folder
        Gets ``<assignment>.json``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for assignment in sorted(path for path in release.iterdir() if path.is_dir()):
        tables = [table_of(nbformat.read(path, as_version=4)) for path in sorted(assignment.glob("*.ipynb"))]
        content = {
            "tasks": [asdict(task) for table in tables for task in table.tasks],
            "cells": [asdict(cell) for table in tables for cell in table.cells],
        }
        path = folder / f"{assignment.name}.json"
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def table_of(released: NotebookNode) -> Table:
    """Tasks and code cells of a released notebook."""
    graded = graded_cells(released)
    places = _places(released.cells)
    tasks = tuple(_task(one, places, _by_grade_id(released)) for one in graded)
    labels = {name: task.label for task in tasks for name in (task.answer, task.check) if name}
    checks = {task.check for task in tasks}
    cells = (cell for cell in released.cells if cell.cell_type == "code" and cell.source.strip())
    return Table(tasks, tuple(_cell(cell, places[cell.id][0], labels, checks) for cell in cells))


def _task(graded: GradedCell, places: Mapping[str, tuple[str, str]], cells: Mapping[str, NotebookNode]) -> Task:
    answer, check = cells[graded.answer], cells[graded.grade_id]
    section, nearest = places[answer.id]
    match = LABEL.fullmatch(nearest)
    return Task(
        label=match[1] if match else nearest or graded.answer,
        title=(match[2] or "") if match else "",
        section=section,
        points=graded.points,
        answer=graded.answer,
        check="" if graded.written else graded.grade_id,
        check_hash="" if graded.written else text_hash(check.source),
        names=() if graded.written else _names(answer),
    )


def _cell(cell: NotebookNode, section: str, labels: Mapping[str, str], checks: set[str]) -> Cell:
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    kind: Kind = "plain" if name not in labels else "check" if name in checks else "answer"
    return Cell(
        kind=kind,
        task=labels.get(name, ""),
        section=section,
        starts=first_line(cell.source),
        hash=text_hash(cell.source),
        names=() if kind == "check" else _names(cell),
    )


def _by_grade_id(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {name: cell for cell in notebook.cells if (name := cell.metadata.get("nbgrader", {}).get("grade_id"))}


def _places(cells: Iterable[NotebookNode]) -> dict[str, tuple[str, str]]:
    """For each cell, by its id, the headings that it stands under: of its section, and the nearest."""
    places: dict[str, tuple[str, str]] = {}
    section = nearest = ""
    for cell in cells:
        places[cell.id] = section, nearest
        for level, text in headings(cell):
            section, nearest = (text if level == 2 else section), text
    return places


def _names(cell: NotebookNode) -> tuple[str, ...]:
    return tuple(sorted(name for name in names(cell.source).binds if not name.startswith("_")))
