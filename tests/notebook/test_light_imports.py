from __future__ import annotations

import subprocess
import sys

LIGHT = ("cells", "headings", "longest_rising", "names_in_text", "regions", "stubs", "task_list", "task_rules")
BLOCKED = ("IPython", "nbformat", "nbgrader", "numpy", "torch", "ipywidgets", "matplotlib")


def test_what_an_open_notebook_asks_needs_nothing_but_the_standard_library() -> None:
    program = f"import sys; sys.modules.update(dict.fromkeys({BLOCKED})); "
    program += "; ".join(f"import course.notebook.{name}" for name in LIGHT)
    subprocess.run([sys.executable, "-c", program], check=True)
