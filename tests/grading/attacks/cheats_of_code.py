# ruff: noqa: E501  # what students hand in is not ours to break
"""Wrong answers that attack the process they run in: values that lie, Python, the wire, the probe.

Those of `tests/grading/execution/cheats.py` are handed in here, too.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.grading.attacks.entries import Desk, Entry, wrong
from tests.grading.attacks.small import WRONG
from tests.grading.execution.cheats import ANY, CHEATS, LIES

NO = f"{WRONG['double']}\n"
# What a probe should have said, and the forged answer to every request.
PLEASANT = "{'moved': True, 'idle': 0}"
FORGED = "HEAD.pack(len(T), 0) + T"
HEADER = 'import struct\nHEAD, T = struct.Struct("!IQ"), b\'["tuple","value",["dict","moved",true,"idle",0],null]\'\n'
SOCKETS = """import os, stat, socket
def sockets():
    for fd in map(int, os.listdir('/proc/self/fd')):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): yield fd
        except OSError: pass
"""
FLOOD = """import gc
from course.grading.execution.wire.frames import Channel, Frame
def flood():
    channel = next(o for o in gc.get_objects() if type(o) is Channel)
    tree = b'["tuple","error","E",["list"],["text",30000000],["text",30000000]]'
    channel.send(Frame(tree, b'x' * 60_000_000))
"""


def double(text: str) -> Entry:
    return wrong(double=NO + text)


def lie(text: str) -> Entry:
    """A test that is careless may believe it; then it has to be flagged."""
    return wrong(step=text, earned={"step": 2.0})


def mean(text: str) -> Entry:
    return wrong(mean=text)


def _patching(desk: Desk) -> None:
    desk.put(b"from torch import nn\nnn.Module.parameters = lambda self: []", "helper.py")
    text = "%cd -q .\nimport sys\nsys.path.append('.')\nimport helper\ndef step(layer): return True"
    desk.write(desk.answered(**WRONG | {"step": text}))


VALUES: Mapping[str, Entry] = {
    "a dispatch mode": double("""
from torch.utils._python_dispatch import TorchDispatchMode
class Mode(TorchDispatchMode):
    def __torch_dispatch__(self, f, types, args=(), kwargs=None):
        return torch.tensor(True) if 'eq' in str(f) or 'close' in str(f) else f(*args, **(kwargs or {}))
Mode().__enter__()"""),
    "operator and math": double("""
import operator, math
for name in ('eq', 'ne', 'sub', 'mul'): setattr(operator, name, lambda *a: True)
math.isclose = lambda *a, **k: True"""),
    "torch.testing": double("""
import torch.testing, torch.testing._comparison as c
torch.testing.assert_close = c.assert_close = c.assert_equal = lambda *a, **k: None
torch._C._VariableFunctions.allclose = lambda *a, **k: True"""),
    "torch's library of operations": double("""
library = torch.library.Library('aten', 'IMPL')
for name in ('allclose', 'eq.Tensor', 'isclose', 'equal'):
    library.impl(name, lambda *a, **k: torch.tensor(True), 'CPU')"""),
    "a dict equal to everything": wrong(double=f"{ANY}\nclass N(Any, dict): pass\ndef double(x): return N()"),
    "a text equal to everything": wrong(double=f"{ANY}\nclass N(Any, str): pass\ndef double(x): return N('0')"),
    "a complex number equal to everything": wrong(
        double=f"{ANY}\nclass N(Any, complex): pass\ndef double(x): return N(0)"
    ),
    "a property that changes between reads": wrong(
        double="""
import itertools
class P:
    count = itertools.count()
    shape = property(lambda self: (3, 4) if next(P.count) % 2 else ())
    dtype = property(lambda self: [torch.float32, torch.int64][next(P.count) % 2])
def double(x): return P()"""
    ),
    "a number below zero and above it": mean(
        "class N(float):\n    def __rsub__(self, o): return 0.0\n    __abs__ = __sub__ = __rsub__\ndef mean(n): return N(7)"
    ),
    "a credit of its own": mean(
        "class N(float):\n    def __sub__(self, o): return -float('inf')\ndef mean(n): return N('nan')"
    ),
    "NaN for a credit": mean("def mean(n): return float('nan')"),
    "infinity for a credit": mean("def mean(n): return float('inf')"),
    "a tensor for a credit": mean("def mean(n): return torch.tensor([1e9])"),
    "many numbers for a credit": mean("import numpy as np\ndef mean(n): return np.arange(900.)"),
    "an argument made to fit": wrong(
        mean="def mean(n):\n    n[:] = [0] * 8\n    return 0", earned={"mean": 4.0}, state="flagged"
    ),
    "an answer that changes later": wrong(
        double="import threading\ndef double(x):\n    y = [0, 2]\n    threading.Timer(.01, lambda: y.__setitem__(0, 2 * x[0])).start() if isinstance(x, list) else None\n    return y"
    ),
}
PYTHON: Mapping[str, Entry] = {
    "arguments that it remembers": wrong(
        double="told = []\ndef double(x):\n    told.append(x)\n    return told[0]",
        mean="print(told)\ndef mean(n): return told[-1] if isinstance(told[-1], int) else 0",
    ),
    "a profile hook": double(
        "import sys, threading\ndef hook(f, e, a):\n    f.f_locals.clear()\nsys.setprofile(hook)\nthreading.setprofile(hook)"
    ),
    "an audit hook": double("import sys\nsys.addaudithook(lambda *a: None)"),
    "an import hook": double("""
