"""Write ``source/`` and ``release/`` from ``lessons/``: ``python -m course.authoring.build [ASSIGNMENT]``.

One direction: lessons -> source (here) -> release (by nbgrader, with the course's own ``nbgrader_config.py``).
"""

from __future__ import annotations

import argparse
import copy
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

from course.authoring.answer_files import missing_answers
from course.authoring.exercise_table import write_table
from course.authoring.folded_code import fold_titled
from course.authoring.introduction import fill_in
from course.authoring.lesson import LessonError, read_lesson, strip_lines
from course.authoring.publication import Published, read_published
from course.authoring.rules import problems
from course.authoring.seal_mistakes import seal_mistakes
from course.authoring.standard_cells import framed
from course.authoring.write_task_list import write_tasks
from course.authoring.write_task_rules import write_rules
from course.errors import CourseError
from course.notebook.cells import is_answer
from course.notebook.stubs import holds_stub

ROOT = Path(__file__).resolve().parents[2]


def build(
    lessons: Path,
    target: Path,
    *,
    only: str = "",
    tried: Path | None = None,
    config: Path = ROOT / "nbgrader_config.py",
    published: Published | None = None,
) -> list[Path]:
    """Build every lesson below ``lessons`` into ``target/source`` and ``target/release``; return what was written.

    What the notebooks ask for goes into ``target/course/assets/tasks`` (see `course.session`).

    Nothing is written unless every lesson is sound. A released notebook that somebody has worked in is kept
    beside the new one as ``<name>-worked-<time>.ipynb``.

    Parameters
    ----------
    lessons, target, config
        Where the texts are, where the notebooks go, and nbgrader's configuration.
    only
        Name of the one assignment to build; all, if empty.
    tried
        Folder whose ``source/`` was built before; ``target``, if None. A lesson that makes the same notebook again has
        passed its own tests then, and they are not run anew.
    published
        Where students find the course; what ``pyproject.toml`` says, if None.

    Raises
    ------
    LessonError
        If a lesson breaks a rule; the message has a line for each, with file, line, what and mend.
    CourseError
        If ``pyproject.toml`` names a repository that cannot be used.
    """
    published = published or read_published(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        texts = _texts(lessons, only)
        _write_source(texts, made / "source", (tried or target) / "source", published)
        for assignment in sorted(p.name for p in (made / "source").iterdir()):
            _release(assignment, made, config)
        write_tasks(made / "release", made / "course" / "assets" / "tasks")
        new = (p for p in made.rglob("*") if p.suffix in (".ipynb", ".json"))
        return [_install(made / name, target / name) for name in sorted(str(p.relative_to(made)) for p in new)]


def left_over(target: Path, written: Iterable[Path]) -> list[Path]:
    """Files that an earlier build wrote, of lessons that have another name now or are gone."""
    patterns = ("source/*/*.ipynb", "release/*/*.ipynb", "course/assets/tasks/*.json", "course/assets/mistakes/*.json")
    there = {path for pattern in patterns for path in target.glob(pattern) if "-worked-" not in path.stem}
    return sorted(there - set(written))


def _texts(lessons: Path, only: str) -> list[Path]:
    """Paths of lesson texts: all, or of one assignment."""
    if texts := sorted(lessons.glob(f"{only or '*'}/*.py")):
        return texts
    there = ", ".join(sorted({path.parent.name for path in lessons.glob("*/*.py")}))
    if only and there:
        raise LessonError(f"no lesson {only!r} in {lessons}; there are {there}")
    raise LessonError(f"{lessons}: no lesson texts; expected {lessons}/<assignment>/<notebook>.py")


def _write_source(texts: Iterable[Path], source: Path, tried: Path, published: Published) -> None:
    complaints: list[str] = []
    for text in texts:
        try:
            notebook = read_lesson(text)
        except LessonError as error:
            complaints.append(str(error))
            continue
        found = problems(notebook, run=False)
        if not found:
            name = Path(text.parent.name, f"{text.stem}.ipynb")
            _write_notebook(notebook, source / name, published)
            if not _same(source / name, tried / name):
                found = problems(notebook)
        complaints += [f"{text}:{problem}" for problem in found]
    if complaints:
        raise LessonError("\n".join(complaints))


def _write_notebook(lesson: NotebookNode, path: Path, published: Published) -> None:
    """Write a sound lesson as ``<assignment>/<notebook>.ipynb``, filled in and with its standard cells."""
    notebook = fold_titled(write_rules(fill_in(strip_lines(copy.deepcopy(lesson)))))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(framed(notebook, path.parent.name, path.stem, published), path)


def _same(new: Path, old: Path) -> bool:
    return old.is_file() and old.read_bytes() == new.read_bytes()


def _release(assignment: str, root: Path, config_file: Path) -> None:
    """Let nbgrader make the students' version, without touching any gradebook."""
    config = PyFileConfigLoader(config_file.name, path=str(config_file.parent)).load_config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = assignment
    config.SaveCells.enabled = False
    log = logging.getLogger("course.build")
    log.setLevel(logging.ERROR)
    converter = GenerateAssignment(
        coursedir=CourseDirectory(config=config, log=log), no_database=True, config=config, log=log
    )
    converter.start()


def _install(new: Path, old: Path) -> Path:
    """Put a built notebook in its place; leave the file alone if nothing changed, so that its time stays."""
    if old.exists():
        if _same(new, old):
            return old
        if old.parent.parent.name == "release" and _has_been_worked_in(old):
            kept = old.with_name(f"{old.stem}-worked-{datetime.now():%Y%m%d-%H%M%S}.ipynb")
            shutil.move(old, kept)
            print(f"somebody has worked in {old}: kept as {kept.name}")
    old.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(new, old)
    return old


def _has_been_worked_in(path: Path) -> bool:
    try:
        notebook = nbformat.read(path, as_version=4)
    except (ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError):
        return True
    return any(cell.get("outputs") or (is_answer(cell) and not holds_stub(cell.source)) for cell in notebook.cells)


def main() -> int:
    """Build the course's own lessons."""
    parser = argparse.ArgumentParser(prog="python -m course.authoring.build", description=__doc__)
    parser.add_argument("assignment", nargs="?", default="", help="the only one to build, such as 4-1-squares")
    parser.add_argument("--into", type=Path, default=ROOT, help="folder that gets source/ and release/")
    arguments = parser.parse_args()
    try:
        written = build(ROOT / "lessons", arguments.into, only=arguments.assignment)
        if arguments.into == ROOT:
            written += write_table(ROOT)
            written += seal_mistakes(ROOT, ROOT / "course" / "assets" / "mistakes", only=arguments.assignment)
    except (LessonError, CourseError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(f"built {path.relative_to(arguments.into)}")
    _remind(arguments.into, arguments.assignment, written)
    return 0


def _remind(target: Path, only: str, written: Iterable[Path]) -> None:
    """Print what does not stop a build: files of lessons that are gone, answers that no test is tested with yet."""
    for path in () if only else left_over(target, written):
        print(f"no lesson makes {path.relative_to(target)}: delete it, or give its lesson the old name again")
    for text in _texts(ROOT / "lessons", only):
        source = target / "source" / text.parent.name / f"{text.stem}.ipynb"
        for line in missing_answers(text, nbformat.read(source, as_version=4)):
            print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
