"""Write a small lesson that builds, with known answers: ``python -m course.authoring.new_lesson NAME``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from course.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = Path(__file__).with_name("template")  # its files end in .txt, so that none is taken for a module
NAME = re.compile(r"(?P<number>\d+-\d+)-(?P<words>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
NEXT = """\
Next:
  1. Read {lesson}: it is a whole lesson in small. Make it yours; docs/authors.md says how.
  2. make build LESSON={name}   # source/ and release/, or what is wrong, with file, line and mend
  3. make lab NOTEBOOK={name}/{notebook}.ipynb   # as students see it
  4. make test LESSON={name}    # its known answers, graded; keep {answers} in step with its tasks
  5. git add lessons/{name} source/{name} release/{name} course/assets/tasks/{name}.json README.md
"""


def new_lesson(root: Path, name: str) -> Path:
    """Write ``lessons/<name>/<notebook>.py`` and its known answers below a course's folder; return the lesson's path.

    Parameters
    ----------
    root
        Folder of the course.
    name
        A number and words, such as ``4-1-squares``; the words name the notebook, ``squares``.

    Raises
    ------
    CourseError
        If the name is of another form, or there is a lesson of that name or number.
    """
    match = NAME.fullmatch(name)
    if match is None:
        raise CourseError(
            f"NAME is {name!r}; expected a number and words in lower case, joined by hyphens, as in "
            "make lesson NAME=4-1-squares"
        )
    number, words = match["number"], match["words"]
    if taken := sorted((root / "lessons").glob(f"{number}-*")):
        raise CourseError(f"lesson {number} is there already, in {taken[0]}; choose another number")
    title = words.replace("-", " ").capitalize()
    folder = root / "lessons" / name
    for file in TEMPLATE.rglob("*.txt"):
        name_in_lesson = file.relative_to(TEMPLATE).as_posix().removesuffix(".txt").replace("lesson.py", f"{words}.py")
        path = folder / name_in_lesson
        path.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8").replace("NUMBER", number).replace("TITLE", title)
        path.write_text(text, encoding="utf-8")
    return folder / f"{words}.py"


def main() -> int:
    """Write a lesson and print what to do next."""
    parser = argparse.ArgumentParser(prog="make lesson", description=__doc__)
    parser.add_argument("name", metavar="NAME", help="such as 4-1-squares")
    name = parser.parse_args().name
    try:
        lesson = new_lesson(ROOT, name).relative_to(ROOT)
    except CourseError as error:
        print(f"make lesson: {error}", file=sys.stderr)
        return 1
    print(f"wrote {lesson} and {lesson.parent / 'answers'}")
    print(NEXT.format(lesson=lesson, name=name, notebook=lesson.stem, answers=lesson.parent / "answers"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
