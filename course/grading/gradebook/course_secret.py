"""The course's secret, of which the random numbers of graded tests are made: in a table beside nbgrader's own."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from nbgrader.api import Assignment, Grade, Gradebook
from sqlalchemy import Column, MetaData, String, Table, exists, select

from course.grading.gradebook.database import GradebookError, transaction

BYTES = 32
TABLE = Table(
    "course_secret",
    MetaData(),
    Column("course", String(128), primary_key=True),
    Column("secret", String(2 * BYTES), nullable=False),
)
LOST = (
    "the gradebook has marks, but not the secret of which the inputs of tests were drawn: graded again, an answer "
    "could get another mark. Put back the gradebook's backup; if there is none, or the marks are older than such "
    "secrets, begin with a new one: course grade {assignment} --new-secret"
)


def course_secret(book: Gradebook, assignment: str, *, new: bool, graded: Callable[[], bool]) -> bytes:
    """Read the secret of the gradebook's course, or make it if nothing has been graded yet.

    Whoever asks first makes it, also where several ask at a time.

    Parameters
    ----------
    assignment
        For the words of the error.
    new
        Make a new one in any case.
    graded
        Whether there are results outside of the gradebook.

    Raises
    ------
    GradebookError
        If there is none, and something has been graded: it has been lost.
    """
    with transaction(book, writing=True):
        # One at a time: SQLite has locked everything already.
        book.db.execute(select(Assignment.id).with_for_update())
        connection = book.db.connection()
        TABLE.create(connection, checkfirst=True)
        known: str | None = book.db.scalar(select(TABLE.c.secret).where(TABLE.c.course == book.course_id))
        if known is not None and not new:
            return bytes.fromhex(known)
        if not new and (graded() or book.db.scalar(select(exists().where(Grade.auto_score.is_not(None))))):
            raise GradebookError(LOST.format(assignment=assignment))
        made = secrets.token_bytes(BYTES)
        book.db.execute(TABLE.delete().where(TABLE.c.course == book.course_id))
        book.db.execute(TABLE.insert().values(course=book.course_id, secret=made.hex()))
        return made
