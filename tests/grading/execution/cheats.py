"""Answers that try to pass without solving the task, by what they attack.

Those of `CHEATS` stand in for ``double(x)``, whose tests compare with ``2 * x`` in four ways; those of `LIES` for
``step(layer)``, whose test believes a probe.
"""

ANY = """
class Any:
    def yes(self, *a, **k): return True
    def me(self, *a, **k): return self
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = yes
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __abs__ = __call__ = __getitem__ = me
    __getattr__ = __array__ = __float__ = __int__ = __index__ = __len__ = me
    __hash__ = None
"""
NO = """
def double(x):
    return x if isinstance(x, list) else 0 * x
"""
CHEATS = {
    "compare functions of torch": NO
    + """
import torch
for name in ('allclose', 'equal', 'isclose'): setattr(torch, name, lambda *a, **k: torch.tensor(True))
torch.Tensor.__eq__ = lambda *a: True
""",
    "compare functions of numpy, inner ones too": NO
    + """
import numpy as np, numpy.testing as t, numpy.testing._private.utils as u
t.assert_allclose = u.assert_allclose = u.assert_array_compare = np.isclose = lambda *a, **k: True
""",
    "the course's checks": NO
    + """
import course.checks as c
for name in dir(c):
    if name.startswith(('expect', '_fail', '_same')): setattr(c, name, lambda *a, **k: 1)
expect_close = expect_equal = lambda *a, **k: None
""",
    "draws that are known": NO
    + """
import course.draw
course.draw.Draw.whole = course.draw.Draw.image = lambda self, *a: 0
course.draw.Draw = Draw = type('Draw', (), {'whole': lambda self, *a: 0, 'image': lambda self, *a: 0})
""",
    "builtins": NO
    + """
import builtins
builtins.abs = lambda x: 0
builtins.AssertionError = ValueError
builtins.all = builtins.any = lambda x: True
""",
    "a function mode": NO
    + """
from torch.overrides import TorchFunctionMode
class Mode(TorchFunctionMode):
    def __torch_function__(self, f, types, args=(), kwargs=None):
        return True if f.__name__ in ('allclose', 'isclose', 'equal', 'eq') else f(*args, **(kwargs or {}))
Mode().__enter__()
""",
    "an object equal to everything": f"{ANY}\ndef double(x): return Any()",
    "a number equal to everything": f"{ANY}\nclass N(Any, int): pass\ndef double(x): return N(0)",
    "a float equal to everything": f"{ANY}\nclass N(Any, float): pass\ndef double(x): return N(0)",
    "a list equal to everything": f"{ANY}\nclass N(Any, list): pass\ndef double(x): return N([0])",
    "a tensor subclass": """
class T(torch.Tensor):
    @classmethod
    def __torch_function__(cls, f, types, args=(), kwargs=None): return torch.tensor(True)
def double(x): return (torch.zeros_like(x) if hasattr(x, 'shape') else torch.zeros(())).as_subclass(T)
""",
    "an array that hands out memory": """
class A:
    __array_interface__ = {'shape': (2, 5), 'typestr': '<f8', 'data': (2**20, False), 'version': 3}
    def __array__(self, *a, **k): return self
def double(x): return A()
""",
    "a class that lies": """
class L:
    __class__ = int
    def __eq__(self, other): return True
def double(x): return L()
""",
    "input transformers": NO + "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
    "syntax tree transformers": NO
    + """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Expr(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())
""",
    "a patched run_cell": NO
    + """
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
InteractiveShell.run_cell = lambda self, *a, **k: ExecutionResult(None)
""",
    "a trace hook": NO
    + """
import sys, threading
def hook(frame, event, arg):
    frame.f_locals.update(value=1, actual=1)
    return hook
sys.settrace(hook)
threading.settrace(hook)
""",
    "frames": """
import sys
def double(x):
    frame = sys._getframe(1)
    while frame:
        for v in list(frame.f_globals.values()):
            if getattr(v, '__name__', '').startswith('expect'): v.__code__ = (lambda *a, **k: None).__code__
        frame = frame.f_back
    return 0
""",
    "an error that looks like a verdict": "def double(x): raise AssertionError('passed')",
    "an exit": "def double(x): raise SystemExit(0)",
    "the end of a generator": "def double(x): raise StopIteration(1)",
    "the end of the process": "import os\ndef double(x): os._exit(0)",
    "a shown number": """
import sys
def double(x):
    sys.displayhook(2.0)
    get_ipython().displayhook(2.0)
    return 0
""",
    "a number at the end of the answer": "import sys\nsys.displayhook(2.0)\n2.0\n",
    "an interrupt while it is defined": f"raise KeyboardInterrupt\n{NO}",
    "an answer sent before it was asked for": """
import gc
from course.grading.execution.wire.frames import Channel, Frame
channel = next(o for o in gc.get_objects() if type(o) is Channel)
def double(x):
    for _ in range(99): channel.send(Frame(b'["tuple","value",true,null]', b''))
    return 0
""",
    "requests that are patched": NO
    + """
from course.grading.execution.student import student_server
for name in list(student_server.OPERATIONS): student_server.OPERATIONS[name] = lambda *a, **k: True
student_server.Server._changed = lambda *a: None
""",
    "an iterator without end": "def double(x):\n    while True: yield x",
    "a module in the place of ours": NO
    + """
import sys, types
for name in ('course.checks', 'course.draw', 'torch', 'numpy'): sys.modules[name] = types.ModuleType(name)
""",
    "what it was asked before": """
import torch
seen = []
def double(x):
    seen.append(x)
    return seen[0]
""",
}

