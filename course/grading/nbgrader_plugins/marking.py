"""Penalties for being late follow each mark that nbgrader's own pages enter, the formgrader's above all.

nbgrader has no setting for it: what it writes into the gradebook is watched where SQLAlchemy lets one.
"""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.orm import Session
from traitlets.config import Config

MARKED = "course: notebooks with new marks"
_followed: list[Config] = []  # the course's configuration, as it was read last


def follow_marks(config: Config) -> None:
    """From now on, in this process, penalties are worked out anew with each mark; `nbgrader_config.py` calls it."""
    _followed[:] = [config]
    for name, listener in (("before_flush", note_marks), ("before_commit", renew_penalties)):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def note_marks(session: Session, *_: object) -> None:
    """Note the notebooks whose marks are about to be written."""
    from nbgrader.api import Grade

    marks = [one for one in session.dirty if isinstance(one, Grade) and session.is_modified(one)]
    session.info.setdefault(MARKED, set()).update(mark.notebook for mark in marks)


def renew_penalties(session: Session) -> None:
    """Write the penalties of those notebooks in the same transaction."""
    from course.grading.gradebook.penalties import Penalties

    session.flush()
    for notebook in session.info.pop(MARKED, set()):
        session.refresh(notebook)  # its sum of points
        penalty = Penalties(_followed[0]).of(notebook)
        if penalty != notebook.late_submission_penalty:
            notebook.late_submission_penalty = penalty
