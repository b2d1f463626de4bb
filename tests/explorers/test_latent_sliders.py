from html import escape
from random import Random
from xml.etree import ElementTree

import pytest
import torch
from torch import Tensor

from course.data import digits
from course.explorers import LatentSlidersExplorer
from course.explorers.latent_sliders.numbers import FILM, Studio, films_at, normal_code, view_at, with_others_sampled
from course.explorers.latent_sliders.words import dimension_name
from course.explorers.tensors import grey_levels

IMAGES = torch.rand(60, 1, 28, 28, generator=torch.Generator().manual_seed(0))
LABELS = [i % 10 for i in range(60)]


def model(d: int, seed: int = 1):
    """Linear, with dimensions that vary less and less from the last to the first; dimension 0 is dead."""
    basis = torch.linalg.qr(torch.randn(784, d, generator=torch.Generator().manual_seed(seed))).Q
    scale = torch.arange(float(d)) / d

    def decode(codes: Tensor) -> Tensor:
        return (codes @ basis.T).sigmoid().reshape(-1, 1, 28, 28)

    return lambda images: (images.flatten(1) - 0.5) @ basis * 4 * scale, decode


MODELS = {"small": model(3), "wide": model(25)}
REFUSED = [
    ({"models": {}}, "models is empty"),
    ({"models": {"a": None}}, r"models\['a'\] is a NoneType; expected two functions"),
    ({"models": {"a": (lambda x: x, MODELS["small"][1])}}, r"encode\(images\) of model 'a' has shape"),
    ({"models": {"a": (MODELS["small"][0], lambda z: z)}}, r"decode\(codes\) of model 'a' has shape"),
    (
        {"models": {"a": (MODELS["small"][0], lambda z: 9 - MODELS["small"][1](z))}},
        r"If these are logits, decode with torch.sig",
    ),
]


def example(**changes: object) -> LatentSlidersExplorer:
    return LatentSlidersExplorer(**{"models": MODELS, "images": IMAGES, "labels": LABELS, **changes})


def studio() -> Studio:
    return example()._studio


def buttons(shown: LatentSlidersExplorer):
    return {child.description: child for child in shown.widget.children[0].children if hasattr(child, "click")}


def test_dimensions_are_named_from_1_with_subscripts():
    assert [dimension_name(i) for i in (0, 8, 99)] == ["z₁", "z₉", "z₁₀₀"]


def test_all_of_few_dimensions_are_shown_and_the_ten_most_varied_of_many():
    spaces = studio().spaces
    variances = MODELS["wide"][0](IMAGES).var(dim=0, correction=0)
    assert spaces["small"].shown == [0, 1, 2]
    assert spaces["wide"].shown == variances.argsort(descending=True)[:10].tolist()
    assert spaces["wide"].variances == pytest.approx(variances.tolist(), rel=1e-4, abs=1e-9)


def test_dead_dimensions_are_not_counted_as_active():
    space = studio().spaces["wide"]
    assert space.variances[0] == 0
    assert space.active == sum(variance > 0.01 for variance in space.variances) < 25


def test_picture_is_decoded_from_the_code_and_the_reconstruction_from_the_digits_own():
    encode, decode = MODELS["small"]
    both, z = studio(), [0.5, -1.0, 2.0]
    view = view_at(both, both.spaces["small"], z, digit=7)
    assert [view.picture] == grey_levels(decode(torch.tensor([z])))
    assert view.rebuilt is not None
    rebuilt = grey_levels(decode(encode(IMAGES[7:8])))[0]
    assert max(abs(a - b) for a, b in zip(view.rebuilt, rebuilt, strict=True)) <= 1  # rounding
    assert view.length == pytest.approx(torch.tensor(z).norm().item())


def test_films_change_one_dimension_and_leave_the_others():
    decode, space = MODELS["wide"][1], studio().spaces["wide"]
    z = torch.randn(25, generator=torch.Generator().manual_seed(2))
    films = films_at(space, z.tolist())
    assert [len(film) for film in films] == 10 * [7]
    for row, column in ((0, 0), (4, 3), (9, 6)):
        changed = z.clone()
        changed[space.shown[row]] = FILM[column]
        wanted = grey_levels(decode(changed[None]))[0]
        assert max(abs(a - b) for a, b in zip(films[row][column], wanted, strict=True)) <= 1  # rounding


def test_sampling_the_others_leaves_the_dimensions_with_a_slider():
    space = studio().spaces["wide"]
    z = with_others_sampled(space, [5.0] * 25, Random(0))
    assert [i for i, value in enumerate(z) if value == 5] == sorted(space.shown)


