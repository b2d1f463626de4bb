"""The progress bar and the autoencoder explorers on the screen, by keyboard, in a notebook of their own."""

import pytest
from playwright.sync_api import expect

from .lab import handle

CELLS = [
    "import torch\nfrom course.autoencoders import strided_autoencoder\nfrom course.data import digits\n"
    "from course.explorers import EpochExplorer, InterpolationExplorer, LatentMapExplorer\n"
    "from course.training import train\n"
    "torch.manual_seed(0)\nmodel, (x, labels) = strided_autoencoder(2, width=8), digits('test', n=300)",
    "history = train(model, x, epochs=3, test=x, watch=x[:10], title='a small training')",
    "EpochExplorer(x[:10], torch.stack(history.outputs), history.test_losses, train_errors=history.losses)",
    "InterpolationExplorer(x[:20], labels[:20], {'autoencoder': (model.encode, model.decode)})",
    "with torch.no_grad():\n    codes = model.encode(x)\nLatentMapExplorer(codes, labels, model.decode)",
]


@pytest.fixture
def cells(run_in_lab):
    return run_in_lab(CELLS)


def test_training_and_explorers_are_usable_by_keyboard(page, cells, screenshot):
    assert "3 epochs in" in cells.nth(1).locator(".jp-OutputArea").text_content()
    assert not page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count()

    epochs = cells.nth(2)
    assert "After 3 of 3 epochs" in epochs.locator("svg[role=img]").text_content()
    handle(epochs, "epoch").press("ArrowLeft")
    epochs.locator("svg[role=img]", has_text="After 2 of 3 epochs").wait_for()
    screenshot("epochs")

    way = cells.nth(3)
    handle(way, "α").press("ArrowRight")
    way.locator("svg[role=img]", has_text="α = 0.55").wait_for()
    way.locator("select").first.select_option(index=5)
    way.locator("svg[role=img]", has_text="From digit 5").wait_for()
    screenshot("interpolation")

    plane = cells.nth(4)
    picture = plane.locator("svg[role=img]").first
    before = picture.text_content()
    handle(plane, "z₁").press("ArrowRight")
    expect(picture).not_to_have_text(before)
    plane.scroll_into_view_if_needed()
    screenshot("map")
