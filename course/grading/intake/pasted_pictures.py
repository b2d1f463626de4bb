"""Pictures written into a text, as Colab does, made attachments of its cell: the one form that all viewers show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

DATA = r"data:(?P<kind>image/[a-z+.-]+);base64,(?P<packed>[A-Za-z0-9+/=\s]+?)"
IMAGE = re.compile(rf"!\[(?P<alt>[^\]\n]*)\]\(\s*<?{DATA}>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")
TAG = re.compile(r"<img\b[^<>]{0,300}?\bsrc\s*=\s*[\"']?data:image/[^<>]*>", re.I)
DEFINITION = re.compile(rf"^ {{0,3}}\[(?P<label>[^\]\n]+)\]:\s*<?{DATA}>?[ \t]*(?:\"[^\"\n]*\")?[ \t]*$", re.M)
USE = re.compile(r"!\[(?P<alt>[^\]\n]*)\](?:\[(?P<label>[^\]\n]*)\])?(?!\()")
ATTACHED = re.compile(r"(!\[[^\]\n]{0,300}\]\()<?attachment:((?:[^()\n<>]|\([^()\n<>]*\)){1,300}?)>?(?=\))")
ODD = re.compile(r"[^\w.@+-]")
KINDS = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}


def attach_pasted(text: str, attachments: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return a markdown text that shows its pictures as attachments, and all that is attached then.

    Pictures given as data in markdown, in an ``<img>`` or in a link's definition become attachments. Names of those
    that are attached already lose blanks and brackets, which not all viewers read alike.

    Parameters
    ----------
    attachments
        As they stand in the cell: forms by name.
    """
    paste = _Paste(attachments)
    if "data:image/" in text:
        text = IMAGE.sub(lambda found: paste.shown(found["alt"], found["kind"], found["packed"]), text)
        text = TAG.sub(lambda found: paste.tag(found[0]), text)
        defined = {found["label"].lower(): found for found in DEFINITION.finditer(text)}
        text = USE.sub(lambda found: paste.used(found, defined), DEFINITION.sub("", text) if defined else text)
    text = ATTACHED.sub(lambda found: f"{found[1]}attachment:{paste.renamed(found[2].strip())}", text)
    return text, paste.attached


class _Paste:
    """The attachments of a cell, as its text is read."""

    def __init__(self, attachments: Mapping[str, Any]) -> None:
        self.attached = dict(attachments)
        self._plain: dict[str, str] = {}  # new names of attachments by their old ones

    def shown(self, alt: str, kind: str, packed: str) -> str:
        """Attach a picture and return the markdown that shows it."""
        name = self._free(f"pasted.{kind.removeprefix('image/').split('+')[0]}")
        self.attached[name] = {usual_kind(kind): "".join(packed.split())}
        return f"![{alt}](attachment:{name})"

    def tag(self, tag: str) -> str:
        """The same for an ``<img>``."""
        attributes = dict(_Attributes.of(tag))
        found = re.fullmatch(DATA, (attributes.get("src") or "").strip())
        alt = re.sub(r"[\[\]\n]", " ", unescape(attributes.get("alt") or ""))
        return self.shown(alt, found["kind"], found["packed"]) if found else tag

    def used(self, found: re.Match[str], defined: Mapping[str, re.Match[str]]) -> str:
        """The same where a picture is named whose data are defined elsewhere in the text."""
        source = defined.get((found["label"] or found["alt"]).lower())
        return self.shown(found["alt"], source["kind"], source["packed"]) if source else found[0]

    def renamed(self, target: str) -> str:
        """Name of an attachment that a text names, which may be spelt as in an address."""
        name = next(
            (name for name in (target, unquote(target)) if name in self.attached or name in self._plain), target
        )
        if name in self.attached and ODD.search(name):
            self._plain[name] = self._free(ODD.sub("-", name))
            self.attached[self._plain[name]] = self.attached.pop(name)
        return self._plain.get(name, name)

    def _free(self, name: str) -> str:
        stem, _, ending = name.rpartition(".")
        names = (name, *(f"{stem}-{number}.{ending}" for number in range(2, len(self.attached) + 3)))
        return next(free for free in names if free not in self.attached)


class _Attributes(HTMLParser):
    """Attributes of one tag."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []

    @classmethod
    def of(cls, tag: str) -> list[tuple[str, str | None]]:
        parser = cls()
        parser.feed(tag)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = attrs


def usual_kind(kind: str) -> str:
    """Return ``image/jpeg`` for ``image/jpg``, and others like it."""
    return KINDS.get(kind.lower(), kind.lower())
