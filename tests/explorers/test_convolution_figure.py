import re
from xml.etree import ElementTree

import pytest

from course.explorers.convolution.figure import draw
from course.explorers.convolution.numbers import Settings, make_scene, step_at
from course.figures.svg import message

SVG = "{http://www.w3.org/2000/svg}"
LARGEST = [
    Settings(7, 4, 4, 0, 3, 3, transposed=True),
    Settings(7, 4, 2, 0, 1, 1, transposed=True),
    Settings(7, 4, 1, 3, 1),
    Settings(7, 1, 1, 3, 1),
]
UNUSUAL = [
    Settings(1, 1),
    Settings(1, 1, transposed=True),
    Settings(4, 1, 2, 1, 1, 1, transposed=True),
    Settings(7, 3, 2, 2, 2),
]


def drawn(settings: Settings, position: int = 0) -> str:
    return draw(step_at(make_scene(settings), position))


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("settings", [*LARGEST, *UNUSUAL])
@pytest.mark.parametrize("last", [False, True])
def test_markup_is_valid_small_and_within_the_sheet(settings: Settings, last: bool):
    svg = drawn(settings, settings.output_size**2 - 1 if last else 0)
    assert len(svg.encode()) < 60_000
    root = ElementTree.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for box in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(box.attrib.get(name, 0)) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert x + w <= width
        assert y + h <= height


def test_picture_is_named_and_described_for_screen_readers():
    root = ElementTree.fromstring(drawn(Settings()))
    assert root.attrib["role"] == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert "= 57" in (root.findtext(f"{SVG}desc") or "")


def test_sum_is_written_out_with_its_result():
    labels = texts(drawn(Settings(), 1))
    assert [label for label in labels if "·" in label and len(label) == 3] == [
        *("1·1", "0·2", "3·3", "0·4", "1·5", "2·6", "1·7", "2·8", "0·9")
    ]
    assert "= 50 = output[0, 1]" in labels


def test_products_with_inserted_zeros_are_struck_through():
    svg = drawn(Settings(transposed=True, stride=2), 20)
    assert svg.count("line-through") == 5


def test_flipped_kernel_is_labelled():
    assert "kernel, flipped" in texts(drawn(Settings(transposed=True)))
    assert "kernel" in texts(drawn(Settings()))


def test_stamps_are_counted_and_those_on_the_current_pixel_are_framed():
    labels = texts(drawn(Settings(3, 4, 3, transposed=True), 0))
    assert "stamps on the output" in labels
    assert "here 1; inside 1, 2 or 4" in labels
    even = drawn(Settings(3, 4, 2, transposed=True), 27)
    assert "here 4; inside 4 each" in texts(even)
    assert even.count('stroke-width="1.5"') == 4
    assert "reaches this pixel" in even
    assert "stamps on the output" not in texts(drawn(Settings()))


def test_cropping_is_labelled():
    assert any("cropped" in label for label in texts(drawn(Settings(4, 1, 2, 1, 1, 1, transposed=True))))


def test_output_shows_only_what_is_computed():
    assert "61" not in texts(drawn(Settings(), 2))
    assert "61" in texts(drawn(Settings(), 3))


def test_each_kernel_value_is_one_path_in_the_matrix():
    assert len(re.findall(r'<path d="M\d+ \d+h1v', drawn(Settings()))) == 9


def test_negative_entries_differ_in_shape():
    kernel = [[1, 0], [0, -1]]
    svg = draw(step_at(make_scene(Settings(kernel_size=2), kernel=kernel), 0))
    assert "h1v0.5h-1z" in svg
    assert "0·(−1)" in texts(svg)


def test_message_wraps_and_escapes_its_sentence():
    svg = message("No", "a < b " * 60)
    assert len(list(ElementTree.fromstring(svg).iter(f"{SVG}text"))) > 3
