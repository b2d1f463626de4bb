import io
import sys
import types

import ipywidgets
import numpy as np
import pytest
import torch
from PIL import Image

from course.data import sample_image
from course.explorers import choose_image
from course.explorers.image_choice.widget import preview_png, uploaded_files

WIDGETS_7 = int(ipywidgets.__version__.split(".")[0]) == 7


def png(height: int = 4, width: int = 6, value: int = 51) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.full((height, width, 3), value, dtype=np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


def value_7(name: str, content: bytes) -> dict:
    return {name: {"metadata": {"name": name, "type": "image/png", "size": len(content)}, "content": content}}


def value_8(name: str, content: bytes) -> tuple:
    return ({"name": name, "type": "image/png", "size": len(content), "content": memoryview(content)},)


def upload(choice, name: str, content: bytes) -> None:
    """Hand over the state that the browser's message brings, in the form that this ipywidgets has."""
    if WIDGETS_7:
        metadata = value_7(name, content)[name]["metadata"]
        state = {"data": [memoryview(content)], "metadata": [metadata], "_counter": choice.upload._counter + 1}
    else:
        state = {"value": [value_8(name, content)[0] | {"last_modified": 0}]}
    choice.upload.set_state(state)


def status(choice) -> str:
    return next(part.value for part in choice.children if isinstance(part, ipywidgets.HTML))


@pytest.fixture
def colab(monkeypatch):
    """A stand-in for Colab whose dialog returns the files that the test puts into the dict."""
    chosen: dict[str, bytes] = {}
    module = types.ModuleType("google.colab")
    module.files = types.ModuleType("google.colab.files")
    module.files.upload = lambda: chosen
    google = types.ModuleType("google")
    google.colab = module
    monkeypatch.setitem(sys.modules, "google", google)
    monkeypatch.setitem(sys.modules, "google.colab", module)
    monkeypatch.setitem(sys.modules, "google.colab.files", module.files)
    return chosen


@pytest.mark.parametrize("form", [value_7, value_8])
def test_both_forms_of_an_upload_are_read(form):
    assert uploaded_files(form("cat.png", b"bytes")) == [("cat.png", b"bytes")]
    assert uploaded_files(type(form("cat.png", b""))()) == []


def test_the_image_is_the_sample_until_there_is_an_upload():
    assert torch.equal(choose_image().image, sample_image())
    assert torch.equal(choose_image(size=8, grayscale=True).image, sample_image(size=8, grayscale=True))


def test_an_upload_replaces_the_sample_and_the_next_one_replaces_it():
    choice = choose_image()
    upload(choice, "cat.png", png())
    torch.testing.assert_close(choice.image, torch.full((1, 3, 4, 6), 0.2))
    assert "cat.png, 4 × 6 pixels" in status(choice)
    upload(choice, "dog.png", png(5, 5))
    assert choice.image.shape == (1, 3, 5, 5)


def test_the_settings_hold_for_uploads():
    choice = choose_image(size=(2, 3), grayscale=True)
    upload(choice, "cat.png", png())
    assert choice.image.shape == (1, 1, 2, 3)


def test_a_phones_photograph_is_scaled_down():
    choice = choose_image()
    upload(choice, "phone.png", png(3000, 4000))
    assert choice.image.shape == (1, 3, 768, 1024)


def test_a_bad_file_gives_one_sentence_and_keeps_the_picture(capsys):
    choice = choose_image()
    upload(choice, "cat.png", png())
    upload(choice, "<b>essay</b>.txt", b"To be, or not to be")
    assert choice.image.shape == (1, 3, 4, 6)
    assert "&lt;b&gt;essay&lt;/b&gt;.txt is not a picture" in status(choice)
    assert "The old picture stays" in status(choice)
    assert capsys.readouterr() == ("", "")


def test_changing_the_image_does_not_change_the_choice():
    choice = choose_image()
    choice.image.zero_()
    assert choice.image.max() > 0


def test_the_button_says_what_it_does():
    assert choose_image().upload.description == "Choose a picture"


def test_settings_out_of_range_are_said_at_once():
    with pytest.raises(ValueError, match="max_side is 0"):
        choose_image(max_side=0)


def test_on_colab_its_dialog_gives_the_picture(colab):
    colab["cat.png"] = png()
    choice = choose_image()
    assert choice.image.shape == (1, 3, 4, 6)
    assert not any(isinstance(part, ipywidgets.FileUpload) for part in choice.children)


def test_on_colab_a_cancelled_dialog_keeps_the_sample(colab):
    assert torch.equal(choose_image().image, sample_image())


@pytest.mark.parametrize("channels", [1, 3])
def test_the_preview_is_a_small_png_of_the_same_picture(channels):
    picture = Image.open(io.BytesIO(preview_png(torch.full((1, channels, 300, 600), 0.2))))
    assert (picture.format, picture.size) == ("PNG", (160, 80))
    assert picture.convert("L").getextrema() == (51, 51)


def test_without_a_browser_it_says_what_is_in_use():
    assert repr(choose_image()) == "ImageChoice(the course's sample photograph, 600 × 512 pixels)"
