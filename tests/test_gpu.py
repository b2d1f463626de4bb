"""A graphics card changes how long things take, and no picture: what it computes is what the processor computes."""

import pytest
import torch

from course.data import digits
from course.models.autoencoders import strided_autoencoder
from course.models.pretrained import pretrained_vae
from course.training import profile
from course.training.loop import train

CARDS = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}


@pytest.fixture(params=sorted(CARDS))
def card(request, monkeypatch):
    if not CARDS[request.param]:
        pytest.skip(f"no graphics card for {request.param}")
    monkeypatch.setattr(profile, "_accelerator", lambda: request.param)
    return torch.device(request.param)


@pytest.mark.gpu
def test_a_network_draws_the_same_digits(card):
    network = pretrained_vae(10)
    images = digits("test", n=100).images

    def drawn(where):
        network.to(where)
        with torch.no_grad():
            return network.decode(network.encode(images.to(where))[0]).sigmoid().cpu()

    torch.testing.assert_close(drawn(card), drawn("cpu"), atol=5e-3, rtol=0)


@pytest.mark.gpu
def test_a_training_ends_with_the_same_pictures_up_to_noise(card, monkeypatch):
    images = digits("train", n=1000).images

    def trained(profile):
        monkeypatch.setenv("COURSE_PROFILE", profile)
        assert profile.device() == (card if profile == "gpu" else torch.device("cpu"))
        profile.seed_everything(0)
        network = strided_autoencoder(8)
        history = train(network, images, epochs=4, test=images[:200], watch=images[:10], title="")
        assert next(network.parameters()).device == torch.device("cpu")
        return history

    slow, fast = trained("grading"), trained("gpu")
    assert fast.test_losses == pytest.approx(slow.test_losses, rel=0.05)
    assert float((fast.outputs[-1] - slow.outputs[-1]).square().mean()) < 0.1 * fast.test_losses[-1]
