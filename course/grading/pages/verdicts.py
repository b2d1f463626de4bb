"""What became of an answer, in words for the student: what was expected, what came, where to look, what to do next."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from course.grading.results.failure import Failure, FailureKind
from course.notebook.stubs import STUB_MESSAGE


@dataclass(frozen=True)
class Verdict:
    """Why an answer got no points, or not all.

    Attributes
    ----------
    why
        In a sentence or two, what happened.
    todo
        What to do next.
    expected, received, more
        Of a check: two values to compare, and what it says besides; empty if there are none.
    see
        The place in the lesson to look at, in the check's own words: ``section 3``.
    trace
        Where in the answer the error came from, as Python prints it.
    brief
        The sentence in a few words, for a list; empty if it is short itself.
    relation
        How its numbers relate to the right ones.
    mistakes, cleared_up
        What known wrong answers do that fail in the same way, and the place in the lesson that clears it up.
    """

    why: str
    todo: str = ""
    expected: str = ""
    received: str = ""
    more: str = ""
    see: str = ""
    trace: str = ""
    brief: str = ""
    relation: str = ""
    mistakes: tuple[str, ...] = ()
    cleared_up: str = ""


NO_ANSWER = Verdict(
    "There is no answer yet.",
    "The cell still holds the text that it came with. Begin with the task's first hint; an answer that is only half "
    "right also shows you (and your teacher) where you stand.",
)
STUB = Verdict(
    f"The line that says “{STUB_MESSAGE}” is still in the answer.",
    "Take out the `raise NotImplementedError(…)` and put your own lines in its place.",
)
LONGEST = 300  # characters of an error's message
FASTER = (
    "All that is asked for here takes a few seconds of processor time. Is there a loop that never ends? Or one that "
    "goes through pixels, draws or pictures one at a time? Then let one call work on the whole tensor: draw all "
    "numbers at once, index with slices, add up along an axis."
)
NO_REASON = Verdict("This check did not pass.", "An earlier version of the course graded it, which kept no reasons.")


def explain(failure: Failure) -> Verdict:
    """Why a test failed; of a hidden test that it failed, with what kind of input, and which mistake that is."""
    verdict = _hidden(failure) if failure.hidden else _BY_KIND[failure.kind](failure)
    return replace(verdict, relation=failure.relation, mistakes=failure.mistakes, cleared_up=failure.cleared_up)


def _hidden(failure: Failure) -> Verdict:
    """Of a hidden test only that it failed: the kind of an error, too, may say what the answer has learnt there."""
    words = failure.hidden_words
    return Verdict(words, _todo_after_hidden(failure), brief=words.replace(" than the checks that you can see", ""))


def _todo_after_hidden(failure: Failure) -> str:
    if failure.kind == "time limit":
        return FASTER
    if failure.mistakes:
        return ""
    if failure.category:
        return "Try your answer on an input of this kind, as small as can be, and compare with what you get on paper."
    return (
        "Try your answer on other sizes, settings and numbers, the smallest and the odd ones too, and compare with "
        "what you work out on paper."
    )


def _check(failure: Failure) -> Verdict:
    why = failure.what or "The check failed without a word."
    more = failure.detail[:1].upper() + failure.detail[1:]
    return Verdict(why, expected=failure.expected, received=failure.received, more=more, see=failure.see)


def _error(failure: Failure) -> Verdict:
    """A check that students see called the answer, or a cell did it for the check."""
    if not failure.traceback and failure.error_type != "StudentError":
        return Verdict(
            f"The check could not go on with what the answer gave it: {_named(failure)}.",
            "Print what your answer returns for the inputs of the check, with its type and shape, compare with "
            "what the task asks for.",
        )
    return Verdict(
        f"The answer stopped with {_named(failure)}.",
        "Run the check in your own notebook and read the last line of the error first, then the line of your own that "
        "an arrow marks.",
        trace=failure.traceback,
    )


def _missing_name(failure: Failure) -> Verdict:
    return Verdict(
        f"The check looked for `{failure.what}` and did not find it.",
        f"The answer has to define just this name: `{failure.what}`.",
    )


def _syntax(failure: Failure) -> Verdict:
    return Verdict(
        f"Python cannot read this answer: {failure.detail}.",
        "Nothing in the cell was run. Run it in your own notebook: an arrow marks the place. Often the mistake is at "
        "the end of the line before.",
        trace=failure.traceback,
    )


def _cell_error(failure: Failure) -> Verdict:
    return Verdict(
        f"The answer’s own cell stopped with {_named(failure)}.",
        "Choose “Restart Kernel and Run All Cells” in your own notebook: there the same will happen. Names that come "
        "from cells since deleted, or run in another order, are missing then.",
        trace=failure.traceback,
    )


def _time_limit(failure: Failure) -> Verdict:
    return Verdict(
        "It took too long and was stopped.",
        FASTER,
        more=failure.detail,
    )


def _process_ended(failure: Failure) -> Verdict:
    return Verdict(
        "The notebook’s Python process ended here.",
        "Look for something that ends Python, such as `exit()`, or that takes far more memory than the task needs. "
        "Then restart the kernel and run all cells.",
        more=failure.detail,
    )


def _process_gone(failure: Failure) -> Verdict:
    where = f", in “{failure.see}”" if failure.see else ""
    return Verdict(f"This could not be checked: the notebook’s Python process had ended before{where}.")


def _tampered(failure: Failure) -> Verdict:
    return Verdict(
        "The result of this check was not accepted: it did not come from the answer alone.",
        "Your teacher has the details. If you do not know why, ask.",
        more=failure.detail,
    )


def _named(failure: Failure) -> str:
    """``a TypeError: what it says``; an error of a class of the student's own says its name itself."""
    if failure.error_type == "StudentError":
        return f"an error of its own, {failure.detail}"
    detail = textwrap.shorten(failure.detail, LONGEST, placeholder=" …")  # some print whole tensors
    name = f"{'an' if failure.error_type[:1] in 'AEIOU' else 'a'} {failure.error_type}"
    return name + (f": {detail}" if detail else "")


_BY_KIND: Mapping[FailureKind, Callable[[Failure], Verdict]] = {
    "check": _check,
    "error": _error,
    "missing name": _missing_name,
    "stub": lambda _: STUB,
    "unanswered": lambda _: NO_ANSWER,
    "syntax": _syntax,
    "cell error": _cell_error,
    "time limit": _time_limit,
    "process ended": _process_ended,
    "process gone": _process_gone,
    "no copy": _hidden,
    "tampered": _tampered,
    "not graded": lambda failure: Verdict("This was not graded.", failure.detail),
}
