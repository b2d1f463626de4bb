"""The secret of which graded draws are made: made once, kept with the gradebook, shown nowhere, and missed if lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from nbgrader.api import Gradebook

from course.grading.class_run.submissions import Submission
from course.grading.gradebook.course_secret import BYTES, TABLE, course_secret
from course.grading.gradebook.database import GradebookError, transaction
from tests.grading.class_run.small import ASSIGNMENT, StandIn, hand_in, run


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    return request.param


class Keys(StandIn):
    """A pool that notes the keys that come with the submissions."""

    def grade(self, submissions):
        for submission, outcomes in super().grade(submissions):
            assert isinstance(submission, Submission)
            self.keys = getattr(self, "keys", set()) | {job.key for job in submission.jobs}
            yield submission, outcomes


def key_of(course, **choices):
    """The one key that came with all jobs of a run."""
    pool = Keys()
    run(course, pool, **choices)
    (key,) = pool.keys
    return key


def stored(course):
    """The secret as the gradebook has it."""
    with Gradebook(str(course.settings.db_url), "tiny") as book, transaction(book):
        return book.db.scalar(TABLE.select().with_only_columns(TABLE.c.secret))


def forget(course):
    with Gradebook(str(course.settings.db_url), "tiny") as book, transaction(book, writing=True):
        TABLE.drop(book.db.connection())


def test_it_is_made_at_first_use_and_the_same_ever_after(course):
    for student in "abc":
        hand_in(course, student)
    key = key_of(course)
    secret = stored(course)
    assert len(bytes.fromhex(secret)) == BYTES
    assert key != secret
    assert key_of(course, force=True) == key
    assert stored(course) == secret


def test_a_lost_one_is_an_error_until_a_new_one_is_wanted_and_then_all_is_graded_again(course):
    hand_in(course, "a")
    before = key_of(course)
    forget(course)
    with pytest.raises(GradebookError, match=f"backup.*course grade {ASSIGNMENT} --new-secret"):
        run(course)
    assert key_of(course, new_secret=True) != before
    assert run(course).unchanged


def test_a_gradebook_made_anew_beside_old_reports_has_lost_it(course):
    with Gradebook(str(course.settings.db_url), "tiny") as book:
        with pytest.raises(GradebookError, match="--new-secret"):
            course_secret(book, ASSIGNMENT, new=False, graded=lambda: True)
        assert course_secret(book, ASSIGNMENT, new=False, graded=lambda: False)


def test_of_several_that_ask_first_all_have_the_same(course):
    def ask(_):
        with Gradebook(str(course.settings.db_url), "tiny") as book:
            return course_secret(book, ASSIGNMENT, new=False, graded=lambda: False)

    with ThreadPoolExecutor(6) as several:
        assert len(set(several.map(ask, range(12)))) == 1


def test_it_stands_in_the_gradebook_and_nowhere_else(course, caplog):
    hand_in(course, "a")
    key = key_of(course)
    told = [stored(course), key]
    files = [path for path in course.root.rglob("*") if path.is_file() and path.name != "gradebook.db"]
    assert any("autograded" in path.parts for path in files)
    for path in files:
        assert not any(secret.encode() in path.read_bytes() for secret in told), path
    assert not any(secret in caplog.text for secret in told)
