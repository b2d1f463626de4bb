"""From lesson texts to notebooks: what authors use; nothing here is needed to learn or to grade."""

from course import quick_nbformat  # noqa: F401 -- before anything imports nbformat
