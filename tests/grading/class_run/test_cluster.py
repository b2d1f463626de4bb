"""What docs/cluster.md shows is run as it stands there; of Slurm there is only a stand-in for ``srun``."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import dask
import psutil
import pytest
import yaml
from distributed import Client
from distributed.cli import dask_scheduler, dask_worker

from course.grading.class_run.course_version import course_version
from course.grading.class_run.dask_pool import ClusterError, open_cluster
from course.grading.class_run.submissions import open_assignment, read_submission
from course.grading.sandbox import Limits
from scripts.course_copy import ROOT
from tests.grading.class_run.small import ASSIGNMENT, RIGHT, hand_in
from tests.grading.waiting import eventually

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PAGE = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
SRUN = '#!/bin/sh\nwhile case "$1" in -*) true ;; *) false ;; esac; do shift; done\nexec "$@"\n'
UNITS = {"G": 1024**3, "Gi": 1024**3, "GB": 1000**3}


def block(heading, kind, having=""):
    """The first block of a kind below a heading that has these words."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return next(text for text in re.findall(rf"```{kind}\n(.*?)```", section, re.S) if having in text)


@pytest.fixture
def around(tmp_path):
    """The environment of programs: this course, and workers that pretend to grade."""
    programs = os.pathsep.join([str(tmp_path / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    pretend = {"DASK_DISTRIBUTED__WORKER__PRELOAD": "tests.grading.class_run.preload", "VERSION": course_version()}
    places = {"HOME": str(tmp_path), "DIED": str(tmp_path / "died"), "PATH": programs, "PYTHONPATH": str(ROOT)}
    return os.environ | pretend | places


@pytest.fixture
def start(tmp_path, around):
    """Starts programs; nothing of them outlives a test, and what they have said stands beside its failure."""
    started = []

    def run(*command, **environment):
        with (tmp_path / "log").open("a") as log:
            about = {"cwd": tmp_path, "env": around | environment, "start_new_session": True}
            started.append(subprocess.Popen(command, stdout=log, stderr=log, **about))
        return started[-1]

    yield run
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        print(shlex.join(process.args), "ended with status", process.returncode)
    if started:
        print((tmp_path / "log").read_text(encoding="utf-8", errors="replace"))


@pytest.fixture
def scheduler(start, tmp_path):
    """Starts a scheduler without workers; itself and its address."""

    def run(*options, **environment):
        about = tmp_path / "scheduler.json"
        options = options or ("dask", "scheduler", "--host", "127.0.0.1", "--port", "0")
        process = start(*options, "--scheduler-file", str(about), **environment)
        return process, eventually(lambda: json.loads(about.read_text())["address"])

    return run


@pytest.fixture(autouse=True)
def course_as_it_is_now():
    """A worker tells its course by the files that it finds when it starts; what this process has noted may be older."""
    course_version.cache_clear()


@pytest.fixture
def submissions(course):
    for student in "abc":
        hand_in(course, student, RIGHT)
    return [read_submission(course, open_assignment(course, ASSIGNMENT), student) for student in "abc"]


def grade(submissions, address):
    with open_cluster(address, print, isolated=True) as pool:
        return {submission.student: outcomes[0].status for submission, outcomes in pool.grade(submissions)}


def test_the_job_for_slurm_grades_and_ends_by_itself_when_there_is_nothing_to_do(start, around, submissions, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "srun").write_text(SRUN)
    (tmp_path / "bin" / "srun").chmod(0o755)
    activate = tmp_path / "course" / ".venv" / "bin" / "activate"
    activate.parent.mkdir(parents=True)
    activate.write_text("")
    (tmp_path / "grading.sbatch").write_text(block("Slurm", "sh", "#SBATCH"))
    command = block("Slurm", "sh", "--parsable").split("--scheduler ")[1].strip()

    def address():
        done = subprocess.run(["bash", "-c", f"job=7; echo {command}"], env=around, capture_output=True, text=True)
        return done.stdout.strip()

    assert not address()
    job = start("bash", "grading.sbatch", SLURM_JOB_ID="7", SLURM_CPUS_PER_TASK="2")
    found = eventually(address)
    assert grade(submissions, found) == dict.fromkeys("abc", "graded")
    with Client(found) as client:
        assert list(client.nthreads().values()) == [2]
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "idle_timeout", 1))  # not ten minutes
    assert job.wait(60) == 0


def test_an_address_that_a_script_has_not_found_does_not_mean_this_machine(submissions):
    with pytest.raises(ClusterError, match=r"no scheduler answers at an empty address .* dask scheduler"):
        grade(submissions, "")


def test_a_scheduler_that_is_lost_is_said_in_one_line(scheduler, around, submissions, course):
    process, address = scheduler()
    command = [sys.executable, "-m", "course", "grade", ASSIGNMENT, "--scheduler", address]
    about = {"cwd": course.root, "env": around, "text": True}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **about) as running:
        with Client(address) as client:
            eventually(lambda: client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))
        process.kill()
        _, complaints = running.communicate(timeout=90)
    assert running.returncode == 1
    (line,) = complaints.splitlines()
    assert line.startswith("course grade: the connection to the scheduler was lost. What was graded stays;")


