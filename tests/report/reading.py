"""A Word file read back, and notebooks put together, for the tests of the report."""

import io
import re
import uuid
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from course.report.document import make_report
from course.report.notebook import parse_notebook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@dataclass
class Word:
    """What stands in a Word file."""

    parts: dict  # bytes by name

    def __post_init__(self):
        self.root = ElementTree.fromstring(self.parts["word/document.xml"])

    def paragraphs(self, style):
        """Texts of the paragraphs in a style."""
        return [text(p) for p in self.root.iter(f"{W}p") if _style(p) == style]

    @property
    def text(self):
        return "\n".join(text(p) for p in self.root.iter(f"{W}p"))

    @property
    def rows(self):
        """Cells of the first table, row by row."""
        table = next(self.root.iter(f"{W}tbl"))
        return [[text(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]

    @property
    def verdicts(self):
        """What the first table says of each task."""
        return {row[0].partition(":")[0]: row[2] for row in self.rows[1:]}

    @property
    def alt_texts(self):
        return [drawing.get("descr") for drawing in self.root.iter(DRAWING)]

    @property
    def formulas(self):
        return ["".join(t.text or "" for t in formula.iter(f"{M}t")) for formula in self.root.iter(f"{M}oMath")]

    @property
    def pictures(self):
        return [content for name, content in self.parts.items() if name.startswith("word/media/")]

    @property
    def links(self):
        """Addresses outside the file."""
        relations = self.parts["word/_rels/document.xml.rels"].decode()
        return re.findall(
            r'Target="([^"]*)"[^>]*TargetMode="External"|TargetMode="External"[^>]*Target="([^"]*)"', relations
        )


def text(element):
    """Text of an element; line ends are kept."""
    kept = {f"{W}t": lambda e: e.text or "", f"{W}br": lambda e: "\n", f"{M}t": lambda e: e.text or ""}
    return "".join(kept[e.tag](e) for e in element.iter() if e.tag in kept)


def report_of(notebook, name="Ada Lovelace (123)"):
    """The report of a notebook's JSON, read back."""
    return open_word(make_report(parse_notebook(notebook, "convolution.ipynb"), name).word)


def open_word(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return Word({name: file.read(name) for name in file.namelist()})


def cell_of(notebook, name):
    """A cell by its id."""
    return next(cell for cell in notebook["cells"] if cell.get("id") == name)


def own_cell(kind, source):
    """A cell that a student has added."""
    cell = {"cell_type": kind, "id": uuid.uuid4().hex[:8], "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _style(paragraph):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val") if style is not None else ""
