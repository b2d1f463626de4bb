"""Bytes that should be UTF-8: where some are not, these are read in the encoding of old Windows programs."""

from __future__ import annotations

import codecs

AS_LATIN = "course.as-latin"
"""For ``bytes.decode(errors=...)``."""


def decode_text(data: bytes) -> str:
    """Text in UTF-8, whatever else stands in it."""
    return data.decode("utf-8", errors=AS_LATIN)


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Decode only the bytes that are no UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(AS_LATIN, _as_latin)
