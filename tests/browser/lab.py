"""How the tests find their way on JupyterLab's page."""


def handle(cell, label):
    """The handle of the slider with that label, which takes the keyboard."""
    return cell.locator(".widget-hslider", has=cell.page.get_by_text(label, exact=True)).locator("[role=slider]")
