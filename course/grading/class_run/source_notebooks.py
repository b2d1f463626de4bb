"""The instructor's notebooks as they are graded: in Python, with the tests that nbgrader has made of AUTOTEST lines."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, InstantiateTests
from nbgrader.utils import find_all_files
from traitlets.config import Config

from course.errors import CourseError
from course.grading.gradebook.course_folder import CourseFolder
from course.grading.gradebook.database import transaction
from course.notebook.cells import grade_id, inner, is_graded
from course.notebook.regions import HIDDEN_TESTS, MARK_SCHEME


def read_sources(folder: CourseFolder, assignment: str) -> dict[str, NotebookNode]:
    """The notebooks below ``source/``, by name without ending.

    Raises
    ------
    CourseError
        If there are none, one cannot be read or is not in Python, or its tests are still to be made by nbgrader; or if
        the configuration marks hidden tests otherwise: students would see them.
    """
    _expect_known_marks(folder.config)
    place = folder.source(assignment)
    sources = {path.stem: _read(path) for path in sorted(place.glob("*.ipynb"))}
    if not sources:
        raise CourseError(f"{place} has no notebook; check the assignment's name, or build it from its lesson")
    maker = InstantiateTests(config=folder.config)
    if not any(_orders(cell, maker) for notebook in sources.values() for cell in notebook.cells):
        return sources
    return {name: _with_tests(folder, assignment, name, notebook, maker) for name, notebook in sources.items()}


def files_beside(folder: CourseFolder, assignment: str, most: int) -> dict[str, bytes]:
    """The files that lie beside the instructor's notebooks, by their names there: every student has the same.

    Raises
    ------
    CourseError
        If they take more than ``most`` bytes.
    """
    place = folder.source(assignment)
    paths = [Path(path) for path in find_all_files(str(place), [*folder.settings.ignore, "*.ipynb"])]
    if (size := sum(path.stat().st_size for path in paths)) > most:
        raise CourseError(
            f"the files beside the notebooks in {place} take {size:,} bytes, and c.Limits.disk allows a submission "
            f"{most:,}: raise it in nbgrader_config.py, or put a smaller file there"
        )
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(paths)}


def _expect_known_marks(config: Config) -> None:
    tests, scheme = ClearHiddenTests(config=config), ClearMarkScheme(config=config)
    for name, mark, region in (
        ("ClearHiddenTests.begin_test_delimeter", tests.begin_test_delimeter, HIDDEN_TESTS),
        ("ClearHiddenTests.end_test_delimeter", tests.end_test_delimeter, HIDDEN_TESTS),
        ("ClearMarkScheme.begin_mark_scheme_delimeter", scheme.begin_mark_scheme_delimeter, MARK_SCHEME),
        ("ClearMarkScheme.end_mark_scheme_delimeter", scheme.end_mark_scheme_delimeter, MARK_SCHEME),
    ):
        if not mark.endswith(f" {region}"):
            known = f"{'BEGIN' if 'begin' in name else 'END'} {region}"
            raise CourseError(f"nbgrader_config.py sets c.{name} = {mark!r}; what is hidden is told by {known!r} only")


def _read(path: Path) -> NotebookNode:
    try:
        notebook = nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, nbformat.ValidationError) as error:
        raise CourseError(f"{path} is no notebook ({error}); build it from its lesson again") from error
    if (language := _language(notebook)) and "py" not in language.lower():
        raise CourseError(f"{path} is written for the kernel {language!r}; only Python is graded here")
    return notebook


def _language(notebook: NotebookNode) -> str:
    """What a notebook says that it is written in, or else the name of its kernel; empty if it says neither."""
    kernel, about = inner(notebook.metadata, "kernelspec"), inner(notebook.metadata, "language_info")
    return str(about.get("name") or kernel.get("language") or kernel.get("name") or "")


def _with_tests(
    folder: CourseFolder, assignment: str, name: str, notebook: NotebookNode, maker: InstantiateTests
) -> NotebookNode:
    """The notebook with tests for AUTOTEST lines: nbgrader makes them by running the solution, and stores them."""
    stored, made = _stored(folder, assignment, name), copy.deepcopy(notebook)
    for cell in made.cells:
        if lines := _orders(cell, maker):
            text = stored.get(grade_id(cell), "")
            if not is_graded(cell) or not all(part in text for part in _parts(cell.source, lines, maker)):
                raise CourseError(
                    f"the tests of {grade_id(cell)} in {name} are still to be made from its lines with "
                    f"{maker.autotest_delimiter}; run: nbgrader generate_assignment {assignment}"
                )
            cell.source = text
    return made


def _stored(folder: CourseFolder, assignment: str, notebook: str) -> Mapping[str, str]:
    """Texts of an assignment's cells as nbgrader stored them when it was released, by nbgrader's names."""
    with folder.gradebook() as book:
        if book is None:
            return {}
        with transaction(book):
            try:
                return {cell.name: cell.source for cell in book.find_notebook(notebook, assignment).source_cells}
            except MissingEntry:
                return {}


def _orders(cell: NotebookNode, maker: InstantiateTests) -> list[str]:
    """The lines of a cell of which nbgrader makes tests."""
    if cell.cell_type != "code" or maker.autotest_delimiter not in cell.source:
        return []
    lines = cell.source.split("\n")
    return [line for line in lines if maker.autotest_delimiter in line and line.strip().startswith("#")]


def _parts(source: str, orders: list[str], maker: InstantiateTests) -> Iterator[str]:
    """What must stand in the tests that were made of a cell: its other lines, and the expressions to be tested."""
    yield from (line for line in source.split("\n") if line not in orders)
    for order in orders:
        snippets = order.partition(maker.autotest_delimiter)[2].split(";")
        yield from (snippet.strip() for snippet in snippets)
