"""What in a text could make a probe lie. A probe runs beside the answer, and believes what Python and torch say there.

Told for a person to look at: it takes no points, as an honest answer may have its reasons. The text is read on our
side, where its author can change nothing; what it leads to in the end, no reading can tell.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Sequence, Set

from course.grading.execution.suspicion.suspicious_nodes import suspicious_nodes
from course.notebook.code_names import LONGEST_CELL, LONGEST_NOTEBOOK, UnreadableError, names, python

TOO_DEEP = (ValueError, RuntimeError, MemoryError)
Imports = tuple[tuple[str, str], ...]  # what imported names stand for: (("F", "torch.nn.functional"),)


def suspicions(texts: Sequence[str], probes: Iterable[str], answer: str, instructors: Sequence[str]) -> list[str]:
    """Each in a few words: ``"sets nn.Module.parameters"``.

    Parameters
    ----------
    texts
        Of the student's cells.
    probes, answer
        The instructor's texts of a task: its probes, and the answer, whose names are the student's to define.
    instructors
        All texts of the instructor's notebook: what these import, a student may import again.
    """
    imports = tuple(sorted({pair for text in instructors for pair in _imports(text)}))
    relied = {name for probe in probes for name in names(probe).needs} - names(answer).binds
    if (size := sum(map(len, texts))) > LONGEST_NOTEBOOK:
        return [f"has {size:,} characters in all cells"]
    everywhere = tuple(sorted({*imports, *(pair for text in texts for pair in _imports(text))}))
    found = dict.fromkeys(what for text in texts for what in _findings(text, everywhere, imports))
    rebound = {name: None for text in texts for name in sorted(_rebound(text, imports) & relied)}
    return [*found, *(f"defines {name}, on which the check relies" for name in rebound)]


@functools.lru_cache(1000)
def _findings(text: str, imports: Imports, given: Imports) -> tuple[str, ...]:
    """What one cell's text holds. A text that can be run and not be read is suspicious for that."""
    try:
        tree = python(text)
    except UnreadableError:
        return (
            f"has {len(text):,} characters in one cell"
            if len(text) > LONGEST_CELL
            else "has too many lines that may be magics to be looked into",
        )
    except (SyntaxError, *TOO_DEEP):  # it does not run, either
        return ()
    return tuple(dict.fromkeys(suspicious_nodes(tree, dict(imports), {path for _, path in given})))


@functools.lru_cache(1000)
def _imports(text: str) -> Imports:
    """Names that a cell imports, and what each stands for: ``nn``, ``torch.nn``."""
    found: set[tuple[str, str]] = set()
    try:
        tree = python(text)
    except (SyntaxError, *TOO_DEEP):
        return ()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            first = [(alias, alias.name.partition(".")[0]) for alias in node.names]
            found |= {(alias.asname or root, alias.name if alias.asname else root) for alias, root in first}
        elif isinstance(node, ast.ImportFrom):
            found |= {(alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names}
    return tuple(sorted(found))


@functools.lru_cache(1000)
def _rebound(text: str, imports: Imports) -> Set[str]:
    """Names that a cell binds, but for those that it imports as the instructor's notebook does."""
    again = {name for name, _ in {*_imports(text)} & {*imports}}
    try:
        if not again:
            return names(text).binds
        body = [node for node in python(text).body if not isinstance(node, ast.Import | ast.ImportFrom)]
        return (names(text).binds - again) | names(ast.unparse(ast.Module(body, []))).binds
    except (SyntaxError, *TOO_DEEP):
        return frozenset()
