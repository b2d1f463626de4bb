"""What a cell shows, gathered as nbformat's outputs, up to a limit. Loaded on the student's side: standard library."""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PIECE = 400  # bytes that each output takes beside its text
CUT = "\n[This cell shows more than {limit:,} bytes. The rest is left out.]\n"


class Outputs:
    """The outputs of one cell in their order; further ones are dropped once the limit is reached."""

    def __init__(self, limit: int) -> None:
        self.items: list[dict[str, Any]] = []
        self.limit, self.left = limit, limit
        self._shown: dict[str, dict[str, Any]] = {}
        self._clear_first = False

    def text(self, name: str, text: str) -> None:
        """What is printed to ``stdout`` or ``stderr``; neighbours of one name become one output."""
        last = self.items[-1] if self.items else {}
        joins = last.get("output_type") == "stream" and last["name"] == name
        if not (text and self._room(len(text) + (0 if joins else PIECE), name)):
            return
        if joins and self.items:  # making room may have cleared them
            last["parts"].append(text)
        else:
            self.items.append({"output_type": "stream", "name": name, "parts": [text]})

    def bundle(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
        """A figure, a table or the value of a cell's last line: one thing in several forms, by MIME type."""
        plain = {mime: _as_text(content) for mime, content in data.items()}
        item = {"output_type": kind, "data": plain, "metadata": metadata or {}, **more}
        size = sum(len(content) for content in plain.values() if isinstance(content, str))
        if self._room(PIECE + size, "stderr"):
            self.items.append(item)
        return item

    def display(
        self, data: dict[str, Any], metadata: dict[str, Any] | None, transient: dict[str, Any], *, update: bool
    ) -> None:
        """What ``display`` shows; with ``update`` it takes the place of what was shown under the same name."""
        name = transient.get("display_id")
        if update:
            if name in self._shown:
                self._shown[name]["data"] = {mime: _as_text(content) for mime, content in data.items()}
            return
        item = self.bundle("display_data", data, metadata)
        if name is not None:
            self._shown[name] = item

    def error(self, name: str, text: str, traceback: list[str]) -> None:
        """An error that ended the cell."""
        self.items.append({"output_type": "error", "ename": name, "evalue": text, "traceback": traceback})

    def clear(self, *, wait: bool) -> None:
        """Forget what was shown so far, now or at the next output."""
        self._clear_first = wait
        if not wait:
            self.items.clear()

    def _room(self, size: int, name: str) -> bool:
        if self._clear_first:
            self.clear(wait=False)
        if self.left <= 0:
            return False
        self.left -= size
        if self.left <= 0:
            self.items.append({"output_type": "stream", "name": name, "parts": [CUT.format(limit=self.limit)]})
        return self.left > 0

    def finished(self) -> list[dict[str, Any]]:
        """All of them as nbformat has them; what is shown later (by a thread, say) is dropped."""
        self.left = 0
        done = [dict(item) for item in self.items]
        for item in done:
            if item["output_type"] == "stream":
                item["text"] = "".join(item.pop("parts"))
        return done

    @contextmanager
    def capturing(self) -> Iterator[None]:
        """Take what the block prints."""
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream("stdout", self), Stream("stderr", self)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` while a cell runs."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: Outputs) -> None:
        self.name, self.outputs = f"<{name}>", outputs
        self._kind = name

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, text: str, /) -> int:
        """Keep the text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.outputs.text(self._kind, text)
        return len(text)


def _as_text(content: Any) -> Any:
    return base64.b64encode(content).decode("ascii") if isinstance(content, bytes) else content
