"""Each notebook as students get it: it opens, its first cells run, and open tasks and checks say what is missing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ASSIGNMENTS
from tests.browser.lab import STDERR, run_all

OPEN = re.compile("NotImplementedError: .*write your answer")


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


@pytest.mark.parametrize("assignment", ASSIGNMENTS[:1])
def test_validate_lists_what_fails_and_praises_what_is_solved(opening, released, assignment, keep):
    page = opening(released(assignment))
    dialog = validate(page)
    expect(dialog).to_contain_text("The following cell failed")
    expect(dialog).to_contain_text(OPEN)
    keep(page, "validate-open")
    page = opening(f"solved/{assignment}/solved.ipynb")
    dialog = validate(page)
    expect(dialog).to_contain_text("Success! Your notebook passes all the tests.")
    keep(page, "validate-solved")


def validate(page):
    """Press nbgrader's button; return the dialog with the result."""
    page.get_by_role("button", name="Validate", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Validation Results").wait_for(timeout=120_000)
    return dialog
