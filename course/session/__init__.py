"""A notebook while it is open: its first cell, the student's progress, clear words for errors."""

from course.lazy import lazily

__all__, __getattr__ = lazily(
    __name__,
    {
        "first_cell": ["prepare"],
        "colab": ["download", "download_notebook", "use_drive"],
        "watcher": ["show_progress", "watch"],
    },
)
