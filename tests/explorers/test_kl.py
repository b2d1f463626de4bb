import re
from xml.etree import ElementTree

import pytest
import torch
from torch import distributions

from course.explorers import KLExplorer
from course.explorers.kl.figure import draw
from course.explorers.kl.numbers import Divergence
from course.explorers.kl.words import describe
from course.figures.svg import MARGIN, WIDTH

SVG = "{http://www.w3.org/2000/svg}"
REFUSED = [
    ({"mu": 4.0}, "mu=4.0 is out of range: the explorer shows -3 to 3"),
    ({"sigma": 0.0}, "sigma=0.0 is out of range"),
]
CORNERS = [(mu, sigma) for mu in (-3.0, 0.0, 3.0) for sigma in (0.1, 3.0)]


def example(**changes: float) -> KLExplorer:
    return KLExplorer(**changes)


@pytest.mark.parametrize(("mu", "sigma"), [(0.0, 1.0), (1.0, 0.5), (-2.0, 2.5), (3.0, 0.1)])
def test_parts_add_up_to_the_divergence_of_torch(mu, sigma):
    divergence = Divergence(mu, sigma)
    cloud = distributions.Normal(torch.tensor(mu, dtype=torch.float64), torch.tensor(sigma, dtype=torch.float64))
    standard = distributions.Normal(torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64))
    assert divergence.total == pytest.approx(float(distributions.kl_divergence(cloud, standard)), abs=1e-12)
    assert divergence.place + divergence.spread + divergence.sharpness == divergence.total


def test_sliders_redraw_the_picture_and_the_words():
    explorer = KLExplorer(mu=0.0, sigma=1.0)
    sliders, picture = explorer.widget.children[0].children, explorer.widget.children[1]
    assert "KL = 0.00 nats" in picture.value
    sliders[0].value = 2.0
    assert "KL = 2.00 nats" in picture.value
    assert picture.value == explorer.still()
    assert explorer.words() == describe(Divergence(2.0, 1.0))


def test_every_position_of_the_sliders_can_be_drawn():
    explorer = KLExplorer()
    for sigma in (0.1, 3.0):
        for mu in (-3.0, 3.0):
            explorer.widget.children[0].children[0].value = mu
            explorer.widget.children[0].children[1].value = sigma
            assert explorer.still().startswith("<svg")


@pytest.mark.parametrize(("mu", "sigma"), CORNERS)
def test_bars_are_as_long_as_their_numbers_say_and_stay_in_the_picture(mu, sigma):
    divergence = Divergence(mu, sigma)
    bars = [bar for bar in ElementTree.fromstring(draw(divergence)).iter(f"{SVG}rect") if bar.get("height") == "14"]
    lengths = [float(bar.get("width")) for bar in bars]
    values = [divergence.place, divergence.spread, divergence.sharpness, divergence.total]
    assert lengths == pytest.approx([30 * abs(value) for value in values], rel=1e-4, abs=1e-3)
    assert all(float(bar.get("x")) + length <= WIDTH - MARGIN for bar, length in zip(bars, lengths, strict=True))


def test_a_density_higher_than_the_frame_is_cut_off_and_not_flattened():
    frame = next(ElementTree.fromstring(draw(Divergence(0.0, 0.1))).iter(f"{SVG}svg")).find(f"{SVG}svg")
    heights = [float(y) for y in re.findall(r"[ML][\d.-]+ ([\d.-]+)", frame.find(f"{SVG}path").get("d"))]
    assert min(heights) < float(frame.get("y")) - 400
    assert heights.count(min(heights)) == 1
