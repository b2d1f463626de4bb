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
    assert [finding for finding in found if finding.verdict != "ok"] == []
    assert len(found) == len(ATTEMPTS) + 3
    assert (found[-1].name, found[-1].found) == ("submitted code", "is confined on this machine")


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


def test_a_missing_bubblewrap_is_reported_with_the_fix(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    first, last = protections.try_protections()
    assert (first.name, first.verdict) == ("a sandbox can be built", "missing")
    assert "apt-get install bubblewrap" in first.found
    assert (last.verdict, last.found) == ("missing", "is not confined on this machine")


def test_a_promise_that_does_not_hold_is_reported_with_what_was_reached(monkeypatch, plain):
    monkeypatch.setitem(bubblewrap.ENVIRONMENT, "PASSWORD", "swordfish")
    broken, verdict = (finding for finding in protections.try_protections() if finding.verdict != "ok")
    assert (broken.name, broken.found) == ("a clean environment", "PASSWORD")
    assert "tell the course's authors" in broken.fix
    assert verdict.found == "is not confined on this machine"
