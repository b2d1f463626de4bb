"""Pictures as Colab, JupyterLab, VS Code and the classic notebook put them into a text: attachments afterwards."""

import pytest

from course.grading.intake.pasted_pictures import attach_pasted
from course.grading.pages.render import markdown
from course.grading.safe.safe_markdown import clean_markdown

PIXEL = "iVBORw0KGgo="
DATA = f"data:image/png;base64,{PIXEL}"
FORMS = {"image/png": PIXEL}


@pytest.mark.parametrize(
    ("text", "attachments"),
    [
        (f"![plot]({DATA})", {}),
        (f'![plot]({DATA} "its title")', {}),
        (f"![plot](<{DATA}>)", {}),
        (f'<img width="300" src="{DATA}" alt="plot"/>', {}),
        (f"<IMG alt=plot src='{DATA}'>", {}),
        (f"![plot][image1]\n\n[image1]: <{DATA}>", {}),
        (f"![plot][]\n\n[Plot]: {DATA}", {}),
        ("![plot](attachment:a.png)", {"a.png": FORMS}),
        ("![plot](attachment:Screen%20shot%20(1).png)", {"Screen shot (1).png": FORMS}),
        ("![plot](attachment:Screen%20shot.png)", {"Screen%20shot.png": FORMS}),
        ("![plot](<attachment:my plot.png>)", {"my plot.png": FORMS}),
    ],
)
def test_a_picture_is_shown_to_whoever_reads_the_answer(text, attachments):
    text, attached = attach_pasted(text, attachments)
    shown = markdown(clean_markdown(text, attached), attached)
    assert f'src="{DATA}"' in shown
    assert 'alt="plot"' in shown
    assert "base64" not in text


def test_several_pictures_keep_their_order_and_an_old_name_its_new_one():
    other = DATA.replace("iVBO", "AAAA")
    text, attached = attach_pasted(
        f"![a]({DATA}) ![b]({other}) ![c](attachment:c%20c.png) ![d](attachment:c%20c.png)", {"c c.png": FORMS}
    )
    assert text.split() == [
        "![a](attachment:pasted.png)",
        "![b](attachment:pasted-2.png)",
        "![c](attachment:c-c.png)",
        "![d](attachment:c-c.png)",
    ]
    assert list(attached) == ["pasted.png", "pasted-2.png", "c-c.png"]


def test_jpg_is_called_jpeg():
    assert attach_pasted(f"![a](data:image/jpg;base64,{PIXEL})", {})[1] == {"pasted.jpg": {"image/jpeg": PIXEL}}


@pytest.mark.parametrize("text", ["no picture", "![a](https://example.org/a.png)", "![a](a.png)", "`![a](b)`"])
def test_other_texts_stay_as_they_are(text):
    assert attach_pasted(text, {}) == (text, {})


def test_a_picture_that_is_a_file_beside_the_notebook_is_said_to_be_one():
    said = "(The picture “my sketch” is not in the notebook: it is a file beside it, image-1.png.)"
    assert clean_markdown("![my sketch](image-1.png)") == said
    assert clean_markdown(said) == said


@pytest.mark.parametrize(
    "begun", ["![a](data:image/png;base64,", "<img src=data:image/", "![a]", "![a](attachment:", "[a]: <data:"]
)
def test_texts_that_only_begin_pictures_are_read_in_seconds(begun):
    assert attach_pasted(begun * 3000, {}) == (begun * 3000, {})
