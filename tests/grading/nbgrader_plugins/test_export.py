"""``nbgrader export`` with the course's configuration."""

import csv
import os
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course.grading.nbgrader_plugins.export import SafeCsv
from course.grading.safe.spreadsheet import FORMULA
from tests.grading.class_run.small import ASSIGNMENT, hand_in, make_course, run


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    return make_course(tmp_path / "course")


@pytest.fixture
def exported(course, tmp_path):
    """Exports with some options; the rows as a spreadsheet reads them."""

    def exported(**options):
        path = tmp_path / "grades.csv"
        exporter = SafeCsv(to=str(path), **options)
        with Gradebook(str(course.settings.db_url)) as book:
            exporter.export(book)
        return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))

    return exported


@pytest.fixture
def class_with_odd_names(course):
    hand_in(course, "=1+1")
    hand_in(course, "b")
    run(course)
    with Gradebook(str(course.settings.db_url)) as book:
        book.add_student("c", last_name="O, Brien", first_name="+cmd", email="@c")


def test_no_id_or_name_is_a_formula_and_none_breaks_its_row(exported, class_with_odd_names):
    rows = exported()
    assert [row["student_id"] for row in rows] == ["'=1+1", "b", "c"]
    assert (rows[2]["last_name"], rows[2]["first_name"], rows[2]["email"]) == ("O, Brien", "'+cmd", "'@c")
    assert not [text for row in rows for text in row.values() if text.startswith(tuple(FORMULA))]
    assert [(row["score"], row["max_score"]) for row in rows] == [("2.0", "5.0"), ("2.0", "5.0"), ("0.0", "5.0")]


def test_columns_and_choices_are_those_of_nbgrader(exported, class_with_odd_names, course, tmp_path):
    assert [row["student_id"] for row in exported(student=["b"], assignment=[ASSIGNMENT])] == ["b"]
    (row,) = exported(student=["b"])
    stock = tmp_path / "stock.csv"
    with Gradebook(str(course.settings.db_url)) as book:
        stock_exporter = super(SafeCsv, SafeCsv(to=str(stock), student=["b"]))
        stock_exporter.export(book)
    (expected,) = csv.DictReader(stock.read_text().splitlines())
    assert row == expected
