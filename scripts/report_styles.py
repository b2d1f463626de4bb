"""Makes ``assets/report/reference.docx``, from which reports take paper, fonts and styles.

Run ``python -m scripts.report_styles`` after a change. The styles' names are those that pandoc looks for. Those who
want another look can open the file in Word and change its styles by hand. It is written as XML, because
python-docx, too, leaves to XML most of what these styles have: bars, shades, fields, where code may break.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "course" / "assets" / "report" / "reference.docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "vnd.openxmlformats-officedocument.wordprocessingml"
TEXT, CODE = "Calibri", "Consolas"  # Word's own; LibreOffice puts fonts of the same widths in their place
INK, QUIET, RULE = "1F3864", "595959", "BFBFBF"
# A4 in twentieths of a point, with margins of 2 cm.
SIDES = " ".join(f'w:{side}="1134"' for side in ("top", "right", "bottom", "left"))
PAGE = f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {SIDES} w:header="567" w:footer="567" w:gutter="0"/>'
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def spacing(before: int, after: int, line: int = 264) -> str:
    """Room above and below in twentieths of a point; ``line`` is 240 for single spacing."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def font(name: str, size: float, colour: str = "", *, bold: bool = False, italic: bool = False) -> str:
    """Return run properties; ``size`` in points."""
    form = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    names = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'
    return f'{names}{form}{tint}<w:sz w:val="{size * 2:g}"/><w:szCs w:val="{size * 2:g}"/>'


def bar(colour: str, fill: str = "") -> str:
    """Return a line at the left of a paragraph, and a shade behind it."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{colour}"/></w:pBdr>{shade}'


def indent(left: int) -> str:
    """Return an indentation in twentieths of a point."""
    return f'<w:ind w:left="{left}"/>'


def field(name: str) -> str:
    """Return a number that Word fills in: PAGE, NUMPAGES."""
    words = f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
    return MARK.format("begin") + words + MARK.format("separate") + "<w:r><w:t>1</w:t></w:r>" + MARK.format("end")


def heading(level: int, size: float, before: int, *, italic: bool = False) -> tuple[str, str, str, str]:
    """Return a heading's style, which stays with what follows."""
    place = f'{spacing(before, before // 3)}<w:outlineLvl w:val="{level - 1}"/>'
    look = font(TEXT, size, INK, bold=not italic, italic=italic)
    return f"heading {level}", "Normal", f"<w:keepNext/><w:keepLines/>{place}", look


