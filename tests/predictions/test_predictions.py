import pytest
from IPython.core.interactiveshell import InteractiveShell

from course.explorers import KLExplorer
from course.figures.mime_bundle import WIDGET_VIEW
from course.notebook.predictions import PREDICTION, Prediction, predictions_in
from course.predictions import predict, question, result_of
from course.predictions.question import question_named, take_up

ASK = "Will it rain?"
WHY = "Clouds came."


@pytest.fixture(autouse=True)
def shell():
    InteractiveShell.clear_instance()
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()
    take_up({}, lambda: None)


@pytest.fixture
def page(shell, monkeypatch):
    """What stands below each cell, by display id: as a front end keeps it."""
    shown = {}

    def publish(data, metadata=None, source=None, *, transient=None, update=False, **more):
        shown[(transient or {}).get("display_id", len(shown))] = data

    monkeypatch.setattr(shell.display_pub, "publish", publish)
    return shown


def ask():
    predict("rain", ASK, ["yes", "no"])
    return question_named("rain")


def result(truth="yes", shown="It rained."):
    with result_of("rain", truth=truth, why=WHY):
        print(shown)


def all_text(page):
    return "\n".join(data["text/plain"] for data in page.values())


def test_a_cell_waits_for_nothing_and_its_result_is_folded_until_then(page):
    ask()
    result()
    assert WIDGET_VIEW in page["prediction-rain"]
    assert page["result-rain-0"]["text/html"].startswith("<details")
    assert "It rained." in page["result-rain-0"]["text/html"]
    assert "It rained." not in all_text(page)


def test_a_prediction_unfolds_the_result_with_ones_own_guess_beside_it_and_why(page):
    asked = ask()
    result()
    asked.commit("no", "certain")
    assert page["result-rain-0"] == {"text/plain": "It rained."}
    assert page["result-rain-1"]["text/plain"] == f"You predicted: no (certain). ✗ It is: yes. {WHY}"


def test_after_a_prediction_the_result_is_shown_at_once(page):
    ask().commit("yes", "a guess")
    result()
    assert "<details" not in str(page)
    assert "It rained." in all_text(page)
    assert f"You predicted: yes (a guess). ✓ So it is. {WHY}" in all_text(page)


def test_a_result_shown_without_predicting_counts_as_not_predicted(page):
    asked = ask()
    result()
    asked.show_without()
    assert page["result-rain-0"] == {"text/plain": "It rained."}
    assert page["result-rain-1"]["text/plain"] == f"The answer: yes. {WHY}"
    assert question.made() == []


def test_an_explorer_in_a_folded_result_comes_alive_with_it(page):
    asked = ask()
    with result_of("rain", truth="yes", why=WHY):
        question.display(KLExplorer())
    assert "image/svg+xml" in page["result-rain-0"]["text/html"]
    assert WIDGET_VIEW not in page["result-rain-0"]
    asked.show_without()
    assert WIDGET_VIEW in page["result-rain-0"]


def test_what_was_predicted_stays_in_the_output_as_text_and_json(page):
    asked = ask()
    asked.commit("no", "fairly sure")
    result()
    output = page["prediction-rain"]
    assert output[PREDICTION] == {"name": "rain", "guess": "no", "sure": "fairly sure", "right": False}
    assert output["text/plain"] == f"{ASK}\nYou predicted: no (fairly sure). ✗ It turned out otherwise."
    assert WIDGET_VIEW not in output


def test_a_prediction_of_the_saved_notebook_holds_when_all_cells_run_again(page):
    ask().commit("no", "fairly sure")
    cell = {"outputs": [{"output_type": "display_data", "data": page["prediction-rain"]}]}
    take_up(predictions_in([cell]), lambda: None)
    ask()
    result()
    assert "You predicted: no (fairly sure)." in all_text(page)


def test_a_saved_prediction_that_no_longer_fits_its_question_is_forgotten(page):
    take_up({"rain": Prediction("rain", "perhaps", "certain")}, lambda: None)
    assert ask().prediction is None


def test_running_the_question_again_changes_no_prediction(page):
    ask().commit("no", "fairly sure")
    assert ask().prediction.guess == "no"


def test_where_no_buttons_appear_the_guess_is_written_into_the_cell(page):
    predict("rain", ASK, ["yes", "no"], guess="no", sure="certain")
    assert [made.guess for made in question.made()] == ["no"]


def test_a_truth_that_nobody_could_have_chosen_is_an_error_of_the_author(page):
    ask()
    with pytest.raises(ValueError, match="'perhaps' is no answer here"):
        result(truth="perhaps")


def stop():
    print("before")
    raise ZeroDivisionError


def test_an_error_in_the_block_is_raised_with_what_was_shown_before(page, capsys):
    ask()
    with pytest.raises(ZeroDivisionError), result_of("rain", truth="yes", why=WHY):
        stop()
    assert capsys.readouterr().out == "before\n"


def test_without_ipython_a_result_is_printed(capsys):
    InteractiveShell.clear_instance()
    result()
    assert "It rained." in capsys.readouterr().out
