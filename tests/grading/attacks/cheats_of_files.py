# ruff: noqa: E501  # what students hand in is not ours to break
"""Submissions that look for what is not theirs, or change what is not theirs; wrong answers throughout.

In their texts COURSE stands for the path of the course folder, and STUDENT for an honest student's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.grading.attacks.entries import Desk, Entry
from tests.grading.attacks.small import POINTS, WRONG

NOTHING = dict.fromkeys(POINTS, 0.0)
MARK = "(hidden|message|solution|scheme|gradebook|settings|neighbour|environment|home)[0-9a-f]{12}"
LOOK = f"""import os, re
def look(data):
    for found in re.finditer(rb'{MARK}', data): print('FOUND', found[0])
def look_into(path):
    try:
        with open(path, 'rb') as f: look(f.read(2**22))
    except (OSError, ValueError): pass
"""
# What an answer can find by itself, and what it can find once its tests have run.
READING = {
    "the course's files": "for f in ('source/small/small.ipynb', 'gradebook.db', 'nbgrader_config.py', 'autograded/STUDENT/small/small.ipynb', 'submitted/STUDENT/small/small.ipynb', '../home/private.txt'):\n    look_into('COURSE/' + f)",
    "the environment": "look(str(dict(os.environ)).encode()); look_into('/proc/self/environ'); look_into('/proc/1/environ')",
    "open files of others": "for fd in os.listdir('/proc/self/fd'):\n    try: print(os.readlink(f'/proc/self/fd/{fd}'))\n    except OSError: pass\n    look_into(f'/proc/self/fd/{fd}') if int(fd) > 4 else None",
    "modules of the grading": "import importlib, sys\nfor m in ('course.grading.gradebook.database', 'course.grading.results.job', 'course.authoring.build'):\n    try: print('FOUND', importlib.import_module(m).__file__)\n    except ImportError: pass",
    "the shell's history": "ip = get_ipython()\nlook(repr([In, Out, ip.history_manager.input_hist_raw, ip.user_ns]).encode())\nfor n in range(-500, 500): look(repr([r for r in ip.history_manager.get_range(n)]).encode()) if n == 0 else None",
    "links": "for name, target in (('a.txt', 'COURSE/gradebook.db'), ('small.ipynb', 'COURSE/source/small/small.ipynb')):\n    try: os.remove(name)\n    except OSError: pass\n    os.symlink(target, name)\n    look_into(name)",
}
# These take a while, and run once, after some tests.
SLOW_READING = {
    "all files in sight": """
import sys, time
end = time.monotonic() + 2
SKIPPED = ('//usr', '//proc', '//sys', f'/{sys.prefix}', f'/{sys.base_prefix}')
for top, folders, files in os.walk('/'):
    folders[:] = [f for f in folders if not f'{top}/{f}'.startswith(SKIPPED)]
    for f in files: look_into(f'{top}/{f}')
    if time.monotonic() > end: break
""",
    "all processes": """
for top in ['/proc/self', *(f'/proc/{n}' for n in range(1, 2000))]:
    for f in ('environ', 'cmdline', 'maps', 'mounts', 'net/unix', 'stack', 'task/1/environ', 'cwd', 'root/etc/passwd'):
        look_into(f'{top}/{f}')
""",
    "its own memory": """
for line in open('/proc/self/maps'):
    a, b = (int(n, 16) for n in line.split()[0].split('-'))
    if 'rw-p' in line and b - a < 2**27:
        try:
            with open('/proc/self/mem', 'rb', 0) as f:
                f.seek(a); look(f.read(b - a))
        except (OSError, MemoryError): pass
""",
}
CALLED = (
    LOOK
    + """
import sys, gc, traceback
told = []
def double(x):
    frame = sys._getframe()
    while frame:
        told.append(repr((frame.f_locals, frame.f_code.co_consts)) + repr(list(frame.f_globals.values())[:500]))
        frame = frame.f_back
    try: 1 / 0
    except ZeroDivisionError: told.append(''.join(traceback.format_stack()))
    told.extend(o for o in gc.get_objects() if type(o) is str)
    told.extend(t for o in gc.get_objects() for t in gc.get_referents(o) if type(t) is str and 'hidden' in t)
    return 0