CENTRE = '<w:jc w:val="center"/>'
ANYWHERE = '<w:wordWrap w:val="0"/>'  # long lines of code are broken, never cut off
BLOCK = ANYWHERE + spacing(60, 100, 240) + indent(200)
NO_GAP = "<w:contextualSpacing/>"  # between the parts of a long program
# Paragraph styles: name, what it is based on, paragraph and run properties (in the order that Word wants).
STYLES = {
    "Normal": ("Normal", "", spacing(0, 100), font(TEXT, 11)),
    "BodyText": ("Body Text", "Normal", spacing(60, 100), ""),
    "FirstParagraph": ("First Paragraph", "BodyText", "", ""),
    "BlockText": ("Block Text", "BodyText", spacing(60, 100) + '<w:ind w:left="480" w:right="480"/>', ""),
    "Compact": ("Compact", "BodyText", spacing(20, 20, 250), ""),
    "Title": ("Title", "Normal", spacing(0, 40, 240), font(TEXT, 22, INK, bold=True)),
    "Subtitle": ("Subtitle", "Normal", spacing(0, 160), font(TEXT, 12, QUIET)),
    "Author": ("Author", "Normal", spacing(0, 0), font(TEXT, 13, bold=True)),
    "Date": ("Date", "Normal", spacing(0, 200), font(TEXT, 11, QUIET)),
    "Heading1": heading(1, 16, 360),
    "Heading2": heading(2, 13, 280),
    "Heading3": heading(3, 12, 200),
    "Heading4": heading(4, 11, 160),
    "Heading5": heading(5, 11, 120, italic=True),
    "Heading6": heading(6, 10, 120, italic=True),
    "SourceCode": (
        "Source Code",
        "Normal",
        "<w:keepLines/>" + bar("9DB2CF", "F6F8FA") + BLOCK + NO_GAP,
        font(CODE, 8.5),
    ),
    "Output": ("Output", "Normal", bar(RULE) + BLOCK, font(CODE, 8.5)),
    "Question": ("Question", "Normal", spacing(20, 80, 250), font(TEXT, 10, QUIET)),
    "LastQuestion": ("Last Question", "Question", "<w:keepNext/>", ""),
    "Verdict": ("Verdict", "Normal", "<w:keepNext/>" + spacing(0, 80), font(TEXT, 10)),
    "Warning": ("Warning", "Normal", bar("C55A11", "FDF3EA") + spacing(80, 80) + indent(200), font(TEXT, 11)),
    "Caption": ("caption", "Normal", spacing(0, 160, 250), font(TEXT, 9.5, QUIET)),
    "TableCaption": ("Table Caption", "Caption", "<w:keepNext/>" + spacing(120, 40), font(TEXT, 9.5, QUIET)),
    "ImageCaption": ("Image Caption", "Caption", "", ""),
    "CaptionedFigure": ("Captioned Figure", "Normal", "<w:keepNext/>" + spacing(120, 40, 240), ""),
    "Footer": ("footer", "Normal", spacing(0, 0, 240) + CENTRE, font(TEXT, 9, QUIET)),
}
# The others are Word's own.
CUSTOM = (
    "FirstParagraph Compact Author SourceCode Output Question LastQuestion Verdict Warning TableCaption ImageCaption "
    "CaptionedFigure"
)
FOOTER = (
    f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    f'{field("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>{field("NUMPAGES")}</w:p></w:ftr>'
)
CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="BodyTextChar"><w:name w:val="Body Text Char"/></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="VerbatimChar"><w:name w:val="Verbatim Char"/>'
    f"<w:rPr>{font(CODE, 9.5)}</w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="1F5C99"/></w:rPr></w:style>'
)
EDGE = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:rPr><w:sz w:val="20"/></w:rPr><w:tblPr>'
    f"<w:tblBorders><w:top {EDGE}/><w:bottom {EDGE}/><w:insideH {EDGE}/></w:tblBorders>"
    '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
)
DOCUMENT = (
    f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:p/><w:sectPr>'
    f'<w:footerReference w:type="default" r:id="rId92"/>{PAGE}</w:sectPr></w:body></w:document>'
)
PARTS = {"styles": "rId91", "footer": "rId92"}
"""Kinds of the files beside the text, with the names by which it knows them; the low ones are pandoc's own."""


def reference() -> bytes:
    """Return the reference document; what is not in it, pandoc takes from its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in _files().items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the same file at every run
            text = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + content
            file.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _files() -> dict[str, str]:
    relation = f'<Relationship Id="{{}}" Type="{R}/{{}}" Target="{{}}"/>'
    inside = "".join(relation.format(key, kind, f"{kind}.xml") for kind, key in PARTS.items())
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": relations.format(relation.format("rId1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations.format(inside),
        "word/document.xml": DOCUMENT,
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{_styles()}{CHARACTERS}{TABLE}</w:styles>',
        "word/footer.xml": FOOTER,
    }


def _types() -> str:
    default = '<Default Extension="{}" ContentType="application/{}"/>'
    override = f'<Override PartName="/word/{{}}.xml" ContentType="application/{OFFICE}.{{}}+xml"/>'
    known = default.format("rels", "vnd.openxmlformats-package.relationships+xml") + default.format("xml", "xml")
    parts = "".join(override.format(kind, kind) for kind in PARTS) + override.format("document", "document.main")
    return f'<Types xmlns="{PACKAGE}/content-types">{known}{parts}</Types>'


def _styles() -> str:
    return "".join(_style(key, *STYLES[key]) for key in STYLES)


def _style(key: str, name: str, base: str, form: str, run: str) -> str:
    kind = 'w:default="1"' if not base else 'w:customStyle="1"' if key in CUSTOM.split() else ""
    parent = f'<w:basedOn w:val="{base}"/>' if base else ""
    head = f'<w:style w:type="paragraph" {kind} w:styleId="{key}"><w:name w:val="{name}"/>{parent}<w:qFormat/>'
    return f"{head}<w:pPr>{form}</w:pPr><w:rPr>{run}</w:rPr></w:style>"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(reference())
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")
