"""A notebook while it is open: its first cell, the student's progress, clear words for errors."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.session.colab import download, download_notebook, use_drive
    from course.session.first_cell import prepare
    from course.session.watcher import show_progress, watch

__all__ = ["download", "download_notebook", "prepare", "show_progress", "use_drive", "watch"]
__getattr__, __dir__ = lazily(__name__)
