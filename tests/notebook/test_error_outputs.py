import pytest

from course.notebook.error_outputs import error_as_text, error_of


def test_an_error_shown_as_text_is_found_again_and_keeps_no_colours():
    bundle = error_as_text("ValueError", "a < b", ["\x1b[31mValueError\x1b[0m: a < b"])
    assert bundle["text/plain"] == "ValueError: a < b"
    assert "ValueError: a &lt; b" in bundle["text/html"]
    assert error_of({"output_type": "display_data", "data": bundle}) == ("ValueError", "a < b")


def test_errors_of_nbformat_are_found_too():
    assert error_of({"output_type": "error", "ename": "ValueError", "evalue": "no"}) == ("ValueError", "no")


@pytest.mark.parametrize("output", [{}, {"output_type": "stream", "text": "Error"}, {"data": {"text/plain": "x"}}])
def test_other_outputs_tell_of_no_error(output):
    assert error_of(output) is None
