"""Pictures as HTML that carries its own alt text, wherever a notebook is read."""

from __future__ import annotations

import base64
from html import escape


def image_tag(content: bytes, kind: str, alt: str) -> str:
    """HTML ``<img>`` with the picture inside; ``kind`` is its MIME subtype: png, jpeg or svg+xml."""
    return f'<img alt="{escape(alt)}" style="max-width:100%" src="{address(content, kind)}">'


def address(content: bytes, kind: str) -> str:
    """Address that holds the picture itself; ``kind`` as in `image_tag`."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"
