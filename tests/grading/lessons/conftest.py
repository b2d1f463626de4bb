"""Lessons and their graded classes, each made once in a process; found by what is in ``lessons/``.

A test that asks for `lesson` or `graded_class` runs once for each lesson.
"""

import functools
from collections.abc import Callable

import pytest

from tests.grading.lessons.graded_class import LESSONS, GradedClass, Lesson, grade_class, read_lesson


@pytest.fixture(params=LESSONS)
def assignment(request) -> str:
    return request.param


@pytest.fixture(scope="session")
def lessons(built) -> Callable[[str], Lesson]:
    return functools.cache(functools.partial(read_lesson, built))


@pytest.fixture
def lesson(assignment, lessons) -> Lesson:
    return lessons(assignment)


@pytest.fixture(scope="session")
def graded_classes(built, lessons, tmp_path_factory) -> Callable[[str], GradedClass]:
    folder = tmp_path_factory.mktemp("classes")
    return functools.cache(lambda assignment: grade_class(built, folder / assignment, lessons(assignment)))


@pytest.fixture
def graded_class(assignment, graded_classes) -> GradedClass:
    """The class of a lesson; what a test changes in its folder, it has to copy first."""
    return graded_classes(assignment)
