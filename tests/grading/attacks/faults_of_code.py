"""Submissions that go wrong when they run. Unless said otherwise it is the answer to the third task that does."""

from __future__ import annotations

from collections.abc import Mapping

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.grading.attacks.entries import Entry, answers, changed
from tests.grading.attacks.small import RIGHT

MEAN = RIGHT["mean"]
WITH_LOOP = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"


def mean(text: str, *said: str, state: str = "graded", earned: float = 0.0) -> Entry:
    return answers(*said, state=state, lost={"mean": earned}, mean=text)


def returns(value: str, *said: str, state: str = "graded", earned: float = 0.0) -> Entry:
    text = f"def mean(numbers):\n    true = sum(numbers) / len(numbers)\n    return {value}"
    return mean(f"import numpy as np\nimport torch\n{text}", *said, state=state, earned=earned)


def harmless(text: str) -> Entry:
    """Odd, and right all the same."""
    return mean(f"{text}\n{MEAN}", earned=4.0)


def at_the_end(*texts: str, said: tuple[str, ...] = (), state: str = "graded") -> Entry:
    """Further cells, after all tests."""

    def add(notebook: NotebookNode) -> None:
        notebook.cells += [new_code_cell(text) for text in texts]

    return changed(add, *said, state=state)


DEATHS: Mapping[str, Entry] = {
    "os._exit": mean("import os\nos._exit(0)", "ended", state="flagged"),
    "os._exit when it is called": mean("import os\ndef mean(numbers): os._exit(3)", "ended", state="flagged"),
    "os._exit after the last test": at_the_end("import os\nos._exit(0)", said=("ended",), state="flagged"),
    "segmentation fault": mean("import ctypes\nctypes.string_at(0)", "crashed", "SIGSEGV", state="flagged"),
    "abort": mean("import os\nos.abort()", "ended", state="flagged"),
    "a deep nest": mean("x = []\nfor _ in range(10**5): x = [x]\nrepr(x)", "RecursionError"),
    "kills itself": mean("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "ended", state="flagged"),
    # The copies on which what is hidden of the first two tests would have been run are among them.
    "kills all processes": answers(
        "ended the notebook",
        mean=f"import os, signal\ntry: os.kill(-1, signal.SIGKILL)\nexcept OSError: pass\n{MEAN}",
        lost={"double": 0.0, "step": 0.0},
        state="flagged",
    ),
    "closes all files": mean("import os\nos.closerange(0, 256)", "ended", state="flagged"),
    "closes stdin, stdout and stderr": harmless("import os\nos.closerange(0, 3)"),
    "memory in a list": mean("hoard = [bytes([7]) * 2**24 for _ in range(100)]", "MemoryError"),
    "memory in a tensor": mean("hoard = torch.ones(2**30)", "RuntimeError"),
    "memory of many processes": mean(
        "import os, time\nfor _ in range(8):\n    if not os.fork():\n        x = bytes([7]) * 10**8\n"
        "        time.sleep(9)\ntime.sleep(9)",
        "memory",
        state="flagged",
    ),
    "a fork bomb": mean("import os\nwhile True: os.fork()", state="graded|flagged"),
    "a fork": harmless("import os\nos.fork()"),
    "a fork when it is called": mean(
        f"import os\n{MEAN}\nright = mean\ndef mean(n): return os.fork() * 0 + right(n)", earned=4
    ),
    "a thread bomb": mean(
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(9,)).start()", "RuntimeError"
    ),
}
LIMIT = {"said": ("more than 3 s of processor time",), "state": "flagged"}
TIMES: Mapping[str, Entry] = {
    "an endless loop": mean("while True: pass", *LIMIT["said"], state="flagged"),
    "an endless loop when it is called": mean(
        "def mean(numbers):\n    while True: pass", "processor time", state="flagged"
    ),
    "a loop that catches interrupts": mean(WITH_LOOP, *LIMIT["said"], state="flagged"),
    "a loop that ignores signals": mean(
        "import signal\nfor n in (signal.SIGALRM, signal.SIGPROF): signal.signal(n, signal.SIG_IGN)\nwhile True: pass",
        "did not stop",
        state="flagged",
    ),
    "a loop with signals blocked": mean(
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\nwhile True: pass",
        "did not stop",
        state="flagged",
    ),
    "patched signal handlers": harmless("import signal\nsignal.signal = signal.setitimer = lambda *a: None"),
    "sleep": mean("import time\ntime.sleep(1000)", "not ended after 4 s", state="flagged"),
    "a deadlock": mean("import threading\nlock = threading.Lock()\nlock.acquire(); lock.acquire()", state="flagged"),
    "twenty slow cells": at_the_end(
        *["import time\ntime.sleep(1)"] * 20, said=("ran longer than it may",), state="flagged"
    ),
    "input": mean("name = input('Name? ')", "EOFError"),
    "sys.exit": mean("import sys\nsys.exit()", "SystemExit"),
    "exit": harmless("exit()"),
    "an interrupt of its own": mean("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "recursion": mean("def mean(numbers): return mean(numbers)", "RecursionError"),
}
FLOODS: Mapping[str, Entry] = {
    "a flood on stdout": mean("while True: print('x' * 10000)", state="flagged"),
    "a flood on stderr": mean("import sys\nwhile True: print('x' * 10000, file=sys.stderr)", state="flagged"),
    "a flood around Python": mean(
        "import os\nwhile True: os.write(1, b'x' * 65536)", "and was stopped", state="flagged"
    ),
    "a flood when it is called": mean(
        f"{MEAN}\nright = mean\ndef mean(n):\n    print('x' * 10**8)\n    return right(n)", earned=4
    ),
    "a huge display": at_the_end(
        "from IPython.display import HTML, display\ndisplay(HTML('x' * 10**8))", said=("left out",), state="flagged"
    ),
    "a huge repr": at_the_end("'x' * 10**8", said=("left out",), state="flagged"),
    "a huge picture": at_the_end(
        "import matplotlib.pyplot as plt\nimport numpy as np\nplt.figure(figsize=(30, 30), dpi=100)\n"
        "plt.imshow(np.random.randint(0, 255, (3000, 3000, 3), dtype=np.uint8))\nplt.show()",
        state="graded|flagged",  # by how well the noise is compressed
    ),
    "a flood of small cells": at_the_end(*["print('x' * 7_000_000)"] * 12, said=("left out",), state="flagged"),
    "a flood of pieces": at_the_end("for i in range(10**6): display(i)", state="flagged"),
    "a long error": mean("raise ValueError('x' * 10**8)", "ValueError"),
    "an error whose text raises": mean("class E(Exception):\n    def __str__(self): raise E\nraise E", "E"),
}
VALUES: Mapping[str, Entry] = {
    "half right": returns("true + 0.5", earned=2.0),
    "far off": returns("true + 10**6"),
    "NaN": returns("float('nan')"),
    "infinity": returns("float('inf')"),
    "True": returns("True"),
    "numpy's half right": returns("np.float64(true + 0.5)", earned=2.0),
    "a tensor that is half right": returns("torch.tensor(true + 0.5)", earned=2.0),
    "numpy's far off": returns("np.float64(10**6)"),
    "a tensor that is far off": returns("torch.tensor(1e6)"),
    "a tensor of NaN": returns("torch.tensor(float('nan'))"),
    "many numbers": returns("torch.zeros(8)"),
    "None": returns("None"),
    "a complex number": returns("1j"),
    "an endless generator": returns("iter(int, 1)"),
    "a huge tensor": returns("torch.zeros(2**25)"),
    "a huge tensor that takes no memory": returns("torch.zeros(1).expand(2**40)"),
    "a huge number": returns("10**100000"),
    "a list that contains itself": mean("def mean(numbers):\n    x = []\n    x.append(x)\n    return x"),
    "a module": returns("torch"),
}
HABITS: Mapping[str, Entry] = {
    "a warning": mean(
        f"import warnings\n{MEAN}\nright = mean\ndef mean(n):\n    warnings.warn('old')\n    return right(n)", earned=4
    ),
    "stderr in a test": mean(
        f"import sys\n{MEAN}\nright = mean\ndef mean(n):\n    print('!', file=sys.stderr)\n    return right(n)",
        earned=4,
    ),
    "another folder": harmless("import os\nos.chdir('/tmp')"),
    "no folder": harmless("import os\nos.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone')"),
    "deletes all files": harmless(
        "import shutil\nfor f in ('.', '/tmp', '/student'): shutil.rmtree(f, ignore_errors=True)"
    ),
    "a full disk": mean("with open('/tmp/big', 'wb') as f:\n    while True: f.write(bytes(2**20))", "File too large"),
    "many files": mean("for i in range(10**6): open(f'/tmp/{i}', 'w').close()", "No space left"),
    "magics": harmless("%matplotlib inline\n%time 1 + 1\nfiles = !ls"),
    "%%bash": at_the_end("%%bash\necho hello"),
    "await": harmless("import asyncio\nawait asyncio.sleep(0)"),
    "pip install": harmless("!pip install --quiet nothing-of-this-name"),
    "%pip": harmless("%pip --version"),
    "network": mean("import urllib.request\nurllib.request.urlopen('http://example.com')", "URLError"),
    "threads of torch": harmless("torch.set_num_threads(4)\ntorch.ones(300, 300) @ torch.ones(300, 300)"),
    "files of its own": harmless("torch.save(torch.ones(3), 'a.pt')\nassert torch.load('a.pt').sum() == 3"),
    "a pool of processes": harmless(
        "import multiprocessing\nwith multiprocessing.Pool(2) as pool: assert pool.map(abs, [-1, 2]) == [1, 2]"
    ),
    "a data loader's workers": harmless(
        "from torch.utils.data import DataLoader\nassert len(list(DataLoader(torch.arange(4), num_workers=2))) == 4"
    ),
    "a figure and a slider": harmless(
        "import matplotlib.pyplot as plt\nimport ipywidgets\nplt.plot([1, 2])\nplt.show()\n"
        "ipywidgets.interact(lambda x: print(x), x=(0, 9))"
    ),
    "more magics than are read": mean(f"{MEAN}\n" + "%time 1\n" * 150, earned=4.0),
    "a deep expression": mean(f"x = {'-' * 20_000}1"),
    "a long chain": mean(f"x = 1{'.real' * 8000}"),
    "a number of 20,000 digits": harmless(f"x = 0x{'f' * 20_000}"),
    "a syntax error": mean("def mean(numbers:", "SyntaxError"),
    "no code": mean("Ich weiß es nicht.", "SyntaxError"),
}
FAULTS_OF_CODE = {**DEATHS, **TIMES, **FLOODS, **VALUES, **HABITS}
