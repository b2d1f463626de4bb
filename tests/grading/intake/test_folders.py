"""Folders as they lie on the disk: what is no file of the student's is not opened, whatever happens meanwhile."""

import os
import socket
from pathlib import Path

import pytest

from course.grading.files import submission_files
from course.grading.files.submission_files import read_submitted_files
from tests.grading.intake.helpers import CIRCLE, WANTED

FILES = {"circle.ipynb": CIRCLE, "sub/a.txt": b"mine", "zoo/z.txt": b"mine"}


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
    assert [sentence.split(";")[0] for sentence in taken.messages] == [
        "4 files were left out (circle.ipynb, dangling, folder, …): is a link",
        "pipe.ipynb: is a pipe",
        "socket: is a socket",
        "The notebook circle.ipynb is missing.",
    ]


def test_a_submission_that_is_itself_a_link_or_is_not_there_is_said(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "circle.ipynb").write_bytes(CIRCLE)
    (tmp_path / "link").symlink_to("real")
    for name, why in (("link", "is a link"), ("none", "No such file")):
        taken = read_submitted_files(tmp_path / name, WANTED)
        assert taken.notebooks == {}
        assert why in taken.messages[0]


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen when a file has been found and not been opened yet."""

    def when(name, happens):
        leftover = submission_files.leftover

        def look(found):
            if found == name:
                happens()
            return leftover(found)

        monkeypatch.setattr(submission_files, "leftover", look)

    return when


@pytest.fixture
def swap(handed_in, tmp_path):
    """Put a link to somebody else's folder in the place of the student's own folder ``sub``."""
    others = tmp_path / "others"
    others.mkdir()
    (others / "a.txt").write_bytes(b"secret")
    (others / "b.txt").write_bytes(b"secret")

    def put():
        (handed_in.folder / "sub").rename(tmp_path / "aside")
        (handed_in.folder / "sub").symlink_to(others)

    return put


def test_a_folder_that_becomes_a_link_before_it_is_entered_is_not_entered(handed_in, meanwhile, swap):
    meanwhile("circle.ipynb", swap)
    taken = handed_in(FILES)
    assert (list(taken.notebooks), taken.files) == (["circle.ipynb"], {"zoo/z.txt": b"mine"})
    (said,) = taken.messages
    assert said.startswith("sub: is a link")


def test_a_folder_that_becomes_a_link_before_its_files_are_opened_stays_the_students(handed_in, meanwhile, swap):
    meanwhile("sub/a.txt", swap)
    taken = handed_in(FILES | {"sub/b.txt": b"mine"})
    assert taken.files == {"sub/a.txt": b"mine", "sub/b.txt": b"mine", "zoo/z.txt": b"mine"}


def test_a_submission_that_becomes_a_link_is_not_followed(handed_in, meanwhile, tmp_path):
    def put():
        handed_in.folder.rename(tmp_path / "aside")
        handed_in.folder.symlink_to(tmp_path / "others")

    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "b.txt").write_bytes(b"secret")
    meanwhile("a.txt", put)
    assert handed_in({"a.txt": b"mine", "b.txt": b"mine"}).files == {"a.txt": b"mine", "b.txt": b"mine"}


def test_a_file_that_becomes_a_link_or_a_pipe_is_not_opened(handed_in, meanwhile, tmp_path):
    def put():
        for name, make in (("a.txt", lambda path: path.symlink_to("/etc/passwd")), ("b.txt", os.mkfifo)):
            (handed_in.folder / name).unlink()
            make(handed_in.folder / name)

    meanwhile("a.txt", put)
    taken = handed_in({"a.txt": b"mine", "b.txt": b"mine", "circle.ipynb": CIRCLE})
    assert (list(taken.notebooks), taken.files) == (["circle.ipynb"], {})
    assert [sentence.split(";")[0] for sentence in taken.messages] == ["a.txt: is a link", "b.txt: is a pipe"]


def test_paths_have_to_do_where_folders_have_no_descriptors(handed_in, monkeypatch):
    monkeypatch.setattr(os, "supports_dir_fd", set())  # as on Windows
    taken = handed_in(FILES)
    assert (list(taken.notebooks), taken.files) == (["circle.ipynb"], {"sub/a.txt": b"mine", "zoo/z.txt": b"mine"})


def test_no_file_stays_open(handed_in):
    before = set(Path("/dev/fd").iterdir())
    handed_in(FILES | {"deep/er/and/deeper.txt": b"1", "large.bin": bytes(5000)}, each=4000)
    assert set(Path("/dev/fd").iterdir()) == before


def test_names_that_are_no_utf8_are_read(handed_in):
    Path(os.fsdecode(os.fsencode(handed_in.folder) + b"/L\xf6sung.ipynb")).write_bytes(CIRCLE)
    taken = handed_in()
    assert taken.notebooks == {"circle.ipynb": CIRCLE}
    assert taken.messages == ["Lösung.ipynb was taken for circle.ipynb."]


def test_caps_on_size_count_and_depth_leave_the_rest_of_the_class_alone(handed_in):
    files = {"circle.ipynb": CIRCLE, "large.bin": os.urandom(5000), "a/b/c/d.txt": b"1"}
    taken = handed_in(files, each=4000, depth=3)
    assert (list(taken.notebooks), taken.files) == (["circle.ipynb"], {})
    assert [sentence.split(":")[0] for sentence in taken.messages] == ["large.bin", "a/b/c/d.txt"]
    taken = handed_in({f"f{k}": b"" for k in range(30)}, files=3)
    assert len(taken.files) + len(taken.notebooks) == 3
    assert any("more than 3 files" in sentence for sentence in taken.messages)


def test_a_folder_that_is_too_deep_or_cannot_be_read_costs_only_itself(handed_in, monkeypatch):
    taken = handed_in({"a/circle.ipynb": CIRCLE, "z/b/c/d/e.txt": b"1"}, depth=3)
    assert (list(taken.notebooks), taken.files) == (["circle.ipynb"], {})
    assert taken.messages == ["z/b/c/d: it lies 4 folders deep; at most 3 are read"]


def test_of_two_names_that_cannot_lie_in_one_folder_the_first_is_taken(handed_in):
    """As an archive from Windows leaves them behind on Linux, where a backslash is a letter like any other."""
    taken = handed_in({"circle.ipynb": CIRCLE, "images": b"1", "images\\cat.png": b"2"})
    assert taken.files == {"images": b"1"}
    assert taken.messages == ["images\\cat.png: another file has the same name, or that of its folder"]


def test_an_unreadable_folder_or_file_is_said(handed_in, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    handed_in({"circle.ipynb": CIRCLE})
    monkeypatch.setattr(os, "scandir", refuse)
    assert handed_in().messages == [
        "circle: cannot be read (Permission denied)",
        "The notebook circle.ipynb is missing.",
    ]
