import pytest

from course.notebook.predictions import LONGEST, PREDICTION, predictions_in, questions_in

GOOD = {"name": "rain", "guess": "no", "sure": "certain", "right": False}


def cell(content):
    return {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": {PREDICTION: content}}]}


def test_questions_are_read_in_the_text_of_cells():
    text = '# @title Predict\npredict("rain", "Will it " "rain?", ["yes", "no"])\nother("a", "b")'
    cells = [{"cell_type": "code", "source": text}, {"cell_type": "code", "source": "predict("}]
    assert questions_in(cells) == {"rain": "Will it rain?"}


def test_predictions_are_read_in_the_outputs_of_cells():
    (prediction,) = predictions_in([cell(GOOD), {}, None]).values()
    assert vars(prediction) == GOOD


@pytest.mark.parametrize(
    "wrong",
    [{"sure": "very"}, {"sure": ["certain"]}, {"guess": 3}, {"guess": "  "}, {"name": None}],
)
def test_what_is_no_prediction_is_passed_over(wrong):
    assert predictions_in([cell(GOOD | wrong)]) == {}


def test_a_guess_is_cut_and_kept_on_one_line():
    guess = "a\nb\x1b[2J" + "x" * 10_000
    (prediction,) = predictions_in([cell(GOOD | {"guess": guess, "right": "yes"})]).values()
    assert len(prediction.guess) == LONGEST + 1
    assert prediction.guess.isprintable()
    assert prediction.right is None


@pytest.mark.parametrize(
    "strange", [[], [{"outputs": 3}], [{"outputs": [None, {"data": []}, {"data": {PREDICTION: 1}}]}]]
)
def test_strange_outputs_hold_no_predictions(strange):
    assert predictions_in(strange) == {}
