"""The mutants of one lesson: those that are mistakes, those that are none, and what its tests make of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from course.authoring.lesson import read_lesson
from course.authoring.mutants.equivalents import FILE, read_equivalents
from course.authoring.mutants.mutate import Mutant, mutants
from course.authoring.mutants.record import Result, digest
from course.authoring.mutants.verdicts import Tests, imported_names
from course.authoring.trial import automatic_tests
from course.authoring.write_task_rules import write_rules
from course.errors import CourseError
from course.not_allowed.names import forbidden
from course.notebook.cells import by_grade_id
from course.notebook.task_rules import task_rules


@dataclass(frozen=True)
class Sorted:
    """The mutants of an answer: mistakes, equivalent ones, and declared changes that no mutant makes."""

    mistakes: list[Mutant]
    equivalent: list[Mutant]
    unknown: list[str]


class LessonMutants:
    """A lesson text, and the mutants of its solutions.

    Attributes
    ----------
    answers
        Names of the answer cells that are programs, in their order.
    """

    def __init__(self, text: Path) -> None:
        self.text, self.notebook = text, write_rules(read_lesson(text))
        self.answers = list(dict.fromkeys(test.answer for test in automatic_tests(self.notebook)))
        self._cells = by_grade_id(self.notebook.cells)
        self._declared = read_equivalents(text.parent / "answers")
        if strangers := {entry.answer for entry in self._declared} - set(self.answers):
            raise CourseError(
                f"{text.parent}/answers/{FILE}: no answers {sorted(strangers)}; name some of {self.answers}"
            )

    @cached_property
    def _names(self) -> dict[str, object]:
        return imported_names(self.notebook)

    def tests(self, answer: str) -> Tests:
        """The tests of an answer, ready to run; its solution has passed them."""
        return Tests(self.notebook, answer, self._names)

    def sorted(self, answer: str) -> Sorted:
        """All mutants of an answer."""
        declared = [entry for entry in self._declared if entry.answer == answer]
        cell = self._cells[answer]
        not_allowed = [next(iter(forbidden((name,)).objects)) for name in task_rules(cell).not_allowed]
        made = mutants(cell.source, {entry.operator for entry in declared}, not_allowed)
        changes = {entry.change for entry in declared if entry.change}
        equivalent = [mutant for mutant in made if mutant.change in changes]
        unknown = changes - {mutant.change for mutant in equivalent}
        return Sorted([mutant for mutant in made if mutant.change not in changes], equivalent, sorted(unknown))

    def result(self, answer: str, processes: int) -> tuple[Result, list[str]]:
        """What the tests make of an answer's mutants, and lines for what has to be mended."""
        tests, found = self.tests(answer), self.sorted(answer)
        survivors = [mutant for mutant, kept in tests.verdicts(found.mistakes, processes) if kept]
        survivors.sort(key=lambda mutant: mutant.line)
        complaints = [self.line(answer, mutant, "keeps all points") for mutant in survivors]
        differing = tests.differing(found.equivalent, processes)
        complaints += [
            self.line(answer, mutant, "is declared to be no mistake, and loses points") for mutant in differing
        ]
        complaints += [f"{self.text}: {answer}: declared, but no mutant:\n{change}" for change in found.unknown]
        number = len(found.mistakes) + len(found.equivalent)
        changes = tuple(mutant.change for mutant in survivors)
        return Result(self.digest(answer), number, len(found.equivalent), changes), complaints

    def kept_of(self, answer: str, share: float, seed: int, processes: int) -> list[Mutant]:
        """Those that keep all points, of some of the mistakes in an answer, drawn at random."""
        mistakes = self.sorted(answer).mistakes
        drawn = random.Random(seed).sample(mistakes, round(share * len(mistakes)))
        return [mutant for mutant, kept in self.tests(answer).verdicts(drawn, processes) if kept]

    def digest(self, answer: str) -> str:
        """Of all that a verdict on this answer's mutants rests on within the lesson."""
        tests = [test for test in automatic_tests(self.notebook) if test.answer == answer]
        names = [answer, *(name for test in tests for name in (*test.probes, test.grade_id))]
        return digest(self._cells[name] for name in dict.fromkeys(names))

    def line(self, answer: str, mutant: Mutant, what: str) -> str:
        """``file:line: answer: what``, and below it the lines that differ."""
        number = self._cells[answer].metadata.line + mutant.line
        return f"{self.text}:{number}: {answer} {what}:\n{mutant.change}"
