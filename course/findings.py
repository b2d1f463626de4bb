"""What `course.doctor` finds: the form in which each check tells it, and which packages are installed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Literal

Verdict = Literal["ok", "attention", "missing"]


@dataclass(frozen=True)
class Finding:
    """One thing that the course needs: how it is, what was found, and what to do if it is not ok."""

    name: str
    verdict: Verdict
    found: str = ""
    fix: str = ""


Checks = Mapping[str, Callable[[], list[Finding]]]
"""Checks by what they look at; a module that has some names them ``CHECKS``."""


def package_findings(extra: str = "") -> list[Finding]:
    """Whether the packages that the course asks for are installed, in the versions that it was tested with.

    Parameters
    ----------
    extra
        Only what this extra adds: ``"instructor"``.
    """
    from packaging.requirements import Requirement  # the first cell of a notebook may have to install it

    asked = [Requirement(line) for line in requirements("course")]
    asked_always = {wanted.name for wanted in asked if wanted.marker is None or wanted.marker.evaluate({"extra": ""})}
    found = []
    for wanted in asked:
        applies = wanted.marker is None or wanted.marker.evaluate({"extra": extra})
        if applies and (wanted.name in asked_always) == (extra == "") and wanted.name != "course":
            accepts = wanted.specifier.contains(installed_version(wanted.name) or "0", prereleases=True)
            found.append(_package_finding(wanted.name, str(wanted.specifier), accepts))
    return found


def _package_finding(name: str, specifier: str, accepted: bool) -> Finding:
    version, install = installed_version(name), f'pip install "{name}{specifier}", then restart the kernel'
    if version is None:
        return Finding(name, "missing", "not installed", install)
    if accepted:
        return Finding(name, "ok", version)
    return Finding(name, "attention", f"{version}; tested with {specifier}", f"If something fails: {install}")


def requirements(package: str) -> list[str]:
    """What an installed package asks for, its extras included; nothing if it is used without being installed."""
    try:
        return metadata.requires(package) or []
    except metadata.PackageNotFoundError:
        return []


def installed_version(package: str) -> str | None:
    """Version of an installed package, or None."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
