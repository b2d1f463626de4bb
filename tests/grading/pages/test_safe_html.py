"""clean_html: what stays of HTML that a student's code shows."""

import pytest

from course.figures.data_urls import image_tag
from course.grading.safe.safe_html import JOINER, LARGEST_HTML, clean_html, without_active_tex
from tests.grading.pages.hostile import HOME, HTML, LINKS

TABLE = (
    '<table border="1" class="dataframe"><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
)


@pytest.mark.parametrize("text", HTML + LINKS)
def test_nothing_that_runs_or_loads_is_left(text):
    cleaned = clean_html(text).lower()
    for word in ("window.ran", "onerror", "<script", "<style", "<svg", "<math", "<iframe", "<meta", "<form", "url("):
        assert word not in cleaned
    assert HOME not in cleaned.replace(f'<a href="{HOME}/19" rel="noopener noreferrer">', "")


@pytest.mark.parametrize("kind", ["png", "jpeg", "svg+xml"])
def test_pictures_of_the_course_stay_with_their_words(kind):
    tag = image_tag(b"any bytes", kind, 'a "staircase" & <more>')
    cleaned = clean_html(tag)
    assert f"data:image/{kind};base64,YW55IGJ5dGVz" in cleaned
    assert 'alt="a &quot;staircase&quot; &amp; &lt;more&gt;"' in cleaned
    assert "max-width:100%" in cleaned


def test_tables_of_pandas_stay_tables():
    assert clean_html(TABLE) == TABLE


def test_web_links_stay_and_do_not_say_where_they_come_from():
    assert clean_html('<a href="https://pytorch.org/docs">x</a>') == (
        '<a href="https://pytorch.org/docs" rel="noopener noreferrer">x</a>'
    )


def test_nothing_can_be_laid_over_the_page_or_take_a_name_in_it():
    cleaned = clean_html(
        '<div id="statusmessage" class="mark-graded" style="position:fixed;top:0;margin:-999px;color:red">x</div>'
    )
    assert cleaned == '<div style="color:red">x</div>'


def test_huge_html_is_left_out_and_says_so():
    assert "left out" in clean_html("x" * (LARGEST_HTML + 1))
    assert len(clean_html("x" * (LARGEST_HTML + 1))) < 100


def test_formulas_keep_what_is_written_and_lose_what_acts():
    assert without_active_tex(r"\frac{1}{2} \mathrm{d} \leq \default") == r"\frac{1}{2} \mathrm{d} \leq \default"
    assert without_active_tex(r"\href{javascript:x}{y}") == f"\\{JOINER}href{{javascript:x}}{{y}}"
