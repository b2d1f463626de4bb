import pytest

from course.figures import palette


def luminance(colour: str, opacity: float = 1.0) -> float:
    """Relative luminance of a colour on white (WCAG 2.2)."""
    channels = [opacity * int(colour[i : i + 2], 16) / 255 + 1 - opacity for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: str, ground: str) -> float:
    low, high = sorted((luminance(text), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast(palette.BLACK, palette.BACKGROUND) == pytest.approx(21)


@pytest.mark.parametrize("ground", [palette.INPUT, palette.KERNEL, palette.OUTPUT, palette.ZERO, palette.BACKGROUND])
def test_text_on_every_kind_of_cell_is_readable(ground: str):
    assert contrast(palette.TEXT, ground) >= 4.5


@pytest.mark.parametrize("ground", [palette.ZERO, palette.BACKGROUND])
def test_muted_text_is_readable_where_it_is_used(ground: str):
    assert contrast(palette.MUTED, ground) >= 4.5


def test_highlight_stands_out_from_the_sheet():
    assert contrast(palette.HIGHLIGHT, palette.BACKGROUND) >= 3  # WCAG's bound for graphics


@pytest.mark.parametrize("colour", palette.CYCLE)
def test_ink_can_be_read_on_white_and_is_no_darker_than_that_needs(colour: str):
    ink = palette.ink(colour)
    assert contrast(ink, palette.BACKGROUND) >= 4.5
    assert ink == colour or contrast(ink, palette.BACKGROUND) < 4.8


def test_categories_are_distinct():
    assert len(set(palette.CYCLE)) == len(palette.CYCLE) == 8
