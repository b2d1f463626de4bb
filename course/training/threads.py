"""How many CPU threads to train with: the default is many times too slow where other programs need the cores too."""

from __future__ import annotations

import torch

TRIAL = 8  # steps with each number of threads; single steps are too noisy
ROUND = 200  # steps until the next trial: other programs come and go


class FastestThreads:
    """Try all threads and one thread on a few steps, go on with whatever was faster, and try again some steps later.

    Small networks gain little from a second thread, and where another program is busy on one of the cores, threads wait
    for each other: the lessons' trainings then take several times longer with two threads than with one.  As a context
    manager it leaves `torch.get_num_threads` as it was.

    Parameters
    ----------
    device
        Where the training runs; nothing is changed unless it is the CPU.

    Examples
    --------
    >>> with FastestThreads(torch.device("cpu")) as threads:
    ...     for step in range(3):
    ...         threads.record(0.01)
    """

    def __init__(self, device: torch.device) -> None:
        self._all = torch.get_num_threads()
        self._choosing = device.type == "cpu" and self._all > 1
        self._times: list[float] = []

    def __enter__(self) -> FastestThreads:
        return self

    def __exit__(self, *_: object) -> None:
        torch.set_num_threads(self._all)

    def record(self, seconds: float) -> None:
        """Take note of how long the last step took."""
        if not self._choosing:
            return
        self._times.append(seconds)
        if len(self._times) == TRIAL:
            torch.set_num_threads(1)
        elif len(self._times) == 2 * TRIAL:
            with_all, with_one = (sorted(part)[TRIAL // 2] for part in (self._times[:TRIAL], self._times[TRIAL:]))
            torch.set_num_threads(1 if with_one < with_all else self._all)
        elif len(self._times) == ROUND:
            self._times.clear()
            torch.set_num_threads(self._all)
