"""Waiting for what other processes do."""

import subprocess
import time
from contextlib import suppress


def eventually(look, seconds=60):
    """What it returns, as soon as that is something; a file may not be there yet, or only a part of it."""
    end = time.monotonic() + seconds
    while True:
        with suppress(OSError, ValueError, subprocess.CalledProcessError):
            if found := look():
                return found
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
