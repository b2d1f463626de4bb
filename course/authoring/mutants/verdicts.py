"""Which mutants of a lesson's solutions its tests tell from the solution."""

from __future__ import annotations

import resource
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import torch
from nbformat import NotebookNode

from course.authoring.mutants.forked import forked
from course.authoring.mutants.mutate import Mutant
from course.authoring.trial import Trial, as_while_graded, automatic_tests, import_cell, run
from course.errors import CourseError

SEEDS = (1, 2, 3)  # a mutant that passes with one of these has survived
FURTHER = range(1000, 2000)  # an equivalent one passes with these, until this has been drawn, or has been taken:
DRAWS, SECONDS = 1000, 5
FIRST = 60  # seconds that a solution may take
LOST, PASSED = 0, 1


class Tests:
    """The tests of one answer, of which it has to pass all.

    They run in forked processes only: backpropagation may start threads, which a fork does not survive.

    Raises
    ------
    CourseError
        If the solution fails one.
    """

    def __init__(self, notebook: NotebookNode, answer: str, names: Mapping[str, Any]) -> None:
        self.trials = [Trial(notebook, test, names) for test in automatic_tests(notebook) if test.answer == answer]
        self.answer = self.trials[0].answer
        self.seconds = 0.0
        before = _seconds_of_children()
        if not all(kept for _, kept in self.verdicts([Mutant(1, "", "", self.answer.source)], 1)):
            raise CourseError(f"the solution of '{answer}' fails its own test; make test says how: mend that first")
        self.seconds = (_seconds_of_children() - before) / len(SEEDS)

    def verdicts(self, mutants: Iterable[Mutant], processes: int) -> Iterator[tuple[Mutant, bool]]:
        """Each mutant, and whether it keeps all points with one of `SEEDS`; as they come."""

        def verdict(mutant: Mutant) -> int:
            return PASSED if any(self._passes(mutant, seed) for seed in SEEDS) else LOST

        for mutant, number in forked(verdict, mutants, processes, self._limit(SEEDS)):
            yield mutant, number == PASSED

    def differing(self, mutants: Iterable[Mutant], processes: int) -> list[Mutant]:
        """Those that lose points in `DRAWS` further draws, or in as many as fit into `SECONDS`."""

        def verdict(mutant: Mutant) -> int:
            drawn, started = 0, time.process_time()
            for seed in FURTHER:
                if not self._passes(mutant, seed):
                    return LOST
                drawn += sum(trial.drawn for trial in self.trials)
                if drawn >= DRAWS or time.process_time() - started > SECONDS:
                    break
            return PASSED

        tried = forked(verdict, mutants, processes, 2 * SECONDS + self._limit(SEEDS))
        return [mutant for mutant, number in tried if number != PASSED]

    def _passes(self, mutant: Mutant, seed: int) -> bool:
        warnings.simplefilter("ignore")
        with as_while_graded():
            return all(trial.failure(mutant.source, seed=seed) is None for trial in self.trials)

    def _limit(self, seeds: Sequence[int]) -> int:
        """Seconds for so many draws: what takes far longer than the solution has lost."""
        return int(len(seeds) * (5 * self.seconds or FIRST)) + 2


def imported_names(notebook: NotebookNode) -> dict[str, Any]:
    """What the import cell of a lesson defines, in this process.

    Raises
    ------
    CourseError
        If that cell fails.
    """
    torch.set_num_threads(1)  # a forked process would wait for the others for ever
    imports, names = import_cell(notebook), {"__name__": "__main__"}
    with as_while_graded():
        if imports and (failed := run([imports], names)):
            raise CourseError(f"the first code cell fails: {failed}; mend it")
    return names


def _seconds_of_children() -> float:
    """Of the processor's time, of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
