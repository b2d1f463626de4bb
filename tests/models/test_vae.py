import pytest
import torch
from torch import distributions

from course.models.vae import ACTIVE, conv_vae, dense_vae, kl_to_standard_normal, measure, negative_elbo
from course.training.loop import train


@pytest.fixture
def pictures():
    return torch.rand(6, 1, 28, 28, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("make", [dense_vae, conv_vae])
@pytest.mark.parametrize("d", [1, 10, 100])
def test_sizes_are_right_for_every_latent_size(make, d, pictures):
    model = make(d)
    mu, logvar = model.encode(pictures)
    assert mu.shape == logvar.shape == (6, d)
    assert model.decode(mu).shape == pictures.shape
    assert [tuple(part.shape) for part in model(pictures)] == [(6, 1, 28, 28), (6, d), (6, d)]


def test_kl_is_that_of_torch_distributions():
    mu, logvar = torch.randn(5, 3, dtype=torch.float64), torch.randn(5, 3, dtype=torch.float64)
    cloud, standard = distributions.Normal(mu, (0.5 * logvar).exp()), distributions.Normal(0.0, 1.0)
    truth = distributions.kl_divergence(cloud, standard)
    assert torch.allclose(kl_to_standard_normal(mu, logvar), truth, atol=1e-6)
    assert kl_to_standard_normal(torch.zeros(1, 2), torch.zeros(1, 2)).eq(0).all()


@pytest.mark.parametrize("beta", [0.0, 1.0, 4.0])
def test_loss_sums_over_pixels_and_dimensions_and_averages_over_pictures(pictures, beta):
    model = dense_vae(3)
    torch.manual_seed(1)
    loss = negative_elbo(model, pictures, beta)
    torch.manual_seed(1)
    logits, mu, logvar = model(pictures)
    ink = distributions.Bernoulli(logits=logits, validate_args=False)
    truth = [-ink.log_prob(pictures)[i].sum() + beta * kl_to_standard_normal(mu, logvar)[i].sum() for i in range(6)]
    assert loss.item() == pytest.approx(torch.stack(truth).mean().item(), rel=1e-5)


def test_codes_scatter_as_the_encoder_says():
    model = dense_vae(2)
    seen = []
    model.decoder.register_forward_hook(lambda layer, inputs, output: seen.append(inputs[0]))
    with torch.no_grad():
        model.encoder[-1].bias[2:] = 2.0  # logvar
        picture = torch.zeros(20_000, 1, 28, 28)
        _, mu, logvar = model(picture)
    eps = (seen[0] - mu) / (0.5 * logvar).exp()
    assert torch.allclose(eps.mean(0), torch.zeros(2), atol=0.05)
    assert torch.allclose(eps.std(0), torch.ones(2), atol=0.05)


def test_gradient_reaches_both_heads_and_every_other_weight(pictures):
    model = conv_vae(4)
    negative_elbo(model, pictures).backward()
    assert all(weights.grad is not None and weights.grad.any() for weights in model.parameters())


def test_measures_agree_with_the_loss_and_with_themselves(pictures):
    model = dense_vae(5)
    result = measure(model, pictures, seed=3)
    torch.manual_seed(3)
    assert -result.bound == pytest.approx(negative_elbo(model, pictures).item(), rel=1e-5)
    assert result.kl == pytest.approx(float(result.kl_per_dimension.sum()))
    assert result.active == int((result.kl_per_dimension >= ACTIVE).sum())
    assert measure(model, pictures, seed=3).bound == result.bound != measure(model, pictures, seed=4).bound


def test_measuring_leaves_the_ambient_generator_as_it_was(pictures):
    torch.manual_seed(0)
    expected = torch.rand(1)
    torch.manual_seed(0)
    measure(dense_vae_without_drawing(), pictures)
    assert torch.rand(1) == expected


def dense_vae_without_drawing():
    """Layers draw their first weights from the ambient generator; here it is put back."""
    with torch.random.fork_rng():
        return dense_vae(2)


def test_bound_rises_with_training(pictures):
    torch.manual_seed(0)
    model = dense_vae(2)
    before = measure(model, pictures).bound
    train(model, pictures, epochs=30, loss=negative_elbo, batch_size=3)
    assert measure(model, pictures).bound > before + 20
