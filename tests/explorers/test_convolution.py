import itertools

import pytest
import torch

from course.explorers import ConvolutionExplorer
from course.explorers.convolution.widget import LIMITS

REFUSED = [
    ({"stride": 9}, "stride=9 is out of range"),
    ({"kernel_size": 0}, "kernel_size=0"),
    ({"stride": 1.5}, "stride=1.5 is out of range: the explorer shows whole numbers from 1 to 4"),
    ({"output_padding": 1}, "output_padding=1 needs transposed=True"),
    ({"image": torch.zeros(3, 4)}, r"image has shape \(3, 4\)"),
    ({"image": torch.zeros(8, 8)}, r"image has shape \(8, 8\)"),
    ({"kernel": torch.zeros(1, 1, 3, 3)}, r"kernel has shape \(1, 1, 3, 3\)"),
    ({"kernel": torch.full((2, 2), 0.5)}, "kernel must hold whole numbers"),
    ({"image": torch.full((2, 2), 100)}, "image must hold whole numbers"),
    ({"image": torch.zeros(3, 3), "input_size": 4}, "input_size=4, but image is 3"),
    ({"strides": 2}, "strides"),
    ({"position": 4}, "position=4 is out of range: the output has pixels 0 to 3"),
]


def example(**presets: object) -> ConvolutionExplorer:
    return ConvolutionExplorer(**presets)


def set_controls(explorer: ConvolutionExplorer, **values: int) -> None:
    for name, value in values.items():
        explorer._sliders[name].value = value


def test_still_shows_the_whole_output_and_words_its_last_pixel():
    explorer = ConvolutionExplorer()
    still = explorer.still()
    assert "61" in explorer.words()
    assert all(f">{value}<" in still for value in (57, 50, 66, 61))


def test_presets_set_the_controls():
    explorer = ConvolutionExplorer(transposed=True, stride=2, output_padding=1)
    assert explorer.settings.output_size == 10
    assert not explorer._sliders["output_padding"].disabled


def test_it_starts_at_the_position_that_is_asked_for():
    explorer = ConvolutionExplorer(transposed=True, input_size=3, stride=2, padding=1, position=6)
    assert explorer._position.value == 6
    assert "output[1, 1] = 25" in explorer._picture.value


def test_own_tensors_are_shown_and_fix_their_sizes():
    image, kernel = torch.tensor([[10, 20], [30, 40]]), torch.tensor([[-1]])
    explorer = ConvolutionExplorer(image=image, kernel=kernel)
    assert explorer._sliders["input_size"].disabled
    assert explorer._sliders["kernel_size"].disabled
    assert "output[0, 0] = −10" in explorer._picture.value


def test_moving_the_position_redraws():
    explorer = ConvolutionExplorer()
    explorer._position.value = 3
    assert "output[1, 1] = 61" in explorer._picture.value


def test_back_and_next_stop_at_the_ends():
    explorer = ConvolutionExplorer()
    explorer._move(-1)
    assert explorer._position.value == 0
    for _ in range(9):
        explorer._move(1)
    assert explorer._position.value == 3


def test_position_follows_a_shrinking_output():
    explorer = ConvolutionExplorer(padding=1)
    explorer._position.value = 15
    set_controls(explorer, padding=0)
    assert (explorer._position.value, explorer._position.max, explorer._play.max) == (3, 3, 3)
    assert "position 3" in explorer._picture.value


def test_a_position_without_a_way_to_go_is_disabled_until_there_is_one():
    explorer = ConvolutionExplorer(input_size=3)
    assert explorer._position.disabled
    set_controls(explorer, input_size=4)
    assert not explorer._position.disabled


def test_playing_past_the_end_of_a_shrunken_output_is_harmless():
    explorer = ConvolutionExplorer()
    explorer._position.set_state({"value": 99})  # what a browser sends that has not yet heard of the new end
    assert explorer._position.value == 3


def test_impossible_settings_say_why_and_recover():
    explorer = ConvolutionExplorer(dilation=2)
    assert "the kernel does not fit" in explorer._picture.value
    assert "the kernel does not fit" in explorer.still()
    assert "the kernel does not fit" in explorer.words()
    explorer._move(1)
    set_controls(explorer, dilation=1)
    assert "position 0" in explorer._picture.value


def test_output_padding_is_enabled_only_for_transposed():
    explorer = ConvolutionExplorer(transposed=True, stride=2, output_padding=1)
    explorer._direction.value = False
    assert explorer._sliders["output_padding"].disabled
    assert explorer.settings.output_padding == 0


def test_no_combination_of_controls_raises_or_prints(capfd: pytest.CaptureFixture[str]):
    explorer = ConvolutionExplorer()
    extremes = itertools.product((False, True), *LIMITS.values())
    for transposed, *values in extremes:
        explorer._direction.value = transposed
        set_controls(explorer, **dict(zip(LIMITS, values, strict=True)))
        explorer._position.value = explorer._position.max
        assert explorer._picture.value.startswith("<svg")
    assert capfd.readouterr() == ("", "")
