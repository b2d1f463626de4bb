"""safe_members: what comes out of an archive of strangers, and why the rest does not."""

import io
import os
import stat
import struct
import tarfile
import tracemalloc
import zipfile

import pytest

from course.grading.files.archives import ArchiveError, Caps, safe_members


def pack(*files, method=zipfile.ZIP_DEFLATED):
    """A zip archive of (name or ZipInfo, bytes)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def unpack(source, **caps):
    """What was taken, ``{name: bytes}``, and what was ignored, ``{name: why}``."""
    ignored = []
    taken = {member.name: member.read() for member in safe_members(source, Caps(**caps), ignored)}
    return taken, {one.name: one.why for one in ignored}


def special(name, kind):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o644) << 16
    return info


def test_files_come_with_their_names_and_bytes_and_folders_are_silent():
    taken, ignored = unpack(pack(("a/", b""), ("a/b.ipynb", b"{}"), ("c.txt", b"")))
    assert (taken, ignored) == ({"a/b.ipynb": b"{}", "c.txt": b""}, {})


def test_members_can_be_read_after_the_iteration_and_from_a_file(tmp_path):
    path = tmp_path / "class.zip"
    path.write_bytes(pack(("a", b"1"), ("b", b"2")))
    members = list(safe_members(path))
    assert [(m.name, m.size, m.read()) for m in reversed(members)] == [("b", 1, b"2"), ("a", 1, b"1")]


def test_members_say_when_they_were_packed():
    (member,) = safe_members(pack((zipfile.ZipInfo("a", (2026, 11, 21, 15, 30, 2)), b"1")))
    assert member.packed_at == (2026, 11, 21, 15, 30, 2)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../gradebook.db", "leads out"),
        ("a/../../b", "leads out"),
        ("..\\b", "leads out"),
        ("/etc/passwd", "absolute"),
        ("C:\\Users\\b.ipynb", "absolute"),
        ("a\x07b", "no text"),
        ("a\nb", "no text"),
        ("x\u202ebnypi.txt", "direction of writing"),
        ("NUL.ipynb", "device"),
        ("a/com1", "device"),
        ("a/ . /b", "no name on Windows"),
        ("n" * 300, "300 bytes"),
        ("/".join("abcdefghijklmnop" * 3), "48 folders deep"),
        ("__MACOSX/._a.ipynb", "macOS"),
        (".ipynb_checkpoints/a-checkpoint.ipynb", "safety copy"),
    ],
)
def test_a_name_that_leads_elsewhere_or_is_none_costs_only_its_own_file(name, why):
    taken, ignored = unpack(pack(("good", b"1"), (name, b"2"), ("also good", b"3")))
    assert list(taken) == ["good", "also good"]
    (reason,) = ignored.values()
    assert why in reason


def test_a_name_with_a_zero_byte_is_not_cut_there():
    data = pack(("a.ipynbXevil", b"1")).replace(b"a.ipynbX", b"a.ipynb\x00")
    taken, ignored = unpack(data)
    assert taken == {}
    assert ignored == {"a.ipynb\\u0000evil": "its name holds a character that is no text (U+0000)"}


@pytest.mark.parametrize(
    ("first", "second"), [("A.ipynb", "a.ipynb"), ("a", "a/b"), ("a/b", "A"), ("ä", "a\u0308"), ("a", "a.")]
)
def test_of_two_names_that_some_system_takes_for_one_the_first_is_taken(first, second):
    taken, ignored = unpack(pack((first, b"1"), (second, b"2")))
    assert list(taken.values()) == [b"1"]
    assert "same name" in ignored[second]


def test_names_are_read_in_utf8_flagged_or_not_and_else_as_dos_wrote_them():
    flagged = pack(("Übung.ipynb", b"1"))
    macos = flagged.replace(struct.pack("<H", 0x800), b"\0\0")
    dos = pack(("?bung.ipynb", b"1")).replace(b"?bung", b"\x9abung")  # cp437
    assert [list(unpack(data)[0]) for data in (flagged, macos, dos)] == [["Übung.ipynb"]] * 3


@pytest.mark.parametrize(("kind", "why"), [(stat.S_IFLNK, "a link"), (stat.S_IFIFO, "pipe"), (stat.S_IFCHR, "device")])
def test_links_pipes_and_devices_are_left_out(kind, why):
    taken, ignored = unpack(pack((special("x", kind), b"/etc/passwd"), (special("y", stat.S_IFREG), b"1")))
    assert list(taken) == ["y"]
    assert why in ignored["x"]


def test_a_bomb_is_left_out_without_unpacking_it():
    bomb = pack(("bomb", bytes(30_000_000)), ("good", b"1"))
    assert len(bomb) < 40_000
    taken, ignored = unpack(bomb)
    assert list(taken) == ["good"]
    assert "zip bomb" in ignored["bomb"]


def test_a_member_that_lies_about_its_size_yields_no_more_than_it_said():
    data = bytearray(pack(("bomb", bytes(50_000_000))))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<L", 1000)
    (member,) = safe_members(bytes(data))
    assert member.size == 1000
    tracemalloc.start()
    try:
        with pytest.raises(ArchiveError, match="bomb is damaged"):
            member.read()
        assert tracemalloc.get_traced_memory()[1] < 10 * len(data)
    finally:
        tracemalloc.stop()


def test_overlapping_members_are_left_out():
    """The same bytes, listed many times in the directory: each read would unpack them again."""
    data = bytearray(pack(("a", b"x" * 100), ("b", b"y" * 100)))
    first, second = data.index(b"PK\x01\x02"), data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    taken, ignored = unpack(bytes(data))
    assert taken == {}
    assert ["zip bomb" in why for why in ignored.values()] == [True, True]


def test_caps_on_count_size_and_sum_keep_what_is_within():
    data = pack(*((f"f{k}", os.urandom(1000)) for k in range(5)))
    assert list(unpack(data, files=2)[0]) == ["f0", "f1"]
    assert len(unpack(data, files=2)[1]) == 3
    assert list(unpack(data, total=2500)[0]) == ["f0", "f1"]
    assert unpack(data, each=999)[0] == {}


def test_a_huge_directory_is_refused_before_it_is_read():
    data = pack(*((f"f{k}", b"") for k in range(300)))
    with pytest.raises(ArchiveError, match="more than 10 files"):
        list(safe_members(data, Caps(seen=10)))


def test_encrypted_and_oddly_packed_members_are_named():
    data = bytearray(pack(("secret", b"1"), ("good", b"2")))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + flags] |= 1
    taken, ignored = unpack(bytes(data))
    assert (list(taken), ignored) == (["good"], {"secret": "is encrypted; hand it in without a password"})
    assert "method 12" in unpack(pack(("b", b"1"), method=zipfile.ZIP_BZIP2))[1]["b"]


def test_a_damaged_member_costs_only_itself():
    data = pack(("a", b"hello" * 50), ("b", b"2"), method=zipfile.ZIP_STORED).replace(b"hellohello", b"hellojello", 1)
    first, second = safe_members(data)
    assert second.read() == b"2"
    with pytest.raises(ArchiveError, match="a is damaged"):
        first.read()


def tar():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "an empty file"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"Rar!\x1a\x07\x00", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (tar(), "a tar archive"),
        (b"hello", "no zip archive"),
        (pack(("a", b"1"))[:-10], "a damaged zip archive"),
        (bytes(1000), "zero bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",  # a zip's bytes hold the time
)
def test_what_is_no_zip_archive_is_called_by_its_name(tmp_path, data, what):
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=f"class.zip is .*{what}"):
        list(safe_members(path))


def test_links_and_pipes_are_not_opened(tmp_path):
    (tmp_path / "real.zip").write_bytes(pack(("a", b"1")))
    (tmp_path / "link.zip").symlink_to("real.zip")
    os.mkfifo(tmp_path / "pipe.zip")
    for name, what in (("link.zip", "a link"), ("pipe.zip", "a pipe"), ("none.zip", "cannot be opened")):
        with pytest.raises(ArchiveError, match=f"{name} .*{what}"):
            list(safe_members(tmp_path / name))
