"""A class of 1,000: nobody is lost, and memory does not grow with what they handed in."""

import tracemalloc

from course.grading.moodle.collect import collect
from course.grading.moodle.worksheet import read_worksheet
from tests.grading.moodle.as_moodle import Person, archive, place, worksheet
from tests.grading.moodle.conftest import ASSIGNMENT

MB = 2**20


def test_a_thousand_submissions_are_collected_file_by_file(course, tmp_path):
    people = [Person(5000 + i, f"Student Né {i}", f"s{i}@uni.example") for i in range(1000)]
    body = b" " * 200_000
    path = archive(tmp_path / "class.zip", {f"{place(p.name, p.number)}/circle.ipynb": body for p in people})
    (tmp_path / "sheet.csv").write_bytes(worksheet(people))
    tracemalloc.start()
    lines, _ = collect(path, ASSIGNMENT, course, sheet=read_worksheet(tmp_path / "sheet.csv"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {line.outcome for line in lines} == {"taken"}
    assert len(list(course.submitted.glob(f"s*@uni.example/{ASSIGNMENT}/circle.ipynb"))) == 1000
    assert peak < 20 * MB  # of 190 MB