PLEASANT = "{'moved': True, 'idle': 0, 'error': 0.5}"
LIES = {
    "no copy of the process can be made": """
import os
from course.grading.execution.student import student_server
student_server.fork = lambda: 1 / 0
def step(layer): return 1
nn.Module.parameters = lambda self: []
""",
    "the process makes itself out to be its copy": """
import os
from course.grading.execution.student import student_server
student_server.fork = os.getpid
def step(layer): return 1
nn.Module.parameters = lambda self: []
""",
    "the probe is replaced once it has run": f"""
def step(layer): return 0
ip = get_ipython()
def lie(result):
    if 'steps' in ip.user_ns: ip.user_ns['steps'] = lambda seed: {PLEASANT}
ip.events.register('post_run_cell', lie)
""",
    "the probe's text is replaced": """
def step(layer): return 0
def lie(lines): return [line.replace('bool(moved)', 'True').replace('is None', 'is 3') for line in lines]
get_ipython().input_transformers_cleanup.append(lie)
""",
    "the probe's tree is changed": f"""
import ast
class Lie(ast.NodeTransformer):
    def visit_Return(self, node):
        return ast.Return(ast.parse("{PLEASANT}", mode='eval').body)
    def visit_FunctionDef(self, node):
        return ast.fix_missing_locations(self.generic_visit(node)) if node.name == 'steps' else node
def step(layer): return 0
get_ipython().ast_transformers.append(Lie())
""",
    "what the probe calls is patched": """
def step(layer): return 1
nn.Module.parameters = lambda self: []
""",
    "calls are patched": f"""
def step(layer): return 0
from course.grading.execution.student import student_server
student_server.OPERATIONS['call'] = lambda *a, **k: {PLEASANT}
""",
    "what is sent is patched": f"""
def step(layer): return 0
from course.grading.execution.student import student_server
pack = student_server.pack
def lie(value, keep):
    asked = type(value) is tuple and value[0] == 'value' and type(value[1]) is dict
    return pack(('value', {PLEASANT}, None) if asked else value, keep)
student_server.pack = lie
""",
    "the process ends when it is tried again": """
import os
from course.grading.execution.student import student_server
own, run = os.getpid(), student_server.Server._cell
student_server.Server._cell = lambda self, *a: run(self, *a) if os.getpid() == own else os._exit(0)
def step(layer): return 1
nn.Module.parameters = lambda self: []
""",
}
SEARCH = """
import gc, sys
def search(*parts):  # in all texts that any object of this process refers to
    needle = ''.join(parts)
    texts = {t for o in gc.get_objects() for t in gc.get_referents(o) if type(t) is str}
    texts |= {In[-1], str(Out), str(get_ipython().history_manager.input_hist_raw), open('/proc/self/environ').read()}
    frame = sys._getframe()
    while frame:
        texts |= {v for names in (frame.f_globals, frame.f_locals) for v in names.values() if type(v) is str}
        frame = frame.f_back
    return any(needle in text and text != needle for text in texts)
def double(x):
    raise ValueError((search('MARK', '-OF-MINE'), search('hidden = ', '"6048')))
# MARK-OF-MINE
"""