"""
)
WRITING = {
    "grades into the gradebook": "import sqlite3\nfor path in ('COURSE/gradebook.db', '../gradebook.db', '/gradebook.db'):\n    try:\n        with sqlite3.connect(path) as db: db.execute('update grade set manual_score = 99')\n    except sqlite3.Error: pass",
    "files of the course": "import os\nfor top in ('COURSE', '/', '/usr', '/etc', os.path.dirname(os.__file__), os.path.dirname(torch.__file__), '/private', '/proc', '/sys'):\n    for name in ('torch.py', 'nbgrader_config.py', 'sitecustomize.py', 'LEFT'):\n        try: open(f'{top}/{name}', 'w').write('raise SystemExit')\n        except OSError: pass",
    "start-up files for the next one": "import os\nfor place in ('~/.ipython/profile_default/startup', '~/.local/lib/python3.11/site-packages', '/tmp', '/dev/shm', '~/.config/matplotlib', '~/.jupyter'):\n    try:\n        os.makedirs(os.path.expanduser(place), exist_ok=True)\n        for name in ('usercustomize.py', 'sitecustomize.py', '00.py', 'torch.py', 'matplotlibrc', 'nbgrader_config.py', 'LEFT'): open(os.path.expanduser(place) + '/' + name, 'w').write('raise SystemExit')\n    except OSError: pass",
    "processes that stay": "import os, subprocess, time\nsubprocess.Popen(['sleep', '600'], start_new_session=True)\nif not os.fork():\n    os.setsid()\n    if not os.fork():\n        os.closerange(0, 99)\n        time.sleep(600)\n    os._exit(0)",
    "signals to others": "import os, signal\nfor pid in [-1, 0, *range(2, 3000)]:\n    try: os.kill(pid, signal.SIGKILL) if pid else None\n    except OSError: pass",
    "the network": "import socket\nfor kind, address in ((socket.AF_INET, ('127.0.0.1', 22)), (socket.AF_INET, ('1.1.1.1', 53)), (socket.AF_UNIX, '\\0/tmp/dbus'), (socket.AF_UNIX, '/run/dbus/system_bus_socket')):\n    s = socket.socket(kind)\n    s.settimeout(1)\n    try: s.connect(address); print('FOUND', address)\n    except OSError: pass",
    "more rights": "import ctypes, os\nlibc = ctypes.CDLL(None)\nfor call in (lambda: os.setuid(0), lambda: libc.unshare(0x10000000), lambda: libc.mount(b'none', b'/tmp', b'tmpfs', 0, None), lambda: libc.ptrace(16, 1, 0, 0), lambda: os.chroot('/'), lambda: os.mkfifo('/dev/shm/LEFT')):\n    try: call()\n    except OSError: pass",
    "what is shared": "import mmap, os, torch.multiprocessing as mp\ntry: m = torch.ones(10).share_memory_()\nexcept RuntimeError: pass\nopen('/dev/shm/LEFT', 'w').close()",
}
SHIPPED = {
    "torch.py": b"raise SystemExit",
    "course.py": b"def expect_equal(*a, **k): pass\nexpect_close = expect_equal",
    "course/checks.py": b"def expect_equal(*a, **k): pass\nexpect_close = expect_equal",
    "course/__init__.py": b"",
    "sitecustomize.py": b"import os; os._exit(0)",
    "nbgrader_config.py": b"c = get_config()\nc.CourseGrade.sandbox = False\nc.CourseDirectory.db_url = 'sqlite:///x'",
    "gradebook.db": b"SQLite format 3\0",
    "source/small/small.ipynb": b"{}",
    "ipykernel_launcher.py": b"raise SystemExit",
    "struct.py": b"raise SystemExit",
    ".ipython/profile_default/startup/00.py": b"raise SystemExit",
    "__main__.py": b"raise SystemExit",
    "json/__init__.py": b"raise SystemExit",
}


def _text(desk: Desk, text: str) -> str:
    return text.replace("COURSE", str(desk.folder.parents[2])).replace("STUDENT", "001")


def code(text: str) -> Entry:
    """It runs as an answer, once more as another, and when its function is called."""
    body = text.replace("\n", "\n    ")

    def make(desk: Desk) -> None:
        own = _text(desk, f"{text}\n{WRONG['double']}")
        later = _text(desk, f"{text}\n{WRONG['mean']}")
        called = _text(desk, f"def step(layer):\n    {body}\n    return False")
        desk.write(desk.answered(**WRONG | {"double": own, "step": called, "mean": later}))

    return Entry(make, NOTHING)


def shipping(files: Mapping[str, bytes]) -> Callable[[Desk], None]:
    def make(desk: Desk) -> None:
        for name, content in files.items():
            desk.put(content, name)
        text = f"import sys\nsys.path.insert(0, '')\n{WRONG['double']}"
        desk.write(desk.answered(**WRONG | {"double": text}))

    return make


def _what_it_was_called_with(desk: Desk) -> None:
    late = "for one in told: look(one.encode('utf-8', 'replace'))\ndef mean(n): return 0"
    desk.write(desk.answered(**WRONG | {"double": CALLED, "mean": late}))


def once(text: str) -> Entry:
    """It runs in the last answer, when the tests of the others have run."""
    return Entry(lambda desk: desk.write(desk.answered(**WRONG | {"mean": f"{LOOK}{text}\n{WRONG['mean']}"})), NOTHING)


def _beside(desk: Desk) -> None:
    desk.put(OWN_MARK.encode(), "own.txt")
    desk.write(desk.answered(**WRONG | {"double": f"{LOOK}look_into('own.txt')\n{WRONG['double']}"}))


OWN_MARK = "neighbour0123456789ab"
CONTROL = "reads what lies beside it"  # which is allowed: it shows that what is found would be seen
CHEATS_OF_FILES: Mapping[str, Entry] = {
    **{f"reads {title}": code(f"{LOOK}{text}") for title, text in READING.items()},
    **{f"reads {title}": once(text) for title, text in SLOW_READING.items()},
    CONTROL: Entry(_beside, NOTHING),
    "reads its callers": Entry(_what_it_was_called_with, NOTHING),
    **{f"writes or keeps {title}": code(text) for title, text in WRITING.items()},
    **{f"ships {name}": Entry(shipping({name: content}), NOTHING) for name, content in SHIPPED.items()},
}
