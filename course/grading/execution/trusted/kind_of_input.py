"""The kind of input that an answer is wrong for, found in what a test's checks have seen, in words without a value."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

from course.checks.recording import Sight

Case = Mapping[str, float]
Condition = Callable[[Case], bool]
MOST_WORDS = 3  # kinds that are named; whoever is wrong for more of them is not helped by a list
FEWEST = 3  # different inputs on each side of a condition: with fewer some condition always fits
OF_ONE: Mapping[str, Callable[[float], bool]] = {
    "{} is 0": lambda a: a == 0,
    "{} is not 0": lambda a: a != 0,
    "{} is 1": lambda a: a == 1,
    "{} is not 1": lambda a: a != 1,
    "{} is larger than 1": lambda a: a > 1,
    "{} is 2": lambda a: a == 2,
    "{} is not 2": lambda a: a != 2,
    "{} is larger than 2": lambda a: a > 2,
    "{} is even": lambda a: a % 2 == 0,
    "{} is odd": lambda a: a % 2 == 1,
    "{} is negative": lambda a: a < 0,
    "{} is no whole number": lambda a: a % 1 != 0,
}
OF_TWO: Mapping[str, Callable[[float, float], bool]] = {
    "{} is larger than {}": lambda a, b: a > b,
    "{} is not larger than {}": lambda a, b: a <= b,
    "{} and {} differ": lambda a, b: a != b,
    "{} and {} are equal": lambda a, b: a == b,
    "{} is a multiple of {}": lambda a, b: b > 0 and a % b == 0,
    "{} is no multiple of {}": lambda a, b: b > 0 and a % b != 0,
}


def kind_of_input(sights: Sequence[Sight]) -> str:
    """What the inputs of failed checks have in common, as the test names it, or a condition on its inputs.

    Returns
    -------
    str
        Words that follow "with": ``"a batch of one"``, ``"inputs where s is larger than k"``; empty if there are none.
    """
    failed = dict.fromkeys(sight.given.words for sight in sights if not sight.passed)
    if "" not in failed and 0 < len(failed) <= MOST_WORDS:
        return "; ".join(failed)
    return _condition(sights)


def _condition(sights: Sequence[Sight]) -> str:
    """The simplest condition that holds where a check failed, and nowhere else."""
    verdicts: dict[tuple[tuple[str, float], ...], bool] = {}
    for sight in sights:
        if sight.given.inputs:
            inputs = tuple(sorted(sight.given.inputs.items()))
            verdicts[inputs] = verdicts.get(inputs, True) and sight.passed
    right = [dict(inputs) for inputs, passed in verdicts.items() if passed]
    wrong = [dict(inputs) for inputs, passed in verdicts.items() if not passed]
    if min(len(right), len(wrong)) < FEWEST:
        return ""
    names = sorted(set.intersection(*map(set, (*right, *wrong))))
    for words, holds in _conditions(names):
        if all(map(holds, wrong)) and not any(map(holds, right)):
            return f"inputs where {words}"
    return ""


def _conditions(names: Sequence[str]) -> Iterator[tuple[str, Condition]]:
    """Conditions on the inputs of these names in words, the simplest first."""
    for (words, holds), a in itertools.product(OF_ONE.items(), names):
        yield words.format(a), functools.partial(_of_one, holds, a)
    for (words, among), (a, b) in itertools.product(OF_TWO.items(), itertools.permutations(names, 2)):
        yield words.format(a, b), functools.partial(_of_two, among, a, b)


def _of_one(holds: Callable[[float], bool], a: str, case: Case) -> bool:
    return holds(case[a])


def _of_two(holds: Callable[[float, float], bool], a: str, b: str, case: Case) -> bool:
    return holds(case[a], case[b])
