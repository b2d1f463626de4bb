"""Penalties for late submissions: worked out by nbgrader's own plugin, and kept as dates, policy and marks now have it.

nbgrader works them out once, at autograding. A mark given later, another due date or another policy leaves them as they
were; so whatever reads points calls `Penalties.renew` before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import or_
from traitlets.config import Config

from course.grading.gradebook.database import transaction
from course.grading.gradebook.dates import seconds_late
from course.grading.gradebook.times import shown_span
from course.wording import counted

NOTHING = 1e-9  # points; less is no difference


@dataclass(frozen=True)
class PenaltyChange:
    """A penalty that is not what it was."""

    student: str
    assignment: str
    notebook: str
    before: float
    after: float
    seconds_late: float

    def __str__(self) -> str:
        late = f"{shown_span(self.seconds_late)} late" if self.seconds_late else "not late"
        taken = counted(self.after, "point")
        return f"{self.student}: {taken} taken off {self.notebook} ({late}), {self.before:g} before"


@dataclass(frozen=True)
class Penalties:
    """The course's policy, as nbgrader's configuration has it: ``c.AssignLatePenalties``."""

    config: Config

    def of(self, entry: Any) -> float | None:
        """What is taken off a submitted notebook with the points that it has now; None for nothing."""
        late = seconds_late(entry.assignment)
        if late <= 0:
            return None
        penalty = self._step.plugin_inst.late_submission_penalty(entry.student.id, entry.score, late)
        return None if penalty is None else float(self._step._check_late_penalty(entry, penalty))

    def renew(self, book: Gradebook, assignment: str = "", student: str = "") -> list[PenaltyChange]:
        """Write the penalties that dates, policy and marks make now, and tell those that changed.

        Parameters
        ----------
        assignment, student
            Only of this one; of all if empty.

        Raises
        ------
        GradebookError
            If the gradebook cannot be written.
        """
        with transaction(book):
            if not any(True for _ in self._changes(book, assignment, student)):
                return []
        with transaction(book, writing=True):
            changes = []
            for entry, change in self._changes(book, assignment, student):
                entry.late_submission_penalty = change.after or None
                changes.append(change)
            return changes

    def _changes(self, book: Gradebook, assignment: str, student: str) -> Any:
        """Submitted notebooks whose penalty is another one now, each with the change."""
        query = book.db.query(SubmittedNotebook).join(SubmittedAssignment).join(Assignment)
        query = query.filter(or_(Assignment.duedate.isnot(None), SubmittedNotebook.late_submission_penalty.isnot(None)))
        query = query.filter(Assignment.name == assignment) if assignment else query
        query = query.filter(SubmittedAssignment.student_id == student) if student else query
        for entry in query.all():
            before, after = entry.late_submission_penalty or 0.0, self.of(entry) or 0.0
            if abs(after - before) > NOTHING:
                about = entry.assignment
                late = seconds_late(about)
                yield entry, PenaltyChange(entry.student.id, about.name, entry.name, before, after, late)

    @cached_property
    def _step(self) -> AssignLatePenalties:
        step = AssignLatePenalties(config=self.config)
        step.init_plugin()
        return step
