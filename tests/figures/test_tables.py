import pytest

from course.figures.tables import Table

TABLE = Table(
    ["d", "error", "parameters", "of all"],
    [("2", 0.04321, 1234567, "7 %"), ("PCA < 8", 1e-5, 12, "12 %")],
    caption="Errors & sizes",
)


def test_text_has_a_caption_and_aligned_columns_first_left_others_right():
    assert repr(TABLE).splitlines() == [
        "Errors & sizes",
        "d           error  parameters  of all",
        "2          0.0432   1,234,567     7 %",
        "PCA < 8  1.00e-05          12    12 %",
    ]


@pytest.mark.parametrize(
    ("number", "written"),
    [(0.5, "0.500"), (12.345, "12.3"), (100.4, "100"), (54321.6, "54,322"), (3, "3"), (3.0, "3.00"), (-0.25, "-0.250")],
)
def test_numbers_have_three_digits_unless_they_are_whole(number, written):
    assert repr(Table(["n"], [[number]])).splitlines()[-1] == written


def test_html_has_header_cells_for_columns_and_rows_and_says_the_same():
    html = TABLE._repr_html_()
    assert html.count('<th scope="col"') == 4
    assert html.count('<th scope="row"') == 2
    assert "<caption" in html
    for text in ("Errors &amp; sizes", "PCA &lt; 8", "0.0432", "1,234,567"):
        assert f">{text}<" in html


def test_no_caption_leaves_no_trace():
    assert "caption" not in Table(["a"], [[1]])._repr_html_()
    assert repr(Table(["a"], [[1]])) == "a\n1"


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match=r"a row has 1 entries, the header 2: \['alone'\]"):
        Table(["a", "b"], [(1, 2), ("alone",)])
