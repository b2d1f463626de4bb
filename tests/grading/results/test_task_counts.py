from course.grading.results.failure import Failure
from course.grading.results.task_counts import TaskCounts, count_tasks


def failed(name, kind):
    return Failure(name, f"test-{name}", kind)


def test_each_test_is_counted_by_what_became_of_it():
    submissions = [
        [],
        [failed("area", "check"), failed("volume", "unanswered")],
        [failed("area", "check"), failed("volume", "error")],
        [failed("area", "not graded"), failed("volume", "not graded")],
    ]
    counts = count_tasks(submissions, ["test-volume", "test-area"])
    assert list(counts) == ["test-volume", "test-area"]
    assert counts == {
        "test-area": TaskCounts(passed=1, untouched=0, failed={"check": 2, "not graded": 1}),
        "test-volume": TaskCounts(passed=1, untouched=1, failed={"error": 1, "not graded": 1}),
    }


def test_a_class_without_submissions_counts_nothing():
    assert count_tasks([], ["test-area"]) == {"test-area": TaskCounts(0, 0, {})}
