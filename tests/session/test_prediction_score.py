from course.notebook.predictions import Prediction
from course.session.prediction_score import score


def test_the_score_says_how_often_one_was_right_and_how_sure():
    made = [("a", "certain", True), ("b", "certain", False), ("c", "a guess", True), ("d", "fairly sure", None)]
    said = score(Prediction(name, "no", sure, right) for name, sure, right in made)
    assert said == "predictions: 2 of 3 right (certain: 1 of 2, a guess: 1 of 1)"


def test_without_a_result_there_is_no_score():
    assert score([Prediction("a", "no", "certain")]) == ""
