"""Figures: one palette, plots, tables, and pieces of SVG."""

from course.lazy import lazily

__all__, __getattr__ = lazily(
    __name__,
    {
        "plots": ["coverage", "numbers", "pictures", "show", "staircase"],
        "digit_plots": ["clouds", "digit_rows", "lines"],
        "tables": ["Table"],
    },
)
