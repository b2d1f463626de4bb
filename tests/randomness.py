"""What tests draw at random: a few draws in `make test`, all of them in `make test-long`; each day has its own seed."""

import os
import random
import zlib
from datetime import date

LONG = bool(os.environ.get("LONG"))
# Kept in the environment: processes that start after midnight go on with the same day.
SEED = int(os.environ.setdefault("SEED", f"{date.today():%Y%m%d}"))


def draws(few: int, full: int) -> list[int]:
    """Seeds, below a million, of ``full`` draws in `make test-long`, or of the first ``few`` of them in `make test`."""
    generator = random.Random(SEED)
    return [generator.randrange(1_000_000) for _ in range(full if LONG else few)]


def seed_of(test: str) -> int:
    """The day's seed for one test, below 2³²: no two tests draw the same numbers."""
    return zlib.crc32(f"{SEED} {test}".encode())
