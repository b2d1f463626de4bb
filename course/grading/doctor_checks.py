"""What grading needs of the machine that it runs on: packages, and walls round submitted code."""

from __future__ import annotations

import platform

from course.findings import Checks, Finding, package_findings
from course.grading.sandbox import protections


def packages() -> list[Finding]:
    """Whether what instructors need is installed, and on which system."""
    return [*package_findings("instructor"), Finding("system", "ok", platform.platform())]


CHECKS: Checks = {"packages": packages, "sandbox": protections.try_protections}
