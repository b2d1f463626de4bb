"""Which of a student's files is which notebook of the assignment: by its name, or by the cells inside."""

from __future__ import annotations

import re
from collections.abc import Mapping

from course.grading.files.file_names import printable
from course.grading.files.file_types import guess_type

GRADE_ID = re.compile(rb'"grade_id"\s{0,9}:\s{0,9}"([^"\\]{1,200})"')
ENDINGS = re.compile(r"\.ipynb(\.txt|\.json)?$|\.json$", re.I)  # browsers append an ending that they know
Wanted = Mapping[str, frozenset[str]]


def assign_notebooks(
    files: Mapping[str, bytes], wanted: Wanted
) -> tuple[dict[str, bytes], dict[str, bytes], list[str]]:
    """The assignment's notebooks by their right names, the other files, and what to say.

    A notebook is known by its name; else by the grade_ids of its cells; else because there is only one and only one
    is missing. A file that has the right name but is no notebook is taken if there is no better one: reading it tells
    its author what it is.
    """
    left = dict(files)
    notebooks: dict[str, bytes] = {}
    messages: list[str] = []
    for name, cells in wanted.items():
        ranked = sorted((_rank(path, data, name, cells), path) for path, data in left.items() if _may_be(path, data))
        best = next((path for rank, path in ranked if rank < NO_MATCH), None)
        if best is not None:
            notebooks[name] = left.pop(best)
            messages += _messages(best, name, [path for rank, path in ranked if path != best and rank < NO_MATCH])
    missing = [name for name in wanted if name not in notebooks]
    unassigned = [path for path, data in left.items() if _may_be(path, data) and not guess_type(data)]
    if len(missing) == len(unassigned) == 1 and unassigned[0].lower().endswith(".ipynb"):
        name, path = missing.pop(), unassigned.pop()
        notebooks[name] = left.pop(path)
        messages += _messages(path, name, [])
    messages += [f"The notebook {name} is missing." for name in missing]
    messages += [
        f"{printable(path)}: no notebook of this assignment; it was not graded."
        for path in unassigned
        if not any(printable(path) in sentence for sentence in messages)
    ]
    return notebooks, left, messages


def grade_ids(data: bytes) -> frozenset[str]:
    """Nbgrader's names of the cells in a notebook's bytes, which may be damaged."""
    return frozenset(match.decode(errors="replace") for match in GRADE_ID.findall(data))


NO_MATCH = (2,)  # ranks from here on are another notebook


def _rank(path: str, data: bytes, name: str, wanted: frozenset[str]) -> tuple[int, ...]:
    """Smaller is better: a notebook before what only has its name; the right name; its cells; less deep."""
    stem, file = _stem(name), path.rsplit("/", 1)[-1]
    share = round(100 * len(grade_ids(data) & wanted) / max(len(wanted), 1))
    alike = 0 if file == name else 1 if _stem(file) == stem else 2 if stem in _stem(file) else 3
    likely = alike < 3 or share >= 20
    if guess_type(data):
        return (1, alike, path.count("/")) if alike < 3 else NO_MATCH
    return (0, alike, -share, path.count("/")) if likely else NO_MATCH


def _stem(file: str) -> str:
    """A notebook's name without its ending, capitals, and what a second download adds."""
    bare = ENDINGS.sub("", file).casefold()
    return re.sub(r"(\s*\(\d+\)|[-_ ]copy\d*|[-_ ]kopie\d*)+$", "", bare).strip()


def _may_be(path: str, data: bytes) -> bool:
    """Whether a file may be a notebook: by its ending, or because it begins as one."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    return bool(ENDINGS.search(path)) or (start.startswith(b"{") and b'"cells"' in data)


def _messages(path: str, name: str, others: list[str]) -> list[str]:
    messages = []
    if path.rsplit("/", 1)[-1] != name:
        messages.append(f"{printable(path)} was taken for {name}.")
    if others:
        listed = ", ".join(map(printable, others))
        messages.append(f"There is more than one file for {name}: {printable(path)} was used, not {listed}.")
    return messages
