"""A released notebook with the known solutions in it, run from top to bottom in JupyterLab: one a day, or each.

That every solution runs is nbval's to show, and that its outputs can be read, tests/test_notebooks.py's; what its
explorers do is tried in test_explorers.py.
"""

import os
import random

import pytest

from tests.browser.conftest import ASSIGNMENTS, WIDE
from tests.browser.lab import EXPLORER, PICTURE, STDERR, drag, moving, run_all, wait_for_change
from tests.randomness import LONG, SEED

ALL = LONG or "COURSE_SCREENSHOTS" in os.environ
TRIED = ASSIGNMENTS if ALL else [random.Random(SEED).choice(ASSIGNMENTS)]
PICTURED = [assignment for assignment in TRIED if assignment == "3-1-convolution"]


@pytest.fixture(scope="module", params=TRIED)
def assignment(request):
    return request.param


@pytest.fixture(scope="module")
def notebook(opening, assignment):
    """The page with the notebook, all of its cells run."""
    page = opening(f"solved/{assignment}/solved.ipynb")
    run_all(page)
    return page


def test_every_cell_runs_without_an_error_or_a_warning(notebook, assignment, keep_whole_page):
    keep_whole_page(notebook, assignment)
    prompts = notebook.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()
    assert all(any(c.isdigit() for c in prompt) for prompt in prompts if prompt)  # folded code has none
    assert notebook.locator(STDERR).all_text_contents() == []


def test_the_lessons_explorers_are_alive(notebook, assignment, keep):
    explorers = notebook.locator(EXPLORER).all()
    assert explorers
    for i, explorer in enumerate(explorers):
        explorer.evaluate("element => element.scrollIntoView({block: 'start'})")
        keep(explorer, f"{assignment}-explorer-{i + 1}")
        before = explorer.evaluate(PICTURE)
        drag(notebook, moving(explorer)[-1])
        wait_for_change(notebook, explorer, before)


@pytest.mark.parametrize("assignment", PICTURED, indirect=True)
def test_the_readmes_picture_holds_the_explorer_from_its_heading_on(notebook, assignment, keep):
    notebook.set_viewport_size({"width": 1280, "height": 845})  # the explorer just fits
    heading = notebook.get_by_role("heading", name="2 Convolution is a matrix")
    heading.evaluate("element => element.scrollIntoView({block: 'start'})")
    assert notebook.locator(EXPLORER).first.evaluate("e => e.getBoundingClientRect().bottom") <= 845
    keep(notebook.locator(".jp-NotebookPanel"), "explorer")  # neither menus nor files
    notebook.set_viewport_size(WIDE)
