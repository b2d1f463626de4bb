"""Where a student stands: tasks passed, points in reach, and a clear word when cells ran out of order."""

from course.tasks.watcher import show_progress, watch

__all__ = ["show_progress", "watch"]
