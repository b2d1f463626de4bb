"""A prediction in JupyterLab: made with the mouse and by keyboard, seen beside the result, and kept in the file."""

import json

import pytest
from nbformat.v4 import new_code_cell
from playwright.sync_api import expect

from course.notebook.predictions import PREDICTION
from tests.browser.lab import choose, run_all, violations, write_notebook

FIRST = "from IPython.display import display\nfrom course.explorers import KLExplorer\n"
FIRST += "from course.predictions import predict, result_of"
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}
CELLS = (
    '# @title Predict: who is cheaper\npredict("cheaper", "Which is cheaper?", ["narrow", "wide"])',
    '# @title The result\nwith result_of("cheaper", truth="wide", why="It is so."):\n    display(KLExplorer())',
    '# @title Predict: how many\npredict("many", "How many?", "number")',
    '# @title The result\nwith result_of("many", truth=9, why="Nine it is."):\n    print("there are nine")',
)


@pytest.fixture(scope="module")
def notebook(opening, course):
    cells = [new_code_cell(FIRST), *(new_code_cell(text, metadata=FOLDED) for text in CELLS)]
    write_notebook(course / "predictions.ipynb", cells)
    page = opening("predictions.ipynb")
    run_all(page)
    return page


def cell(notebook, number):
    return notebook.locator(".jp-CodeCell").nth(number)


def test_a_form_and_a_folded_result_satisfy_wcag_and_neither_code_nor_result_is_seen(notebook, keep):
    expect(cell(notebook, 1)).to_contain_text("Which is cheaper?")
    shown = " ".join(notebook.locator(".jp-CodeCell").all_inner_texts()[1:])
    assert "# @title" in shown
    assert "result_of(" not in shown
    expect(notebook.get_by_text("there are nine", exact=True)).to_be_hidden()
    assert violations(notebook, ".jp-OutputArea-output") == []
    keep(notebook, "prediction-asked")


def test_with_the_mouse_an_answer_and_how_sure_one_is_unfold_a_live_explorer(notebook, keep):
    form, result = cell(notebook, 1), cell(notebook, 2)
    form.get_by_role("button", name="certain", exact=True).click()
    expect(form).to_contain_text("Choose an answer first.")
    form.get_by_role("radio", name="narrow").check()
    form.get_by_role("button", name="certain", exact=True).click()
    expect(result.get_by_role("slider").first).to_be_visible()
    expect(result).to_contain_text("You predicted: narrow (certain). ✗ It is: wide. It is so.")
    keep(notebook, "prediction-made")


def test_by_keyboard_a_number_is_typed_and_kept_in_the_saved_file(notebook, course):
    form, result = cell(notebook, 3), cell(notebook, 4)
    form.get_by_role("textbox", name="I predict").fill("9")
    for key in ("Tab", "Tab", "Enter"):
        notebook.keyboard.press(key)
    expect(result).to_contain_text("You predicted: 9 (fairly sure). ✓ So it is. Nine it is.")
    assert violations(notebook, ".jp-OutputArea-output") == []
    choose(notebook, "File", "Save Notebook")
    expect(notebook.locator(".jp-mod-dirty")).to_have_count(0)
    saved = json.loads((course / "predictions.ipynb").read_text(encoding="utf-8"))
    (output,) = saved["cells"][3]["outputs"]
    assert output["data"][PREDICTION] == {"name": "many", "guess": "9", "sure": "fairly sure", "right": True}
