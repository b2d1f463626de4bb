"""Seeds for what tests draw at random: fresh ones in a notebook, those of a key where it is graded."""

from __future__ import annotations

import hmac
import secrets

FRESH = 10**9  # fresh seeds are below it: short enough to be copied by hand
BYTES = 6  # of a seed that is made of a key: all libraries take as much


class Seeds:
    """Seeds for draws that are given none, one after the other.

    Parameters
    ----------
    key
        What they are made of: equal keys make equal seeds, and no seed tells anything about the next one. Without a key
        they are new at every run.

    Attributes
    ----------
    given
        Those that were given so far.
    """

    def __init__(self, key: bytes | None = None) -> None:
        self.key, self.given = key, list[int]()

    def next(self) -> int:
        """One more."""
        seed = secrets.randbelow(FRESH) if self.key is None else seed_of(self.key, str(len(self.given)))
        self.given.append(seed)
        return seed

    def copy(self) -> Seeds:
        """The same, to go on by itself."""
        copied = Seeds(self.key)
        copied.given = [*self.given]
        return copied


def seed_of(key: bytes, *names: str) -> int:
    """The seed that a key makes of names: nobody can tell it, or another one, or the key, without knowing the key."""
    return int.from_bytes(derived_key(key, *names)[:BYTES], "big")


def derived_key(key: bytes, *names: str) -> bytes:
    """A key made of another one and names (HMAC-SHA256): it tells nothing about that one."""
    return hmac.digest(key, "\0".join(names).encode(), "sha256")


def seeds_in_use() -> Seeds:
    """Where seeds come from at present."""
    return _source


def use_seeds(source: Seeds) -> Seeds:
    """Give these seeds from now on; returns those that were given before."""
    global _source
    before, _source = _source, source
    return before


_source = Seeds()
