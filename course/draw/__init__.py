"""Random inputs for checks, and the seeds that they come from: fresh in a notebook, repeatable while grading."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.draw.random_inputs import Draw

__all__ = ["Draw"]
__getattr__, __dir__ = lazily(__name__)
