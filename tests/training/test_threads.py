import pytest
import torch

from course.training.threads import ROUND, TRIAL, FastestThreads

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def two_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def steps(threads, number, *, with_one, with_two):
    """Take steps whose time depends on the number of threads; the numbers that were used."""
    used = []
    for _ in range(number):
        used.append(torch.get_num_threads())
        threads.record(with_one if used[-1] == 1 else with_two)
    return used


def test_each_number_of_threads_is_tried():
    with FastestThreads(CPU) as threads:
        assert steps(threads, 2 * TRIAL, with_one=1, with_two=1) == [2] * TRIAL + [1] * TRIAL


@pytest.mark.parametrize(("with_one", "with_two", "chosen"), [(1, 3, 1), (3, 1, 2), (1, 1, 2)])
def test_the_faster_number_is_used_after_the_trial(with_one, with_two, chosen):
    with FastestThreads(CPU) as threads:
        steps(threads, 2 * TRIAL, with_one=with_one, with_two=with_two)
        assert torch.get_num_threads() == chosen


def test_a_few_slow_steps_do_not_decide():
    with FastestThreads(CPU) as threads:
        for step in range(2 * TRIAL):
            threads.record(100 if step in (TRIAL, TRIAL + 3) else 3 if step < TRIAL else 1)
        assert torch.get_num_threads() == 1


def test_it_is_tried_again_after_a_round_and_may_end_otherwise():
    with FastestThreads(CPU) as threads:
        assert steps(threads, ROUND, with_one=1, with_two=3)[-1] == 1
        assert steps(threads, ROUND, with_one=3, with_two=1) == [2] * TRIAL + [1] * TRIAL + [2] * (ROUND - 2 * TRIAL)


def test_the_number_is_put_back_also_after_an_error():
    def stopped():
        with FastestThreads(CPU) as threads:
            steps(threads, 2 * TRIAL, with_one=1, with_two=3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert torch.get_num_threads() == 2


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_nothing_is_tried_where_the_cpu_does_not_train(name):
    with FastestThreads(torch.device(name)) as threads:
        assert set(steps(threads, ROUND, with_one=1, with_two=3)) == {2}


def test_one_thread_is_never_made_two():
    torch.set_num_threads(1)
    with FastestThreads(CPU) as threads:
        assert set(steps(threads, 2 * ROUND, with_one=3, with_two=1)) == {1}
