"""The report that students hand in: a Word file made from the answered notebook."""

from course.lazy import lazily

__all__, __getattr__ = lazily(
    __name__,
    {
        "button": ["ReportButton"],
    },
)
