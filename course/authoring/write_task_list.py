"""Write down what a released notebook asks for: ``course/assets/tasks/<assignment>.json``, read by `course.session`.

It is made of the released notebooks only, so it cannot tell students more than those do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.notebook.cells import by_grade_id, grade_id
from course.notebook.code_names import names
from course.notebook.graded_cells import GradedCell, graded_cells
from course.notebook.headings import Above, task_name, with_headings
from course.notebook.task_list import Cell, Kind, Task, TaskList, first_line, text_hash
from course.notebook.task_rules import task_rules


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
        tables = [task_list_of(nbformat.read(path, as_version=4)) for path in sorted(assignment.glob("*.ipynb"))]
        content = {
            "tasks": [asdict(task) for table in tables for task in table.tasks],
            "cells": [asdict(cell) for table in tables for cell in table.cells],
        }
        path = folder / f"{assignment.name}.json"
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def task_list_of(released: NotebookNode) -> TaskList:
    """Tasks and code cells of a released notebook."""
    graded = graded_cells(released)
    above = {cell.id: found for cell, found in with_headings(released.cells)}
    tasks = tuple(_task(one, above, by_grade_id(released.cells)) for one in graded)
    labels = {name: task.label for task in tasks for name in (task.answer, task.check) if name}
    checks = {task.check for task in tasks}
    cells = (cell for cell in released.cells if cell.cell_type == "code" and cell.source.strip())
    return TaskList(tasks, tuple(_cell(cell, above[cell.id].section, labels, checks) for cell in cells))


def _task(graded: GradedCell, above: Mapping[str, Above], cells: Mapping[str, NotebookNode]) -> Task:
    answer, check = cells[graded.answer], cells[graded.grade_id]
    heading, rules = above[answer.id].nearest, task_rules(answer)
    return Task(
        label=task_name(heading) or graded.answer,
        title=heading.partition(":")[2].strip(),
        section=above[answer.id].section,
        points=graded.points,
        answer=graded.answer,
        check="" if graded.written else graded.grade_id,
        check_hash="" if graded.written else text_hash(check.source),
        names=() if graded.written else _names(answer),
        not_allowed=rules.not_allowed,
        instead=rules.instead,
    )


def _cell(cell: NotebookNode, section: str, labels: Mapping[str, str], checks: set[str]) -> Cell:
    name = grade_id(cell)
    kind: Kind = "plain" if name not in labels else "check" if name in checks else "answer"
    return Cell(
        kind=kind,
        task=labels.get(name, ""),
        section=section,
        starts=first_line(cell.source),
        hash=text_hash(cell.source),
        names=() if kind == "check" else _names(cell),
    )


def _names(cell: NotebookNode) -> tuple[str, ...]:
    return tuple(sorted(name for name in names(cell.source).binds if not name.startswith("_")))
