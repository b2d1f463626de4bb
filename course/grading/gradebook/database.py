"""nbgrader's gradebook, in SQLite or PostgreSQL: opened with clear errors, and written all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from nbgrader.api import Assignment, Gradebook, InvalidEntry
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from course.errors import CourseError

MENDS = {  # by a word of what the database says
    "lock": "another program has it open for writing, end that first",
    "full": "there is no room left, make some on its disk",
    "readonly": "its file or folder may not be written, give yourself the right to",
    "read-only": "its file or folder may not be written, give yourself the right to",
    "unable to open": "its folder is not there, or may not be written",
    "malformed": "its file is damaged, put back a copy",
    "not a database": "its file is damaged, put back a copy",
}
PATIENCE = 30_000  # milliseconds to wait while somebody else, the formgrader say, writes into it


class GradebookError(CourseError):
    """The gradebook cannot take results; the message says why, and what to do."""


@contextmanager
def connect(url: str, course: str) -> Iterator[Gradebook | None]:
    """Open a gradebook; None if the database is empty (nbgrader would make the tables).

    Raises
    ------
    GradebookError
        If there is no such database, or it does not answer or refuses something within the block.
    """
    try:
        engine = create_engine(url)
        has_tables = inspect(engine).has_table(Assignment.__tablename__)
        engine.dispose()
        book = Gradebook(url, course) if has_tables else None
    except ModuleNotFoundError as error:
        fix = "write postgresql+psycopg://… and install psycopg with: pip install 'course[postgresql]'"
        raise GradebookError(f"c.CourseDirectory.db_url needs the Python package {error.name}; {fix}") from error
    except (SQLAlchemyError, InvalidEntry) as error:
        raise GradebookError(refusal(error)) from error
    # nbgrader would print a traceback with all SQL of what we say in a sentence.
    logging.getLogger("tornado.application").setLevel(logging.CRITICAL)
    try:
        yield book
    except (SQLAlchemyError, InvalidEntry) as error:
        raise GradebookError(refusal(error)) from error
    finally:
        if book is not None:
            book.close()


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
            for statement in _begin(connection.dialect.name, writing=writing):
                connection.exec_driver_sql(statement)
            book.db.remove()
            book.db.configure(bind=connection, join_transaction_mode="rollback_only")
            yield
            book.db.flush()
    except (SQLAlchemyError, InvalidEntry) as error:
        raise GradebookError(refusal(error)) from error
    finally:
        book.db.remove()
        book.db.configure(bind=book.engine, join_transaction_mode="conditional_savepoint")


def _begin(database: str, *, writing: bool) -> list[str]:
    """What a transaction starts with, so that it waits for others, but not for ever."""
    if database == "sqlite":  # it locks everything, and has to from the first look on: what is read must still hold
        return [f"PRAGMA busy_timeout = {PATIENCE}", *(["BEGIN IMMEDIATE"] if writing else [])]
    return [f"SET LOCAL lock_timeout = {PATIENCE}"] if database == "postgresql" else []


def refusal(error: Exception) -> str:
    """What the database said, and what to do; nbgrader's own error wraps it."""
    cause = error.__context__ if isinstance(error, InvalidEntry) and error.__context__ else error
    reason = str(getattr(cause, "orig", None) or cause).splitlines()[0]
    mend = next((f": {what}" for word, what in MENDS.items() if word in reason.lower()), "")
    return (
        f"the gradebook refuses ({reason}){mend}. What it held before is unchanged; when this is mended, run the "
        "same command again"
    )
