"""What every explorer must do, whoever writes it.

An explorer in ``course/explorers/<name>/`` is held to it by its test module, ``test_<name>.py``, which offers
``example(**changes)``, a small explorer with some arguments changed, and ``REFUSED``: changes that must be refused,
each with what the message must say, a regular expression.
"""

import base64
import re
from html import unescape
from xml.etree import ElementTree

import ipywidgets as widgets
import pytest

from course.explorers import Explorer
from tests.explorers.examples import NAMES, module_for

SVG = "{http://www.w3.org/2000/svg}"
REFUSALS = [
    pytest.param(name, changes, message, id=f"{name}-{'-'.join(changes)}-{i}")
    for name in NAMES
    for i, (changes, message) in enumerate(module_for(name).REFUSED)
]


@pytest.fixture(params=NAMES)
def explorer(request: pytest.FixtureRequest) -> Explorer:
    return module_for(request.param).example()


def unlabelled(widget: widgets.Widget, label: str = "") -> list[widgets.Widget]:
    """Controls within a widget, those that are shown, with neither a description nor a label before them."""
    if widget.layout.display == "none" or isinstance(widget, (widgets.HTML, widgets.Label)):
        return []
    if isinstance(widget, widgets.Box):
        found = []
        for child in widget.children:
            label = child.value if isinstance(child, widgets.Label) else label
            found += unlabelled(child, label)
        return found
    return [] if getattr(widget, "description", "") or label else [widget]


def test_every_control_that_is_shown_has_a_label(explorer: Explorer):
    assert not unlabelled(explorer.widget)


def test_a_control_without_a_label_would_be_found():
    slider = widgets.IntSlider()
    assert unlabelled(widgets.VBox([widgets.HBox([slider])])) == [slider]


def test_no_slider_without_a_way_to_go_can_be_dragged(explorer: Explorer):
    stack, found = [explorer.widget], list[widgets.Widget]()
    while stack:
        widget = stack.pop()
        stack += getattr(widget, "children", ())
        if isinstance(widget, widgets.SelectionSlider):
            found += [widget] if len(widget.options) == 1 and not widget.disabled else []
        elif isinstance(widget, widgets.IntSlider | widgets.FloatSlider):
            found += [widget] if widget.min == widget.max and not widget.disabled else []
    assert not found


def test_bundle_holds_the_widget_a_still_picture_with_alt_text_and_words(explorer: Explorer):
    bundle = explorer._repr_mimebundle_(include=None, exclude=None)
    view = {"version_major": 2, "version_minor": 0, "model_id": explorer.shown.model_id}
    assert bundle["application/vnd.jupyter.widget-view+json"] == view
    assert bundle["text/plain"] == explorer.words()
    found = re.search(r'<img alt="([^"]*)"[^>]*src="data:image/svg\+xml;base64,([^"]+)"', bundle["text/html"])
    assert unescape(found[1]) == explorer.words()
    assert base64.b64decode(found[2]).decode() == explorer.still()


def test_words_are_a_sentence_with_numbers_written_as_people_write_them(explorer: Explorer):
    words = explorer.words()
    assert len(words) > 20
    assert not re.search(r"tensor|\bnan\b|None|\d{7}|[(= ]-\d", words), words


def test_still_picture_is_valid_is_named_and_holds_all_that_it_shows(explorer: Explorer):
    root = ElementTree.fromstring(explorer.still())
    assert root.attrib["role"] == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.findtext(f"{SVG}title")
    assert all(image.attrib["href"].startswith("data:image/png;base64,") for image in root.iter(f"{SVG}image"))
    assert len(explorer.still()) < 100_000


@pytest.mark.parametrize("name", NAMES)
def test_the_same_explorer_shows_the_same_again(name: str):
    one, other = (module_for(name).example() for _ in range(2))
    assert one.still() == other.still()
    assert one.words() == other.words()


@pytest.mark.parametrize(("name", "changes", "message"), REFUSALS)
def test_wrong_arguments_are_refused_by_name(name: str, changes: dict[str, object], message: str):
    with pytest.raises((ValueError, TypeError), match=message):
        module_for(name).example(**changes)


@pytest.mark.parametrize("name", NAMES)
def test_every_explorer_refuses_something(name: str):
    assert module_for(name).REFUSED
