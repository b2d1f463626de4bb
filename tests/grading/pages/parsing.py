"""HTML as a browser reads it."""

import bs4


def found_in(html):
    """Names of all tags, and all attributes as (tag, name, value)."""
    soup = bs4.BeautifulSoup(html, "html.parser")
    tags = soup.find_all(True)
    attributes = [(tag.name, name.lower(), _text(value)) for tag in tags for name, value in tag.attrs.items()]
    return {tag.name for tag in tags}, attributes


def _text(value):
    return " ".join(value) if isinstance(value, list) else value