def test_a_worker_that_hangs_is_given_up_and_another_does_its_work(scheduler, start, submissions):
    _, address = scheduler(DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="1s")
    hung = start("dask", "worker", address, "--nthreads", "4", "--no-nanny")
    with Client(address) as client:
        client.wait_for_workers(1, timeout=60)
        hung.send_signal(signal.SIGSTOP)
        eventually(lambda: psutil.Process(hung.pid).status() == psutil.STATUS_STOPPED)
        with ThreadPoolExecutor() as pool:
            running = pool.submit(grade, submissions, address)
            eventually(lambda: client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))
            start("dask", "worker", address, "--nthreads", "1", "--no-nanny")
            assert running.result(90) == dict.fromkeys("abc", "graded")
        assert len(client.nthreads()) == 1


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl, which makes the certificates")
def test_with_certificates_only_those_who_have_one_get_in(start, scheduler, submissions, tmp_path, monkeypatch):
    makes = ["bash", "-ec", block("Who can reach it", "sh", "openssl")]
    subprocess.run(makes, cwd=tmp_path, check=True, capture_output=True)
    first, second, *exports, _ = block("Who can reach it", "sh", "dask scheduler").splitlines()
    _, address = scheduler(*first.split(), "--host", "tls://127.0.0.1:0")
    start(*second.replace("tls://head:8786", address).split(), "--nthreads", "1")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ClusterError, match=rf"no scheduler answers at {address} .*TLS"):
        grade(submissions, address)
    mine = dict(word.split("=") for line in exports for word in line.split()[1:])
    with dask.config.set({name[len("DASK_") :].lower().replace("__", "."): value for name, value in mine.items()}):
        assert grade(submissions, address) == dict.fromkeys("abc", "graded")


@pytest.fixture
def manifest():
    """What the page has for Kubernetes, by name."""
    found = list(yaml.safe_load_all(block("Kubernetes", "yaml")))
    return {f"{each['kind']} {each['metadata']['name']}": each["spec"] for each in found}


def test_the_programs_in_the_pods_know_their_options(manifest):
    pods = {name: each["template"]["spec"] for name, each in manifest.items() if name.startswith("Deployment")}
    for name, program in (("scheduler", dask_scheduler), ("worker", dask_worker)):
        (container,) = pods[f"Deployment grading-{name}"]["containers"]
        assert container["args"][:2] == ["dask", name]
        context = program.main.make_context(name, container["args"][2:])
    assert (context.params["nthreads"], context.params["scheduler"]) == (4, "tcp://grading:8786")
    assert manifest["Service grading"]["ports"][0]["port"] == 8786


def test_where_memory_is_asked_for_it_holds_what_the_page_says_a_worker_needs(manifest):
    limits = Limits()
    each, own = limits.memory + limits.disk, float(re.search(r"about ([\d.]+) GB for the worker", PAGE)[1]) * 1e9
    assert f"{each / 1024**3:g} GB by default" in PAGE
    (pod,) = manifest["Deployment grading-worker"]["template"]["spec"]["containers"]
    script, python = block("Slurm", "sh", "#SBATCH"), block("Slurm", "python")
    asked = [
        (int(re.search(r"--cpus-per-task=(\d+)\n", script)[1]), re.search(r"--mem=(\w+)", script)[1]),
        (int(re.search(r"cores=(\d+)", python)[1]), re.search(r'memory="(\w+)"', python)[1]),
        (int(pod["args"][4]), pod["resources"]["limits"]["memory"]),
    ]
    for threads, memory in asked:
        number, unit = re.fullmatch(r"(\d+)(\w+)", memory).groups()
        assert int(number) * UNITS[unit] >= own + threads * each


def test_the_image_copies_all_that_installing_the_course_reads():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = block("Kubernetes", "dockerfile").splitlines()
    copied = {word.strip("./") for line in lines if line.startswith("COPY") for word in line.split()[1:-1]}
    files = [*project["project"]["license-files"], project["project"]["readme"], "pyproject.toml", "constraints.txt"]
    files += [file for some in project["tool"]["setuptools"]["data-files"].values() for file in some]
    assert [file for file in files if Path(file).parts[0] not in copied] == []
    assert copied - {Path(file).parts[0] for file in files} == set()
    (extras,) = re.findall(r"-e '\.\[([\w,]+)\]'", "\n".join(lines))
    assert set(extras.split(",")) == {"instructor", "cluster"}
    assert set(extras.split(",")) <= project["project"]["optional-dependencies"].keys()
