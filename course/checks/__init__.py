"""Checks that explain: each failure says what was expected, what came, and where in the lesson to look."""

from course.checks.calling import as_of_now, call
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
from course.checks.kind_of_input import given
from course.checks.networks import expect_outputs, outputs_of_layer, with_weights
from course.checks.stopping_layer import where_it_stops

__all__ = [
    "CheckError",
    "FailedCheck",
    "as_of_now",
    "call",
    "expect_between",
    "expect_close",
    "expect_equal",
    "expect_error",
    "expect_length",
    "expect_outputs",
    "expect_shape",
    "expect_true",
    "expect_whole",
    "given",
    "outputs_of_layer",
    "where_it_stops",
    "with_weights",
]
