"""Outputs that came from a student's side, as nbformat knows them and within a limit; what else came is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

KINDS = {
    *("text/plain", "text/html", "text/markdown", "text/latex"),
    *("image/png", "image/jpeg", "image/gif", "image/svg+xml"),
}
LEFT_OUT = "The rest is left out.]"  # so says `outputs`, too
CUT = "[More outputs came than the limit of {limit:,} bytes. " + LEFT_OUT + "\n"


def rebuild_outputs(received: Any, limit: int) -> list[dict[str, Any]]:
    """Those of the outputs that have the form of one, rebuilt from their known parts.

    Widgets keep their text: without a kernel no page can draw them.
    """
    kept: list[dict[str, Any]] = []
    left = limit
    for item in received if type(received) is list else []:
        rebuilt = _FORMS[item["output_type"]](item) if _is_known(item) else None
        if rebuilt is None:
            continue
        left -= _size(rebuilt)
        if left < 0:
            return [*kept, {"output_type": "stream", "name": "stderr", "text": CUT.format(limit=limit)}]
        kept.append(rebuilt)
    return kept


def _is_known(item: Any) -> bool:
    return type(item) is dict and type(item.get("output_type")) is str and item["output_type"] in _FORMS


def _text(value: Any) -> str:
    """A text that can be written to a file: lone halves of characters become question marks."""
    return value.encode("utf-8", "replace").decode("utf-8") if type(value) is str else ""


def _stream(item: dict[str, Any]) -> dict[str, Any] | None:
    name = item.get("name")
    return {"output_type": "stream", "name": name, "text": _text(item.get("text"))} if name in _STREAMS else None


def _error(item: dict[str, Any]) -> dict[str, Any]:
    lines = item.get("traceback")
    trace = [_text(line) for line in lines] if type(lines) is list else []
    return {
        "output_type": "error",
        "ename": _text(item.get("ename")),
        "evalue": _text(item.get("evalue")),
        "traceback": trace,
    }


def _bundle(item: dict[str, Any]) -> dict[str, Any] | None:
    data = item.get("data")
    forms = {mime: _text(text) for mime, text in data.items() if mime in KINDS} if type(data) is dict else {}
    if not forms:
        return None
    rebuilt = {"output_type": item["output_type"], "data": forms, "metadata": {}}
    count = item.get("execution_count")
    if rebuilt["output_type"] == "execute_result":
        rebuilt["execution_count"] = count if type(count) is int else None
    return rebuilt


def _size(item: dict[str, Any]) -> int:
    return sum(
        len(part)
        for value in item.values()
        for part in (value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value])
        if isinstance(part, str)
    )


_STREAMS = ("stdout", "stderr")
_FORMS: dict[str, Callable[[dict[str, Any]], dict[str, Any] | None]] = {
    "stream": _stream,
    "error": _error,
    "display_data": _bundle,
    "execute_result": _bundle,
}
