"""Checks that explain: each failure says what was expected, what came, and where in the lesson to look.

They compare plain values (numbers, shapes, tensors), because an answer may live in another process than its test. What
a check raises says it twice: in sentences for those who read it, and as a record, from which feedback is made.
"""

from course.checks.expect import (
    expect_between,
    expect_close,
    expect_equal,
    expect_error,
    expect_length,
    expect_shape,
    expect_true,
    expect_whole,
)
from course.checks.failed_check import CheckError, FailedCheck

__all__ = [
    "CheckError",
    "FailedCheck",
    "expect_between",
    "expect_close",
    "expect_equal",
    "expect_error",
    "expect_length",
    "expect_shape",
    "expect_true",
    "expect_whole",
]
