"""What a reader of a page of ours finds on paper."""


def expect_printed_though_folded(page, path, folded):
    """Show a page of ours, with a part that is folded, as it is printed."""
    page.goto(path.as_uri())
    code = f"document.querySelector('{folded}').checkVisibility({{contentVisibilityAuto: true}})"
    assert not page.evaluate(code)
    page.emulate_media(media="print")
    page.wait_for_function(code)
