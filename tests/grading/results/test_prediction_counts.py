from course.grading.results.prediction_counts import MOST_GUESSES, count_predictions
from course.notebook.predictions import Prediction

QUESTIONS = {"rain": "Will it rain?", "snow": "Will it snow?"}


def test_each_question_counts_who_was_right_how_sure_and_what_was_answered():
    made = [("no", "certain", False), ("yes", "certain", True), ("no", "a guess", False), ("no", "a guess", None)]
    counts = count_predictions([[Prediction("rain", *one)] for one in made], QUESTIONS)
    rain = counts["rain"]
    assert (rain.question, rain.made, rain.right, rain.certain, rain.certain_right) == ("Will it rain?", 4, 1, 2, 1)
    assert list(rain.guesses.items()) == [("no", 3), ("yes", 1)]
    assert counts["snow"].made == 0


def test_a_class_of_a_thousand_different_answers_fills_no_page():
    made = [[Prediction("rain", str(number), "certain")] for number in range(1000)]
    assert len(count_predictions(made, QUESTIONS)["rain"].guesses) == MOST_GUESSES
