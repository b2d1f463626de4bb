"""What students must not get, and where it would be given away: lines of solutions, hidden tests and mark schemes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from course.notebook.regions import REGIONS, region_lines

# Lines that are anybody's: short ones, such as `return codes`, and calls of nothing, such as `optimiser.zero_grad()`.
SHORTEST = 14  # characters
IDIOM = re.compile(r"[\w.]+\(\),?")


def secret_lines(lessons: Iterable[Path]) -> set[str]:
    """Lines of lesson texts that stand in a region, its ends included, and nowhere outside one, in any of the lessons.

    Markers of markdown cells (``# ``) and spaces around a line do not count.
    """
    inside, outside = set[str](), list[str]()
    for path in lessons:
        text = path.read_text(encoding="utf-8")
        hidden = set[int]().union(*(region_lines(text, region) for region in REGIONS))
        lines = list(enumerate(text.split("\n"), start=1))
        inside.update(_bare(line) for number, line in lines if number in hidden)
        outside += [line for number, line in lines if number not in hidden]
    known = "\n".join(outside)
    telling = (line for line in inside if len(line) >= SHORTEST and not IDIOM.fullmatch(line))
    return {line for line in telling if line not in known}


def given_away(folder: Path, secrets: Iterable[str]) -> list[str]:
    """``file: line`` for each secret line that a file below a folder holds, as text or as a notebook's JSON.

    Names of files are looked at, too; files that are no text (pictures, weights) are not.
    """
    wanted = {form: line for line in secrets for form in (line, json.dumps(line, ensure_ascii=False)[1:-1])}
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            text = f"{path.name}\n{path.read_text(encoding='utf-8')}"
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(folder)}: {line}" for form, line in wanted.items() if form in text]
    return sorted(set(found))


def _bare(line: str) -> str:
    return line.strip().removeprefix("# ").strip()
