"""take_in: real files on a disk, honest and hostile, and what becomes of them."""

import io
import os
import socket
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.grading.archives import Caps
from course.grading.intake.reading import UnreadableError, read_notebook
from course.grading.intake.taking import take_in

WANTED = {"circle.ipynb": frozenset({"area", "test-area", "length"})}


def notebook(*grade_ids, text="x = 1"):
    cells = [new_code_cell(text, id=f"c{k}", metadata={"nbgrader": {"grade_id": g}}) for k, g in enumerate(grade_ids)]
    return nbformat.writes(new_notebook(cells=cells)).encode()


CIRCLE = notebook("area", "test-area", "length")


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


@pytest.fixture
def handed_in(tmp_path):
    """Write files into a submission's folder and take it in."""
    folder = tmp_path / "submitted" / "4101" / "circle"
    folder.mkdir(parents=True)

    def take(contents=None, /, **caps):
        for name, data in (contents or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return take_in(folder, WANTED, Caps(**caps))

    take.folder = folder
    return take


def test_a_notebook_and_a_helper_file_are_taken_and_nothing_is_said(handed_in):
    taken = handed_in({"circle.ipynb": CIRCLE, "data/numbers.csv": b"1"})
    assert (taken.notebooks, taken.files, taken.said) == ({"circle.ipynb": CIRCLE}, {"data/numbers.csv": b"1"}, [])


def test_links_pipes_sockets_and_devices_are_not_opened(handed_in, tmp_path):
    (tmp_path / "gradebook.db").write_bytes(b"SQLite format 3\x00")
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "circle.ipynb").write_bytes(CIRCLE)
    (handed_in.folder / "circle.ipynb").symlink_to(tmp_path / "gradebook.db")
    (handed_in.folder / "folder").symlink_to(tmp_path / "others")
    (handed_in.folder / "zero").symlink_to("/dev/zero")
    (handed_in.folder / "dangling").symlink_to("nowhere")
    os.mkfifo(handed_in.folder / "pipe.ipynb")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(handed_in.folder / "socket"))
        taken = handed_in()
    assert (taken.notebooks, taken.files) == ({}, {})
    what = dict(line.split(": ", 1) for line in taken.said if ": " in line)
    assert {name: why.split(";")[0] for name, why in what.items()} == {
        "circle.ipynb": "is a link",
        "folder": "is a link",
        "zero": "is a link",
        "dangling": "is a link",
        "pipe.ipynb": "is a pipe",
        "socket": "is a socket",
    }
    assert taken.said[-1] == "The notebook circle.ipynb is missing."


def test_a_submission_that_is_itself_a_link_or_is_not_there_is_said(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "circle.ipynb").write_bytes(CIRCLE)
    (tmp_path / "link").symlink_to("real")
    for name, why in (("link", "is a link"), ("none", "No such file")):
        taken = take_in(tmp_path / name, WANTED)
        assert taken.notebooks == {}
        assert why in taken.said[0]


def test_the_students_timestamp_is_ignored_and_arrival_is_our_own_record(handed_in):
    files = {"circle.ipynb": CIRCLE, "timestamp.txt": b"1999-01-01 00:00:00 UTC"}
    handed_in(files)
    os.utime(handed_in.folder / "circle.ipynb", (0, 0))
    taken = handed_in()
    assert abs(taken.arrived - datetime.now(timezone.utc)) < timedelta(minutes=1)
    assert taken.said == ["timestamp.txt: times come from our own records"]


def test_leftovers_of_systems_and_of_jupyter_are_not_taken_for_work(handed_in):
    taken = handed_in(
        {"circle.ipynb": CIRCLE, ".ipynb_checkpoints/circle-checkpoint.ipynb": CIRCLE, ".DS_Store": b"x", "._a": b"x"}
    )
    assert (list(taken.notebooks), taken.files, len(taken.said)) == (["circle.ipynb"], {}, 3)


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
    assert taken.said == [f"{name} was taken for circle.ipynb."]


