"""The instructor's side: what nbgrader runs between a student's notebook and a grade."""

import sys

# jsonschema, below nbformat, would compile a grammar of internet addresses for a second; nothing here asks for one.
# It takes a missing package calmly.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
