"""Which of a student's files is which notebook of the assignment: by the cells inside, the answers given, the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from course.grading.files.file_names import printable
from course.grading.files.file_types import guess_type
from course.grading.files.known_notebooks import Look, Wanted
from course.wording import counted

ENDINGS = re.compile(r"\.ipynb(\.txt|\.json)?$|\.json$", re.I)  # browsers append an ending that they know
LIKELY = 0.2  # of the names of a notebook's cells, in a file of another name
MOST_NAMED = 3  # files in one sentence


@dataclass(frozen=True)
class Chosen:
    """What was made of a student's files.

    Attributes
    ----------
    notebooks
        The assignment's, by their right names.
    files
        All others.
    messages
        What to say, in sentences.
    owners
        Of notebooks that are another one of the course: whose they are, such as ``3-2-autoencoder``.
    doubts
        Of notebooks for which there were several files: a sentence for the person who should look.
    """

    notebooks: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)


def choose_notebooks(files: Mapping[str, bytes], wanted: Wanted) -> Chosen:
    """Find the assignment's notebooks among a student's files.

    A notebook is known by its name, or by nbgrader's names of its cells; else because there is only one and only one is
    missing. Of several the one counts in which more answers are given, then the one with the right name. Another
    notebook of the course, or a file that is none at all, is taken if it has the right name and there is no better one:
    grading tells its author what it is.
    """
    chosen = Chosen(files=dict(files))
    candidates = {path: Candidate(path, data) for path, data in files.items() if may_be_notebook(path, data)}
    for name in wanted.notebooks:
        left = [candidate for path, candidate in candidates.items() if path in chosen.files]
        ranked = sorted((one.rank(name, wanted), one.path) for one in left)
        likely = [candidates[path] for rank, path in ranked if rank < NO_MATCH]
        if likely:
            _take(chosen, name, likely, wanted)
    missing = [name for name in wanted.notebooks if name not in chosen.notebooks]
    rest = [one for path, one in candidates.items() if path in chosen.files and not one.kind]
    rest = [one for one in rest if one.data not in chosen.notebooks.values()]
    if len(missing) == len(rest) == 1 and rest[0].path.lower().endswith(".ipynb"):
        _take(chosen, missing.pop(), rest, wanted)
        rest = []
    chosen.messages.extend(f"The notebook {name} is missing." for name in missing)
    told = " ".join(chosen.messages)
    chosen.messages.extend(_not_graded([one for one in rest if printable(one.path) not in told], wanted))
    return chosen


@dataclass(frozen=True)
class Candidate:
    """A file that may be a notebook; it is looked into when that is asked for."""

    path: str
    data: bytes
    _looks: list[Look] = field(default_factory=list)

    @property
    def kind(self) -> str | None:
        """What it is in place of a notebook; None if it may be one."""
        return guess_type(self.data)

    @property
    def look(self) -> Look:
        """What is in it."""
        if not self._looks:
            self._looks.append(Look.into(self.data))
        return self._looks[0]

    def rank(self, name: str, wanted: Wanted) -> tuple[int, ...]:
        """How well it fits: smaller is better."""
        stem, file = _stem(name), self.path.rsplit("/", 1)[-1]
        alike = 0 if file == name else 1 if _stem(file) == stem else 2 if stem in _stem(file) else 3
        depth = self.path.count("/")
        if self.kind:
            return (2, alike, depth) if alike < 3 else NO_MATCH
        if wanted.owner(name, self.look):
            return (1, alike, depth) if alike < 3 else NO_MATCH
        names = wanted.notebooks[name].marks.names
        share = len(names & self.look.marks.names) / max(len(names), 1)
        if alike == 3 and share < LIKELY:
            return NO_MATCH
        return (0, -self.look.answers(wanted.notebooks[name]), alike, -round(100 * share), depth)


NO_MATCH = (3,)  # ranks from here on are another notebook


def may_be_notebook(path: str, data: bytes) -> bool:
    """Whether a file may be a notebook: by its ending, or because it begins as one."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    return bool(ENDINGS.search(path)) or (start.startswith(b"{") and b'"cells"' in data)


def why_preferred(best: Candidate, others: Sequence[Candidate], name: str, wanted: Wanted) -> str:
    """Why a file was used, and not the others, in words for the person who should look."""
    known = wanted.notebooks[name]
    given = best.look.answers(known)
    rest = [one.look.answers(known) for one in others if not one.kind and not wanted.owner(name, one.look)]
    if rest and given > max(rest):
        return f"it answers {counted(given, 'task')}, not {max(rest)}"
    return "by its name" if rest else "the rest are other files"


def _take(chosen: Chosen, name: str, likely: Sequence[Candidate], wanted: Wanted) -> None:
    best, others = likely[0], [one for one in likely[1:] if one.data != likely[0].data]
    chosen.notebooks[name] = chosen.files.pop(best.path)
    shown = printable(best.path)
    if best.path.rsplit("/", 1)[-1] != name:
        chosen.messages.append(f"{shown} was taken for {name}.")
    if owner := "" if best.kind else wanted.owner(name, best.look):
        chosen.owners[name] = owner
        chosen.messages.append(f"{shown}: this is the notebook of {owner}.")
    if others:
        why = why_preferred(best, others, name, wanted)
        listed = named([one.path for one in others])
        sentence = f"There is more than one file for {name}: {shown} was used ({why}), not {listed}."
        chosen.messages.append(sentence)
        if not any(one.kind for one in (best, *others)):
            chosen.doubts[name] = sentence


def _not_graded(rest: Sequence[Candidate], wanted: Wanted) -> Iterator[str]:
    if len(rest) > MOST_NAMED:
        listed = named([one.path for one in rest])
        yield f"{len(rest):,} other notebooks ({listed}) are none of this assignment; they were not graded."
        return
    for one in rest:
        owner = next(filter(None, (wanted.owner(name, one.look) for name in wanted.notebooks)), "")
        what = f"this is the notebook of {owner}" if owner else "no notebook of this assignment"
        yield f"{printable(one.path)}: {what}; it was not graded."


def named(paths: Sequence[str]) -> str:
    """Names of files for a sentence; of many only the first few."""
    shown = ", ".join(map(printable, paths[:MOST_NAMED]))
    return shown if len(paths) <= MOST_NAMED else f"{shown}, …"


def _stem(file: str) -> str:
    """A notebook's name without its ending, capitals, and what a second download adds."""
    bare = ENDINGS.sub("", file).casefold()
    return re.sub(r"(\s*\(\d+\)|[-_ ]copy\d*|[-_ ]kopie\d*)+$", "", bare).strip()
