import random

import numpy as np
import pytest
import torch

from course.training import profile


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    monkeypatch.delenv("COURSE_PROFILE", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


@pytest.fixture
def machine(monkeypatch):
    def have(*, cuda: bool = False, mps: bool = False) -> None:
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)

    return have


@pytest.mark.parametrize(
    ("accelerators", "expected", "device"),
    [
        ({}, "laptop", "cpu"),
        ({"cuda": True}, "gpu", "cuda"),
        ({"mps": True}, "gpu", "mps"),
        ({"cuda": True, "mps": True}, "gpu", "cuda"),
    ],
)
def test_the_machine_decides_when_nothing_is_set(accelerators, expected, device, machine):
    machine(**accelerators)
    assert (profile.name(), profile.device()) == (expected, torch.device(device))


@pytest.mark.parametrize("reason", ["autograde", "validate"])
def test_nbgrader_means_grading_and_grading_means_the_cpu(reason, machine, monkeypatch):
    machine(cuda=True)
    monkeypatch.setenv("NBGRADER_EXECUTION", reason)
    assert (profile.name(), profile.device()) == ("grading", torch.device("cpu"))


@pytest.mark.parametrize("name", ["grading", "laptop", "gpu"])
def test_course_profile_decides_before_anything_else(name, machine, monkeypatch):
    machine(cuda=True)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("COURSE_PROFILE", name)
    assert profile.name() == name
    assert profile.choose(grading="grading", laptop="laptop", gpu="gpu") == name


def test_an_unknown_profile_is_said_with_the_known_ones(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "GPU")
    with pytest.raises(ValueError, match="COURSE_PROFILE is 'GPU'; expected 'grading', 'laptop' or 'gpu'"):
        profile.choose(grading=1, laptop=2, gpu=3)


def test_seeding_repeats_every_generators_numbers():
    def draw() -> list[float]:
        generator = profile.seed_everything(7)
        with_generator = torch.rand(1, generator=generator).item()
        return [with_generator, torch.rand(1).item(), float(np.random.rand()), random.random()]  # noqa: NPY002

    first = draw()
    assert first == draw()
    assert first[0] == torch.rand(1, generator=torch.Generator().manual_seed(7)).item()


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_not_all_generators_accept_is_refused(seed):
    with pytest.raises(ValueError, match=f"seed is {seed}; expected a whole number from 0"):
        profile.seed_everything(seed)


def test_the_description_is_one_line_with_version_device_threads_and_profile(machine):
    machine()
    line = profile.describe()
    assert line == f"torch {torch.__version__} on cpu, CPU threads: {torch.get_num_threads()}, profile: laptop"
