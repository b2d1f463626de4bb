"""What `make reference` trains and counts, and what it says without data; the training itself takes too long."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

SCRIPTS = Path(__file__).parents[1] / "scripts"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("make_reference", SCRIPTS / "reference_autoencoder.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def networks(script):
    return script.architectures()


def test_all_seven_architectures_are_autoencoders_with_8_numbers_in_the_code(networks):
    assert len(networks) == 7
    for name, network in networks.items():
        assert network.encode(torch.rand(3, 1, 28, 28)).shape == (3, 8), name
        assert network(torch.rand(3, 1, 28, 28)).shape == (3, 1, 28, 28), name


def test_batch_normalisation_is_all_that_the_normalised_ones_add(networks):
    def kinds(network):
        layers = [layer for layer in network.modules() if not list(layer.children())]
        return [type(layer).__name__ for layer in layers if "BatchNorm" not in type(layer).__name__]

    pairs = [(name, next(n for n in networks if n.startswith(name[:5]))) for name in networks if "normalised" in name]
    assert len(pairs) == 3
    for normalised, plain in pairs:
        assert kinds(networks[normalised]) == kinds(networks[plain])
        nonlinearities = sum(kind in ("ReLU", "GELU") for kind in kinds(networks[plain]))
        added = [layer for layer in networks[normalised].modules() if "BatchNorm" in type(layer).__name__]
        assert len(added) == nonlinearities


def test_multiplications_of_the_lectures_network_agree_with_a_count_by_hand(script, networks):
    # Convolutions: weights × pixels of the output; transposed ones: weights × pixels of the input.
    encoder = 1 * 32 * 25 * 24**2 + 32 * 32 * 25 * 20**2 + 32 * 32 * 16 * 9**2 + 32 * 32 * 9 * 4**2 + 32 * 8 * 16 * 1
    decoder = 8 * 32 * 16 * 1 + 32 * 32 * 9 * 4**2 + 32 * 32 * 16 * 9**2 + 32 * 32 * 25 * 20**2 + 32 * 1 * 25 * 24**2
    assert script.multiplications(networks["lecture's (tasks 7 and 8)"]) == encoder + decoder


def test_multiplications_of_the_fully_connected_network_are_its_weights(script, networks):
    assert script.multiplications(networks["fully connected (task 5)"]) == 2 * (784 * 256 + 256 * 8)


@pytest.mark.parametrize("name", ["reference_autoencoder.py", "reference_vae.py"])
def test_without_the_full_mnist_the_script_says_so_before_it_trains(name, tmp_path):
    done = subprocess.run(
        [sys.executable, SCRIPTS / name],
        env=os.environ | {"COURSE_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        f"reference: the folder {tmp_path}, named by the environment variable COURSE_DATA, has"
    )
    assert len(done.stderr.splitlines()) == 1
