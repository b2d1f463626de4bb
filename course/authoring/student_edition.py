"""The student edition: what of this repository students get, as files of a repository of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course.authoring.publication import Published, read_settings

INSTRUCTORS_ONLY = ("authoring", "grading")  # packages in course/
GUIDE = "docs/students.md"
AS_THEY_ARE = ("LICENSE", "constraints.txt")
# In the guide: the repository's address and version, the place of the links to Colab, and what needs a repository.
PLACEHOLDER, VERSION = "https://github.com/OWNER/NAME", "vVERSION"
BADGES = "<!-- badges -->"
PUBLISHED = re.compile(r"<!-- published -->\n(.*?)<!-- /published -->\n", re.S)
IGNORED = ".venv/\n__pycache__/\n.ipynb_checkpoints/\n*.egg-info/\nbuild/\n"


def edition(root: Path, built: Path, published: Published) -> dict[str, bytes]:
    """Contents of the student edition's files, by their paths.

    Parameters
    ----------
    root
        The instructors' repository.
    built
        What `course.authoring.build.build` has made just now: ``release/``, and tables below ``course/``.
    published
        Version and repository for links and badges.
    """
    settings = read_settings(root)
    here = [*_package(root, settings), *(root / name for name in AS_THEY_ARE)]
    paths = {path.relative_to(root): path for path in here}
    made = (path for part in ("course", "release") for path in (built / part).rglob("*") if path.is_file())
    paths |= {path.relative_to(built): path for path in made}
    files = {name.as_posix(): path.read_bytes() for name, path in paths.items()}
    texts = {
        "README.md": _readme((root / GUIDE).read_text(encoding="utf-8"), _titles(built), published),
        "pyproject.toml": _pyproject(settings, published),
        "environment.yml": _environment((root / "environment.yml").read_text(encoding="utf-8"), settings),
        ".gitignore": IGNORED,
    }
    return files | {name: text.encode() for name, text in texts.items()}


def _package(root: Path, settings: dict[str, Any]) -> list[Path]:
    """The files of ``course/`` that pip would install, without the instructors' packages."""
    package = root / "course"
    found = set(package.rglob("*.py"))
    for pattern in _package_data(settings):
        found.update(package.glob(pattern))
    return sorted(p for p in found if p.is_file() and p.relative_to(package).parts[0] not in INSTRUCTORS_ONLY)


def _package_data(settings: dict[str, Any]) -> list[str]:
    patterns = settings["tool"]["setuptools"]["package-data"]["course"]
    return [pattern for pattern in patterns if pattern.partition("/")[0] not in INSTRUCTORS_ONLY]


def _pyproject(settings: dict[str, Any], published: Published) -> str:
    """The same project without the extras and the tools of instructors and authors."""
    project = settings["project"]
    kept = ("name", "dynamic", "description", "readme", "requires-python", "license", "license-files", "dependencies")
    tables = {
        "build-system": settings["build-system"],
        "project": {name: project[name] for name in kept},
        "project.urls": {"Repository": published.repository} if published.repository else {},
        "project.optional-dependencies": {"lab": project["optional-dependencies"]["lab"]},
        "project.scripts": project["scripts"],
        "tool.setuptools.packages.find": settings["tool"]["setuptools"]["packages"]["find"],
        "tool.setuptools.package-data": {"course": _package_data(settings)},
        "tool.setuptools.data-files": settings["tool"]["setuptools"]["data-files"],
        "tool.setuptools.dynamic.version": settings["tool"]["setuptools"]["dynamic"]["version"],
    }
    # Texts and lists of texts are written alike in JSON and in TOML; so are keys, which may stand in quotes.
    lines = {
        name: [f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
        for name, table in tables.items()
        if table
    }
    return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in table) for name, table in lines.items())


def _environment(text: str, settings: dict[str, Any]) -> str:
    """environment.yml without the packages that only instructors need."""
    project = settings["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["lab"]]
    names = {canonicalize_name(Requirement(line).name) for line in wanted}
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    kept = [line for line in lines if "==" not in line or canonicalize_name(line.split("==")[0].strip(" -")) in names]
    return "\n".join(["# For conda and mamba: `mamba env create -f environment.yml`.", *kept]) + "\n"


def _titles(built: Path) -> dict[str, str]:
    """The first heading of each released notebook, by its path."""
    titles = {}
    for path in sorted(built.glob("release/*/*.ipynb")):
        texts = (cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
        heading = re.search(r"^# (.+)$", "\n".join(texts), re.M)
        titles[path.relative_to(built).as_posix()] = heading[1] if heading else path.stem
    return titles


def _readme(guide: str, titles: dict[str, str], published: Published) -> str:
    """The student guide, with a link to Colab for each notebook; without a repository, without what needs one."""
    text = guide.replace("](../", "](")
    if not published.repository:
        return PUBLISHED.sub("", text)
    badges = [f"- [{title}]({name}) {published.badge(name)}" for name, title in titles.items()]
    text = PUBLISHED.sub(r"\1", text).replace(BADGES, "\n".join(badges))
    return text.replace(PLACEHOLDER, published.repository).replace(VERSION, f"v{published.version}")
