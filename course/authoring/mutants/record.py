"""What ``make mutants`` found, kept with the known answers: ``lessons/<assignment>/answers/mutants.json``."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from nbformat import NotebookNode

FILE = "mutants.json"


@dataclass(frozen=True)
class Result:
    """Of one answer.

    Attributes
    ----------
    digest
        Of the solution, its probes and its tests: see `digest`.
    mutants
        How many were tried, equivalent ones included.
    equivalent
        How many of them are declared not to be mistakes.
    survivors
        Changes of the others that keep all points.
    """

    digest: str
    mutants: int
    equivalent: int
    survivors: tuple[str, ...]

    @property
    def share(self) -> float:
        """What part of those that are mistakes loses points."""
        mistakes = self.mutants - self.equivalent
        return 1 - len(self.survivors) / mistakes if mistakes else 1.0


def digest(cells: Iterable[NotebookNode]) -> str:
    """Of what the code of cells does: layout, comments, and how a test names its inputs (`given`) do not change it."""
    meaning = "\n".join(ast.dump(_WithoutNames().visit(ast.parse(cell.source))) for cell in cells)
    return hashlib.sha256(meaning.encode()).hexdigest()[:16]


class _WithoutNames(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        call = node.value
        named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "given"
        return None if named else node


def read_record(folder: Path) -> dict[str, Result]:
    """The results of a lesson by answer; none if nothing was tried yet."""
    path = folder / FILE
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {answer: Result(**{**result, "survivors": tuple(result["survivors"])}) for answer, result in found.items()}


def write_record(folder: Path, results: Mapping[str, Result]) -> None:
    """Keep the results of a lesson, in place of all that were there."""
    text = json.dumps({answer: asdict(result) for answer, result in results.items()}, indent=1, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
