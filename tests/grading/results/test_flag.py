from typing import get_args

from course.grading.intake.repairs import Repair
from course.grading.results.flag import REPAIRED, Flag, repaired


def test_a_notebook_is_flagged_for_repairs_that_no_editor_makes_necessary():
    (flag,) = repaired({"moved", "check-edited", "answers-several"})
    assert (flag.kind, flag.evidence) == ("repaired", "a task had several answers, a check had been changed")
    assert repaired({"moved"}) == ()


def test_repairs_that_are_flagged_are_words_of_those_who_repair():
    of_reading = {"cut", "dropped"}
    assert set(REPAIRED) - of_reading < set(get_args(Repair))


def test_a_flag_says_its_kind_its_cell_and_the_evidence():
    assert str(Flag("limit", "too slow", "test-area")) == "limit test-area: too slow"
    assert str(Flag("limit", "too slow")) == "limit: too slow"


def test_evidence_can_be_written_to_any_file():
    flag = Flag("tampered", "a\0b\ud800c", detail="\udfff")
    assert (flag.evidence, flag.detail) == ("ab?c", "?")
