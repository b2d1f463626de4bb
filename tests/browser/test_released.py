"""Each notebook as students get it: it opens, its first cells run, and open tasks and checks say what is missing."""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ASSIGNMENTS
from tests.browser.lab import STDERR, run_all, write_notebook
from tests.randomness import LONG, SEED
from tests.small_cells import nbgrader_cell

TRIED = ASSIGNMENTS if LONG else [random.Random(SEED).choice(ASSIGNMENTS)]
NEEDS = re.compile("task \\d+ .*still open")
OPEN = re.compile("NotImplementedError: .*write your answer")
STUB = "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError('write your answer here')"


@pytest.mark.parametrize("assignment", TRIED)
def test_run_all_runs_through_open_tasks_to_the_panel_and_no_cell_misses_a_name(opening, released, assignment, keep):
    page = opening(released(assignment))
    run_all(page)
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()
    assert all(any(c.isdigit() for c in prompt) for prompt in prompts if prompt)  # folded code has none
    errors = page.locator(STDERR)
    expect(errors.first).to_contain_text(OPEN)
    keep(page, f"{assignment}-open-task")
    assert all(NEEDS.search(error) for error in errors.all_text_contents())
    expect(page.locator(".jp-CodeCell").last).to_contain_text("Your progress: 0 of")


def test_validate_lists_what_fails_and_praises_what_is_solved(opening, course, keep):
    """On a small notebook: Validate runs all cells, and that lessons pass is shown elsewhere."""
    check = nbgrader_cell(
        "test-double", "from course.checks import expect_equal\nexpect_equal(double(2), 4, 'double(2)')", points=1
    )
    for name, text in {"open": STUB, "solved": "def double(x):\n    return 2 * x"}.items():
        answer = nbgrader_cell("double", text, solution=True)
        write_notebook(course / f"{name}.ipynb", [answer, check])
    dialog = validate(opening("open.ipynb"))
    expect(dialog).to_contain_text("The following cell failed")
    expect(dialog).to_contain_text(OPEN)
    keep(dialog.page, "validate-open")
    dialog = validate(opening("solved.ipynb"))
    expect(dialog).to_contain_text("Success! Your notebook passes all the tests.")
    keep(dialog.page, "validate-solved")


def validate(page):
    """Press nbgrader's button; return the dialog with the result."""
    page.get_by_role("button", name="Validate", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Validation Results").wait_for(timeout=120_000)
    return dialog
