"""count_tasks: who has how much of each test, and which mistakes were made by whom."""

from course.grading.class_run.results_csv import as_csv
from course.grading.results.failure import Failure
from course.grading.results.task_counts import TaskCounts, TestResults, count_tasks

SWAPPED = Failure("area", "test-area", "check", mistakes=("sides swapped",))
EITHER = Failure("area", "test-area", "check", mistakes=("a side forgotten", "one side only"))
CLASS = [
    TestResults("ada", {"test-area": 2.0, "test-volume": 1.0}, []),
    TestResults("ben", {"test-area": 0.0}, [SWAPPED, Failure("volume", "test-volume", "unanswered")]),
    TestResults("cem", {"test-area": 0.0, "test-volume": 0.5}, [SWAPPED]),
    TestResults("dee", {"test-area": 0.0}, [EITHER, Failure("volume", "test-volume", "error")]),
]


def test_each_student_stands_where_the_points_are():
    counts = count_tasks(CLASS, {"test-volume": 1.0, "test-area": 2.0})
    assert list(counts) == ["test-volume", "test-area"]
    volume = TaskCounts(full=("ada",), part=("cem",), none=("dee",), nothing=("ben",), failed={"error": 1})
    assert counts["test-volume"] == volume


def test_mistakes_are_named_with_those_who_made_them():
    counts = count_tasks(CLASS, {"test-area": 2.0})["test-area"]
    assert counts.mistakes == {"sides swapped": ("ben", "cem"), "a side forgotten or one side only": ("dee",)}
    assert counts.failed == {"check": 3}


def test_the_same_stands_in_a_table_that_runs_no_formula():
    text = as_csv({"test-area": TaskCounts(full=("=1+1",), mistakes={"sides swapped": ("ben", "cem")})})
    assert text.splitlines()[:2] == ["test,result,students,who", "test-area,all points,1,'=1+1"]
    assert text.splitlines()[-1] == "test-area,mistake: sides swapped,2,ben cem"


def test_a_class_without_submissions_counts_nothing():
    assert count_tasks([], {"test-area": 1.0}) == {"test-area": TaskCounts()}
