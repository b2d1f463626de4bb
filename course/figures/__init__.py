"""Figures: one palette, plots, tables, and pieces of SVG."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.figures.digit_plots import clouds, digit_rows, lines
    from course.figures.plots import coverage, numbers, pictures, show, staircase
    from course.figures.tables import Table

__all__ = ["Table", "clouds", "coverage", "digit_rows", "lines", "numbers", "pictures", "show", "staircase"]
__getattr__, __dir__ = lazily(__name__)
