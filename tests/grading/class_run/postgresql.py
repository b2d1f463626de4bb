"""A real PostgreSQL server for tests: reached through a socket in a folder of its own, gone with the block."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

MISSING = "no PostgreSQL server; get it with: sudo apt-get install postgresql"


@dataclass
class Server:
    """A server; it does not wait for the disk, and lets in everybody who reaches its socket."""

    folder: Path
    programs: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Of its own, empty database."""
        return f"postgresql+psycopg://course@/template1?host={self.folder}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=30"]
        command = [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([*as_nobody_special(), *command], stdout=log, stderr=log, cwd="/")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with connected(self.url):
                    return
            except OperationalError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.02)
        raise AssertionError("it does not answer")

    def stop(self) -> None:
        """Stop it as a power cut does, whatever its clients are doing."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
            self.process = None


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection to a server's database for its own affairs; nothing stays open."""
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def copy_of(url: str) -> str:
    """Copy a database that nobody is using; returns the URL of the copy."""
    name = f"gradebook_{uuid4().hex}"
    with connected(url) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {make_url(url).database}"))
    return make_url(url).set(database=name).render_as_string()


def drop(url: str) -> None:
    """Remove a database, whoever is still connected with it."""
    with connected(url) as connection:
        connection.execute(text(f"DROP DATABASE {make_url(url).database} WITH (FORCE)"))


def as_nobody_special() -> list[str]:
    """What a command starts with so that it does not run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


@contextmanager
def serving() -> Iterator[Server]:
    """A running server; skips where there is none."""
    debians = Path("/usr/lib/postgresql").glob("*/bin/initdb")  # of which 15 is newer than 9.6
    found = shutil.which("initdb") or max(debians, key=lambda path: float(path.parts[4]), default=None)
    if found is None:
        pytest.skip(MISSING)
    # Not in pytest's folder: only its owner may enter that, and the name of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        server = Server(Path(name), Path(found).parent)
        if os.geteuid() == 0:
            shutil.chown(name, "postgres", "postgres")
        options = ["-D", f"{name}/data", "-U", "course", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([*as_nobody_special(), found, *options], check=True, capture_output=True, cwd="/")
        try:
            server.start()
            yield server
        finally:
            server.stop()
