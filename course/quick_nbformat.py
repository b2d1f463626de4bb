"""Import this before nbformat, and nbformat is there seconds earlier."""

import sys

# jsonschema, below nbformat, would compile a grammar of internet addresses; nothing here asks for one.
# It takes a missing package calmly.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
