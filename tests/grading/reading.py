"""What a reader finds on a feedback page, and what must not be there."""

import html
import re


def text_of(page):
    """What a reader of the page sees, with spaces squeezed."""
    body = re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", "", page.read_text(encoding="utf-8"), flags=re.S)
    return squeeze(html.unescape(body))


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def secrets(graded, student):
    """Lines of hidden tests and mark schemes that the student has not seen or written, if long enough to recognise."""
    inside = re.findall(
        r"BEGIN (?:HIDDEN TESTS|MARK SCHEME)\n(.*?)^[^\n]*END ",
        "\n".join(cell.source for cell in graded.lesson.source.cells),
        flags=re.M | re.S,
    )
    own = _given_and_answered(graded, student)
    lines = [squeeze(line) for region in inside for line in region.splitlines()]
    return [line for line in lines if len(line) > 12 and line not in own]


def _given_and_answered(graded, student):
    graded_cells = graded.autograded(student).cells  # what was handed in may have lost nbgrader's names
    answers = [cell for cell in graded_cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return squeeze(" ".join(cell.source for cell in [*graded.lesson.release.cells, *answers]))


def failures(graded, student):
    """What each failed test of a student said: ``{grade_id: message}``."""
    found = {}
    for cell in graded.autograded(student).cells:
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        if cell.metadata.get("nbgrader", {}).get("grade") and errors:
            found[cell.metadata.nbgrader.grade_id] = squeeze(errors[0].evalue)
    return found


def expect_printed_though_folded(page, path, folded):
    """Show a page of ours, with a part that is folded, as it is printed."""
    page.goto(path.as_uri())
    code = f"document.querySelector('{folded}').checkVisibility({{contentVisibilityAuto: true}})"
    assert not page.evaluate(code)
    page.emulate_media(media="print")
    page.wait_for_function(code)
