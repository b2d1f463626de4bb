"""Errors, limits and ends of a student's process: each arrives as what it is, and none as a verdict of ours."""

import re
import time

import pytest

from course.checks import as_of_now
from course.grading.execution.trusted.errors import CopyError, StudentError, StudentGoneError, TestTimeoutError

TORCH = "import torch\n"


@pytest.mark.parametrize(
    ("raised", "kind", "text"),
    [
        ("raise NotImplementedError('write your answer here')", NotImplementedError, "^write your answer here$"),
        ("nothing", NameError, "name 'nothing' is not defined"),
        ("1 / 0", ZeroDivisionError, "division by zero"),
        ("[][2]", IndexError, "list index out of range"),
        ("{}['a']", KeyError, "a"),
        ("len(3)", TypeError, "has no len"),
        ("class Shape(ValueError): pass\n    raise Shape('(2, 3)')", ValueError, r"^\(2, 3\)$"),
        ("torch.ones(2) @ torch.ones(3)", RuntimeError, "inconsistent tensor size|size mismatch"),
        ("class Own(Exception): pass\n    raise Own('mine')", StudentError, "^Own: mine$"),
        ("assert False, 'nice try'", StudentError, "^AssertionError: nice try$"),
        ("raise SystemExit('bye')", StudentError, "SystemExit: bye"),
        ("raise KeyboardInterrupt", StudentError, "KeyboardInterrupt"),
        ("raise GeneratorExit", StudentError, "GeneratorExit"),
        ("raise BaseException('x')", StudentError, "BaseException: x"),
        ("class AssertionError(Exception): pass\n    raise AssertionError('x')", StudentError, "AssertionError: x"),
        ("class TestTimeoutError(BaseException): pass\n    raise TestTimeoutError", StudentError, "TestTimeoutError"),
        ("class E(Exception):\n        def __str__(self): return 1 / 0\n    raise E", StudentError, "its text raises"),
        ("def f(): return f()\n    f()", RecursionError, "maximum recursion"),
    ],
)
def test_error_arrives_under_its_own_type_but_never_as_a_verdict(given, raised, kind, text):
    side = given(f"{TORCH}def wrong():\n    {raised}")
    with pytest.raises(Exception, match=text) as error:
        side.get("wrong")()
    assert type(error.value) is kind
    assert re.search(r"Cell In\[1\], line [345]", error.value.student_traceback) or "its text" in text
    assert side.get("wrong") is not None  # the process lives on


def test_stop_iteration_does_not_end_a_loop_of_ours(given):
    side = given("def stop(): raise StopIteration")
    with pytest.raises(StudentError, match="StopIteration"):
        list(side.get("stop")() for _ in range(3))  # noqa: C400 (a generator would end at a StopIteration)


def test_call_that_takes_too_long_is_interrupted_and_the_process_lives(given):
    side = given("import time\ndef slow():\n    while True: time.sleep(0.01)\ndef quick(): return 1")
    begin, side.until = time.monotonic(), side.clock.deadline(0.5)
    with pytest.raises(TestTimeoutError):
        side.get("slow")()
    side.until = None
    assert time.monotonic() - begin < 2
    assert side.get("quick")() == 1


def test_call_that_swallows_interrupts_is_late_all_the_same(given):
    side = given(
        "import time\ndef stubborn():\n    end = time.time() + 1.2\n    while time.time() < end:\n"
        "        try: time.sleep(0.1)\n        except KeyboardInterrupt: pass\n    return 1"
    )
    side.until = side.clock.deadline(0.3)
    with pytest.raises(TestTimeoutError):
        side.get("stubborn")()


def test_process_that_hangs_is_killed_and_everything_after_it_fails_quickly(given, monkeypatch):
    monkeypatch.setattr("course.grading.execution.trusted.student_client.GRACE", 0.5)
    side = given(
        "from signal import *\ndef hang():\n    pthread_sigmask(SIG_BLOCK, {SIGALRM, SIGPROF})\n    while True: pass"
    )
    hang = side.get("hang")
    side.until = side.clock.deadline(0.3)
    with pytest.raises(StudentGoneError, match="did not stop at the time limit"):
        hang()
    side.until = None
    begin = time.monotonic()
    for work in (hang, lambda: side.get("hang"), lambda: side.run_cell("1", 2, seconds=5)):
        with pytest.raises(StudentGoneError, match="did not stop at the time limit"):
            work()
    assert time.monotonic() - begin < 0.5  # the grace that the first one took


@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), 9)", "os.kill(os.getpid(), 11)", "os.close(3)"])
def test_process_that_ends_is_gone_with_the_reason(given, end):
    side = given(f"import os\ndef leave():\n    {end}\n    os.closerange(3, 200)")
    with pytest.raises(StudentGoneError, match="gone: it ended"):
        side.get("leave")()
    with pytest.raises(StudentGoneError):
        side.get("leave")


def test_value_that_is_too_large_is_an_error_of_the_answer(given):
    side = given(TORCH + "def large(): return torch.zeros(100_000_000)\ndef many(): return list(range(2_000_000))")
    with pytest.raises(ValueError, match="no more may travel"):
        side.get("large")()
    with pytest.raises(ValueError, match="use a tensor"):
        side.get("many")()
    assert side.get("large") is not None


FORGE = (
    "import gc, socket, json\nfrom course.grading.execution.wire.frames import Channel, Frame\n"
    "def channel(): return next(c for c in gc.get_objects() if type(c) is Channel)\n"
    "def forge(tree, body=b''): channel().send(Frame(tree.encode(), body))\n"
)


@pytest.mark.parametrize(
    "tree",
    [
        *("null", "1", '["tuple", "value"]', '["tuple", "error", "AssertionError", ["list"], "", ""]'),
        *('["tuple", "error", 1, ["list", 2], "", ""]', '["tuple", "value", ["handle", "a", 1, 2], null]', "x"),
    ],
)
def test_forged_answer_is_refused_or_is_no_more_than_a_value(given, tree):
    side = given(f"{FORGE}def lie():\n    forge({tree!r})\n    return 3")
    with pytest.raises((StudentGoneError, StudentError, ValueError)):
        side.get("lie")()


def test_forged_error_is_no_longer_than_an_honest_one_may_be(given):
    tree = '["tuple","error","E",["list"],["text",9000000],["text",9000000]]'
    side = given(f"{FORGE}def lie(): forge({tree!r}, b'x' * 18_000_000)")
    with pytest.raises(StudentError) as error:
        side.get("lie")()
    assert (len(str(error.value)), len(error.value.student_traceback)) == (10_003, 10_000)


def test_forged_verdict_of_ours_arrives_as_an_error_of_the_students(given):
    forged = '["tuple","error","AssertionError",["list","AssertionError","StudentGoneError","Exception"],"a","b"]'
    side = given(f"{FORGE}def lie(): forge({forged!r})")
    with pytest.raises(StudentError, match="AssertionError: a"):
        side.get("lie")()


def test_a_function_as_of_now_knows_nothing_of_what_is_called_later(given):
    side = given("seen = []\ndef see(x): seen.append(x)\ndef know(): return [*seen]")
    see, know = side.get("see"), side.get("know")
    see(1)
    before = as_of_now(know)
    see(2)
    assert before() == [1]
    assert know() == [1, 2]
    side.close()
    assert before() == [1]


def test_of_a_process_that_prevents_copies_there_is_no_function_as_of_now(given):
    side = given(
        "from course.grading.execution.student import student_server\nstudent_server.fork = None\ndef f(): pass"
    )
    with pytest.raises(CopyError):
        as_of_now(side.get("f"))
