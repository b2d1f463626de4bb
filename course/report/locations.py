"""Where the notebook is, and where its report goes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.notebook.task_list import text_hash
from course.report.notebook import Notebook, parse_notebook, read_notebook
from course.session.colab import colab_notebook
from course.session.saved_answers import notebook_path


def running_notebook(assignment: str, names: Mapping[str, Any], typed: str = "") -> tuple[Notebook, Path]:
    """Read the notebook that is open: from Colab as it stands, elsewhere as it was saved last.

    Parameters
    ----------
    assignment
        As its folder is called.
    names
        The notebook's own global names, in which VS Code leaves the path.
    typed
        The path that the student has given; empty to find it.

    Returns
    -------
    tuple
        The notebook, and the file that its report goes into.

    Raises
    ------
    CourseError
        If it cannot be found, or is no notebook of the course.
    """
    if not typed and (answer := colab_notebook()) is not None:
        return parse_notebook(answer, "open in Colab"), Path(f"{assignment}-report.docx")
    path = Path(typed.strip("\"'")).expanduser() if typed else notebook_path(names)  # Windows copies paths in quotes
    if path is None:
        raise CourseError(
            f"The notebook's file cannot be found from here. Type its path, such as {Path.cwd() / 'notebook.ipynb'}; "
            "if it is not a file here (Kaggle), download it and run  course report NOTEBOOK  on your own computer"
        )
    return read_notebook(path), report_path(path)


def report_path(notebook: Path) -> Path:
    """Beside the notebook, under its name."""
    return notebook.with_name(f"{notebook.stem}-report.docx")


def is_behind(notebook: Notebook, shell: Any) -> bool:
    """Whether cells were run after the file was saved: the one that ran last does not stand in it."""
    ran = shell.history_manager.input_hist_raw if shell else []
    last = len(ran) - 1  # the first entry stands for no cell
    if notebook.saved is None or last < 1:
        return False
    text = text_hash(ran[last])
    return not any(cell.count == last and text_hash(cell.source) == text for cell in notebook.cells)


def save(content: bytes, path: Path) -> None:
    """Write a report.

    Raises
    ------
    CourseError
        If the file is open in Word, or its folder cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        is_locked = isinstance(error, PermissionError) and path.exists()
        fix = (
            "close it in Word, then try again"
            if is_locked
            else "choose another place: course report NOTEBOOK --to FILE.docx"
        )
        raise CourseError(f"{path} cannot be written ({error.strerror}); {fix}") from error
