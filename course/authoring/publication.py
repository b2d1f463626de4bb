"""A version of the course and where students find it, as the course's own files say."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import CourseError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.M)
REPOSITORY = re.compile(r"https://github\.com/[A-Za-z0-9-]+/(?!.*\.git$)[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Published:
    """A version of the course, and the repository that students see; an empty one if there is none.

    The version's files stand under the tag ``v<version>``, so that a notebook finds the very course it was made with.
    """

    version: str
    repository: str = ""

    @property
    def archive(self) -> str:
        """Address from which pip installs this version."""
        return f"{self.repository}/archive/refs/tags/v{self.version}.zip"

    def badge(self, notebook: str) -> str:
        """Markdown of the link that opens a notebook of the repository in Colab; its path is given."""
        place = self.repository.removeprefix("https://github.com/")
        address = f"https://colab.research.google.com/github/{place}/blob/v{self.version}/{notebook}"
        return f"[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({address})"


def read_settings(root: Path) -> dict[str, Any]:
    """The contents of ``pyproject.toml``."""
    settings: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return settings


def read_published(root: Path) -> Published:
    """Version, from ``course/__init__.py``, and repository, from ``pyproject.toml``.

    Raises
    ------
    CourseError
        If there is no version, or one in ``pyproject.toml`` as well, or the repository is neither empty nor the address
        of one on GitHub, from where alone Colab opens notebooks.
    """
    settings = read_settings(root)
    if own := settings.get("project", {}).get("version"):
        raise CourseError(
            f"{root / 'pyproject.toml'} says version {own!r} itself; the one place is course/__init__.py: leave it "
            'out, and keep dynamic = ["version"]'
        )
    repository = settings.get("tool", {}).get("course", {}).get("repository", "")
    if repository and not (isinstance(repository, str) and REPOSITORY.fullmatch(repository)):
        raise CourseError(
            f"{root / 'pyproject.toml'}: [tool.course] repository is {repository!r}; expected an address like "
            "'https://github.com/OWNER/NAME', or '' while the course is not published"
        )
    package = root / "course" / "__init__.py"
    version = VERSION.search(package.read_text(encoding="utf-8"))
    if version is None:
        raise CourseError(f'{package} says no version; write a line like: __version__ = "0.1.0"')
    return Published(version[1], repository)
