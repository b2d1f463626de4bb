import pytest
import torch

from course.data import digits
from course.models.pretrained import FOLDER, WIDTH, pretrained_vae, weights_file
from course.models.vae import conv_vae, measure
from course.training.published_results import reference

SHIPPED = [(1, 1.0), (2, 1.0), (10, 1.0), (100, 1.0), (10, 0.5), (10, 4.0)]


@pytest.fixture(scope="module")
def bounds():
    pictures = digits("test", n=500).images
    return {d: measure(pretrained_vae(d), pictures).bound for d in (1, 10)}


@pytest.mark.parametrize(("d", "beta"), SHIPPED)
def test_every_shipped_network_loads_ready_for_use(d, beta):
    network = pretrained_vae(d, beta)
    assert not network.training
    pictures = digits("test", n=3).images
    mu, logvar = network.encode(pictures)
    assert mu.shape == logvar.shape == (3, d)
    assert network.decode(mu).shape == pictures.shape
    empty = conv_vae(d, WIDTH).state_dict()
    assert all(weights.dtype == torch.float32 for weights in network.state_dict().values())
    assert {name: w.shape for name, w in network.state_dict().items()} == {name: w.shape for name, w in empty.items()}


def test_the_folder_holds_these_networks_only_and_is_small():
    files = set(FOLDER.iterdir())
    assert files == {weights_file(d, beta) for d, beta in SHIPPED}
    assert sum(file.stat().st_size for file in files) < 5_000_000


@pytest.mark.parametrize(("d", "beta"), [(3, 1.0), (10, 2.0), (1, 4.0)])
def test_an_unknown_network_is_said_with_those_there_are(d, beta):
    with pytest.raises(ValueError, match=rf"no VAE with latent_dim={d} and beta={beta:g} comes with") as error:
        pretrained_vae(d, beta)
    assert all(weights_file(*shipped).stem in str(error.value) for shipped in SHIPPED)


def test_the_network_is_as_good_as_the_reference_results_say(bounds):
    published = {row["d"]: row["bound"] for row in reference("vae")["by_latent_dim"]}
    assert abs(bounds[10] - published[10]) < 3  # another draw of test digits


def test_ten_numbers_describe_digits_better_than_one(bounds):
    assert bounds[1] < bounds[10] < 0
