"""The report that students hand in: a Word file made from the answered notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.report.button import ReportButton

__all__ = ["ReportButton"]


def __getattr__(name: str) -> Any:  # the command line needs no ipywidgets, which take a while to import
    if name == "ReportButton":
        from course.report.button import ReportButton

        return ReportButton
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
