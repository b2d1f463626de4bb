"""The converters: pandoc for Word files, LibreOffice for PDF."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module, resources
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.findings import Checks, Finding
from course.report.pandoc_ast import Node

SECONDS = 60  # a report of twenty pages takes two
LOG = "pandoc.log"
MISSING = (
    "pandoc is missing, which makes the Word file. In a notebook run  %pip install pypandoc_binary  (in a terminal: "
    "pip install pypandoc_binary), then try again"
)


class TooSlowError(CourseError):
    """A text with which pandoc does not come to an end."""


@lru_cache
def pandoc_path() -> str:
    """Where pandoc is: pypandoc_binary's, else the system's.

    Raises
    ------
    CourseError
        If there is none.
    """
    try:
        return str(import_module("pypandoc").get_pandoc_path())
    except (ImportError, OSError):  # OSError: pypandoc without the program
        found = shutil.which("pandoc")
    if found is None:
        raise CourseError(MISSING)
    return found


def pandoc_findings() -> list[Finding]:
    """Whether a report in Word can be made."""
    try:
        return [Finding("pandoc, for the report", "ok", pandoc_path())]
    except CourseError:
        return [Finding("pandoc, for the report", "attention", "not installed", "pip install pypandoc_binary")]


def read_markup(text: str, kind: str) -> tuple[list[int], list[Node]]:
    """Read a text into blocks; nothing that it names is opened or fetched.

    Parameters
    ----------
    kind
        Its format, as pandoc calls it.

    Returns
    -------
    tuple
        Version of the format of the blocks, and the blocks.

    Raises
    ------
    TooSlowError
        If that does not end.
    """
    document = json.loads(_pandoc(["--sandbox", "--from", kind, "--to", "json"], text.encode()))
    return document["pandoc-api-version"], document["blocks"]


def write_word(
    meta: Mapping[str, str], version: Sequence[int], blocks: Sequence[Node], folder: Path
) -> tuple[bytes, list[str]]:
    """Make a Word file in our own style.

    Parameters
    ----------
    meta
        Title, subtitle, author and date.
    version, blocks
        As `read_markup` returns them; the pictures in them must lie in ``folder``.

    Returns
    -------
    tuple
        The file, and the formulas for which pandoc knows no equation: they stand in it as TeX.

    Raises
    ------
    TooSlowError
        If that does not end.
    """
    texts = {name: {"t": "MetaInlines", "c": [{"t": "Str", "c": text}]} for name, text in meta.items()}
    document: dict[str, Any] = {"pandoc-api-version": version, "meta": texts, "blocks": blocks}
    reference = resources.files("course") / "assets" / "report" / "reference.docx"
    with resources.as_file(reference) as style:
        options = ["--from", "json", "--to", "docx", "--highlight-style", "tango", f"--reference-doc={style}"]
        word = _pandoc([*options, "--log", LOG, "--output", "-"], json.dumps(document).encode(), folder)
    log = json.loads((folder / LOG).read_text(encoding="utf-8"))
    return word, [entry["contents"].strip() for entry in log if entry["type"] == "CouldNotConvertTeXMath"]


def write_pdf(word: Path) -> Path:
    """Make a PDF beside a Word file.

    Raises
    ------
    CourseError
        If LibreOffice is missing or fails.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise CourseError(
            "LibreOffice is missing, which makes the PDF. Install it (libreoffice.org; Debian and Ubuntu: apt install "
            f"libreoffice-writer libreoffice-math), or open {word.name} in Word and choose File > Save as > PDF"
        )
    made = word.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as folder:
        # Its own profile: a LibreOffice that is open would do the work, or refuse it, in its own way.
        options = [f"-env:UserInstallation={Path(folder).as_uri()}", "--headless", "--convert-to", "pdf"]
        done = _run([office, *options, "--outdir", folder, str(word)], b"", None)
        pdf = Path(folder) / made.name
        if not pdf.is_file():
            message = (done.stderr or done.stdout).decode(errors="replace").strip()
            raise CourseError(
                f"LibreOffice made no PDF of {word} ({message}); open the file in Word and save it as PDF"
            )
        made.write_bytes(pdf.read_bytes())
    return made


def _pandoc(options: Sequence[str], content: bytes, folder: Path | None = None) -> bytes:
    done = _run([pandoc_path(), *options], content, folder)
    if done.returncode:
        message = done.stderr.decode(errors="replace").strip()
        raise CourseError(
            f"{pandoc_path()} failed ({message}); if it is older than 2.15, get a newer one: "
            "pip install pypandoc_binary"
        )
    return done.stdout


def _run(command: Sequence[str], content: bytes, folder: Path | None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, input=content, capture_output=True, cwd=folder, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise TooSlowError(f"{Path(command[0]).name} did not come to an end within {SECONDS} s") from error


CHECKS: Checks = {"pandoc, for the report": pandoc_findings}
