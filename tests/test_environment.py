"""The three places that name versions must agree: pyproject.toml (ranges), constraints.txt (pins), environment.yml."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = SETTINGS["project"]
STUDENTS = [Requirement(line) for line in PROJECT["dependencies"]]


def extra(name: str) -> list[Requirement]:
    """What an extra asks for, with what the extras that it includes ask for."""
    found = []
    for line in PROJECT["optional-dependencies"][name]:
        requirement = Requirement(line)
        if requirement.name == PROJECT["name"]:
            found += [included for part in requirement.extras for included in extra(part)]
        else:
            found.append(requirement)
    return found


INSTRUCTORS = extra("instructor")
AUTHORS = extra("dev")


def pins(python: str) -> dict[str, str]:
    """What constraints.txt pins for one Python on Linux."""
    environment = default_environment() | {
        "python_version": python,
        "python_full_version": f"{python}.7",
        "sys_platform": "linux",
        "os_name": "posix",
        "platform_system": "Linux",
    }
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line and line[0] != "#"]
    found = [r for r in map(Requirement, lines) if r.marker is None or r.marker.evaluate(environment)]
    return {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in found}


@pytest.mark.parametrize("python", ["3.10", "3.11", "3.12", "3.13"])
def test_every_package_is_pinned_within_its_range(python):
    pinned = pins(python)
    for requirement in STUDENTS + INSTRUCTORS + AUTHORS:
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{requirement} does not allow the tested {version}"


def test_conda_environment_names_the_tested_packages_and_versions():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    named = dict(line.split("==") for line in pip if "==" in line)
    pinned = pins("3.11")
    wanted = {canonicalize_name(r.name) for r in STUDENTS + INSTRUCTORS}
    named = {canonicalize_name(name): version for name, version in named.items()}
    assert named == {name: pinned[name] for name in wanted}
    assert "-e ." in pip
    assert "python=3.11" in environment["dependencies"]


def test_the_installed_versions_are_the_pinned_ones():
    from importlib.metadata import version

    pinned = pins(f"{sys.version_info.major}.{sys.version_info.minor}")
    for requirement in STUDENTS + INSTRUCTORS + AUTHORS:
        installed = version(requirement.name).split("+")[0]
        assert installed == pinned[canonicalize_name(requirement.name)], requirement.name


def test_ranges_include_what_colab_ships():
    colab = {"torch": "2.11.0", "torchvision": "0.26.0", "numpy": "2.1.3", "pillow": "11.3.0"}
    colab |= {"matplotlib": "3.10.0", "ipywidgets": "7.7.1"}
    added = {"packaging", "safetensors"}  # wherever it is missing, pip installs it: they ask for no other package
    assert {canonicalize_name(r.name) for r in STUDENTS} == set(colab) | added
    for requirement in (r for r in STUDENTS if r.name not in added):
        assert requirement.specifier.contains(colab[requirement.name])


def test_all_data_of_the_course_is_installed_with_it():
    patterns = SETTINGS["tool"]["setuptools"]["package-data"]["course"]
    installed = {path for pattern in patterns for path in (ROOT / "course").glob(pattern)}
    assert {path for path in (ROOT / "course" / "assets").rglob("*") if path.is_file()} <= installed


def test_the_makefile_describes_every_target_that_the_readme_names():
    described = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.M))
    texts = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    named = {target for text in texts for target in re.findall(r"`make ([a-z]+)\b", text.read_text())}
    assert named <= described
    assert {"lab", "test", "setup", "build", "demo", "bench"} <= described


@pytest.mark.parametrize(
    "text", ["README.md", "CONTRIBUTING.md", "docs/students.md", "docs/instructors.md", "docs/authors.md"]
)
def test_links_between_the_documents_lead_somewhere(text):
    path = ROOT / text
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())
    missing = [link for link in links if not (path.parent / link).exists()]
    assert not missing


def test_notebooks_are_read_and_checked_without_a_grammar_of_internet_addresses():
    """Compiling it takes seconds, whenever Jupyter or nbgrader starts: hence the bound on jsonschema."""
    code = "import sys, nbformat; nbformat.validate(nbformat.v4.new_notebook()); print('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
