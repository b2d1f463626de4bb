import io
import math

import pytest
import torch
from PIL import Image

from course.figures import plots
from course.figures.digit_plots import clouds, digit_rows, lines

POINTS = torch.rand(30, 2)
FIGURES = {
    "digit_rows": lambda: digit_rows({"input": torch.rand(12, 1, 28, 28), "two\nlines": torch.rand(12, 1, 28, 28)}),
    "one digit": lambda: digit_rows({"mean": torch.rand(1, 1, 28, 28)}),
    "lines": lambda: lines([2, 4, 8], {"PCA": [3, 2, 1], "network": [2, 1, 0.5]}, xlabel="d", ylabel="error", log=True),
    "clouds": lambda: clouds({"a": {"points": POINTS}, "b": {"points": POINTS, "line": POINTS[:2]}}, axes_names="xy"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_draws_and_fits_the_notebooks_column(name):
    buffer = io.BytesIO()
    FIGURES[name]().savefig(buffer, format="png")
    picture = Image.open(buffer)
    assert picture.width <= plots.WIDTH * plots.DPI + 1
    assert len(picture.convert("RGB").getcolors(maxcolors=1 << 20)) > 2


def test_digits_stand_side_by_side_below_each_other_at_one_scale():
    rows = {"first": torch.rand(3, 1, 28, 28), "second": torch.rand(3, 1, 28, 28)}
    figure = digit_rows(rows)
    for axis, (name, pictures) in zip(figure.axes, rows.items(), strict=True):
        (image,) = axis.images
        assert torch.equal(torch.tensor(image.get_array()), torch.cat(list(pictures[:, 0]), dim=1))
        assert image.get_clim() == (0, 1)
        assert [text.get_text() for text in axis.texts] == [name]


def test_values_beyond_black_and_white_are_clipped():
    (axis,) = digit_rows({"wild": torch.linspace(-3, 3, 784).reshape(1, 1, 28, 28)}).axes
    values = axis.images[0].get_array()
    assert (values.min(), values.max()) == (0, 1)


@pytest.mark.parametrize(
    ("pictures", "message"),
    [
        (torch.rand(3, 28, 28), r"'codes' has shape \(3, 28, 28\); expected \(n, 1, 28, 28\)"),
        (torch.rand(3, 784), r"'codes' has shape \(3, 784\)"),
        (torch.full((1, 1, 28, 28), math.nan), "'codes' has 784 values that are NaN; expected 0 to 1"),
    ],
)
def test_what_is_no_row_of_digits_is_refused_by_name(pictures, message):
    with pytest.raises(ValueError, match=message):
        digit_rows({"codes": pictures})


def test_pictures_that_still_have_gradients_can_be_drawn():
    pictures = torch.rand(2, 1, 28, 28, requires_grad=True)
    digit_rows({"network": 2 * pictures})


def test_curves_are_told_apart_by_name_colour_and_marker():
    (axis,) = FIGURES["lines"]().axes
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["PCA", "network"]
    assert len({line.get_color() for line in axis.lines}) == len({line.get_marker() for line in axis.lines}) == 2
    assert [tick.get_text() for tick in axis.get_xticklabels()] == ["2", "4", "8"]
    assert axis.get_yscale() == "log"


def test_clouds_share_their_axes_and_two_points_are_a_line():
    first, second = clouds({"a": {"all": POINTS}, "b": {"line": 5 * POINTS[:2]}}, axes_names=("x", "y")).axes
    assert first.get_xlim() == second.get_xlim()
    assert (first.lines[0].get_linestyle(), second.lines[0].get_linestyle()) == ("None", "-")
    assert (first.get_xlabel(), second.get_xlabel(), first.get_ylabel()) == ("x", "x", "y")
