"""What became of an answer, in words for the student: what was expected, what came, where to look, what to do next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from course.grading.execution.trusted.hidden import FAILED, FURTHER
from course.grading.execution.trusted.hidden import NAME as HIDDEN
from course.notebook.regions import HIDDEN_TESTS, region_lines
from course.notebook.stubs import STUB_MESSAGE, is_stub_error, is_unanswered

TIMEOUT, GONE, NOT_GRADED, TAMPERED = "CellTimeoutError", "DeadKernelError", "NotGraded", "Tampered"
UNREADABLE = ("SyntaxError", "IndentationError", "TabError")
FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")
SYNTAX = re.compile(r"(?P<why>.*) \([^()]*, line (?P<line>\d+)\)", re.S)
UNKNOWN_NAME = re.compile(r"name '(\w+)' is not defined")
BY_ANSWER = "The error came from the answer:"  # course.grading.execution.trusted.tracebacks
# The messages of course.checks.
SEE = re.compile(r"\nLook again at (?P<look>[^\n]+)\.$| \(see (?P<see>[^()\n]+)\)$")
BLOCKS = re.compile(r"(?P<what>.*?): expected\n(?P<expected>.*?)\nbut came\n(?P<came>.*)\n(?P<more>.+)", re.S)
ONE_LINE = re.compile(r"(?P<what>.*?): expected (?P<expected>.*?), but (?:came (?P<came>.*)|(?P<none>no.*))", re.S)
LARGEST = re.compile(r"(?P<what>.*?): (?P<more>\d+ of .*): expected (?P<expected>.*), came (?P<came>.*)", re.S)
SHAPE = re.compile(r"(?P<came>shape \([\d, ]*\)); (?P<more>.*)", re.S)


@dataclass(frozen=True)
class Verdict:
    """Why an answer got no points, or not all.

    Attributes
    ----------
    said
        In a sentence or two, what happened.
    todo
        What to do next.
    expected, came, more
        Of a check: two values to compare, and what it says besides; empty if there are none.
    see
        The place in the lesson to look at, in the check's own words: ``section 3``.
    trace
        Where in the answer the error came from, as Python prints it.
    brief
        The sentence in a few words, for a list; empty if it is short itself.
    """

    said: str
    todo: str = ""
    expected: str = ""
    came: str = ""
    more: str = ""
    see: str = ""
    trace: str = ""
    brief: str = ""


NO_ANSWER = Verdict(
    "There is no answer yet.",
    "The cell still holds the text that it came with. Begin with the task's first hint; an answer that is only half "
    "right also shows you (and your teacher) where you stand.",
)
STUB = Verdict(
    f"The line that says “{STUB_MESSAGE}” is still in the answer.",
    "Take out the `raise NotImplementedError(…)` and put your own lines in its place.",
)


def error_of(cell: NotebookNode) -> NotebookNode | None:
    """The error that a cell ended with."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    return errors[-1] if errors else None


def explain(test: NotebookNode, answers: Sequence[NotebookNode], ended_in: str = "") -> Verdict | None:
    """Why a test failed.

    Parameters
    ----------
    test
        The executed test cell, with hidden tests.
    answers
        The answer cell that it judges, and the probes between the two.
    ended_in
        Where the process of the whole notebook ended, if that was before this task.

    Returns
    -------
    Verdict
        None if nothing failed. Nothing of a hidden test is in it but that it failed.
    """
    failed = error_of(test)
    if failed is None:
        return None
    if failed.ename == NOT_GRADED:
        return Verdict("This was not graded.", failed.evalue)
    if failed.ename == TAMPERED:
        return Verdict(
            "The result of this check was not accepted: it did not come from the answer alone.",
            "Your teacher has the details. If you do not know why, ask.",
            more=failed.evalue,
        )
    if answers and is_unanswered(answers[0]):
        return NO_ANSWER
    broken = [error_of(cell) for cell in answers]
    if broken and broken[0]:
        return _of_answer(broken[0], ended_in)
    if probed := next(filter(None, broken[1:]), None):
        return _of_call(probed, ended_in)
    if failed.ename == HIDDEN or (failed.ename not in (TIMEOUT, GONE) and _is_hidden(failed, test)):
        return _hidden(failed)
    return _of_call(failed, ended_in)


