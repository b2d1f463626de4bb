import os
import subprocess
import sys

from course.authoring.build import ROOT
from tests.randomness import seed_of

SHOW = "from tests.randomness import draws, seed_of; print(draws(2, 5), seed_of('test'))"


def drawn(**settings: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("SEED", "LONG")}
    command = [sys.executable, "-c", SHOW]
    return subprocess.run(
        command, cwd=ROOT, env=environment | settings, capture_output=True, text=True, check=True
    ).stdout


def test_a_seed_repeats_its_draws_and_another_one_has_others():
    assert drawn(SEED="1") == drawn(SEED="1") != drawn(SEED="2")


def test_the_few_draws_are_the_first_of_the_full_number():
    few, full = (drawn(SEED="1", LONG=long).split("]")[0] for long in ("", "1"))
    assert len(few.split(",")) == 2
    assert len(full.split(",")) == 5
    assert full.startswith(few)


def test_each_test_has_a_seed_of_its_own(seed, request):
    assert seed == seed_of(request.node.nodeid) != seed_of("another test")
