"""clean_markdown: a student's markdown, harmless for every renderer, and still what was written."""

import html.entities
import random
from urllib.parse import quote

import pytest
from markdown_it import MarkdownIt
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from course.grading.safe.safe_html import JOINER, one_of
from course.grading.safe.safe_markdown import ENTITY, clean_markdown
from tests.grading.pages.hostile import MARKDOWN
from tests.grading.pages.parsing import found_in
from tests.randomness import LONG

FORBIDDEN = one_of("script style svg math iframe object embed meta link base form input video audio details")
PIECES = (
    *("<img src=x onerror=1>", "<script>", "</script>", "<", ">", "<!--", "-->", "<a href='", "'", '"', "onerror=1"),
    *(
        "`",
        "``",
        "```",
        "~~~",
        "$",
        "$$",
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "| ",
        "|---|\n",
        "# ",
        "\\",
        "&lt;",
        "&#60;",
    ),
    *("![", "[", "]", "](", "](attachment:plot.png)", "(", ")", "javascript:1", "http://evil.test/", "]: javascript:1"),
    *("mermaid", "\\begin{x}", "\\end{x}", "\\href{javascript:1}{x}", "text", " ", "*", "_", "<br>", "<sub>"),
)
PICTURE = {"plot.png": {"image/png": "AAAA"}}


def by_nbconvert(text):
    return MarkdownWithMath(renderer=IPythonRenderer(escape=False, attachments=PICTURE)).render(text)


def by_commonmark(text):
    """As JupyterLab's and others' renderers read it: raw HTML goes through, and no link is refused."""
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    renderer.validateLink = lambda url: True
    return renderer.render(text)


def harm(rendered):
    """What in rendered markdown runs, loads, or leads elsewhere than to the web."""
    tags, attributes = found_in(rendered)
    found = [tag for tag in tags if tag in FORBIDDEN]
    for tag, name, value in attributes:
        web = tag == "a" and name == "href" and value.startswith(("http:", "https:", "attachment:", "#"))
        shown = tag == "img" and name == "src" and value.startswith(("data:image/", "attachment:plot"))
        named = name == "id" and (not value or value.startswith(quote(JOINER)))  # nobody else uses such a name
        if not (web or shown or named or name in ("alt", "title", "class", "start", "align")):
            found.append(f"{tag} {name}={value}")
    return found


@pytest.mark.parametrize("render", [by_nbconvert, by_commonmark])
@pytest.mark.parametrize("text", MARKDOWN)
def test_no_renderer_makes_anything_of_it_that_runs_or_loads(text, render):
    assert harm(render(clean_markdown(text, PICTURE))) == []


def test_most_of_these_texts_do_harm_as_they_are():
    harmful = [text for text in MARKDOWN if "attachment:" not in text and harm(by_nbconvert(text))]
    assert len(harmful) > 0.7 * len(MARKDOWN)


def test_no_random_mixture_of_markup_does_harm(seed):
    draw, harmful, tries = random.Random(seed), 0, 2000 if LONG else 200
    for _ in range(tries):
        text = "".join(draw.choice(PIECES) for _ in range(draw.randint(3, 14)))
        for render in (by_nbconvert, by_commonmark):
            assert harm(render(clean_markdown(text, PICTURE))) == [], text
        harmful += bool(harm(by_commonmark(text)))
    assert harmful > tries / 20  # the mixtures are no innocent ones


@pytest.mark.parametrize("text", MARKDOWN)
def test_doing_it_twice_changes_nothing_more(text):
    once = clean_markdown(text, PICTURE)
    assert clean_markdown(once, PICTURE) == once


@pytest.mark.parametrize(
    "text",
    [
        "**bold** and *this*, `x[0]`, `a < b`, 3 < 4 & 5 > 2",
        "- a\n- b\n\n1. one\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "$\\sum_{n} x_n^2$ and $$\\frac{a}{b} \\le \\mathrm{KL}(q \\| p)$$",
        "[the docs](https://pytorch.org/docs/stable/nn.html#convolution?a=1&b=2)",
        "![my plot](attachment:plot.png)",
        "H<sub>2</sub>O, x<sup>2</sup>,<br>next &lt;tag&gt; &amp; &nbsp; x",
        "```python\nx = {1: 2}\n```",
        "YOUR ANSWER HERE",
    ],
)
def test_ordinary_answers_stay_letter_by_letter(text):
    assert clean_markdown(text, PICTURE) == text


def test_what_is_taken_apart_reads_as_before():
    text = "if a<b and x[1](2): <b>bold</b> \\def ![x](http://y)"
    assert clean_markdown(text) != text
    assert clean_markdown(text).replace(JOINER, "") == text


def test_every_name_of_the_characters_of_commands_is_known():
    spelt = [name for name, character in html.entities.html5.items() if set(character) & set("\\$")]
    assert len(spelt) >= 2
    assert all(ENTITY.match(f"&{name}") for name in spelt)
