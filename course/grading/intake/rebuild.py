"""The instructor's own notebook with a student's answers in it: what is executed and graded."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from traitlets.config import Config

from course.grading.intake.cells import NEW
from course.grading.intake.matching import Matching, in_order
from course.grading.intake.pasted_pictures import attach_pasted
from course.grading.intake.repairs import Repair, Repairs
from course.grading.intake.submitted_outputs import labelled
from course.grading.intake.template import Slot, Template
from course.notebook.cells import is_added, is_standard
from course.notebook.names_in_text import bound, words

ELSEWHERE = "# This answer stands in another cell."


@dataclass(frozen=True)
class Rebuilt:
    """A notebook to execute and grade, what was repaired in it in plain sentences, and the kinds of repairs as flags.

    Cells of the student's own have ``metadata.course``: ``{"by": "student", "kind": "added" | "answer" | "edited"}``
    (``answer``: a further one to a task that had several; ``edited``: a changed copy of the instructor's cell above).
    All others are the instructor's; of answer cells only the text is the student's.
    """

    notebook: NotebookNode
    messages: list[str]
    flags: frozenset[Repair]


def rebuild(source: NotebookNode | Template, submitted: NotebookNode, config: Config | None = None) -> Rebuilt:
    """Put a student's answers into the instructor's notebook.

    Every cell of the instructor's notebook is there, in its order, with its text, kind and metadata; hidden tests
    are in it, solutions are not. Answer cells get the student's text, found by nbgrader's name, then by cell id, then
    by what they define, their text and place. A missing answer is an untouched one, and earns 0. Cells that the student
    added are kept at their place, copies of the instructor's are not. A changed plain cell runs as the instructor
    wrote it; the student's text follows it if other answers need something that it defines (a helper, an import).
    Outputs that a plain cell had when it was handed in are kept, and say so, until it is run again.

    Parameters
    ----------
    source
        The instructor's notebook with solutions, or its mould if many submissions are rebuilt.
    submitted
        The student's notebook as `course.grading.intake.read_notebook.read_notebook` gives it: with cell ids.
    config
        The course's configuration, for `Template.from_source`.

    Returns
    -------
    Rebuilt
        A valid notebook of format 4.5 whose nbgrader metadata is complete.
    """
    template = source if isinstance(source, Template) else Template.from_source(source, config)
    return _Rebuilding(template, submitted).result()


class _Rebuilding:
    def __init__(self, template: Template, submitted: NotebookNode) -> None:
        self.template, self.cells = template, submitted.cells
        self.matching = Matching(template, self.cells)
        self.repairs = Repairs()
        # Of a changed plain cell this is kept, whether another cell of the student uses it or not.
        self.asked_for = frozenset({"*"}.union(*(slot.names for slot in template.slots)))
        self.chosen = {number: i for number in range(len(template.slots)) if (i := self._choose(number)) is not None}
        self.kept = self._kept()

    def result(self) -> Rebuilt:
        pairs = sorted((i, number) for number, i in self.chosen.items())
        anchors = in_order(pairs)
        if len(anchors) < len(pairs):
            self.repairs.note("moved")
        after = self._after(anchors)
        cells = [self._own(i, kind) for i, kind in after.get(-1, [])]
        for number, slot in enumerate(self.template.slots):
            cells.append(self._filled(number, slot))
            cells += [self._own(i, kind) for i, kind in after.get(number, [])]
        self._note_recognition()
        for count, cell in enumerate((cell for cell in cells if is_added(cell)), start=1):
            cell.id = f"added-by-student-{count}"
        notebook = new_notebook(cells=cells, metadata=copy.deepcopy(self.template.metadata))
        return Rebuilt(notebook, self.repairs.sentences(), self.repairs.flags)

    def _choose(self, number: int) -> int | None:
        """The submitted cell that fills a slot: a touched one in its place; of several the last, as when all run."""
        slot, touched = self.template.slots[number], self.matching.touched(number)
        if slot.role == "answer" and slot.cell.cell_type != "code" and not touched and number:
            # Some write their answer into the question above it.
            question = self.template.slots[number - 1].role == "text"
            touched = self.matching.touched(number - 1)[:1] if question else []
        if slot.role != "answer" or not touched:
            return next(iter(touched or self.matching.owned(number)), None)
        texts = {self.matching.texts[i]: i for i in touched}
        if len(texts) > 1:
            self.repairs.note("answers-several", slot.title)
            gap = self.matching.gap(number)
            near = [i for i in texts.values() if i in gap] or list(texts.values())
            fitting = [i for i in near if self.matching.defines[i] & slot.names]
            return max(fitting or near)
        return touched[0]

    def _kept(self) -> dict[int, str]:
        """Submitted cells that are kept beside the instructor's, and what they are."""
        kept: dict[int, str] = {}
        seen = set[tuple[int, str]]()
        for i, text in enumerate(self.matching.texts):
            number = self.matching.owner.get(i)
            if number is None:
                kept |= {i: "added"} if text else {}
            elif (number, text) not in seen and self._is_own_work(i, number):
                seen.add((number, text))
                kept[i] = "answer" if self.template.slots[number].role == "answer" else "edited"
        return kept

    def _is_own_work(self, i: int, number: int) -> bool:
        """Whether a cell that belongs to a slot holds something that the rebuilt notebook would lack without it."""
        slot, text = self.template.slots[number], self.matching.texts[i]
        if slot.is_untouched(text) or slot.role == "check":
            return False
        if slot.role == "answer":
            return text != self.matching.texts[self.chosen[number]]
        if slot.cell.cell_type != "code":
            return i not in (
                position for number, position in self.chosen.items() if self.matching.owner[position] != number
            )
        new = bound(text) - bound(slot.released)
        if new & self.asked_for:
            return True
        return any(new & mentioned for k, mentioned in enumerate(self.names) if k != i and self._is_students(k))

    @cached_property
    def names(self) -> list[set[str]]:
        """Names in each submitted cell."""
        return [words(text) for text in self.matching.texts]

    def _is_students(self, i: int) -> bool:
        number = self.matching.owner.get(i)
        return number is None or not self.template.slots[number].is_untouched(self.matching.texts[i])

    def _after(self, anchors: Sequence[tuple[int, int]]) -> dict[int, list[tuple[int, str]]]:
        """For each slot the student's own cells that follow it; those before all others follow -1."""
        after: dict[int, list[tuple[int, str]]] = {}
        for i, kind in self.kept.items():
            position = max((number for at, number in anchors if at < i), default=-1)
            if kind == "edited":
                position = self.matching.owner[i]
            after.setdefault(position, []).append((i, kind))
        return after

    def _filled(self, number: int, slot: Slot) -> NotebookNode:
        cell = copy.deepcopy(slot.cell)
        i = self.chosen.get(number)
        if slot.role == "answer":
            self._fill(cell, number, i)
        elif slot.role != "plain":
            self._compare(slot, i)
        elif i is not None and cell.cell_type == self.cells[i].cell_type == "code" and not is_standard(cell):
            submitted = self.cells[i]
            ran, changed = submitted.execution_count is not None, self.matching.texts[i] != slot.released
            cell.outputs = labelled(submitted.outputs, ran=ran, changed=changed)
        return cell

    def _fill(self, cell: NotebookNode, number: int, i: int | None) -> None:
        """Put the student's text into an answer cell; one without a text keeps the stub, which earns 0."""
        slot = self.template.slots[number]
        if i is None:
            answers = (k for other, k in self.chosen.items() if self.template.slots[other].role == "answer")
            if any(self.matching.defines[k] & slot.names for k in (*self.kept, *answers)):
                cell.source = ELSEWHERE
                self.repairs.note("answer-elsewhere", slot.title)
            else:
                self.repairs.note("answer-missing", slot.title)
            return
        submitted = self.cells[i]
        if not self.matching.texts[i]:
            self.repairs.note("answer-empty", slot.title)
            if cell.cell_type == "code":
                cell.source = ""  # a stub might hide an answer that was written into another cell
            return
        if not slot.is_untouched(self.matching.texts[i]):
            if submitted.cell_type != cell.cell_type:
                self.repairs.note("answer-kind", slot.title)
            cell.source = submitted.source
            _attach(cell, submitted)
            if self.matching.named and (i not in self.matching.recognised or self.matching.owner[i] != number):
                self.repairs.note("answer-found", slot.title)

    def _compare(self, slot: Slot, i: int | None) -> None:
        if i is None:
            self.repairs.note("check-missing" if slot.role == "check" else "text-missing", slot.title)
        elif self.matching.texts[i] != slot.released or self.cells[i].cell_type != slot.cell.cell_type:
            self.repairs.note("check-edited" if slot.role == "check" else "text-edited", slot.title)

    def _own(self, i: int, kind: str) -> NotebookNode:
        """A cell of the student's own, without anything but its text and its pictures."""
        submitted = self.cells[i]
        cell = NEW[submitted.cell_type](submitted.source, metadata={"course": {"by": "student", "kind": kind}})
        _attach(cell, submitted)
        return cell

    def _note_recognition(self) -> None:
        owned = set(self.matching.owner.values())
        if not any(self.template.slots[number].role == "answer" for number in owned):
            self.repairs.note("unrecognised")
        elif not self.matching.named:
            self.repairs.note("unnamed")


def _attach(cell: NotebookNode, submitted: NotebookNode) -> None:
    """Give a cell, if it is a text, the pictures of the submitted one: those attached to it, and those in its text."""
    if cell.cell_type == "code":
        return
    cell.source, attachments = attach_pasted(cell.source, submitted.get("attachments") or {})
    if attachments:
        cell.attachments = NotebookNode(attachments)