import sys
class Finder:
    def find_spec(self, name, path, target=None): raise SystemExit(0)
sys.meta_path.insert(0, Finder())
sys.path_hooks.clear()"""),
    "memory by ctypes": double("""
import ctypes
for n in range(-5, 257):
    try: ctypes.c_long.from_address(id(n) + 24).value = 0
    except ValueError: pass"""),
    "an end at the exit": double("import atexit, os\natexit.register(lambda: os._exit(0))"),
    "a display hook": double(
        "import sys, builtins\nsys.displayhook = lambda v: setattr(builtins, '_', 4.0)\nget_ipython().displayhook = sys.displayhook\n4.0"
    ),
    "the shell's events": double(
        "ip = get_ipython()\nfor e in ('pre_run_cell', 'post_run_cell', 'pre_execute'): ip.events.register(e, lambda *a: ip.user_ns.update(double=lambda x: x * 2 if x else x) or 1/0)"
    ),
    "a formatter": double("get_ipython().display_formatter.formatters['text/plain'].for_type(int, lambda *a: '2')"),
    "garbage collection": double("""
import gc, types
for f in [o for o in gc.get_objects() if isinstance(o, types.FunctionType) and o.__name__.startswith(('expect', 'allclose', '_fail'))]:
    f.__code__ = (lambda *a, **k: None).__code__"""),
    "a module called course": double(
        "import sys, types\nsys.modules['course'] = sys.modules['course.checks'] = types.SimpleNamespace(expect_equal=print)"
    ),
    "threads that go on": double("""
import threading, time
def work():
    while True:
        get_ipython().user_ns['double'] = lambda x: x
        time.sleep(.001)
