"""Written answers and predictions, read in the saved notebook: a kernel sees no text cells, and no outputs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.notebook.cells import cell_name, text_of
from course.notebook.predictions import Prediction, predictions_in
from course.notebook.stubs import is_written
from course.session.colab import colab_notebook

COLAB_TIMEOUT = 5  # seconds: the first cell is waiting
PATH_VARIABLE = "JPY_SESSION_NAME"  # set by Jupyter's server for each kernel
PATH_NAME = "__vsc_ipynb_file__"  # set by VS Code in the notebook's names


def notebook_path(names: Mapping[str, Any]) -> Path | None:
    """Return the file of the notebook that this kernel belongs to, or None where it cannot be known.

    Parameters
    ----------
    names
        The notebook's own, in which VS Code leaves the path.
    """
    named = names.get(PATH_NAME) or os.environ.get(PATH_VARIABLE)
    path = Path(str(named)) if named else None
    return path if path and path.suffix == ".ipynb" and path.is_file() else None


def saved_predictions(path: Path | None) -> dict[str, Prediction]:
    """Predictions that the notebook's file holds, or on Colab the open notebook; none if it cannot be read."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig")) if path else colab_notebook(COLAB_TIMEOUT)
    except (OSError, ValueError, CourseError):
        return {}
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    return predictions_in(cells if isinstance(cells, list) else [])


class SavedAnswers:
    """Written answers as they were saved last; the file is read only when it has changed.

    Parameters
    ----------
    answers
        ``grade_id`` of the written answers.
    """

    def __init__(self, answers: Sequence[str]) -> None:
        self._answers = frozenset(answers)
        self._read: tuple[Path, int] | None = None
        self._found: dict[str, bool] | None = None

    def read(self, path: Path | None) -> Mapping[str, bool] | None:
        """Return for each written answer whether something stands there; None if the file cannot be read."""
        if path is None or not self._answers:
            return None
        try:
            version = path, path.stat().st_mtime_ns
            if version != self._read:
                self._found = self._parse(json.loads(path.read_text(encoding="utf-8-sig")))
                self._read = version
        except (OSError, ValueError):  # being written just now, or no notebook: the next cell looks again
            return None
        return self._found

    def _parse(self, notebook: Any) -> dict[str, bool] | None:
        cells = notebook.get("cells", []) if isinstance(notebook, dict) else []
        found = {}
        for cell in cells:
            if (name := cell_name(cell)) in self._answers:
                found[name] = is_written(text_of(cell))
        return found or None  # another notebook
