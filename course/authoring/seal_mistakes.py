"""Seal the known mistakes of each check, for notebooks and for grading: see `course.checks.sealed_mistakes`.

The build does it for checks whose text or known answers have changed. What notebooks have, of checks as they are
released, is ``course/assets/mistakes/<assignment>.json``; what grading has, of whole tests, stands beside the known
answers.
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
from course.notebook.known_answers import MISTAKES, KnownAnswer, read_file
from course.notebook.task_list import text_hash

if TYPE_CHECKING:
    from course.checks.recording import Sight
    from course.checks.sealed_mistakes import Named

VERSION = "2"  # of how they are sealed
SECONDS = 10  # for one answer: what takes longer is not looked at when it is graded, either
OFFSETS = [step / 20 for step in range(20)]

Seen = tuple["Sight", ...]


def seal_mistakes(root: Path, folder: Path, *, only: str = "") -> list[Path]:
    """Write the files of each assignment that has known answers, where something has changed.

    Parameters
    ----------
    root
        Has ``source/``, ``release/`` and, in ``lessons/<assignment>/answers``, the known answers.
    folder
        Gets ``<assignment>.json`` for notebooks.
    only
        The only assignment to do this for; empty: all.
    """
    written = []
    for answers in sorted(root.glob(f"lessons/{only or '*'}/answers")):
        assignment = answers.parent.name
        for edition, file in (("release", folder / f"{assignment}.json"), ("source", answers / MISTAKES)):
            old = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
            new = dict[str, Any]()
            for path in sorted((root / edition / assignment).glob("*.ipynb")):
                new |= _of_notebook(nbformat.read(path, as_version=4), answers, old)
            if new != old:
                folder.mkdir(parents=True, exist_ok=True)
                file.write_text(json.dumps(new, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
            written += [file] if new else []
    return written


def _of_notebook(notebook: NotebookNode, answers: Path, old: Mapping[str, Any]) -> dict[str, Any]:
    cells, names, found = by_grade_id(notebook.cells), dict[str, Any](), dict[str, Any]()
    for test in automatic_tests(notebook):
        if not (file := answers / f"{test.answer}.py").is_file():
            continue
        known, sources = read_file(file), [cells[name].source for name in (*test.probes, test.grade_id)]
        digest = hashlib.sha256(repr((VERSION, sources, known)).encode()).hexdigest()[:16]
        if old.get(test.grade_id, {}).get("made_of") == digest:
            found[test.grade_id] = old[test.grade_id]
            continue
        if not names and (first := import_cell(notebook)) is not None:
            with as_while_graded():
                exec(first.source, names)
        found[test.grade_id] = {"made_of": digest} | _of_check(test, cells, known, names)
    return found


def _of_check(
    test: GradedCell, cells: Mapping[str, NotebookNode], known: Sequence[KnownAnswer], names: Mapping[str, Any]
) -> dict[str, Any]:
    """All mistakes that the check can tell, sealed; those that it sees alike are sealed together."""
    from course.checks.recording import seen_alike  # takes seconds: not for a build that changes nothing
    from course.checks.sealed_mistakes import SealedMistakes

    check, probes = cells[test.grade_id].source, [cells[name].source for name in test.probes]
    wrong = [one for one in known if one.kind == "wrong"]
    seen = {one: sights for one in wrong if (sights := _seen(one.source, probes, check, names))}
    salt = hashlib.sha256(f"{test.grade_id} {check}".encode()).hexdigest()[:32]
    sealed = SealedMistakes(salt, _grid(list(seen.values())))
    alike: list[tuple[Seen, list[KnownAnswer]]] = []
    for one, sights in seen.items():
        twins = next((found for other, found in alike if seen_alike(sights, other)), None)
        if twins is None:
            alike.append((sights, [one]))
        else:
            twins.append(one)
    for sights, found in alike:
        sealed.seal(sights, _named(found, sights))
    return {"check": text_hash(check)} | asdict(sealed)


def _named(found: Sequence[KnownAnswer], seen: Seen) -> Named:
    """By name, with the place that the author names for it, or else the one that the checks name."""
    from course.checks.sealed_mistakes import Named

    mistakes = [one.mistake for one in found]
    places = [mistake.see for mistake in mistakes if mistake.see]
    places += [sight.see for sight in seen if sight.see and not sight.passed]
    places += [sight.see for sight in reversed(seen) if sight.see]
    return Named(tuple(dict.fromkeys(mistake.words for mistake in mistakes)), places[0] if places else "")


def _seen(answer: str, probes: Sequence[str], check: str, names: Mapping[str, Any]) -> Seen:
    """What the check sees; nothing if the answer does not run, or takes too long."""
    from course.draw.random_state import same_random_numbers
    from course.session.known_mistakes import seen_by_check

    scope = dict(names)
    same_random_numbers(0)
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
    from course.checks.sealed_mistakes import numbers_of, place_on_grid

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
