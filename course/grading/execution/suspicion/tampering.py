"""Would the tests notice? Probes run beside the student's code, which may make them report a pleasant lie.

Two looks, both after a test has passed: the probe's functions must still be what its text defines, and the same test
must fail for an answer that is known to be wrong, run in the same process in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from course.grading.execution.trusted.errors import StudentGoneError
from course.grading.execution.trusted.proxies import StudentObject
from course.grading.execution.trusted.run_tests import Tests
from course.grading.execution.trusted.student_client import StudentClient
from course.notebook.code_names import names, statements

COMPARED_ATTRIBUTES = (
    "co_code",
    "co_names",
    "co_varnames",
    "co_freevars",
    "co_cellvars",
    "co_argcount",
    "co_kwonlyargcount",
)


@dataclass(frozen=True)
class Evidence:
    """That a result was faked: in words of our own, and a detail that no student may see."""

    message: str
    detail: str = ""

    def __str__(self) -> str:
        return self.message


def changed_functions(client: StudentClient, source: str, bound: dict[str, Any]) -> list[str]:
    """Functions of a probe that are no longer what its text defines, as the student's side itself tells.

    Parameters
    ----------
    source, bound
        The probe's text, and what its names stood for right after it had run.
    """
    code = compile(statements(source), "probe", "exec")
    ours = {constant.co_name: constant for constant in code.co_consts if isinstance(constant, CodeType)}
    functions = sorted(names(source).binds & set(ours))
    return [name for name in functions if not _is_same(client, bound.get(name), ours[name])]


def _is_same(client: StudentClient, function: Any, ours: CodeType) -> bool:
    try:
        return isinstance(function, StudentObject) and _same_code(
            client, client.ask("getattr", function, "__code__"), ours
        )
    except Exception:  # whatever is raised, a function of the probe's would not have
        return False


def _same_code(client: StudentClient, theirs: Any, ours: CodeType) -> bool:
    if not isinstance(theirs, StudentObject):
        return False
    if any(client.ask("getattr", theirs, name) != getattr(ours, name) for name in COMPARED_ATTRIBUTES):
        return False
    constants = client.ask("getattr", theirs, "co_consts")
    return (
        type(constants) is tuple
        and len(constants) == len(ours.co_consts)
        and all(map(_same_constant, [client] * len(constants), constants, ours.co_consts))
    )


def _same_constant(client: StudentClient, theirs: Any, ours: Any) -> bool:
    if isinstance(ours, CodeType):
        return _same_code(client, theirs, ours)
    return type(theirs) is type(ours) and bool(theirs == ours)


def passes_when_wrong(
    tests: Tests, test: str, probes: Sequence[str], wrong: Sequence[str], *, number: int, seconds: float
) -> Evidence | None:
    """Evidence that a test would also have passed with a wrong answer; None if it fails as it should.

    To be tried on a copy of the student's process: names there are not as they were afterwards.

    Parameters
    ----------
    probes
        Names of the test's probe cells; their texts are the instructor's.
    wrong
        Texts of answers that are known to be wrong: the released stub, and known answers.
    number
        The wrong answers run as ``In[number]``, like the answer that they stand in for.
    """
    client = tests.client
    try:
        for text in wrong:
            client.run_cell(text, number, seconds=seconds)
            for probe in probes:
                client.run_cell(tests.cells.text(probe), number + 1, seconds=seconds)
                tests.keep(probe)
            run = tests.run(test, number + 2, seconds=seconds)
            if run.passed and run.value != 0:
                return Evidence(f"{test} also passes with an answer that is known to be wrong", text)
            if client.gone:
                raise StudentGoneError(client.gone)
    except (StudentGoneError, Exception) as error:  # nothing of this raises in a process that is as we have started it
        return unseen(test, error)
    return None


def unseen(test: str, error: BaseException) -> Evidence:
    """Evidence that the look behind a test was prevented."""
    return Evidence(f"{test} passed, but could not be seen to fail with a wrong answer", str(error))
