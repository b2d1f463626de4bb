"""What makes ``nbgrader generate_feedback`` write our pages.

In the configuration::

    c.GenerateFeedback.exporter_class = "course.grading.pages.exporter.FeedbackExporter"
    c.GenerateFeedback.preprocessors = []  # the page knows grades, and what to hide, by itself
"""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from course.grading.gradebook.penalties import Penalties
from course.grading.pages.grades import read_grades
from course.grading.pages.page import feedback_page


class FeedbackExporter(Exporter):
    """From a notebook below ``autograded/`` and the gradebook to the student's page."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Make the page of one notebook; nbgrader says whose it is in ``resources``."""
        notebook, about = super().from_notebook_node(nb, resources, **kw)
        who = about["nbgrader"]
        with Gradebook(who["db_url"]) as gradebook:
            Penalties(self.config).renew(gradebook, who["assignment"], who["student"])
        grades = read_grades(who["db_url"], who["assignment"], who["notebook"], who["student"])
        return feedback_page(notebook, grades, student=who["student"], assignment=who["assignment"]), about
