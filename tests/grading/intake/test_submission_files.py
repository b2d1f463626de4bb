"""take_in: real files on a disk, honest and hostile, and what becomes of them."""

import io
import os
import zipfile
from datetime import datetime, timedelta, timezone

import pytest

from course.grading.files.submission_files import read_submitted_files
from course.grading.intake.read_notebook import UnreadableError, read_notebook
from tests.grading.intake.helpers import CIRCLE, WANTED, notebook


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def test_a_notebook_and_a_helper_file_are_taken_and_nothing_is_said(handed_in):
    taken = handed_in({"circle.ipynb": CIRCLE, "data/numbers.csv": b"1"})
    assert (taken.notebooks, taken.files, taken.messages) == ({"circle.ipynb": CIRCLE}, {"data/numbers.csv": b"1"}, [])


def test_the_students_timestamp_is_ignored_and_arrival_is_our_own_record(handed_in):
    files = {"circle.ipynb": CIRCLE, "timestamp.txt": b"1999-01-01 00:00:00 UTC"}
    handed_in(files)
    os.utime(handed_in.folder / "circle.ipynb", (0, 0))
    taken = handed_in()
    assert abs(taken.arrived - datetime.now(timezone.utc)) < timedelta(minutes=1)
    assert taken.messages == ["timestamp.txt: times come from our own records"]


def test_leftovers_of_systems_and_of_jupyter_are_not_taken_for_work(handed_in):
    taken = handed_in(
        {"circle.ipynb": CIRCLE, ".ipynb_checkpoints/circle-checkpoint.ipynb": CIRCLE, ".DS_Store": b"x", "._a": b"x"}
    )
    assert (list(taken.notebooks), taken.files, len(taken.messages)) == (["circle.ipynb"], {}, 3)


@pytest.mark.parametrize(
    "name",
    [
        "Circle.ipynb",
        "circle (1).ipynb",
        "circle-Copy1.ipynb",
        "circle.ipynb.txt",
        "circle.json",
        "Copy of circle.ipynb",
    ],
)
def test_a_renamed_notebook_is_found_by_its_name(handed_in, name):
    bare = notebook()
    taken = handed_in({name: bare, "notes.txt": b"hello"})
    assert taken.notebooks == {"circle.ipynb": bare}
    assert taken.messages == [f"{name} was taken for circle.ipynb."]


def test_a_renamed_notebook_is_found_by_its_cells_among_others(handed_in):
    taken = handed_in({"a.ipynb": notebook("other", "cells"), "b.ipynb": CIRCLE, "c.ipynb": notebook("area")})
    assert taken.notebooks == {"circle.ipynb": CIRCLE}
    assert "b.ipynb was taken for circle.ipynb." in taken.messages
    assert "a.ipynb: no notebook of this assignment; it was not graded." in taken.messages


def test_the_only_notebook_is_taken_for_the_only_missing_one(handed_in):
    bare = notebook()
    assert handed_in({"lösung.ipynb": bare}).notebooks == {"circle.ipynb": bare}


def test_of_two_notebooks_the_one_with_the_right_name_is_taken_and_the_other_is_said(handed_in):
    taken = handed_in({"circle.ipynb": CIRCLE, "circle (1).ipynb": notebook("area", text="y")})
    assert taken.notebooks == {"circle.ipynb": CIRCLE}
    assert taken.messages == [
        "There is more than one file for circle.ipynb: circle.ipynb was used (it answers 2 tasks, not 1), not "
        "circle (1).ipynb."
    ]


def test_a_web_page_with_the_right_name_gives_way_to_a_notebook_and_else_is_read_as_what_it_is(handed_in):
    page = b"<!DOCTYPE html><html></html>"
    taken = handed_in({"circle.ipynb": page})
    assert taken.notebooks == {"circle.ipynb": page}
    with pytest.raises(UnreadableError, match="web page"):
        read_notebook(taken.notebooks["circle.ipynb"])
    assert handed_in({"circle (1).ipynb": CIRCLE}).notebooks == {"circle.ipynb": CIRCLE}


@pytest.mark.parametrize("name", ["work.zip", "circle.ipynb"])
def test_an_archive_is_opened_whatever_it_is_called(handed_in, name):
    taken = handed_in({name: zipped(sub__circle=b"", sub__circle_ipynb=b"", **{"sub__circle.ipynb": CIRCLE})})
    assert taken.notebooks == {"circle.ipynb": CIRCLE}


def test_an_archive_is_taken_in_as_it_lies_and_traversal_in_it_is_said(tmp_path):
    path = tmp_path / "4101.zip"
    path.write_bytes(zipped(**{"circle.ipynb": CIRCLE, "..__..__gradebook.db": b"x"}))
    taken = read_submitted_files(path, WANTED)
    assert (taken.notebooks, taken.files) == ({"circle.ipynb": CIRCLE}, {})
    assert taken.messages == ["4101.zip: ../../gradebook.db: its name leads out of the folder (..)"]


def test_archives_in_archives_end_somewhere(handed_in):
    nested = zipped(**{"circle.ipynb": CIRCLE})
    for name in ("a.zip", "b.zip", "c.zip"):
        nested = zipped(**{name: nested})
    assert handed_in({"work.zip": nested}).notebooks == {"circle.ipynb": CIRCLE}
    taken = handed_in({"work.zip": zipped(**{"d.zip": nested})})
    assert taken.notebooks == {}
    assert any("an archive inside 4 others" in sentence for sentence in taken.messages)


def test_nested_archives_share_one_cap(handed_in):
    inner = zipped(**{f"f{k}": os.urandom(900_000) for k in range(3)})
    outer = {f"{k}.zip": zipped(**{"in.zip": inner}) for k in range(4)}
    taken = handed_in(outer | {"circle.ipynb": CIRCLE}, total=4_000_000)
    assert sum(map(len, taken.files.values())) < 4_000_000
    assert any("more than" in sentence for sentence in taken.messages)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"Rar!\x1a\x07\x00", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
    ],
)
def test_other_archives_are_named_and_what_lies_beside_them_is_taken(handed_in, data, what):
    taken = handed_in({"work.bin": data, "circle.ipynb": CIRCLE})
    assert list(taken.notebooks) == ["circle.ipynb"]
    assert taken.messages == [f"work.bin: is {what}{taken.messages[0].split(what)[1]}"]
    assert "hand in the notebook itself or a .zip" in taken.messages[0]


def test_a_damaged_archive_is_said_and_what_lies_beside_it_is_taken(handed_in):
    taken = handed_in({"work.zip": zipped(a=b"1")[:-5], "circle.ipynb": CIRCLE})
    assert list(taken.notebooks) == ["circle.ipynb"]
    assert "damaged zip archive" in taken.messages[0]
