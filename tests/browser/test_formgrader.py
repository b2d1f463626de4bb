"""An assignment from release to feedback, as an instructor has it on the screen."""

import shutil

import nbformat
import pytest

from course.authoring.build import ROOT, build
from course.notebook.cells import grade_id
from scripts.course_copy import notebook_path, read_scores, run_command, submit

HINTS = "".join(
    f"# <details><summary>Hint {i}: {name}</summary>Multiply.</details>\n#\n"
    for i, name in enumerate(("a nudge", "the idea", "almost"), 1)
)
LESSON = f"""# %% [markdown]
# # Squares

# %%
from course.checks import expect_equal

# %% [markdown]
# ## The square of a number
#
# Write `square(x)`.

#
{HINTS}
# %% nbgrader={{"grade_id": "square", "solution": true}}
def square(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION

# %% nbgrader={{"grade_id": "test-square", "grade": true, "points": 2}}
expect_equal(square(3), 9, "square(3)", see="above")

# %% [markdown] nbgrader={{"grade_id": "question-why", "locked": true}}
# ## Its sign
#
# Why is no square negative?
#
{HINTS}#
# ### BEGIN MARK SCHEME
# - 3: both factors have the same sign.
# ### END MARK SCHEME

# %% [markdown] nbgrader={{"grade_id": "answer-why", "grade": true, "solution": true, "points": 3}}
# ### BEGIN SOLUTION
# Both factors have the same sign.
# ### END SOLUTION
"""
COMMENT = "Say also what happens at 0."
pytestmark = pytest.mark.grading


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A course with one small assignment, not yet released."""
    folder = tmp_path_factory.mktemp("formgrader")
    lesson = folder / "lessons" / "squares" / "squares.py"
    lesson.parent.mkdir(parents=True)
    lesson.write_text(LESSON, encoding="utf-8")
    build(folder / "lessons", folder / "built")
    shutil.copytree(folder / "built" / "source", folder / "class" / "source")
    shutil.copy(ROOT / "nbgrader_config.py", folder / "class")
    return folder / "class"


@pytest.fixture
def formgrader(page, folder, jupyterlab):
    """Address below which the formgrader's pages lie; the page is logged in, as behind JupyterLab's menu."""
    with jupyterlab(folder) as (address, token):
        page.goto(f"{address}/lab?token={token}")
        yield f"{address}/formgrader/{{}}"


def test_release_grade_mark_by_hand_gradebook_and_feedback(page, formgrader, folder, keep):
    page.goto(formgrader.format("manage_assignments"))
    row = page.locator("tr", has_text="squares")
    press(page, row, ".assign")
    keep(page, "formgrader-released")
    notebook = nbformat.read(notebook_path(folder, "release", "squares"), as_version=4)
    answers = {"square": "def square(x):\n    return x**2", "answer-why": "Minus times minus is plus."}
    for cell in notebook.cells:
        cell.source = answers.get(grade_id(cell), cell.source)
    submit(folder, "kim", "squares", "squares.ipynb", notebook)
    graded = run_command(folder, "course", "grade", "squares")
    assert graded.returncode == 0, graded.stdout

    page.goto(formgrader.format("gradebook/squares/squares"))
    page.get_by_role("link", name="Submission #1").click()
    page.get_by_text("both factors have the same sign").first.wait_for()  # the mark scheme
    fill(page, page.locator("input#answer-why"), "2.5")
    fill(page, page.locator("textarea").last, COMMENT)
    keep(page, "formgrader-marking")
    page.goto(formgrader.format("gradebook/squares"))
    page.locator("tr", has_text="squares").get_by_text("4.5 / 5").wait_for()
    assert read_scores(folder, "squares")["kim"]["answer-why"].points == 2.5

    page.goto(formgrader.format("manage_assignments"))
    press(page, row, ".generate-feedback")
    page.goto((folder / "feedback" / "kim" / "squares" / "squares.html").as_uri())
    assert COMMENT in page.locator("body").inner_text()
    assert "4.5" in page.locator("body").inner_text()
    keep(page, "formgrader-feedback")


def press(page, row, button):
    """Press one of the buttons of an assignment's row and wait for nbgrader to say that it is done."""
    row.locator(f"{button} a").click()
    page.get_by_role("dialog").get_by_text("Successfully").first.wait_for(timeout=60_000)
    page.get_by_role("dialog").get_by_role("button", name="Close").first.click()


def fill(page, field, text):
    """Write into a field and wait until the gradebook has it."""
    field.scroll_into_view_if_needed()
    field.fill(text)
    with page.expect_response(lambda response: response.request.method == "PUT") as saved:
        field.press("Tab")
    assert saved.value.ok
