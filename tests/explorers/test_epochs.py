from xml.etree import ElementTree

import pytest
import torch

from course.data import digits
from course.explorers import EpochExplorer

SVG = "{http://www.w3.org/2000/svg}"


def run(count: int = 4, epochs: int = 3) -> dict[str, object]:
    images = torch.rand(count, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    shares = torch.linspace(0, 0.9, epochs + 1)[:, None, None, None, None]
    return {
        "images": images,
        "reconstructions": shares * images,
        "test_errors": [0.2 / (epoch + 1) for epoch in range(epochs + 1)],
        "train_errors": [0.18 / (epoch + 1) for epoch in range(epochs)],
        "labels": [digit % 10 for digit in range(count)],
    }


REFUSED = [
    ({"images": torch.zeros(4, 28, 28)}, r"images has shape \(4, 28, 28\); expected \(N, 1, 28, 28\)"),
    ({"reconstructions": torch.zeros(4, 3, 1, 28, 28)}, r"expected \(E \+ 1, 4, 1, 28, 28\)"),
    ({"test_errors": [0.1] * 3}, r"test_errors has shape \(3,\); expected \(4,\)"),
    ({"train_errors": [0.1] * 4}, r"train_errors has shape \(4,\); expected \(3,\)"),
    ({"test_errors": [0.1, 0.1, 0, 0.1]}, "test_errors has 0 in it"),
    ({"test_errors": [0.1, 0.1, float("nan"), 0.1]}, "test_errors are NaN"),
    ({"labels": [1, 2]}, r"labels has shape \(2,\); expected \(4,\)"),
]


def example(**changes: object) -> EpochExplorer:
    return EpochExplorer(**{**run(), **changes})


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_errors_are_means_over_each_digits_pixels():
    values = run()
    errors = EpochExplorer(**values)._training.errors
    difference = values["reconstructions"][2, 1] - values["images"][1]
    assert [len(epoch) for epoch in errors] == [4, 4, 4, 4]
    assert errors[2][1] == pytest.approx((difference**2).sum().item() / 784)


def test_words_tell_the_errors_before_training_and_at_both_epochs():
    words = EpochExplorer(**run()).words()
    assert words.startswith(
        "After 3 of 3 epochs the test error is 0.0500 per pixel (0.2000 before training; 0.1000 after epoch 1)."
    )


def test_words_name_the_digits_rebuilt_best_and_worst():
    values = run()
    values["reconstructions"][3, 2] = values["images"][2]
    values["reconstructions"][3, 1] = 1 - values["images"][1]
    words = EpochExplorer(**values).words()
    assert "Digit 2 (a 2) is rebuilt with an error of 0.0000" in words
    assert "digit 1 (a 1) with 0." in words


def test_picture_writes_each_digits_error_at_both_epochs():
    explorer = EpochExplorer(**run(count=3))
    shown = texts(explorer.still())
    for epoch in (3, 1):
        assert all(f"{error:.4f}" in shown for error in explorer._training.errors[epoch])


@pytest.mark.parametrize(("epochs", "compared"), [(0, 0), (1, 0), (3, 1)])
def test_the_last_epoch_is_compared_with_an_earlier_one(epochs: int, compared: int):
    explorer = EpochExplorer(**run(epochs=epochs))
    assert (explorer._epoch.value, explorer._compared.value) == (epochs, compared)


def test_sliders_redraw():
    explorer = EpochExplorer(**run())
    explorer._epoch.value, explorer._compared.value = 0, 2
    assert "Before training the test error is 0.2000" in explorer._picture.value
    assert "after epoch 2" in texts(explorer._picture.value)


def test_more_than_ten_digits_are_scrolled():
    explorer = EpochExplorer(**run(count=13))
    assert explorer._first.max == 3
    explorer._first.value = 3
    assert "input: digits 3 to 12" in texts(explorer._picture.value)


def test_one_digit_before_training_without_labels_and_training_errors_is_enough():
    values = run(count=1, epochs=0)
    explorer = EpochExplorer(values["images"], values["reconstructions"], values["test_errors"])
    assert explorer.words().startswith("Before training the test error is 0.2000 per pixel. Digit 0 is")
    ElementTree.fromstring(explorer.still())


def test_markup_is_small_for_ten_digits():
    images = digits("test").images[:10]
    rebuilt = torch.linspace(0, 0.9, 4)[:, None, None, None, None] * images
    shown = EpochExplorer(**{**run(count=10), "images": images, "reconstructions": rebuilt})
    assert len(shown.still().encode()) < 60_000
