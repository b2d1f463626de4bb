"""Questions answered before the result can be seen: `predict` asks, `result_of` shows what came of it."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.predictions.question import predict
    from course.predictions.result import result_of

__all__ = ["predict", "result_of"]
__getattr__, __dir__ = lazily(__name__)