def test_a_renamed_notebook_is_found_by_its_cells_among_others(handed_in):
    taken = handed_in({"a.ipynb": notebook("other", "cells"), "b.ipynb": CIRCLE, "c.ipynb": notebook("area")})
    assert taken.notebooks == {"circle.ipynb": CIRCLE}
    assert "b.ipynb was taken for circle.ipynb." in taken.said
    assert "a.ipynb: no notebook of this assignment; it was not graded." in taken.said


def test_the_only_notebook_is_taken_for_the_only_missing_one(handed_in):
    bare = notebook()
    assert handed_in({"lösung.ipynb": bare}).notebooks == {"circle.ipynb": bare}


def test_of_two_notebooks_the_one_with_the_right_name_is_taken_and_the_other_is_said(handed_in):
    taken = handed_in({"circle.ipynb": CIRCLE, "circle (1).ipynb": notebook("area", text="y")})
    assert taken.notebooks == {"circle.ipynb": CIRCLE}
    assert taken.said == ["There is more than one file for circle.ipynb: circle.ipynb was used, not circle (1).ipynb."]


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
    taken = take_in(path, WANTED)
    assert (taken.notebooks, taken.files) == ({"circle.ipynb": CIRCLE}, {})
    assert taken.said == ["4101.zip: ../../gradebook.db: its name leads out of the folder (..)"]


def test_archives_in_archives_end_somewhere(handed_in):
    twice = zipped(**{"a.zip": zipped(**{"circle.ipynb": CIRCLE})})
    assert handed_in({"work.zip": twice}).notebooks == {"circle.ipynb": CIRCLE}
    taken = handed_in({"work.zip": zipped(**{"b.zip": twice})})
    assert taken.notebooks == {}
    assert any("an archive inside 2 others" in sentence for sentence in taken.said)


def test_nested_archives_share_one_cap(handed_in):
    inner = zipped(**{f"f{k}": os.urandom(900_000) for k in range(3)})
    outer = {f"{k}.zip": zipped(**{"in.zip": inner}) for k in range(4)}
    taken = handed_in(outer | {"circle.ipynb": CIRCLE}, total=4_000_000)
    assert sum(map(len, taken.files.values())) < 4_000_000
    assert any("more than" in sentence for sentence in taken.said)


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
    assert taken.said == [f"work.bin: is {what}{taken.said[0].split(what)[1]}"]
    assert "hand in the notebook itself or a .zip" in taken.said[0]


def test_a_damaged_archive_is_said_and_what_lies_beside_it_is_taken(handed_in):
    taken = handed_in({"work.zip": zipped(a=b"1")[:-5], "circle.ipynb": CIRCLE})
    assert list(taken.notebooks) == ["circle.ipynb"]
    assert "damaged zip archive" in taken.said[0]


def test_names_that_are_no_utf8_are_read(handed_in):
    Path(os.fsdecode(os.fsencode(handed_in.folder) + b"/L\xf6sung.ipynb")).write_bytes(CIRCLE)
    taken = handed_in()
    assert taken.notebooks == {"circle.ipynb": CIRCLE}
    assert taken.said == ["Lösung.ipynb was taken for circle.ipynb."]


def test_caps_on_size_count_and_depth_leave_the_rest_of_the_class_alone(handed_in):
    files = {"circle.ipynb": CIRCLE, "large.bin": os.urandom(5000), "a/b/c/d.txt": b"1"}
    taken = handed_in(files, each=4000, depth=3)
    assert (list(taken.notebooks), taken.files) == (["circle.ipynb"], {})
    assert [sentence.split(":")[0] for sentence in taken.said] == ["large.bin", "a/b/c/d.txt"]
    taken = handed_in({f"f{k}": b"" for k in range(30)}, files=3)
    assert len(taken.files) + len(taken.notebooks) == 3
    assert any("too many files" in sentence for sentence in taken.said)


def test_an_unreadable_folder_or_file_is_said(handed_in, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    handed_in({"circle.ipynb": CIRCLE})
    monkeypatch.setattr(os, "scandir", refuse)
    assert handed_in().said == ["circle: cannot be read (Permission denied)", "The notebook circle.ipynb is missing."]
