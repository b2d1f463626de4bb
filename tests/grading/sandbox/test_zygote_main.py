"""What the warm start gives: everything is imported, works after the fork, and a fork takes a moment."""

import json
import re
import socket
import statistics
import threading
import time

import pytest

from course.grading.sandbox import Zygote, exec_entry
from course.grading.sandbox import zygote_main as warm_process
from scripts.course_copy import ROOT
from tests.grading.sandbox.conftest import ENTRY, imports

TRAINING = """
import time, torch, torch.nn.functional as F
assert torch.equal((torch.ones(200, 200) @ torch.ones(200, 200)), torch.full((200, 200), 200.0))
torch.set_num_threads(2)
torch.manual_seed(0)
layers = torch.nn.Conv2d(1, 8, 3, 2, 1), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(1568, 10)
model = torch.nn.Sequential(*layers)
optimiser = torch.optim.Adam(model.parameters())
images, labels = torch.randn(64, 1, 28, 28), torch.randint(10, (64,))
losses, end = [], time.time() + 1
while time.time() < end or len(losses) < 10:
    loss = F.cross_entropy(model(images), labels)
    optimiser.zero_grad(); loss.backward(); optimiser.step()
    losses.append(loss.item())
print(losses[-1] < losses[0], torch.get_num_threads())
"""
REST = """
import course.data.torchvision_operators, matplotlib.pyplot as plt, numpy as np, os, torch
from torch.utils.data import DataLoader
from torchvision.transforms import v2
figure, axes = plt.subplots(); axes.plot([1, 2]); figure.savefig("figure.png")
print(os.path.getsize("figure.png") > 1000)
print(sum(len(batch) for batch in DataLoader(torch.arange(40), batch_size=4, num_workers=2)))
from course.data import digits
print(v2.functional.hflip(digits("test").images[:4]).shape[0])
"""


def test_torch_trains_after_the_fork(warm):
    with warm.spawn(ENTRY) as child:
        assert exec_entry.run(child, TRAINING) == ("True 2\n", "")


def test_figures_data_loaders_and_the_course_s_data_work(warm):
    with warm.spawn(ENTRY) as child:
        printed, error = exec_entry.run(child, REST)
    assert not error, error
    assert printed.startswith("True\n40\n4")


def test_a_tensor_that_is_too_large_is_an_error_that_the_code_survives(warm):
    text = "import torch\ntry: torch.zeros(3 << 30, dtype=torch.uint8)\nexcept RuntimeError as error: print(error)"
    with warm.spawn(ENTRY) as child:
        assert "allocate memory" in exec_entry.run(child, text)[0]
        assert exec_entry.run(child, "print(torch.zeros(3).sum())") == ("tensor(0.)\n", "")


def test_children_have_everything_imported_and_the_same_random_numbers(warm):
    modules = {name.partition(":")[0] for name in imports()}
    text = f"import sys, torch; print([name for name in {modules!r} if name not in sys.modules], torch.rand(1))"
    printed = set()
    for _ in range(2):
        with warm.spawn(ENTRY) as child:
            printed.add(exec_entry.run(child, text))
    assert len(printed) == 1
    assert printed.pop()[0].startswith("[] ")


def test_every_course_module_of_the_lessons_is_imported_ahead(warm):
    named = {
        match
        for path in (ROOT / "lessons").glob("*/*.py")
        for match in re.findall(r"^(?:from|import) (course\.\w+)", path.read_text(), flags=re.MULTILINE)
    }
    assert named
    with warm.spawn(ENTRY) as child:
        assert exec_entry.run(child, f"import sys; print({named!r} - sys.modules.keys())") == ("set()\n", "")


def test_what_is_wanted_is_imported_as_far_as_it_can_be():
    wanted = ("no_such_module", "json:decoder", "json:nothing", "xml.dom:minidom")
    text = "import sys; print('json.decoder' in sys.modules, 'xml.dom.minidom' in sys.modules)"
    with Zygote(wanted=wanted, isolated=False) as zygote, zygote.spawn(ENTRY) as child:
        assert exec_entry.run(child, text) == ("True True\n", "")


def test_a_fork_takes_a_moment_and_little_memory(warm):
    seconds = []
    for _ in range(10):
        start = time.monotonic()
        with warm.spawn(ENTRY) as child:
            seconds.append(time.monotonic() - start)
            exec_entry.run(child, "1")
            child.socket.close()
            end = child.wait(10)
    assert statistics.median(seconds) < 0.5  # 0.05 on an idle machine; an import of torch takes 1.3
    assert end.peak_memory < 50e6


@pytest.fixture
def second_thread():
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


def test_a_warm_process_with_a_second_thread_refuses_to_start(second_thread):
    with pytest.raises(RuntimeError, match=r"\d+ threads run after the imports; .* safely only with one"):
        warm_process._warm_up({"uid": None, "preload": [], "wanted": []})


def test_a_warm_process_with_a_second_thread_refuses_to_fork(second_thread):
    control, control_end = socket.socketpair()
    supervisor, supervisor_end = socket.socketpair()
    with control, control_end, supervisor, supervisor_end:
        socket.send_fds(control, [b"f"], [supervisor_end.fileno()] * 3)
        control.shutdown(socket.SHUT_WR)
        warm_process._serve(control_end, None)
        assert "the warm process runs" in json.loads(supervisor.recv(1000))["failed"]