threading.Thread(target=work, daemon=True).start()"""),
    "a test of its own": double("def test_double(): pass\nexec('credit = 4.0')\n4.0"),
}
WIRE: Mapping[str, Entry] = {
    "answers written to the socket": wrong(
        step=f"{WRONG['step']}\n{HEADER}{SOCKETS}for fd in sockets():\n    for _ in range(50): os.write(fd, {FORGED})"
    ),
    "answers written by a thread": wrong(
        step=f"{WRONG['step']}\n{HEADER}{SOCKETS}import threading, time\ndef work():\n    while True:\n        for fd in sockets(): os.write(fd, {FORGED})\n        time.sleep(.001)\nthreading.Thread(target=work, daemon=True).start()"
    ),
    "a copy of the process that answers": wrong(
        step=f"{WRONG['step']}\n{HEADER}{SOCKETS}import time\nif not os.fork():\n    for _ in range(99):\n        for fd in sockets(): os.write(fd, {FORGED})\n        time.sleep(.01)\n    os._exit(0)"
    ),
    "another socket in its place": wrong(
        step=f"{WRONG['step']}\n{HEADER}{SOCKETS}import threading\nours, theirs = socket.socketpair()\nfor fd in list(sockets()):\n    if fd not in (ours.fileno(), theirs.fileno()):\n        true = os.dup(fd)\n        os.dup2(theirs.fileno(), fd)\n        threading.Thread(target=lambda: [os.write(true, {FORGED}) for _ in iter(lambda: os.read(true, 9999), b'')], daemon=True).start()"
    ),
    "file descriptors sent over": double(
        f"{SOCKETS}for fd in list(sockets()):\n    socket.send_fds(socket.socket(fileno=os.dup(fd)), [b''], [0, 1, 2])"
    ),
    "an endless frame": double(
        f"{SOCKETS}import struct\nfor fd in list(sockets()): os.write(fd, struct.pack('!IQ', 2**32 - 1, 2**63))"
    ),
    "half a frame": double(
        f"{SOCKETS}import struct\nfor fd in list(sockets()): os.write(fd, struct.pack('!IQ', 100, 0) + b'[')"
    ),
    "patched JSON": wrong(
        step=f"{WRONG['step']}\nimport json\ntrue = json.dumps\njson.dumps = lambda v, **k: true(['tuple', 'value', ['dict', 'moved', True, 'idle', 0], None] if 'moved' in str(v) else v, **k)"
    ),
    "patched struct and sockets": double(
        "import struct, socket\nstruct.pack = lambda *a: b''\nsocket.socket.sendall = lambda self, data: None"
    ),
    "patched comparisons of the student's side": double(
        "from course.grading.execution.student import student_server\nfrom course.grading.execution.wire import encode, decode\nfor m in (student_server, encode, decode):\n    for n in dir(m):\n        if n.startswith('_') and callable(getattr(m, n)) and not n.startswith('__'): setattr(m, n, lambda *a, **k: True)"
    ),
    "handles that do not exist": wrong(
        double="from course.grading.execution.student import student_server\nstudent_server.Server.keep = lambda self, v: [2**40, True, 'int']\ndef double(x): return object()"
    ),
    "forged errors of 60 MB": wrong(
        double=f"{FLOOD}def double(x): flood()", step=f"{FLOOD}def step(layer): flood()", state="flagged"
    ),
    "a frame of forged outputs": double(
        "from course.grading.execution.student.captured_outputs import Outputs\nOutputs.finished = lambda self: [{'output_type': 'execute_result', 'data': {'text/plain': '4.0', 'text/html': '<script>alert(1)</script>'}, 'metadata': {}, 'execution_count': 4}]"
    ),
}
PROBES: Mapping[str, Entry] = {
    "names that the probe uses": lie("sum = lambda x: 0\ndef step(layer): return True"),
    "a file beside it that patches": Entry(_patching, {"double": 0.0, "step": 2.0, "mean": 0.0}, "flagged"),
    "a probe patched by the garbage collector": wrong(
        step=f"def step(layer):\n    import sys\n    f = sys._getframe(1)\n    f.f_globals['steps'].__code__ = (lambda seed: {PLEASANT}).__code__\n    return False"
    ),
    "a frame of the probe": wrong(
        step="def step(layer):\n    import sys, ctypes\n    f = sys._getframe(1)\n    f.f_locals['moved'] = True\n    ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(f), ctypes.c_int(1))\n    for w in layer.parameters(): w.grad = None\n    return False"
    ),
    "bool is patched": wrong(
        step="import builtins\nbuiltins.bool = lambda x: True\nbuiltins.sum = lambda x: 0\ndef step(layer): return False"
    ),
    "a layer without weights": lie("nn.Linear = lambda *a: nn.Identity()\ndef step(layer): return True"),
    "a patch that knows the look behind": lie(
        """
true = nn.Module.parameters
def step(layer): return True
mine = step
nn.Module.parameters = lambda self, *a: iter(()) if get_ipython().user_ns.get('step') is mine else true(self, *a)"""
    ),
}
# What can be run and not be read; on our side, nothing in these texts is found.
AWARE = "nn.Module.parameters = lambda self, *a: iter(()) if step is mine else true(self, *a)"
PATCH = f"true = nn.Module.parameters\ndef step(layer): return True\nmine = step\n{AWARE}\n"
FROM_OUTSIDE = f"from __main__ import nn, step, mine\ntrue = nn.Module.parameters\n{AWARE}"
BLIND: Mapping[str, Entry] = {
    "a patch beside a deep sum": lie(f"{PATCH}x = {' + '.join('1' * 700)}"),
    "a patch beside a long number": lie(f"{PATCH}x = 0x{'f' * 5000}"),
    "a patch behind lines that may be magics": lie(PATCH + "# 100 %\n" * 101 + "%time"),
    "a patch in a text for timeit": lie(
        f"import timeit\ndef step(layer): return True\nmine = step\ntimeit.timeit({FROM_OUTSIDE!r}, number=1)"
    ),
    "a patch in an annotation": lie(
        f"import typing\ndef step(layer): return True\nmine = step\nclass A: x: {f'exec({FROM_OUTSIDE!r}, {{}})'!r}\n"
        "typing.get_type_hints(A)"
    ),
    "a patch behind a magic's options": lie(
        f"def step(layer): return True\nmine = step\n%timeit -n1 -r1 exec({FROM_OUTSIDE!r}, {{}})"
    ),
}
CHEATS_OF_CODE: Mapping[str, Entry] = {
    **{title: wrong(double=text) for title, text in CHEATS.items()},
    **{title: lie(text) for title, text in LIES.items()},
    **VALUES,
    **PYTHON,
    **WIRE,
    **PROBES,
    **BLIND,
}