def test_drawn_codes_repeat_with_their_generator():
    space = studio().spaces["small"]
    one, other = (normal_code(space, Random(4)) for _ in range(2))
    assert one == other


def test_sliders_redraw_and_are_named_by_dimension():
    shown = example()
    assert [slider.description for slider in shown._slider_box.children] == ["z₁", "z₂", "z₃"]
    shown._sliders[1].value = -1.5
    assert "z₂ = −1.5" in shown.still()
    assert "|z| = 1.5" in shown._decoded.value
    assert shown._view().z == [0, -1.5, 0]


def test_the_picture_that_follows_a_slider_has_the_words_as_its_alt_text():
    shown = example()
    shown._sliders[1].value = -1.5
    assert f'<img alt="{escape(shown.words())}"' in shown._decoded.value


def test_encoding_a_digit_sets_the_sliders_to_its_code_within_their_range():
    shown = example()
    shown._digit.value = 3
    code = MODELS["small"][0](IMAGES[3:4])[0].clamp(-3, 3)
    assert [slider.value for slider in shown._slider_box.children] == pytest.approx(code.tolist(), abs=1e-6)
    assert "digit 3 (a 3)" in shown._picture.value


def test_dimensions_without_a_slider_stay_at_the_digits_code_until_sampled():
    shown = example()
    shown._model.value, shown._digit.value = "wide", 3
    code = MODELS["wide"][0](IMAGES[3:4])[0]
    others = [i for i in range(25) if i not in shown._space.shown]

    def values() -> list[float]:
        return [shown._view().z[i] for i in others]

    own = pytest.approx(code[others].tolist(), abs=1e-6)
    assert values() == own
    shown._samples_others.value = True
    sampled = values()
    assert sampled != own
    shown._sliders[0].value = 1.0
    assert values() == sampled
    shown._samples_others.value = False
    assert values() == own


def test_random_repeats_with_its_seed_and_reset_goes_to_0():
    shown, again = example(seed=3), example(seed=3)
    for one in (shown, again):
        one._digit.value = 5
        buttons(one)["random"].click()
    assert shown._digit.label == "none"
    assert shown._view().z == again._view().z
    assert all(shown._view().z)
    buttons(shown)["reset"].click()
    assert not any(shown._view().z)


def test_other_model_shows_its_own_dimensions_and_keeps_the_digit():
    shown = example()
    shown._digit.value = 3
    shown._model.value = "wide"
    assert len(shown._slider_box.children) == 10
    assert shown._slider_box.children[0].description == dimension_name(shown._space.shown[0])
    assert shown._digit.value == 3
    assert shown._samples_others.layout.display is None
    shown._model.value = "small"
    assert shown._samples_others.layout.display == "none"


def test_many_sliders_that_move_together_are_drawn_once():
    shown, drawn = example(), []
    shown._shows_films.value = True
    shown._decoded.observe(lambda _: drawn.append("digit"), "value")
    shown._picture.observe(lambda _: drawn.append("setting"), "value")
    shown._films.observe(lambda _: drawn.append("films"), "value")
    shown._digit.value = 3
    shown._model.value = "wide"
    assert drawn == ["digit", "setting", "films"] * 2


def test_a_slider_sends_the_decoded_digit_only():
    shown = LatentSlidersExplorer({"only": model(3)}, digits("test", n=3).images, [7, 2, 1])
    shown._digit.value = 1
    sent = []
    for box in (shown._decoded, shown._picture, shown._films):
        box.observe(lambda change: sent.append(change["owner"]), "value")
    shown._sliders[0].value = 0.5
    assert sent == [shown._decoded]


def test_films_are_shown_on_demand():
    shown = example()
    assert shown._films.value == ""
    assert "one dimension at a time" not in shown.still()
    shown._shows_films.value = True
    assert "one dimension at a time" in shown._films.value
    assert "one dimension at a time" in shown.still()


@pytest.mark.parametrize("d", [1, 2, 10, 100])
def test_pictures_are_valid_and_small(d: int):
    shown = LatentSlidersExplorer({"only": model(d)}, IMAGES, LABELS)
    shown._digit.value = 1
    shown._shows_films.value = True
    for svg in (shown.still(), shown._picture.value, shown._films.value):
        ElementTree.fromstring(svg)
    assert len(shown._picture.value.encode()) < 20_000
    assert len(shown.still().encode()) < 90_000  # noise; digits take a third of it
    assert shown._model not in shown.widget.children[0].children
