"""What is taken off for handing in late, by the day; `nbgrader_config.py` chooses it, and sets how much."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

DAY = 86400.0  # seconds


class LatePolicy(LateSubmissionPlugin):
    """Takes off a share of a submission's points for each day that has begun."""

    per_day = Float(0.1, min=0.0, max=1.0, help="Share of the points for each day that has begun.").tag(config=True)
    at_most = Float(1.0, min=0.0, max=1.0, help="The largest share that is taken off.").tag(config=True)
    grace_minutes = Float(0.0, min=0.0, help="Minutes for which nothing is taken off.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Points to take off; None for nothing."""
        if total_seconds_late <= 60 * self.grace_minutes:
            return None
        share = min(math.ceil(total_seconds_late / DAY) * self.per_day, self.at_most)
        return float(score * share)
