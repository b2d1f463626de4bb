"""What the explorers' script adds for screen readers, on a page with the markup of ipywidgets 7, which Colab has.

The markup is that of ipywidgets 7.7.1 (packages/controls/src/widget_int.ts and widget_selection.ts, jQuery UI 1.12).
"""

import ipywidgets
import pytest
from playwright.sync_api import expect

from course.explorers.accessibility import named

SLIDER = """<div class="jupyter-widgets widget-inline-hbox widget-slider widget-hslider">
<label class="widget-label" title="{name}">{name}</label>
<div class="slider-container"><div class="slider ui-slider ui-corner-all ui-slider-horizontal ui-widget"><span
  tabindex="0" class="ui-slider-handle ui-corner-all ui-state-default" style="left: 75%">•</span></div></div>
<div class="widget-readout" contenteditable="{typed}">{value}</div></div>"""
PICTURE = """<div class="jupyter-widgets widget-html"><div class="widget-html-content">
<svg role="img"><title>cloud</title><desc>μ = 1.5: KL = 1.13 nats. The cloud is narrow; it is high.</desc></svg>
</div></div>"""
COUNT = """region => {
    region.told = 0;
    new MutationObserver(() => { region.told += 1; }).observe(region, {childList: true});
}"""


@pytest.fixture
def explorer(page):
    """A box with sliders and a picture, as ipywidgets 7 draws them; an error of the script fails the test."""
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    mark = named(ipywidgets.HTML()).children[0].value
    sliders = SLIDER.format(name="μ", typed="true", value="1.50") + SLIDER.format(name="σ", typed="false", value="0.5")
    page.set_content(f'<div class="course-explorer"><div hidden>{mark}</div>{sliders}{PICTURE}</div>')
    page.get_by_role("slider").first.wait_for()
    yield page.locator(".course-explorer")
    assert errors == []


def test_sliders_of_ipywidgets_7_have_role_name_and_value(explorer):
    handle = explorer.get_by_role("slider", name="μ", exact=True)
    expect(handle).to_have_attribute("aria-valuenow", "75")  # per cent of its way
    expect(handle).to_have_attribute("aria-valuetext", "1.50")
    assert explorer.get_by_role("textbox", name="μ, typed").inner_text() == "1.50"
    handle.evaluate("handle => { handle.style.left = '50%' }")
    explorer.locator(".widget-readout").first.evaluate("readout => { readout.textContent = '0.00' }")
    expect(handle).to_have_attribute("aria-valuenow", "50")
    expect(handle).to_have_attribute("aria-valuetext", "0.00")


def test_a_disabled_slider_of_ipywidgets_7_says_so_and_is_skipped_by_tab(explorer):
    track, handle = explorer.locator(".ui-slider").nth(1), explorer.get_by_role("slider").nth(1)
    expect(handle).to_have_attribute("aria-disabled", "false")
    track.evaluate("track => track.classList.add('ui-slider-disabled', 'ui-state-disabled')")
    expect(handle).to_have_attribute("aria-disabled", "true")
    assert handle.evaluate("handle => handle.tabIndex") == -1


def test_keys_are_left_to_the_sliders_of_ipywidgets_7(explorer):
    handle = explorer.get_by_role("slider").first
    handle.evaluate("handle => handle.addEventListener('keydown', event => { handle.title += event.key })")
    for key in ("End", "Home", "ArrowRight"):
        handle.press(key)
    expect(handle).to_have_attribute("title", "EndHomeArrowRight")


def test_help_comes_when_the_explorer_is_put_together_after_its_mark_has_loaded(page):
    """As in Firefox and WebKit: the mark's picture loads before ipywidgets has set the box's class."""
    mark = named(ipywidgets.HTML()).children[0].value
    page.set_content(f"<div id=box>{mark}{SLIDER.format(name='μ', typed='false', value='1')}</div>")
    page.wait_for_timeout(200)
    page.evaluate("document.getElementById('box').className = 'course-explorer'")
    page.get_by_role("slider", name="μ", exact=True).wait_for()
    expect(page.get_by_role("status")).to_have_count(1)


def change(explorer, words):
    explorer.locator("desc").evaluate("(desc, words) => { desc.textContent = words }", words)


def test_the_new_part_of_a_pictures_words_is_told_once_when_it_has_come_to_rest(page, explorer):
    region = explorer.get_by_role("status")
    region.evaluate(COUNT)
    expect(region).to_have_text("")
    explorer.get_by_role("slider").first.focus()
    for tenth in range(10):
        change(explorer, f"μ = 1.{tenth}: KL = 1.0{tenth} nats. The cloud is narrow; it is high.")
        page.wait_for_timeout(50)
    expect(region).to_have_text("μ = 1.9: KL = 1.09 nats.")
    page.wait_for_timeout(1000)
    assert region.evaluate("region => region.told") == 1


def test_nothing_is_told_to_who_is_elsewhere(page, explorer):
    page.mouse.move(600, 900)
    change(explorer, "μ = 0: KL = 0.63 nats.")
    page.wait_for_timeout(1000)
    expect(explorer.get_by_role("status")).to_have_text("")


def test_what_is_told_is_heard_and_not_seen(explorer):
    region = explorer.get_by_role("status")
    explorer.get_by_role("slider").first.focus()
    change(explorer, "The cloud is round.")
    expect(region).to_have_text("The cloud is round.")
    assert "- status: The cloud is round." in explorer.aria_snapshot()
    box = region.bounding_box()
    assert (box["width"], box["height"]) == (1, 1)
