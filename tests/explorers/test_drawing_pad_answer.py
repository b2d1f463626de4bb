import base64
import io
import re
from xml.etree import ElementTree

import pytest
import torch
from PIL import Image

from course.explorers.drawing_pad.widget import draw_answer
from course.figures.digit_plots import digit_rows

ROWS = {"yours": torch.rand(1, 1, 28, 28), "three networks,\nsay": torch.ones(3, 1, 28, 28)}
IMAGE = re.compile(r'<image x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"[^>]*base64,([^"]+)')


def test_each_row_has_its_name_and_its_digits_side_by_side():
    body, width, height = draw_answer(ROWS)
    placed = [[float(number) for number in found[:4]] for found in IMAGE.findall(body)]
    (left, top, one, side), (same, below, three, _) = placed
    assert left == same
    assert (one, side, three) == (56, 56, 3 * 60 - 4)
    assert below == top + 60
    assert left + three < width
    assert below + side < height
    names = [element.text for element in ElementTree.fromstring(f"<svg>{body}</svg>").iter("text")]
    assert names == ["yours", "three networks,", "say"]


def test_rows_show_the_pictures_in_sixteen_greys_and_clip_what_is_outside():
    pictures = torch.linspace(-1, 2, 784).reshape(1, 1, 28, 28)
    data = IMAGE.search(draw_answer({"row": pictures}).body)[5]
    shown = torch.tensor(list(Image.open(io.BytesIO(base64.b64decode(data))).convert("L").tobytes()))
    assert (shown / 255 - pictures.flatten().clamp(0, 1)).abs().max() <= 0.5 / 15 + 1e-6


def test_names_are_text_and_no_markup():
    assert "&lt;b&gt;" in draw_answer({"<b>": torch.zeros(1, 1, 28, 28)}).body


def test_a_figure_is_shown_as_large_as_it_is():
    body, width, height = draw_answer(digit_rows(ROWS))
    picture = Image.open(io.BytesIO(base64.b64decode(re.search(r'base64,([^"]+)', body)[1])))
    assert picture.size == (width, height)


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (None, TypeError, "it returned None; expected rows of digits by name, {'rebuilt': a tensor"),
        ({}, TypeError, "it returned {}; expected rows"),
        (torch.zeros(2, 1, 28, 28), TypeError, r"it returned tensor\(\[\[\[\[0., 0., 0.*; expected rows"),
        ({"rebuilt": torch.zeros(28, 28)}, ValueError, r"row 'rebuilt' has shape \(28, 28\); expected \(n, 1, 28, 28"),
        ({"rebuilt": None}, ValueError, "row 'rebuilt' is None: does the function"),
        ({"rebuilt": torch.full((1, 1, 28, 28), float("nan"))}, ValueError, "784 of 784 values of row 'rebuilt' are"),
    ],
    ids=["nothing", "no rows", "tensor", "shape", "no row", "nan"],
)
def test_what_is_no_answer_is_told_by_name(answer, error, said):
    with pytest.raises(error, match=said):
        draw_answer(answer)
