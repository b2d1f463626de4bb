"""The names that Moodle gives to the files of "Download all submissions".

| layout | name |
|---|---|
| folders | ``<Full name>_<number>_assignsubmission_file/<path>`` (older Moodle ends the folder in ``_``) |
| flat | ``<Full name>_<number>_assignsubmission_file_<file>`` |
| blind marking | ``Participant_<number>_assignsubmission_file…`` |
| teams | ``<Group>_<group number>_assignsubmission_file…``, without a number for those in no group |
| text typed in | ``…_assignsubmission_onlinetext…`` |

The number is a participant's in one Moodle assignment: the same student has another one in the next assignment.
(mod/assign/classes/downloader.php, mod/assign/locallib.php)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

PLACE = re.compile(r"(?P<name>[^_]+)(?:_(?P<number>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?P<rest>_.*)?", re.S)
NOTEBOOK = re.compile(r"(?P<stem>.+)\.ipynb(?:\.txt|\.json)?", re.I)  # some browsers add an ending
DROPPED = re.compile(r"[\x00-\x1f\x7f&<>\"`|':\\/_]")


@dataclass(frozen=True)
class Owner:
    """Whom Moodle says a file is from: a full name, a group's or "Participant", and the number behind it."""

    name: str
    number: str | None

    def __str__(self) -> str:
        return f"{self.name}_{self.number}" if self.number else self.name


@dataclass(frozen=True)
class Entry:
    """A file's name taken apart: its owner, whether it is a file or text typed in, and its path below the owner's."""

    owner: Owner
    plugin: str
    path: str


def read_entry(name: str) -> Entry | None:
    """Take a member's name apart, with ``/`` between its parts; None if Moodle gives no such names.

    The outermost part that fits counts: what students call their files and folders cannot change whose they are. One
    folder around everything is left out of account, as an archive has it that was unpacked and packed again.
    """
    parts = name.split("/")
    for index, part in enumerate(parts[:2]):
        if match := PLACE.fullmatch(part):
            own = (match["rest"] or "").removeprefix("_")
            path = "/".join([own, *parts[index + 1 :]] if own else parts[index + 1 :])
            return Entry(Owner(match["name"], match["number"]), match["plugin"], path) if path else None
    return None


def notebook_stem(path: str) -> str | None:
    """File name without its ending if it is a notebook's, also with the ``.txt`` that some browsers add."""
    match = NOTEBOOK.fullmatch(path.rpartition("/")[2])
    return match["stem"] if match else None


def same_name(name: str) -> str:
    """What is left of a name to compare it by: letters and digits, without case; Moodle drops some other characters."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def folder_name(name: str) -> str:
    """A full name as Moodle writes it into paths: underscores are spaces, and what no file name may hold is gone."""
    return " ".join(DROPPED.sub(" ", name).split()).strip(". ")
