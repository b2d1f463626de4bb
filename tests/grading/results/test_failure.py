import json
from dataclasses import asdict, fields

import pytest

from course.grading.results.failure import LONGEST, LONGEST_TRACEBACK, Failure, read_failures

FAILED = Failure("double", "test-double", "check", what="double(3)", expected="6", received="7", see="section 1")


def test_a_failure_comes_back_from_json_as_it_went():
    assert read_failures(json.loads(json.dumps([asdict(FAILED)]))) == (FAILED,)


@pytest.mark.parametrize(
    "other", [None, "check", {}, [None], [{"task": "double"}], [asdict(FAILED) | {"colour": "red"}], ["a sentence"]]
)
def test_what_another_version_wrote_is_left_out(other):
    assert read_failures(other) == ()


def test_texts_are_cut_a_traceback_at_its_beginning():
    long = "".join(map(str, range(10_000)))
    texts = {field.name: long for field in fields(Failure) if field.name not in ("kind", "hidden", "mistakes")}
    failure = Failure(kind="error", mistakes=(long,), **texts)
    assert failure.mistakes == (long[:LONGEST],)
    assert failure.traceback == long[-LONGEST_TRACEBACK:]
    assert {getattr(failure, name) for name in texts if name != "traceback"} == {long[:LONGEST]}


def test_texts_can_be_written_to_any_file():
    failure = Failure("double", "test-double", "error", detail="a\0b\ud800c")
    assert failure.detail == "ab?c"
