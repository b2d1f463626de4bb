import pytest
import torch
from matplotlib.figure import Figure

from course.data import digit_from_photo, digits
from course.data.strokes import EXAMPLE, digit_from_strokes, parse_strokes
from course.explorers.drawing_pad.widget import DrawingPad
from tests.data.photographs import photograph, png
from tests.explorers.test_image_choice import WIDGETS_7, value_7, value_8

ONE = "M140,40L136,240"
REFUSED = [
    ({"alt": " "}, "alt is empty; say in a sentence what the answer shows"),
    ({"strokes": "a 3"}, "a drawing is 'a 3'; expected strokes like"),
]


def rows(digit):
    return {"yours": digit}


def example(**changes):
    return DrawingPad(**{"answer": rows, "alt": "your digit", **changes})


def draw(pad, text):
    """What the browser's message brings when the pen is lifted."""
    pad._strokes.set_state({"value": text})


def send_file(pad, name, content):
    if WIDGETS_7:
        metadata = value_7(name, content)[name]["metadata"]
        state = {"data": [memoryview(content)], "metadata": [metadata], "_counter": pad.upload._counter + 1}
    else:
        state = {"value": [value_8(name, content)[0] | {"last_modified": 0}]}
    pad.upload.set_state(state)


def test_it_begins_with_an_example_so_that_a_notebook_runs_through():
    pad = DrawingPad()
    assert torch.equal(pad.digit, digit_from_strokes(parse_strokes(EXAMPLE)))
    assert pad.words().startswith("An example: 20 pixels high")
    assert "draw a digit of your own" in pad._seen.value


def test_a_drawing_is_the_digit_and_the_answer_follows_at_once():
    seen = []
    pad = DrawingPad(lambda digit: (seen.append(digit), rows(digit))[1], alt="your digit")
    before = pad._shown.value
    draw(pad, ONE)
    assert torch.equal(pad.digit, digit_from_strokes(parse_strokes(ONE)))
    assert torch.equal(seen[-1], pad.digit)
    assert len(seen) == 2
    assert pad._shown.value != before
    assert "<title>your digit</title>" in pad._shown.value
    assert "Drawn, 1 stroke" in pad.words()


def test_an_empty_pad_says_what_to_do():
    pad = DrawingPad(rows, alt="your digit")
    draw(pad, "")
    with pytest.raises(ValueError, match="the drawing pad is empty: draw a digit on it, then run this cell again"):
        _ = pad.digit
    assert pad.words() == "The pad is empty."
    assert pad._shown.value == ""
    assert pad.still().startswith("<svg")


def test_an_answer_that_fails_is_told_beside_the_pad_and_the_next_one_is_asked_again(capsys):
    def fragile(digit):
        if digit.sum() > 60:
            raise KeyError("<b>no</b>")
        return rows(digit)

    pad = DrawingPad(fragile, alt="your digit")
    assert "KeyError: &#x27;&lt;b&gt;no&lt;/b&gt;&#x27;" in pad._shown.value
    draw(pad, ONE)
    assert "<image" in pad._shown.value
    assert capsys.readouterr() == ("", "")


def test_an_answer_that_is_none_is_told():
    pad = DrawingPad(lambda digit: None, alt="your digit")
    assert "TypeError: it returned None; expected rows of digits by name" in pad._shown.value


def test_an_answer_takes_the_old_ones_place_without_a_gap():
    pad, shown = DrawingPad(rows, alt="your digit"), []
    pad._shown.observe(lambda change: shown.append(change["new"]), "value")
    draw(pad, ONE)
    assert len(shown) == 1
    assert "<image" in shown[0]


def test_the_answer_cannot_change_the_digit():
    def vandal(digit):
        digit.zero_()
        return Figure()

    assert DrawingPad(vandal, alt="nothing").digit.sum() > 50
    pad = DrawingPad()
    pad.digit.zero_()
    assert pad.digit.sum() > 50


def test_a_photograph_takes_the_drawings_place_until_the_next_stroke():
    seven = digits("test", n=1).images
    pad = DrawingPad(rows, alt="your digit")
    send_file(pad, "seven.png", png(photograph(seven)))
    torch.testing.assert_close(pad.digit, digit_from_photo(photograph(seven)), atol=0.1, rtol=0)  # PNG rounds
    assert pad.words().startswith("Photograph seven.png")
    draw(pad, ONE)
    assert torch.equal(pad.digit, digit_from_strokes(parse_strokes(ONE)))


def test_the_same_photograph_can_be_taken_again_after_drawing():
    pad, seven = DrawingPad(), png(photograph(digits("test", n=1).images))
    for _ in range(2):
        draw(pad, ONE)
        send_file(pad, "seven.png", seven)
        assert pad.words().startswith("Photograph seven.png")


def test_a_photograph_can_be_cleared_from_an_empty_pad():
    pad = DrawingPad(strokes="")
    send_file(pad, "seven.png", png(photograph(digits("test", n=1).images)))
    draw(pad, "")
    assert pad.words() == "The pad is empty."


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("<b>essay</b>.txt", b"To be, or not to be", "&lt;b&gt;essay&lt;/b&gt;.txt is not a picture"),
        ("empty.png", b"", "empty.png is empty"),
        ("phone.heic", b"\x00\x00\x00\x18ftypheic" + bytes(100), "phone.heic is a HEIC or AVIF picture"),
        ("cut.png", png(photograph(torch.ones(1, 1, 28, 28)))[:3000], "cut.png is damaged"),
        ("wall.png", png(torch.full((1, 1, 300, 300), 0.7)), "no ink stands out from the paper in wall.png"),
    ],
    ids=["text", "empty", "heic", "truncated", "no digit"],
)
def test_a_bad_file_gets_one_sentence_and_the_old_digit_stays(name, content, sentence, capsys):
    pad = DrawingPad()
    draw(pad, ONE)
    before = pad.digit
    send_file(pad, name, content)
    assert sentence in pad._seen.value
    assert "The old digit stays" in pad._seen.value
    assert torch.equal(pad.digit, before)
    assert capsys.readouterr() == ("", "")


def test_a_message_that_is_no_drawing_changes_nothing():
    pad = DrawingPad()
    before = pad.digit
    draw(pad, "M1,2<script>")
    assert torch.equal(pad.digit, before)
    assert "<script>" not in pad._seen.value


def test_still_shows_the_digit_and_the_answer():
    assert example().still().count("<image ") == 2


def test_little_travels_to_the_browser_for_each_drawing():
    pad = DrawingPad(rows, alt="your digit")
    draw(pad, ONE)
    assert len(pad._seen.value) + len(pad._shown.value) < 4_000


def test_the_pad_is_made_of_widgets_that_every_place_has():
    def names(widget):
        return {type(widget).__name__}.union(*map(names, getattr(widget, "children", ())))

    assert names(DrawingPad().widget) == {"VBox", "HBox", "HTML", "Text", "FileUpload"}
