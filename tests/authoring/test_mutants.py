"""Mutants of solutions: which slips are made, what the tests of a lesson say to them, what is kept of it."""

import ast
import os
import signal
import time

import pytest

from course.authoring.mutants import __main__ as command
from course.authoring.mutants.equivalents import read_equivalents
from course.authoring.mutants.forked import ENDED, forked
from course.authoring.mutants.lesson_mutants import LessonMutants
from course.authoring.mutants.mutate import mutants
from course.authoring.mutants.record import read_record
from course.authoring.new_lesson import new_lesson
from course.errors import CourseError


def cell(*lines, before=()):
    """An answer cell with these lines in its solution."""
    inside = "\n".join(f"    {line}" for line in ("### BEGIN SOLUTION", *lines, "### END SOLUTION"))
    return "\n".join([*before, "def answer(x, y):", '    """What is asked for."""', inside])


def changes(*lines):
    return {mutant.change for mutant in mutants(cell(*lines))}


def plain(statement):
    """Without brackets that do nothing."""
    return ast.unparse(ast.parse(statement))


@pytest.mark.parametrize(
    ("line", "slips"),
    [
        ("return x + y", ["return x - y", "return x", "return y", "return x + x", "return y + y", "return -(x + y)"]),
        (
            "return x * y",
            ["return x * y * y", "return 2 * (x * y)", "return (x * y).detach()", "return (x * y).item()"],
        ),
        ("return x @ y.T", ["return y.T @ x", "return x @ y", "return (x @ y.T).transpose(-1, -2)"]),
        ("return x.mean(0)", ["return x.sum(0)", "return x.mean(1)", "return x.mean(-1)", "return x"]),
        ("return x.sum(dim=1)", ["return x.sum(dim=0)", "return x.sum()", "return x.mean(dim=1)"]),
        ("return x[y:]", ["return x[(y + 1):]", "return x[(y - 1):]", "return x[:]"]),
        ("return 0.5 * x", ["return 1.0 * x", "return 0.25 * x", "return (0.5 * x).long()", "return int(0.5 * x)"]),
        ("return x / y", ["return x // y", "return x * y", "return (x / y)[:1]", "return (x / y).squeeze()"]),
        ("return x if x < y else y", ["return x if x <= y else y", "return x if x > y else y", "return x", "return y"]),
        ("return torch.zeros(x, y)", ["return torch.zeros(y, x)", "return torch.ones(x, y)", "return torch.zeros(x)"]),
        ("return torch.zeros(x)", ["return torch.zeros(x, dtype=torch.int64)"]),
        ("return x.shape[0]", ["return 1", "return 3", "return x.shape[1]", "return y.shape[0]"]),
        ("return x, y", ["return (y, x)", "return (x, x)", "return x, 2 * (y)"]),
        ("return nn.Sequential(x, y)", ["return nn.Sequential(x)", "return nn.Sequential(y)"]),
        ("return nn.Linear(x, y)", ["return nn.Linear(x, y, bias=False)", "return nn.Linear(y, x)"]),
    ],
)
def test_the_slips_of_a_line_are_made(line, slips):
    made = {plain(change.removeprefix(f"- {line}\n+ ")) for change in changes(line) if change.startswith("- return")}
    assert set(map(plain, slips)) <= made


@pytest.mark.parametrize(
    "slip",
    [
        "+ @torch.no_grad()",
        "+ x = x.detach()",
        "+ x = x[:1]",
        "+ y = 2",
        "+ return x",
        "+ try:\n+ finally:\n+ x.zero_()",
        "- total = x\n+ pass",
        "+ total += y",
        "- total += y\n+ total = y",
        "- total += y\n+ total -= y",
        "+ break",
    ],
)
def test_the_slips_of_whole_lines_are_made(slip):
    assert slip in changes("total = x", "for y in x:", "    total += y", "return total")


def test_no_two_mutants_are_the_same_code_and_all_are_python():
    sources = [mutant.source for mutant in mutants(cell("total = x + y", "return total / 2"))]
    assert len({compile(source, "", "exec").co_code for source in sources}) > 1
    assert len(set(sources)) == len(sources)


def test_what_stands_outside_of_the_solution_stays():
    source = cell("return x", before=["SIZE = 7", ""])
    assert all("SIZE = 7" in mutant.source and "What is asked for." in mutant.source for mutant in mutants(source))


def test_what_the_task_does_not_allow_is_used():
    made = {mutant.change for mutant in mutants(cell("return x"), not_allowed=["torch.cov"])}
    assert made - changes("return x") == {"+ import torch; torch.cov"}


def test_an_operator_can_be_left_out():
    without = {mutant.change for mutant in mutants(cell("return x"), without=["lost_gradients"])}
    assert changes("return x") - without == {
        "+ @torch.no_grad()",
        "+ x = x.detach()",
        "+ y = y.detach()",
        "- return x\n+ return (x).detach()",
        "- return x\n+ return (x).item()",
        "- return x\n+ return (x).apply(lambda layer: layer.requires_grad_(False) and None)",
    }


def test_what_a_forked_process_does_stays_in_it():
    seen = []
    assert dict(forked(lambda item: seen.append(item) or 10 + item, [1, 2, 3], 2, 5)) == {1: 11, 2: 12, 3: 13}
    assert not seen


