import io
import math
import subprocess
import sys

import pytest
import torch
from PIL import Image

from course.figures import plots


def drawn(figure) -> Image.Image:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return Image.open(buffer)


FIGURES = {
    "pictures": lambda: plots.pictures([torch.rand(1, 3, 40, 30), torch.rand(20, 15)], ["large", "small"]),
    "numbers": lambda: plots.numbers([torch.eye(4), torch.zeros(2, 2)], ["C", "y"]),
    "coverage": lambda: plots.coverage([torch.ones(5, 5), torch.arange(16.0).reshape(4, 4)], ["even", "uneven"]),
    "staircase": lambda: plots.staircase([3, 4, 5], [1, 1, 2], title="stride 2"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_draws_and_fits_the_notebooks_column(name):
    picture = drawn(FIGURES[name]())
    assert picture.width <= plots.WIDTH * plots.DPI + 1
    assert len(picture.convert("RGB").getcolors(maxcolors=1 << 20)) > 2


def test_figures_need_no_pyplot():
    code = "import sys, course.figures.plots; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pictures_are_drawn_at_one_scale():
    axes = plots.pictures([torch.rand(40, 40), torch.rand(20, 20)], ["a", "b"]).axes
    for axis in axes:
        low, high = axis.get_ylim()
        assert abs(low - high) == 40


def test_what_is_not_a_picture_is_refused_with_its_shape():
    with pytest.raises(ValueError, match=r"shape \(2, 3, 8, 8\)"):
        plots.pictures([torch.rand(2, 3, 8, 8)], ["a batch"])
    with pytest.raises(ValueError, match="2 images but 1 titles"):
        plots.pictures([torch.rand(8, 8), torch.rand(8, 8)], ["one"])


def test_whole_numbers_are_not_taken_for_values_from_0_to_1():
    with pytest.raises(ValueError, match=r"dtype torch.uint8; expected floating-point"):
        plots.pictures([torch.zeros(8, 8, dtype=torch.uint8)], ["bytes"])
    with pytest.raises(ValueError, match="image is None"):
        plots.pictures([None], ["nothing"])
    plots.pictures([torch.zeros(8, 8).numpy()], ["an array will do"])


def test_nan_in_a_picture_is_counted():
    with pytest.raises(ValueError, match="2 of 64 values of the image are NaN"):
        plots.pictures([torch.zeros(64).index_fill(0, torch.tensor([3, 5]), math.nan).reshape(8, 8)], ["broken"])


def test_what_is_not_a_matrix_is_refused():
    with pytest.raises(ValueError, match="'C' is None: does the function"):
        plots.numbers([None], ["C"])
    with pytest.raises(ValueError, match=r"'C' has shape \(3,\)"):
        plots.numbers([torch.ones(3)], ["C"])
    plots.numbers([[[1, 2], [3, 4]]], ["a list will do"])


def test_show_displays_the_picture_with_its_alt_text(monkeypatch):
    shown = []
    monkeypatch.setattr(plots, "display", lambda bundle, raw: shown.append(bundle))
    plots.show(FIGURES["staircase"](), alt='steps of "two" & more')
    (bundle,) = shown
    assert 'alt="steps of &quot;two&quot; &amp; more"' in bundle["text/html"]
    assert bundle["text/plain"] == 'steps of "two" & more'


def test_show_refuses_a_picture_without_alt_text():
    with pytest.raises(ValueError, match="alt is empty"):
        plots.show(FIGURES["staircase"](), alt=" ")


def test_a_photograph_is_sent_small_and_a_drawing_sharp(monkeypatch):
    shown = []
    monkeypatch.setattr(plots, "display", lambda bundle, raw: shown.append(bundle["text/html"]))
    plots.show(plots.pictures([torch.rand(1, 3, 500, 500)], ["noise"]), alt="noise")
    plots.show(FIGURES["numbers"](), alt="numbers")
    assert "data:image/jpeg" in shown[0]
    assert "data:image/png" in shown[1]
