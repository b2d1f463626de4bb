"""Seal the known mistakes of each check for notebooks: ``course/assets/mistakes/<assignment>.json``.

The build does it for checks whose text or known answers have changed; see `course.session.known_mistakes`.
"""

from __future__ import annotations

import hashlib
import json
import math
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from course.authoring.trial import as_while_graded, automatic_tests, import_cell
from course.notebook.cells import by_grade_id
from course.notebook.graded_cells import GradedCell
from course.notebook.known_answers import KnownAnswer, read_file
from course.notebook.task_list import text_hash

if TYPE_CHECKING:
    from course.checks.recording import Sight

VERSION = "1"  # of how they are sealed
SECONDS = 2  # for one answer: what takes longer is not looked at a second time in a notebook
OFFSETS = [step / 20 for step in range(20)]

Seen = tuple["Sight", ...]


def seal_mistakes(lessons: Path, release: Path, folder: Path) -> list[Path]:
    """Write the file of each assignment below ``release`` that has known answers, where something has changed.

    Parameters
    ----------
    lessons
        Has the known answers, in ``<assignment>/answers``.
    release
        nbgrader's folder: checks as students have them.
    folder
        Gets ``<assignment>.json``.
    """
    written = []
    for path in sorted(release.glob("*/*.ipynb")):
        answers, file = lessons / path.parent.name / "answers", folder / f"{path.parent.name}.json"
        old = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        new = _of_notebook(nbformat.read(path, as_version=4), answers, old)
        if new != old:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(new, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
        written += [file] if new else []
    return written


def _of_notebook(released: NotebookNode, answers: Path, old: Mapping[str, Any]) -> dict[str, Any]:
    cells, names, found = by_grade_id(released.cells), dict[str, Any](), dict[str, Any]()
    for test in automatic_tests(released):
        if not (file := answers / f"{test.answer}.py").is_file():
            continue
        known, sources = read_file(file), [cells[name].source for name in (*test.probes, test.grade_id)]
        digest = hashlib.sha256(repr((VERSION, sources, known)).encode()).hexdigest()[:16]
        if old.get(test.grade_id, {}).get("made_of") == digest:
            found[test.grade_id] = old[test.grade_id]
            continue
        if not names and (first := import_cell(released)) is not None:
            with as_while_graded():
                exec(first.source, names)
        found[test.grade_id] = {"made_of": digest} | _of_check(test, cells, known, names)
    return found


def _of_check(
    test: GradedCell, cells: Mapping[str, NotebookNode], known: Sequence[KnownAnswer], names: Mapping[str, Any]
) -> dict[str, Any]:
    """All mistakes that the visible check can tell, sealed; those that it sees alike stand in one sentence."""
    from course.session.known_mistakes import SealedMistakes  # takes seconds: not for a build that changes nothing

    check, probes = cells[test.grade_id].source, [cells[name].source for name in test.probes]
    told = [one for one in known if one.kind == "wrong" and not one.passes_visible_checks]
    seen = {one: sights for one in told if (sights := _seen(one.source, probes, check, names))}
    salt = hashlib.sha256(f"{test.grade_id} {check}".encode()).hexdigest()[:32]
    sealed = SealedMistakes(salt, _grid(list(seen.values())))
    alike: list[tuple[Seen, list[KnownAnswer]]] = []
    for one, sights in seen.items():
        twins = next((found for other, found in alike if _alike(sights, other)), None)
        if twins is None:
            alike.append((sights, [one]))
        else:
            twins.append(one)
    for sights, found in alike:
        sealed.seal(sights, _sentence(found, sights))
    return {"check": text_hash(check)} | asdict(sealed)


def _alike(first: Seen, second: Seen) -> bool:
    return len(first) == len(second) and all(a.is_like(b) for a, b in zip(first, second, strict=True))


def _sentence(found: Sequence[KnownAnswer], seen: Seen) -> str:
    mistakes = [one.mistake for one in found]
    places = [mistake.see for mistake in mistakes if mistake.see]
    places += [sight.see for sight in seen if sight.see and not sight.passed]
    named = "; or: ".join(dict.fromkeys(mistake.words for mistake in mistakes))
    return f"A known mistake does just this: {named}." + (f" Look again at {places[0]}." if places else "")


def _seen(answer: str, probes: Sequence[str], check: str, names: Mapping[str, Any]) -> Seen:
    """What the check sees; nothing if the answer does not run, or takes too long."""
    from course.session.known_mistakes import seen_by_check

    scope = dict(names)
    try:
        with as_while_graded(), _limited():
            for source in (answer, *probes):
                exec(source, scope)
            seen = seen_by_check(check, scope)
    except (Exception, SystemExit, _LateError):
        return ()
    return () if all(sight.passed for sight in seen) else seen


def _grid(seen: Sequence[Seen]) -> dict[str, tuple[int, float]]:
    """For each number a power of ten, from the truths, and the offset with which no answer's lies near a border."""
    from course.session.known_mistakes import numbers_of, place_on_grid

    came, sizes = dict[str, list[float]](), dict[str, float]()
    for sights in seen:
        for check, sight in enumerate(sights):
            for index, number in enumerate(numbers_of(sight)):
                if math.isfinite(number):
                    came.setdefault(f"{check}.{index}", []).append(number)
                    sizes[f"{check}.{index}"] = max(sizes.get(f"{check}.{index}", 0.0), abs(number))
    grid = {}
    for key, numbers in came.items():
        typical = sorted(abs(number) for number in numbers)[len(numbers) // 2] or sizes[key]
        power = math.floor(math.log10(typical)) if typical else 0
        places = [place_on_grid(number, power) for number in numbers]
        grid[key] = power, max(OFFSETS, key=lambda offset: min(_distance(place + offset) for place in places))
    return grid


def _distance(place: float) -> float:
    """How far a place is from the next border."""
    return min(place % 1.0, 1.0 - place % 1.0)


class _LateError(BaseException):
    """An answer takes too long."""


@contextmanager
def _limited() -> Iterator[None]:
    def late(*_: object) -> None:
        raise _LateError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
