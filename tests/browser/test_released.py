"""Each notebook as students get it: it opens, its first cells run, and open tasks and checks say what is missing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ASSIGNMENTS
from tests.browser.lab import STDERR, run_all, write_notebook
from tests.small_cells import nbgrader_cell

OPEN = re.compile("NotImplementedError: .*write your answer")
STUB = "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError('write your answer here')"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_first_cells_run_and_the_first_check_says_what_is_missing(opening, released, assignment, keep):
    page = opening(released(assignment))
    run_all(page)
    error = page.locator(STDERR)
    expect(error).to_have_count(1)
    expect(error).to_contain_text(OPEN)
    keep(page, f"{assignment}-open-task")
    failed = page.locator(".jp-CodeCell", has=error)
    before = failed.locator("xpath=preceding::*[contains(@class, 'jp-CodeCell')]")
    assert before.count() >= 2  # the imports, and the task itself


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
