"""Writing into nbgrader's gradebook, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy.exc import SQLAlchemyError

from course.errors import CourseError

PATIENCE = 30_000  # milliseconds to wait while somebody else, the formgrader say, writes into it


class GradebookError(CourseError):
    """The gradebook cannot take results; the message says why, and what to do."""


@contextmanager
def transaction(book: Gradebook, *, writing: bool = False) -> Iterator[None]:
    """All or nothing: nbgrader's own commits inside count only with the whole. What was loaded is forgotten after.

    Raises
    ------
    GradebookError
        If the database refuses.
    """
    try:
        with book.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE}")
                if writing:  # from the first look on: what is read must still hold when it is written
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
            book.db.remove()
            book.db.configure(bind=connection, join_transaction_mode="rollback_only")
            yield
            book.db.flush()
    except (SQLAlchemyError, InvalidEntry) as error:
        raise GradebookError(refusal(error)) from error
    finally:
        book.db.remove()
        book.db.configure(bind=book.engine, join_transaction_mode="conditional_savepoint")


def refusal(error: Exception) -> str:
    """What the database said, and what to do; nbgrader's own error wraps it."""
    cause = error.__context__ if isinstance(error, InvalidEntry) and error.__context__ else error
    reason = str(getattr(cause, "orig", None) or cause).splitlines()[0]
    locked = "; another program has it open for writing: end that first" if "locked" in reason else ""
    return (
        f"the gradebook refuses ({reason}){locked}. What it held before is unchanged; when this is mended, run the "
        "same command again"
    )