@pytest.mark.parametrize(
    "work",
    [
        lambda _: 1 / 0,
        lambda _: os.kill(os.getpid(), signal.SIGKILL),
        lambda _: len(bytearray(64 << 30)),
        lambda _: [0 for _ in iter(int, 1)],
    ],
    ids=["error", "crash", "memory", "endless"],
)
def test_a_forked_process_is_ended_by_its_errors_and_limits(work):
    assert list(forked(work, ["item"], 1, 1)) == [("item", ENDED)]


def test_a_forked_process_that_sleeps_is_ended():
    started = time.monotonic()
    assert list(forked(lambda _: time.sleep(60), ["item"], 1, 0.1)) == [("item", ENDED)]
    assert time.monotonic() - started < 20


@pytest.fixture
def small_lesson(tmp_path):
    """The lesson that `make lesson` writes."""
    return new_lesson(tmp_path, "4-1-squares")


def declare(text, entries):
    (text.parent / "answers" / "equivalent-mutants.diff").write_text(entries, encoding="utf-8")


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ("- a\n+ b\n", "begin each entry with"),
        ("# %% square\n- a\n+ b\n", "begin each entry with"),
        ("# %% square: same\n", "belong the lines that differ"),
        ("# %% square: same\na\n", "belong the lines that differ"),
        ("# %% square without lost_gradients: never\n- a\n", "belong the lines that differ"),
    ],
)
def test_an_entry_without_a_reason_or_a_change_is_refused(tmp_path, entries, message):
    (tmp_path / "equivalent-mutants.diff").write_text(entries, encoding="utf-8")
    with pytest.raises(CourseError, match=message):
        read_equivalents(tmp_path)


def test_entries_of_no_answer_are_refused(small_lesson):
    declare(small_lesson, "# %% cube: same\n- a\n+ b\n")
    with pytest.raises(CourseError, match=r"no answers .'cube'"):
        LessonMutants(small_lesson)


@pytest.fixture
def weak_lesson(small_lesson):
    """The same with a test that knows one number only: 2 + 2 is 2 · 2."""
    text = small_lesson.read_text(encoding="utf-8")
    start, end = (
        text.index("x = Draw().image(2, 3)"),
        text.index("### END HIDDEN TESTS\n") + len("### END HIDDEN TESTS\n"),
    )
    weak = 'expect_close(call(square, torch.tensor([2.0])), [4.0], "the square of 2", see="section 1")\n'
    small_lesson.write_text(text[:start] + weak + text[end:], encoding="utf-8")
    return small_lesson


def test_the_small_lesson_tells_all_mutants(small_lesson, capsys):
    assert command.try_lesson(LessonMutants(small_lesson), "", 1) == []
    (result,) = read_record(small_lesson.parent / "answers").values()
    assert (result.share, result.equivalent) == (1, 0)
    assert result.mutants > 15
    assert f"square {result.mutants:22}" in capsys.readouterr().out
    assert command.try_tenth(LessonMutants(small_lesson), 1, 1) == []


def test_survivors_are_listed_with_line_and_change(weak_lesson):
    complaints = command.try_lesson(LessonMutants(weak_lesson), "square", 2)
    line = weak_lesson.read_text(encoding="utf-8").split("\n").index("    return x * x") + 1
    assert f"{weak_lesson}:{line}: square keeps all points:\n- return x * x\n+ return x + x" in complaints
    (result,) = read_record(weak_lesson.parent / "answers").values()
    assert len(result.survivors) == len(complaints)
    assert result.share < command.LEAST_LOST


def test_an_equivalent_mutant_is_no_survivor_unless_further_draws_tell_it(small_lesson):
    none = "# %% square: same\n- return x * x\n+ return {}\n"
    root = none.format("x ** 2")
    declare(
        small_lesson, none.format("-(x * x)") + none.format("x") + root + "# %% square without lost_gradients: never\n"
    )
    *lost, unknown, too_many = command.try_lesson(LessonMutants(small_lesson), "", 1)
    assert [line.split(":\n")[0].split(": ")[1] for line in lost] == [
        "square is declared to be no mistake, and loses points"
    ] * 2
    assert unknown.endswith("square: declared, but no mutant:\n- return x * x\n+ return x ** 2")
    assert "answers/equivalent-mutants.diff: 2 of " in too_many


def test_a_change_of_a_test_asks_for_another_try(small_lesson, weak_lesson):
    command.try_lesson(LessonMutants(small_lesson), "", 1)
    text = small_lesson.read_text(encoding="utf-8")
    small_lesson.write_text(text.replace("[4.0]", "[  4.0 ]"), encoding="utf-8")
    assert "not tried since" not in "".join(command.try_tenth(LessonMutants(small_lesson), 1, 1))
    small_lesson.write_text(text.replace("[4.0]", "[4.5]"), encoding="utf-8")
    (complaint,) = command.try_tenth(LessonMutants(small_lesson), 1, 1)
    assert "square: not tried since its solution or its tests were changed" in complaint


def test_a_solution_that_fails_its_test_is_said_first(weak_lesson):
    text = weak_lesson.read_text(encoding="utf-8")
    weak_lesson.write_text(text.replace("[4.0]", "[4.5]"), encoding="utf-8")
    with pytest.raises(CourseError, match="the solution of 'square' fails its own test"):
        command.try_lesson(LessonMutants(weak_lesson), "", 1)
