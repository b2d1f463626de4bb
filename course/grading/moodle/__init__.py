"""Moodle at both ends: submissions from its archive, grades and feedback pages back into it.

`course moodle` is in `commands`; nbgrader's plugins are `MoodleWorksheet`, `MoodleExtractor` and `MoodleCollector`.
"""

from __future__ import annotations

from typing import Any

PLUGINS = ("MoodleCollector", "MoodleExtractor", "MoodleWorksheet")


def __getattr__(name: str) -> Any:
    # nbgrader takes plugins from here; `course --help` must not wait for nbgrader.
    if name in PLUGINS:
        from course.grading.moodle import plugins

        return getattr(plugins, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