def _of_answer(error: NotebookNode, ended_in: str) -> Verdict:
    """The answer's own cell did not come to its end."""
    if error.ename in UNREADABLE:
        found = SYNTAX.fullmatch(error.evalue)
        why = f"{found['why']} (line {found['line']})" if found else error.evalue
        return Verdict(
            f"Python cannot read this answer: {why}.",
            "Nothing in the cell was run. Run it in your own notebook: an arrow marks the place. Often the mistake is "
            "at the end of the line before.",
            trace=_words(error.traceback),
        )
    if error.ename in (TIMEOUT, GONE):
        return _lost(error, ended_in)
    return Verdict(
        f"The answer’s own cell stopped with {_named(error)}.",
        "Choose “Restart Kernel and Run All Cells” in your own notebook: there the same will happen. Names that come "
        "from cells since deleted, or run in another order, are missing then.",
        trace=_words(error.traceback),
    )


def _of_call(error: NotebookNode, ended_in: str) -> Verdict:
    """A check that students see failed, or the cell that calls the answer for it."""
    if error.ename in (TIMEOUT, GONE):
        return _lost(error, ended_in)
    if error.ename == "AssertionError":
        return _parsed(error.evalue)
    if is_stub_error(error.ename, error.evalue):
        return STUB
    trace = _words(error.traceback)
    found = UNKNOWN_NAME.fullmatch(error.evalue)
    if error.ename == "NameError" and found and BY_ANSWER not in trace:
        return Verdict(
            f"The check looked for `{found[1]}` and did not find it.",
            f"The answer has to define just this name: `{found[1]}`.",
        )
    return Verdict(
        f"The answer stopped with {_named(error)}.",
        "Run the check in your own notebook and read the last line of the error first, then the line of your own that "
        "an arrow marks.",
        trace=trace.partition(BY_ANSWER)[2].strip(),
    )


def _lost(error: NotebookNode, ended_in: str) -> Verdict:
    if error.ename == TIMEOUT:
        return Verdict(
            "It took too long and was stopped.",
            "Is there a loop that never ends, or far more work than the task asks for? Everything that is asked for "
            "here takes a few seconds.",
            more=error.evalue,
        )
    if ended_in:
        return Verdict(f"This could not be checked: the notebook’s Python process had ended before, in “{ended_in}”.")
    return Verdict(
        "The notebook’s Python process ended here, and nothing after it could be checked.",
        "Look for something that ends Python, such as `exit()`, or that takes far more memory than the task needs. "
        "Then restart the kernel and run all cells.",
        more=error.evalue,
    )


def _hidden(error: NotebookNode) -> Verdict:
    """Of a hidden test only that it failed: the kind of an error, too, may say what the answer has learnt there."""
    what = error.evalue.removeprefix(FURTHER) if error.ename == HIDDEN else FAILED
    return Verdict(
        FURTHER + what,
        "Try your answer on other sizes, settings and numbers, the smallest and the odd ones too, and compare with "
        "what you work out on paper.",
        brief=f"A further test, with other inputs, {what}",
    )


def _is_hidden(error: NotebookNode, test: NotebookNode) -> bool:
    """Whether it came from hidden lines, or from an unknown place; a chained error may begin in the answer's cell."""
    hidden = region_lines(test.source, HIDDEN_TESTS)
    frames = FRAME.findall(_words(error.traceback))
    own = {int(line) for count, line in frames if int(count) == test.execution_count}
    return not own or bool(own & hidden)


def _parsed(message: str) -> Verdict:
    """What a check of `course.checks` said, in its parts."""
    see = ""
    if found := SEE.search(message):
        see, message = found["look"] or found["see"], message[: found.start()]
    parts = next((m.groupdict() for form in (BLOCKS, ONE_LINE, LARGEST) if (m := form.fullmatch(message))), None)
    if parts is None:
        return Verdict(message or "The check failed without a word.", see=see)
    came, more = parts.get("came") or "", parts.get("more") or ""
    if none := parts.get("none"):  # "nothing was returned: is there a `return`?", "no error was raised"
        came, _, more = none.partition(": ")
        came = came.removesuffix(" was returned").removesuffix(" was raised")
    if shape := SHAPE.fullmatch(came):
        came, more = shape["came"], shape["more"]
    return Verdict(parts["what"], expected=parts["expected"], came=came, more=more[:1].upper() + more[1:], see=see)


def _named(error: NotebookNode) -> str:
    """``a TypeError: what it says``; an error of a class of the student's own says its name itself."""
    if error.ename == "StudentError":
        return f"an error of its own, {error.evalue}"
    return _a(error.ename) + (f": {error.evalue}" if error.evalue else "")


def _a(name: str) -> str:
    return f"{'an' if name[:1] in 'AEIOU' else 'a'} {name}"


def _words(lines: Sequence[str]) -> str:
    return str(strip_ansi("\n".join(lines)))
