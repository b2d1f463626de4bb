"""nbgrader's feedback pages as the archive that Moodle takes under "Upload multiple feedback files in a zip"."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.grading.files.safe_open import MB, megabytes
from course.grading.gradebook.class_list import read_class
from course.grading.gradebook.course_folder import CourseFolder
from course.grading.moodle.archive_names import folder_name
from course.grading.moodle.participants import Participant

# Moodle looks for <anything without _>_<participant>_<plugin type>_<plugin>_ in a path; what the plugin is does not
# matter (mod/assign/feedback/file/importziplib.php). Before 4.1 it wants the last underscore, later it allows it.
PLACE = "{name}_{number}_assignsubmission_file_"
OVERHEAD = 300  # bytes that an archive needs for a member besides its name (twice) and its contents
END = 200


class FeedbackError(CourseError):
    """Feedback pages that cannot be packed; the message says which, and the way out."""


@dataclass(frozen=True)
class Packed:
    """Archives written, how many students have pages in them, and who has none or cannot be told of, and why.

    `absent` are those to whom there is nothing to return, and why. `older` are archives of the same name that an
    earlier run has left: they are not to be uploaded any more.
    """

    archives: list[Path]
    students: int
    without: dict[str, str]
    absent: dict[str, str]
    older: list[Path]


def pack_feedback(
    assignment: str, folder: CourseFolder, known: Mapping[str, Participant], output: Path, max_size: int | None = None
) -> Packed:
    """Pack each participant's feedback pages.

    Parameters
    ----------
    assignment
        Its name in nbgrader.
    folder
        The course.
    known
        Participants by their number in Moodle.
    output
        The archive; with more than one, ``-1``, ``-2`` and so on are put behind its name.
    max_size
        The most bytes of an archive that Moodle takes; None for one archive of any size.

    Raises
    ------
    FeedbackError
        If there is not a single page, or the pages of one student exceed ``max_size``.
    """
    pages, without, absent = _sorted_out(assignment, folder, known)
    if not pages:
        raise FeedbackError(
            f"no participant has a feedback page of {assignment}; run nbgrader generate_feedback {assignment} first"
            + ("" if known else ", and tell who is who by --worksheet")
        )
    members = [(_place(number, known[number]), found) for number, found in pages.items()]
    archives = [output]
    groups = list(_split(members, max_size)) if max_size is not None else [members]
    if len(groups) > 1:
        archives = [output.with_name(f"{output.stem}-{count}{output.suffix}") for count in range(1, len(groups) + 1)]
    for archive, group in zip(archives, groups, strict=True):
        _write(archive, group)
    alike = {output, *output.parent.glob(f"{output.stem}-[0-9]*{output.suffix}")}
    older = sorted(path for path in alike if path.exists() and path not in archives)
    return Packed(archives, len(members), without, absent, older)


def _sorted_out(
    assignment: str, folder: CourseFolder, known: Mapping[str, Participant]
) -> tuple[dict[str, list[Path]], dict[str, str], dict[str, str]]:
    """Pages by the participant's number; who should have one and why not; to whom there is nothing to return."""
    pages: dict[str, list[Path]] = {}
    without: dict[str, str] = {}
    absent: dict[str, str] = {}
    removed = read_class(folder).removed
    for number, about in known.items():
        name, found = f"{about.name} ({about.student})", folder.pages(about.student, assignment)
        if about.student in removed:
            absent[name] = "was removed from the class"
        elif any(_is_old(page, folder.autograded(about.student, assignment)) for page in found):
            without[name] = f"was graded again after the page was made; run nbgrader generate_feedback {assignment}"
        elif found:
            pages[number] = found
        elif folder.submission(about.student, assignment).exists():
            without[name] = "handed in and has no feedback page"
        else:
            absent[name] = "nothing was collected, nothing to return"
    participants = removed | {about.student for about in known.values()}
    for student in folder.students_with_feedback(assignment):
        if student not in participants:
            without[student] = "has a page and is no known participant; add --worksheet"
    return pages, without, absent


def _is_old(page: Path, graded: Path) -> bool:
    """Whether the notebook that a page shows has been graded again since."""
    notebook = graded / f"{page.stem}.ipynb"
    return notebook.is_file() and page.stat().st_mtime_ns < notebook.stat().st_mtime_ns


Members = list[tuple[str, list[Path]]]


def _place(number: str, about: Participant) -> str:
    return PLACE.format(name=folder_name(about.name) or "Participant", number=number)


def _split(members: Members, max_size: int) -> Iterator[Members]:
    group: Members = []
    size = END
    for folder, pages in members:
        own = sum(_packed_size(folder, page) for page in pages)
        if own + END > max_size:
            raise FeedbackError(
                f"the pages of {folder} take {megabytes(own)}, more than --max-size allows ({megabytes(max_size)}); "
                "raise Moodle's upload limit, or limit the output in the pages (c.LimitOutput in nbgrader_config.py)"
            )
        if size + own > max_size:
            yield group
            group, size = [], END
        group.append((folder, pages))
        size += own
    yield group


def _packed_size(folder: str, page: Path) -> int:
    """At most so many bytes will a page take in an archive."""
    return len(zlib.compress(page.read_bytes(), 6)) + 2 * len(f"{folder}/{page.name}".encode()) + OVERHEAD


def _write(archive: Path, members: Iterable[tuple[str, Sequence[Path]]]) -> None:
    archive.parent.mkdir(parents=True, exist_ok=True)
    part = archive.with_name(f".{archive.name}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6, strict_timestamps=False) as packed:
        for folder, pages in members:
            for page in pages:
                packed.write(page, f"{folder}/{page.name}")
    part.replace(archive)


def parse_size(text: str) -> int:
    """Bytes of a size such as ``100MB``, ``1.5 GB`` or ``800k``, as Moodle counts (1 MB = 1024 × 1024 bytes).

    Raises
    ------
    ValueError
        If it is no such size.
    """
    digits = text.strip().upper().removesuffix("B").strip()
    factor = {"K": MB // 1024, "M": MB, "G": MB * 1024}.get(digits[-1:], 1)
    size = float(digits.rstrip("KMG")) * factor
    if not 1 <= size < float("inf"):
        raise ValueError(f"{text!r} is no size; expected one such as 100MB")
    return int(size)
