"""What a plain cell showed when it was handed in: kept, labelled and harmless, and never more than a page can show."""

import base64
import json

import nbformat
import pytest

from course.grading.intake import submitted_outputs
from course.grading.intake.read_notebook import read_notebook
from course.grading.intake.rebuild import rebuild
from course.grading.intake.submitted_outputs import CHANGED, LEFT_OUT, NEVER_RUN, NOT_RUN_AGAIN, OutputReader
from course.grading.safe.safe_outputs import harmless_output
from tests.grading.intake.helpers import at

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(100)).decode()
PICTURE = {"output_type": "display_data", "data": {"image/png": PNG, "text/plain": "<Figure>"}, "metadata": {}}


@pytest.fixture
def shown(template, answered):
    """Outputs of the plain cell ``demo`` after it was handed in with these."""

    def rebuilt(outputs, *, count=5, source=None, name="demo"):
        handed_in = json.loads(nbformat.writes(answered))
        cell = handed_in["cells"][at(answered, name)]
        cell |= {"outputs": outputs, "execution_count": count} | ({"source": source} if source else {})
        notebook = rebuild(template, read_notebook(json.dumps(handed_in).encode()).notebook).notebook
        nbformat.validate(notebook)
        return notebook.cells[at(notebook, name)].outputs

    return rebuilt


def test_picture_and_text_are_kept_behind_a_line_that_says_where_they_come_from(shown):
    label, printed, picture = shown([{"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}, PICTURE])
    assert (label.text, printed.text, picture.data["image/png"]) == (NOT_RUN_AGAIN, "a\nb", PNG)


def test_changed_cell_says_so(shown):
    assert shown([PICTURE], source="print('mine')")[0].text == CHANGED


def test_cell_that_was_not_run_says_so_and_one_that_shows_nothing_does_not(shown):
    assert [output.text for output in shown([], count=None)] == [NEVER_RUN]
    assert shown([], count=3) == []


@pytest.mark.parametrize("name", ["area", "test-area", "probe-length"])
def test_answers_and_checks_show_only_what_grading_has_seen(shown, name):
    assert shown([PICTURE], name=name) == []


HOSTILE = [
    {"output_type": "display_data", "data": {"text/html": "<script>alert(1)</script><b onclick=alert(1)>x</b>"}},
    {"output_type": "execute_result", "data": {"image/svg+xml": "<svg onload=alert(1)><script>1</script></svg>"}},
    {"output_type": "display_data", "data": {"application/javascript": "alert(1)"}},
    {"output_type": "display_data", "data": {"text/latex": "\\href{javascript:alert(1)}{x}"}},
    {"output_type": "display_data", "data": {"text/markdown": "[x](javascript:alert(1))"}},
    {"output_type": "display_data", "data": {"image/png": '"><script>alert(1)</script>'}},
    {"output_type": "display_data", "data": {"text/html": "<iframe src=//x></iframe>", "text/plain": 3}},
    {"output_type": "display_data", "data": PICTURE["data"], "metadata": {"image/png": {"width": '"onload=alert(1)'}}},
    {"output_type": "error", "ename": "DeadKernelError", "evalue": "x", "traceback": ["<script>alert(1)</script>"]},
]


@pytest.mark.parametrize("output", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_hostile_output_is_harmless_and_no_error_of_grading(shown, output):
    for kept in shown([output]):
        assert kept.output_type in ("stream", "display_data")
        assert harmless_output(kept) == kept
        html = kept.get("data", {}).get("text/html", "")
        assert not [word for word in ("<script", "onclick", "onload", "<iframe", "javascript:") if word in html]


NESTED = []
for _ in range(500):
    NESTED = [NESTED]


@pytest.mark.parametrize(
    "outputs",
    [
        *("text", 5, None, {"a": 1}, [None, 3, "x", []], [{}], [{"output_type": 7}], [{"output_type": "pyout"}]),
        [{"output_type": "stream", "text": {"a": 1}}],
        [{"output_type": "error", "traceback": 5}],
        [{"output_type": "display_data", "data": {"text/plain": NESTED}}],
        [{"output_type": "display_data", "data": "x"}],
        [{"output_type": "display_data", "data": {"text/plain": "x" * 2_000_000}}],
        [
            {
                "output_type": "display_data",
                "data": {submitted_outputs.WIDGET: {"model_id": "a"}, "text/plain": "IntSlider()"},
            }
        ],
    ],
)
def test_what_is_no_output_or_too_large_is_left_out(shown, outputs):
    assert shown(outputs) == []


def test_sizes_are_limited_for_an_output_a_cell_and_a_notebook(shown):
    stream = {"output_type": "stream", "name": "stdout", "text": "x" * 100_000}
    kept = shown([stream] * 500)
    assert len(kept) == 2 + submitted_outputs.MOST_OUTPUTS
    assert kept[-1].text == LEFT_OUT
    assert len(kept[1].text) < submitted_outputs.LONGEST_TEXT + 100
    reader = OutputReader(room=250_000)
    assert [len(reader.read({"outputs": [stream]})) for _ in range(4)] == [1, 1, 0, 0]
