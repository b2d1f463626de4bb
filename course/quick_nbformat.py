"""Import this before nbformat, and nbformat is there seconds earlier."""

import sys

# jsonschema, below nbformat, would compile a grammar of internet addresses; nothing here asks for one.
# It takes a missing package calmly. Tried with jsonschema 4.26 and rfc3987-syntax 1.1.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
