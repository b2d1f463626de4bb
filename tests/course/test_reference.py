import pytest

from course.reference import reference


@pytest.fixture(scope="module")
def results():
    return reference("autoencoder")


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


def test_an_unknown_name_is_said_with_the_known_ones():
    with pytest.raises(ValueError, match=r"no results named 'vae'; there are \['autoencoder'\]"):
        reference("vae")
