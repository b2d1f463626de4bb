import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course.data import digits
from course.models.autoencoders import PCA, Autoencoder, layer_sizes, strided_autoencoder


@pytest.fixture(scope="module")
def pictures():
    return digits("train", n=1000).images


@pytest.fixture(scope="module")
def truth(pictures):
    """Mean and singular value decomposition of the pictures, as rows, in double precision."""
    rows = pictures.flatten(1).double()
    return rows, rows.mean(0), torch.linalg.svd(rows - rows.mean(0), full_matrices=False)


@pytest.mark.parametrize("d", [1, 8, 50])
def test_pca_reconstructs_as_the_singular_value_decomposition_does(pictures, truth, d):
    _, mean, (u, sigma, rows) = truth
    expected = mean + u[:, :d] * sigma[:d] @ rows[:d]
    torch.testing.assert_close(PCA(pictures, d)(pictures).flatten(1).double(), expected, atol=1e-3, rtol=0)


def test_pca_of_fewer_pictures_than_pixels_loses_nothing_of_them(pictures):
    few = pictures[:200]
    torch.testing.assert_close(PCA(few, 199)(few), few, atol=1e-3, rtol=0)


def test_pca_codes_are_the_coordinates_along_the_longest_directions_up_to_signs(pictures, truth):
    _, _, (u, sigma, _) = truth
    codes = PCA(pictures, 5).encode(pictures).double()
    torch.testing.assert_close(codes.abs(), (u * sigma)[:, :5].abs(), atol=1e-3, rtol=0)


def test_pca_error_is_the_tail_of_the_squared_singular_values(pictures, truth):
    _, _, (_, sigma, _) = truth
    for d in (2, 8, 32):
        tail = float((sigma[d:] ** 2).sum()) / pictures.numel()
        assert F.mse_loss(PCA(pictures, d)(pictures), pictures).item() == pytest.approx(tail, rel=1e-4)


def test_no_other_linear_autoencoder_is_better_than_pca(pictures, truth):
    """Others: the best decoder for codes along random directions, along turned or neighbouring ones, and raw pixels."""
    rows, mean, (_, _, directions) = truth
    best = F.mse_loss(PCA(pictures, 6)(pictures), pictures).item()
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(6, 784, generator=generator).double()
    middle = torch.eye(784).double()[400:406]
    for encoder in (noise, directions[1:7], directions[:6] + 0.02 * noise, middle):
        codes = (rows - mean) @ encoder.T
        decoder = torch.linalg.lstsq(codes, rows - mean).solution
        assert float(((mean + codes @ decoder - rows) ** 2).mean()) > 1.001 * best


def test_pca_has_shapes_of_an_autoencoder(pictures):
    pca = PCA(pictures, 3)
    assert pca.encode(pictures[:7]).shape == (7, 3)
    assert pca.decode(torch.zeros(2, 3)).shape == (2, 1, 28, 28)
    torch.testing.assert_close(pca.decode(torch.zeros(1, 3))[0], pictures.mean(0))


@pytest.mark.parametrize("d", [1, 2, 8, 32])
def test_the_strided_autoencoder_has_the_sizes_that_its_docstring_names(d):
    network = strided_autoencoder(d)
    sizes = [size for name, size in layer_sizes(network, torch.rand(2, 1, 28, 28)) if name.startswith("Conv")]
    down = [(16, 14, 14), (32, 7, 7), (64, 4, 4), (d, 1, 1)]
    assert sizes == [*down, *down[-2::-1], (1, 28, 28)]
    assert network.encode(torch.rand(3, 1, 28, 28)).shape == (3, d)
    assert network.decode(torch.rand(3, d)).shape == (3, 1, 28, 28)


def test_width_scales_all_maps():
    sizes = [size for name, size in layer_sizes(strided_autoencoder(4, width=8), torch.rand(1, 1, 28, 28))]
    assert [size[0] for size in sizes if size[-1] in (14, 7)] == [8, 8, 16, 16, 16, 16, 8, 8]


def test_an_autoencoder_decodes_what_it_encodes():
    network = Autoencoder(nn.Sequential(nn.Flatten(), nn.Linear(784, 3)), nn.Linear(3, 5))
    images = torch.rand(4, 1, 28, 28)
    assert torch.equal(network(images), network.decoder(network.encoder(images)))
    assert len(list(network.parameters())) == 4, "the optimiser must see both halves"


def test_layer_sizes_go_through_nested_layers_in_the_order_of_computation():
    network = nn.Sequential(nn.Sequential(nn.Conv2d(1, 6, 3), nn.ReLU()), nn.Flatten(), nn.Linear(54, 2))
    found = layer_sizes(network, torch.zeros(4, 1, 5, 5))
    assert found == [("Conv2d", (6, 3, 3)), ("ReLU", (6, 3, 3)), ("Flatten", (54,)), ("Linear", (2,))]


def test_layer_sizes_leaves_no_hook_even_if_the_network_fails():
    network = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 2))
    with pytest.raises(RuntimeError):
        layer_sizes(network, torch.zeros(1, 4))
    assert not [layer for layer in network if layer._forward_hooks]
