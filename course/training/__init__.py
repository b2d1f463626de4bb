"""Training: the loop, how much of it fits the machine, its progress bar, and published results to compare with."""

from course.lazy import lazily

__all__, __getattr__ = lazily(
    __name__,
    {
        "loop": ["History", "mean_loss", "one_cycle", "squared_error", "train"],
        "published_results": ["reference"],
    },
)
