"""What lessons need is tried: what is there is told, what is broken is found, each with its fix."""

import re
import sys
from importlib import metadata
from types import SimpleNamespace

import pytest
import torch

from course import findings
from course.data import DataError
from course.findings import package_findings
from course.session import doctor_checks, environment


@pytest.fixture(autouse=True)
def here(monkeypatch, tmp_path):
    """A folder of one's own, and none of the settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in ("COURSE_PROFILE", "COURSE_DATA", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def only(findings):
    assert len(findings) == 1
    return findings[0]


def pretend_versions(monkeypatch, **versions):
    """Let packages have other versions, or None for not installed."""
    real = findings.installed_version
    for module in (findings, doctor_checks):
        monkeypatch.setattr(module, "installed_version", lambda name: versions.get(name, real(name)))


def test_another_python_and_other_packages_are_told_with_the_fix(monkeypatch):
    monkeypatch.setattr(doctor_checks.platform, "python_version", lambda: "3.8.1")
    assert only(doctor_checks.python()).verdict == "missing"
    pretend_versions(monkeypatch, matplotlib="3.0.1", safetensors=None)
    found = {finding.name: finding for finding in package_findings()}
    assert (found["matplotlib"].verdict, found["matplotlib"].found) == ("attention", "3.0.1; tested with <4,>=3.8")
    assert (found["safetensors"].verdict, found["safetensors"].found) == ("missing", "not installed")
    assert found["safetensors"].fix.startswith('pip install "safetensors<1,>=0.4"')
    assert found["torch"].verdict == "ok"
    assert "nbgrader" not in found


def test_an_extra_is_told_without_what_everybody_needs():
    names = {finding.name for finding in package_findings("instructor")}
    assert {"nbgrader", "sqlalchemy"} <= names
    assert not names & {"course", "torch", "jupytext"}


@pytest.mark.parametrize("version", ["3.10.0", "3.11.2+", "3.15.0rc1"])
def test_a_python_of_the_distribution_or_before_its_release_is_a_python(monkeypatch, version):
    monkeypatch.setattr(doctor_checks.platform, "python_version", lambda: version)
    assert only(doctor_checks.python()).verdict == "ok"


@pytest.mark.parametrize(("has_operators", "verdict"), [(True, "ok"), (False, "attention")])
def test_a_torchvision_for_another_torch_is_told(monkeypatch, has_operators, verdict):
    monkeypatch.setitem(sys.modules, "torchvision.extension", SimpleNamespace(_has_ops=lambda: has_operators))
    assert only(doctor_checks.torchvision()).verdict == verdict


def test_a_graphics_card_that_torch_cannot_use_is_told(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(doctor_checks.shutil, "which", lambda name: None)
    assert only(doctor_checks.accelerator()).verdict == "ok"
    monkeypatch.setattr(doctor_checks.shutil, "which", lambda name: f"/usr/bin/{name}")
    finding = only(doctor_checks.accelerator())
    assert finding.verdict == "attention"
    assert torch.__version__ in finding.found


def test_one_core_by_a_setting_is_told(monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    monkeypatch.setattr(doctor_checks.os, "cpu_count", lambda: 8)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert only(doctor_checks.threads()).found == "torch uses 1 of 8"
    assert only(doctor_checks.threads()).verdict == "attention"
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert only(doctor_checks.threads()).verdict == "ok"


def test_damaged_data_of_the_course_is_missing_with_the_file(monkeypatch, tmp_path):
    monkeypatch.setattr("course.data.mnist._ASSETS", tmp_path)
    with pytest.raises(DataError, match=re.escape(str(tmp_path))):  # which `course.doctor` tells as missing
        doctor_checks.data()


def test_a_full_mnist_that_is_not_whole_is_told_and_none_is_no_fault(monkeypatch, tmp_path):
    monkeypatch.setattr("course.data.mnist_full._CACHE", tmp_path)
    monkeypatch.setattr(
        "course.data.mnist_download.download", lambda folder: pytest.fail("the doctor needs no network")
    )
    finding = only(doctor_checks.full_data())
    assert finding.verdict == "ok"
    assert finding.found.startswith("not here")
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"")
    assert only(doctor_checks.full_data()).found.startswith("not here")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    assert only(doctor_checks.full_data()).verdict == "attention"


def test_sliders_need_both_halves_of_ipywidgets(monkeypatch):
    assert only(doctor_checks.controls()).verdict == "ok"
    monkeypatch.setattr(doctor_checks, "requirements", lambda package: ["comm>=0.1.3", "jupyterlab_widgets~=3.0.17"])
    pretend_versions(monkeypatch, jupyterlab_widgets="1.1.11")
    finding = only(doctor_checks.controls())
    assert finding.verdict == "missing"
    assert "jupyterlab_widgets 1.1.11; expected jupyterlab_widgets~=3" in finding.found
    pretend_versions(monkeypatch, jupyterlab_widgets=None, jupyterlab="4.4.0")
    assert only(doctor_checks.controls()).verdict == "missing"
    pretend_versions(monkeypatch, jupyterlab_widgets=None, jupyterlab=None)
    assert only(doctor_checks.controls()).verdict == "attention"  # JupyterLab is installed elsewhere
    monkeypatch.setattr(environment, "name", lambda: "Colab")
    assert only(doctor_checks.controls()).verdict == "ok"


@pytest.mark.parametrize(("free", "verdict"), [(5e9, "ok"), (5e8, "attention"), (5e7, "missing")])
def test_a_full_disk_is_told(monkeypatch, free, verdict):
    monkeypatch.setattr(doctor_checks.shutil, "disk_usage", lambda folder: SimpleNamespace(free=int(free)))
    space, saving = doctor_checks.disk()
    assert space.verdict == verdict
    assert bool(space.fix) == (verdict != "ok")
    assert saving.verdict == "ok"


def test_a_folder_in_which_nothing_can_be_saved_is_missing(monkeypatch, here):
    def refuse(**settings):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor_checks.tempfile, "TemporaryFile", refuse)
    saving = doctor_checks.disk()[1]
    assert saving.verdict == "missing"
    assert saving.found == f"{here}: Permission denied"
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(("value", "verdict"), [("laptop", "ok"), ("grading", "attention"), ("fast", "missing")])
def test_a_profile_that_spoils_the_lessons_is_told(monkeypatch, value, verdict):
    monkeypatch.setenv("COURSE_PROFILE", value)
    finding = only(doctor_checks.profile())
    assert finding.verdict == verdict
    assert ("Unset COURSE_PROFILE" in finding.fix) == (verdict != "ok")


def test_ranges_are_those_of_the_installed_course():
    names = {finding.name for finding in package_findings()}
    wanted = {line.split("<")[0].split(">")[0] for line in metadata.requires("course") if "extra" not in line}
    assert names == wanted
