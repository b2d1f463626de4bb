from xml.etree import ElementTree

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from course.explorers import CompareExplorer
from course.explorers.compare.numbers import Contest, noise, sample
from course.explorers.compare.widget import cross_entropies
from course.explorers.tensors import grey_levels

IMAGES = torch.rand(6, 1, 28, 28, generator=torch.Generator().manual_seed(0))
LABELS = [7, 2, 1, 0, 4, 1]


def model(d: int):
    basis = torch.linalg.qr(torch.randn(784, d, generator=torch.Generator().manual_seed(d))).Q

    def decode(codes: Tensor) -> Tensor:
        return (codes @ basis.T).sigmoid().reshape(-1, 1, 28, 28)

    return lambda images: (images.flatten(1) - 0.5) @ basis, decode


MODELS = {"d = 1": model(1), "d = 10": model(10), "d = 100": model(100)}


REFUSED = [
    ({"models": {}}, "models is empty"),
    ({"models": {"a": MODELS["d = 1"][0]}}, r"models\['a'\] is a function; expected two functions"),
    ({"models": {"a": (lambda x: x, MODELS["d = 1"][1])}}, r"encode\(images\) of model 'a' has shape"),
    ({"models": {"a": (MODELS["d = 1"][0], lambda z: z)}}, r"decode\(codes\) of model 'a' has shape \(6, 1\)"),
    ({"models": {"a": (MODELS["d = 1"][0], lambda z: 9 * MODELS["d = 1"][1](z))}}, "of model 'a' has values from"),
    ({"images": torch.zeros(6, 28, 28)}, r"images has shape \(6, 28, 28\)"),
    ({"labels": [1]}, r"labels has shape \(1,\); expected \(6,\)"),
]


def example(**changes: object) -> CompareExplorer:
    return CompareExplorer(**{"models": MODELS, "images": IMAGES, "labels": LABELS, **changes})


def contest() -> Contest:
    return example()._contest


def test_errors_are_torchs_binary_cross_entropy_summed_over_pixels():
    encode, decode = MODELS["d = 10"]
    rival = contest().rivals[1]
    wanted = F.binary_cross_entropy(decode(encode(IMAGES)), IMAGES, reduction="none").sum(dim=(1, 2, 3))
    assert list(rival.errors) == pytest.approx(wanted.tolist(), rel=1e-5)
    assert rival.mean_error == pytest.approx(wanted.mean().item(), rel=1e-5)


def test_no_picture_has_a_smaller_error_than_the_digit_itself():
    shown = contest()
    assert all(error > least for rival in shown.rivals for error, least in zip(rival.errors, shown.floors, strict=True))
    entropies = -IMAGES.xlogy(IMAGES) - (1 - IMAGES).xlogy(1 - IMAGES)
    assert list(shown.floors) == pytest.approx(entropies.sum(dim=(1, 2, 3)).tolist(), rel=1e-5)


def test_certain_and_wrong_pixels_and_values_outside_cost_a_finite_number_of_nats():
    white = torch.ones(1, 1, 28, 28)
    assert cross_entropies(1 - white, white).item() == pytest.approx(784 * 100)
    assert cross_entropies(white + 0.5, white).item() == 0


def test_codes_of_different_lengths_share_their_first_numbers():
    for seed in (0, 7):
        assert [code[:10] for code in noise(100, seed)] == noise(10, seed)
        assert [code[:1] for code in noise(10, seed)] == noise(1, seed)
    assert noise(10, 0) != noise(10, 1)


def test_noise_is_normal():
    drawn = torch.tensor(noise(1000, 0))
    assert drawn.mean().abs() < 0.02
    assert drawn.std().item() == pytest.approx(1, abs=0.02)


def test_samples_are_decoded_noise():
    rival = contest().rivals[1]
    assert sample(rival, 5) == grey_levels(MODELS["d = 10"][1](torch.tensor(noise(10, 5)[:8])))


def test_sliders_choose_digit_and_sample_set():
    shown = example()
    assert "Digit 0 (a 7) and sample set 0" in shown._picture.value
    shown._digit.value, shown._seed.value = 3, 12
    assert "Digit 3 (a 0) and sample set 12" in shown._picture.value
    assert shown._round().samples[0] == sample(shown._contest.rivals[0], 12)


def test_chosen_model_is_shown_larger_with_its_digit_or_its_samples():
    shown = example()
    shown._model.value = 2
    assert "Shown larger: d = 100." in shown.words()
    assert "rebuilt − input" in shown._picture.value
    shown._shows_many.value = True
    assert "samples of d = 100" in shown._picture.value
    many = shown._round().many
    assert many is not None
    assert len(many) == 32
    assert many[:8] == shown._round().samples[2]


def test_words_tell_each_models_error_and_its_mean():
    for rival in contest().rivals:
        assert f"{rival.name}: {rival.errors[0]:.1f} ({rival.mean_error:.1f})" in example().words()


def test_the_picture_of_many_samples_is_valid():
    shown = example()
    shown._shows_many.value = True
    ElementTree.fromstring(shown.still())


def test_models_may_be_named_by_a_number_and_the_slider_by_what_it_is():
    shown = CompareExplorer({0.5: model(2), 1: model(2)}, IMAGES, LABELS, slider="β")
    assert shown._model.description == "β"
    assert [name for name, _ in shown._model.options] == ["0.5", "1"]
