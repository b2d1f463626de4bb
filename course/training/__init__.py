"""Training: the loop, how much of it fits the machine, its progress bar, and published results to compare with."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.training.loop import History, mean_loss, one_cycle, squared_error, train
    from course.training.published_results import reference

__all__ = ["History", "mean_loss", "one_cycle", "reference", "squared_error", "train"]
__getattr__, __dir__ = lazily(__name__)
