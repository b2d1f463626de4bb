"""The explorers of variational autoencoders on the screen, with the networks that come with the course."""

from playwright.sync_api import expect

from .lab import handle

CELLS = [
    "from course.data import digits\n"
    "from course.explorers import ChoiceExplorer, CompareExplorer, KLExplorer, LatentLineExplorer\n"
    "from course.explorers import LatentSlidersExplorer, PlaneExplorer\n"
    "from course.pretrained import pretrained_vae\n"
    "def both_ways(vae):\n    return lambda x: vae.encode(x)[0], lambda z: vae.decode(z).sigmoid()\n"
    "vaes, (x, labels) = {d: pretrained_vae(d) for d in (1, 2, 10, 100)}, digits('test', n=300)",
    "KLExplorer(mu=1.0, sigma=0.5)",
    "LatentSlidersExplorer({f'd = {d}': both_ways(vaes[d]) for d in (10, 100)}, x, labels)",
    "ChoiceExplorer({f'd = {d}': CompareExplorer({f'd = {d}': both_ways(vaes[d])}, x, labels) for d in (1, 10)})",
    "LatentLineExplorer(vaes[1].encode(x)[0].detach(), labels, both_ways(vaes[1])[1], images=x)",
    "PlaneExplorer({'plane': both_ways(vaes[2])[1]})",
]


def test_explorers_of_vaes_are_usable_by_keyboard(page, run_in_lab, screenshot):
    cells = run_in_lab(CELLS)

    price = cells.nth(1)
    before = price.locator("svg[role=img]").text_content()
    handle(price, "σ").press("ArrowRight")
    expect(price.locator("svg[role=img]")).not_to_have_text(before)

    sliders = cells.nth(2)
    digit = sliders.get_by_alt_text("the decoded digit")
    first = digit.get_attribute("src")
    handle(sliders, "z₁").press("ArrowRight")
    expect(digit).not_to_have_attribute("src", first)
    sliders.locator("select").nth(1).select_option(index=3)
    sliders.locator("svg[role=img]", has_text="rebuilt").wait_for()
    sliders.scroll_into_view_if_needed()
    screenshot("sliders")

    choice = cells.nth(3)
    choice.locator("select").first.select_option("d = 10")
    choice.locator("svg[role=img]", has_text="d = 10").wait_for()
    screenshot("choice")

    line = cells.nth(4)
    line.scroll_into_view_if_needed()
    screenshot("line")

    plane = cells.nth(5)
    picture = plane.locator("img").last
    first = picture.get_attribute("src")
    handle(plane, "reach").press("ArrowRight")
    expect(picture).not_to_have_attribute("src", first)
    expect(plane.get_by_text("93% of N(0, I)")).to_be_visible()
    plane.scroll_into_view_if_needed()
    screenshot("plane")
    assert not page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count()
