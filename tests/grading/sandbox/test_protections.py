"""The doctor finds what protects this machine by trying, and its attempts do notice when something does not."""

from dataclasses import replace

import pytest

from course.grading.sandbox import Zygote, bubblewrap, exec_entry, protections
from course.grading.sandbox.escape_attempts import ATTEMPTS
from scripts.course_copy import ROOT
from tests.grading.sandbox.conftest import ENTRY

BY_PROMISE = {attempt.promise: attempt for attempt in ATTEMPTS}
HARMLESS_OUTSIDE = (
    "solutions, hidden tests, gradebook and the home folder are out of sight",
    "a clean environment",
    "no other process in sight or in reach",
    "no rights: an ordinary user without capabilities",
)
LIMITS = ("the memory limit bites", "the limit on processes bites", "the limits on files and disk bite")


def test_every_protection_holds_on_a_machine_with_a_sandbox(plain):
    found = protections.try_protections()
    assert [protection for protection in found if not protection.ok] == []
    assert len(found) == len(ATTEMPTS) + 2
    assert protections.describe(found).endswith("Submitted code is confined on this machine.")


@pytest.mark.parametrize("promise", HARMLESS_OUTSIDE)
def test_an_attempt_succeeds_without_sandbox(promise):
    with Zygote(isolated=False) as zygote, zygote.spawn(ENTRY) as child:
        printed, error = exec_entry.run(child, protections.preface(protections.TRIAL) + BY_PROMISE[promise].text)
    assert printed + error


@pytest.mark.parametrize("promise", LIMITS)
def test_an_attempt_notices_that_a_limit_is_wider_than_promised(plain, promise):
    trial = protections.TRIAL
    wide = replace(trial, memory=4 * trial.memory, processes=60, disk=4 * trial.disk, file_size=4 * trial.file_size)
    with plain.spawn(ENTRY, limits=wide) as child:
        printed, error = exec_entry.run(child, protections.preface(trial) + BY_PROMISE[promise].text)
    assert printed
    assert not error


def test_the_private_paths_name_what_must_not_be_seen():
    private = protections.private_paths()
    assert {str(ROOT / name) for name in ("source", "lessons", "tests", "nbgrader_config.py")} <= set(private)
    assert str(ROOT / "course") not in private


def test_a_missing_bubblewrap_is_reported_with_the_mend(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    text = protections.describe(protections.try_protections())
    assert text.startswith("MISSING  a sandbox can be built")
    assert "apt-get install bubblewrap" in " ".join(text.split())
    assert text.endswith("Missing: 1. Submitted code is not confined on this machine.")


def test_a_promise_that_does_not_hold_is_reported_with_what_was_reached(monkeypatch, plain):
    monkeypatch.setitem(bubblewrap.ENVIRONMENT, "PASSWORD", "swordfish")
    tried = protections.try_protections()
    broken = [protection for protection in tried if not protection.ok]
    assert [(protection.name, protection.found) for protection in broken] == [("a clean environment", "PASSWORD")]
    assert "tell the course's authors" in protections.describe(tried)
