"""What a run shows while it works: a bar with the time left, and what failed or was flagged as it comes."""

from __future__ import annotations

import sys
from typing import Any

from course.grading.class_run.reports import Report


class Terminal:
    """Tells progress on stderr; the bar is drawn only if that is a terminal. A context manager."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def begin(self, most: int) -> None:
        """Draw the bar."""
        from tqdm import tqdm

        self._bar = tqdm(total=most, unit="submission", disable=None, file=sys.stderr)

    def skip(self) -> None:
        """Count one submission less."""
        if self._bar is not None:
            self._bar.total -= 1

    def tell(self, report: Report) -> None:
        """Count a submission, and say why it needs a look."""
        if report.why:
            self.say(f"{report.student}: {report.status}: {report.why}")
        if self._bar is not None:
            self._bar.update()

    def say(self, text: str) -> None:
        """Print a line above the bar."""
        if self._bar is None:
            print(text, file=sys.stderr)
        else:
            self._bar.write(text, file=sys.stderr)
