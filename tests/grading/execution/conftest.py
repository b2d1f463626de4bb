"""A student's process for each test, forked from a warm one, without a sandbox."""

import os
import signal
import socket
import subprocess
import sys

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.grading.execution.trusted.deadline import Clock
from course.grading.execution.trusted.student_client import StudentClient
from scripts.course_copy import ROOT


@pytest.fixture(scope="session")
def fork():
    """Makes student's sides: each call gives our end of a new one."""
    ours, theirs = socket.socketpair()
    environment = os.environ | {"OMP_NUM_THREADS": "1", "COURSE_PROFILE": "grading", "PYTHONPATH": str(ROOT)}
    zygote = subprocess.Popen(
        [sys.executable, "-m", "tests.grading.execution.zygote", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        cwd=ROOT,
        env=environment,
    )
    theirs.close()

    def make(**settings) -> StudentClient:
        mine, students = socket.socketpair()
        socket.send_fds(ours, [b"fork"], [students.fileno()])
        students.close()
        child = int.from_bytes(ours.recv(8), "big")
        clock = Clock(patience=1.0)  # nobody measures processor time here
        return StudentClient(mine, kill=lambda: end(child), **{"clock": clock} | settings)

    yield make
    ours.close()
    zygote.wait(10)


def end(child):
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return  # it has ended by itself


@pytest.fixture
def side(fork):
    made = fork()
    yield made
    made.close()


@pytest.fixture
def given(side):
    """Runs an answer on the student's side and gives our end of it."""

    def run(source, **more):
        ran = side.run_cell(source, 1, seconds=20, **more)
        assert ran.finished, ran.outputs
        return side

    return run


def lesson(*cells, imports="from course.checks import *\nfrom course.draw import Draw\nimport torch"):
    return new_notebook(cells=[new_code_cell(imports), *cells])
