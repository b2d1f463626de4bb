"""What a file seems to be, by its first bytes: for sentences such as "it seems to be a Word file"."""

from __future__ import annotations

import re

MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive (.gz, .tgz)"),
    (b"BZh", "a bzip2 archive (.bz2)"),
    (b"\xfd7zXZ\x00", "an xz archive (.xz)"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive (.zst)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"),
    (b"{\\rtf", "an RTF text"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"SQLite format 3\x00", "a database (SQLite)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
OFFICE = (
    (b"word/document.xml", "a Word file (.docx)"),
    (b"xl/workbook.xml", "an Excel file (.xlsx)"),
    (b"ppt/presentation.xml", "a PowerPoint file (.pptx)"),
)
HTML = re.compile(rb"\s*(<!doctype html|<html|<head|<\?xml[^>]*>\s*<!doctype html)", re.I)
PYTHON = re.compile(r"^(#!.*python|# %%|# coding|import \w|from \w[\w.]* import |def \w+\(|class \w+[(:])", re.M)


def is_zip(data: bytes) -> bool:
    """Whether this begins as a zip archive does; empty and split ones count."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def guess_type(data: bytes) -> str | None:
    """What the bytes of a file seem to be, with its article; None if nothing known."""
    if not data.strip(b"\x00"):
        return "nothing but zero bytes (a disk or an upload that failed)" if data else "an empty file"
    if is_zip(data):
        return _guess_zip(data)
    if found := next((name for magic, name in MAGIC if data.startswith(magic)), None):
        return found
    if data[257:262] == b"ustar":
        return "a tar archive"
    if HTML.match(data.removeprefix(b"\xef\xbb\xbf")[:2000]):
        return "a web page (HTML)"
    start = data[:20_000].decode("utf-8", errors="replace")
    is_script = not start.lstrip("\ufeff \r\n\t").startswith("{") and PYTHON.search(start)
    return "a Python script (.py)" if is_script else None


def _guess_zip(data: bytes) -> str:
    # Names of members stand in a zip archive as they are.
    return next((kind for member, kind in OFFICE if member in data), "a zip archive")
