"""The report that students hand in: a Word file made from the answered notebook."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.report.button import ReportButton

__all__ = ["ReportButton"]
__getattr__, __dir__ = lazily(__name__)
