import pytest

from course.training.published_results import reference


@pytest.fixture(scope="module")
def results():
    return reference("autoencoder")


@pytest.fixture(scope="module")
def vae():
    return reference("vae")


def test_the_results_say_what_made_them(results):
    assert set(results["made_with"]) == {"torch", "torchvision", "numpy", "device", "python"}
    assert all(results["made_with"].values())
    assert (results["seed"], results["epochs"]) == (0, 15)


def test_every_code_size_of_the_lesson_was_measured(results):
    assert [row["d"] for row in results["by_latent_dim"]] == [2, 4, 8, 16, 32]


def test_the_network_beats_pca_at_every_code_size_and_larger_codes_beat_smaller(results):
    rows = results["by_latent_dim"]
    assert all(0 < row["cnn"] < row["pca"] < 0.07 for row in rows)
    for method in ("cnn", "pca"):
        errors = [row[method] for row in rows]
        assert errors == sorted(errors, reverse=True)


def test_seven_architectures_were_compared_in_full(results):
    rows = results["architectures"]
    assert len({row["name"] for row in rows}) == 7
    for row in rows:
        assert set(row) == {"name", "parameters", "multiplications", "test_error"}
        assert 0 < row["test_error"] < 0.07
        assert row["multiplications"] >= 0.9 * row["parameters"]


def test_the_vae_results_say_what_made_them(vae):
    assert set(vae["made_with"]) == {"torch", "torchvision", "numpy", "device", "python"}
    assert all(vae["made_with"].values())
    assert vae["seed"] == 0
    assert vae["epochs"] > 0


def test_every_vae_of_the_lesson_was_measured(vae):
    assert [row["d"] for row in vae["by_latent_dim"]] == [1, 2, 10, 100]
    assert {row["beta"] for row in vae["by_beta"]} == {0.5, 1, 4}
    measures = {"reconstruction", "kl", "bound", "active"}
    assert all({"d", *measures} <= set(row) for row in vae["by_latent_dim"])
    assert all({"beta", *measures} <= set(row) for row in vae["by_beta"])


def test_bounds_of_vaes_add_up_and_rise_with_the_latent_size_up_to_10(vae):
    rows = vae["by_latent_dim"]
    for row in rows + vae["by_beta"]:
        assert row["bound"] == pytest.approx(-row["reconstruction"] - row["kl"], abs=0.1)
    bounds = [row["bound"] for row in rows]
    assert bounds[:3] == sorted(bounds[:3])
    assert all(1 <= row["active"] <= row["d"] for row in rows)


def test_beta_trades_reconstruction_for_kl(vae):
    rows = sorted(vae["by_beta"], key=lambda row: row["beta"])
    assert [row["kl"] for row in rows] == sorted((row["kl"] for row in rows), reverse=True)
    assert [row["reconstruction"] for row in rows] == sorted(row["reconstruction"] for row in rows)


def test_the_vae_with_ten_numbers_is_as_good_as_the_example_of_pytorch(vae):
    (ours,) = [row["bound"] for row in vae["by_latent_dim"] if row["d"] == 10]
    assert (vae["example"]["latent_dim"], vae["example"]["epochs"]) == (20, 10)
    assert ours >= vae["example"]["bound"]


def test_an_unknown_name_is_said_with_the_known_ones():
    with pytest.raises(ValueError, match=r"no results named 'gan'; there are \['autoencoder', 'vae'\]"):
        reference("gan")
