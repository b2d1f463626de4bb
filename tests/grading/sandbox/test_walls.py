"""What submitted code can see and reach: nothing but itself, the system's programs, Python and the course."""

import socket

import pytest

from course.grading.sandbox import bubblewrap, exec_entry
from course.grading.sandbox.escape_attempts import ATTEMPTS
from course.grading.sandbox.protections import TRIAL, preface
from scripts.course_copy import ROOT
from tests.grading.sandbox.conftest import ENTRY


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.promise)
def test_no_attempt_to_break_out_succeeds(reached, attempt):
    assert reached(preface(TRIAL) + attempt.text, limits=TRIAL) == ""


def test_a_server_on_this_machine_cannot_be_reached(reached):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        text = f"import socket\nprint(socket.socket().connect_ex(('127.0.0.1', {port})))"
        assert reached(text) == "101"  # no route, while the server is listening


def test_abstract_unix_sockets_of_this_machine_and_of_siblings_are_out_of_reach(plain):
    listen = "import socket\ns = socket.socket(socket.AF_UNIX); s.bind(chr(0) + 'sibling'); s.listen()"
    connect = "print([socket.socket(socket.AF_UNIX).connect_ex(chr(0) + name) for name in ('course-test', 'sibling')])"
    with socket.socket(socket.AF_UNIX) as server, plain.spawn(ENTRY) as first, plain.spawn(ENTRY) as second:
        server.bind("\0course-test")
        server.listen()
        assert exec_entry.run(first, f"{listen}\n{connect}") == ("[111, 0]\n", "")  # its own one can be reached
        assert exec_entry.run(second, f"import socket\n{connect}") == ("[111, 111]\n", "")


def test_sockets_other_than_unix_and_internet_ones_cannot_be_made(reached):
    text = (
        "import socket\nfor family in range(50):\n    try:\n        socket.socket(family, 2); print(family)\n"
        "    except OSError: pass"
    )
    assert reached(text).split() == ["1", "2", "10"]


def test_only_names_on_the_way_to_python_and_course_are_left_of_the_checkout(reached):
    seen = set(reached(f"import os; print(*os.listdir({str(ROOT)!r}), sep=chr(10))").split())
    assert "course" in seen
    assert seen <= {"course", ".venv"}


def test_the_course_shows_neither_our_side_nor_what_was_let_in_for_the_start(reached):
    text = f"import os; print(os.listdir({str(ROOT / 'course' / 'grading')!r}), os.listdir({str(ROOT / 'course')!r}))"
    grading, course = reached(text).split("] [")
    assert grading == "["
    assert "assets" in course


def test_environment_variables_of_this_process_stay_here(monkeypatch, own):
    monkeypatch.setenv("COURSE_SECRET", "swordfish")
    own.close()
    with own.spawn(ENTRY) as child:
        text = "import os; print('swordfish' in str(os.environ) + open('/proc/self/environ').read())"
        assert exec_entry.run(child, text) == ("False\n", "")


def test_a_folder_inside_of_python_s_is_covered_under_each_of_its_names(tmp_path):
    python, link, secret = tmp_path / "python", tmp_path / "link", tmp_path / "python" / "share" / "gradebook"
    secret.mkdir(parents=True)
    link.symlink_to(python)
    masked = sorted(bubblewrap.MASKED)
    assert bubblewrap._empty([secret], {python}) == sorted([secret, *masked])
    assert bubblewrap._empty([link / "share" / "gradebook"], {link}) == sorted([link / "share" / "gradebook", *masked])
    assert bubblewrap._empty([tmp_path / "elsewhere"], {python}) == masked
    with pytest.raises(bubblewrap.SandboxMissing, match="holds Python as well as private files"):
        bubblewrap._empty([python], {link})


def test_only_its_own_socket_is_open(plain):
    text = (
        "import os, stat\nfor fd in map(int, os.listdir('/proc/self/fd')):\n"
        "    try: mode = os.fstat(fd).st_mode\n    except OSError: continue\n"
        "    kind = 'socket' if stat.S_ISSOCK(mode) else 'pipe' if stat.S_ISFIFO(mode) else 'other'\n"
        "    print(fd if fd < 3 else 'more', kind, connection.fileno() == fd)"
    )
    with plain.spawn(ENTRY) as child:
        printed, error = exec_entry.run(child, text)
    assert (sorted(printed.splitlines()), error) == (
        ["0 other False", "1 pipe False", "2 pipe False", "more socket True"],
        "",
    )


def test_two_children_at_once_see_neither_files_nor_processes_of_each_other(plain):
    text = (
        "import os\nfor place in ('/tmp', '/dev/shm', os.environ['HOME']):\n"
        "    print({'left', 'a.txt', 'b'} & {*os.listdir(place)}); open(place + '/left', 'w').close()\n"
        "print([name for name in os.listdir('/proc') if name.isdecimal()], os.getpid())\n"
    )
    with plain.spawn(ENTRY, {"a.txt": b"a"}) as first, plain.spawn(ENTRY, {"b/b.txt": b"b"}) as second:
        assert exec_entry.run(first, text) == ("set()\nset()\n{'a.txt'}\n[] 2\n", "")
        assert exec_entry.run(second, text) == ("set()\nset()\n{'b'}\n[] 2\n", "")


def test_signals_to_groups_and_to_all_reach_nobody_else(plain):
    text = "import os\ntry: os.kill({}, 9)\nexcept OSError: pass\nprint('alive')"
    with plain.spawn(ENTRY) as other, plain.spawn(ENTRY) as child:
        assert exec_entry.run(child, text.format(-1)) == ("alive\n", "")  # all but itself and its namespace's first
        with pytest.raises(EOFError):
            exec_entry.run(child, text.format(0))
        assert child.wait(10).detail == "SIGKILL"
        assert exec_entry.run(other, "print(1)") == ("1\n", "")
    assert plain.pid is not None


def test_files_of_a_submission_are_plain_and_its_own(reached):
    text = "import os; print(open('notes.txt').read(), os.getcwd() == os.environ['HOME'])"
    assert reached(text, files={"notes.txt": b"mine"}) == "mine True"


@pytest.mark.parametrize("name", ["../up", "/etc/passwd", "a/../../b", "", "a\0b"])
def test_a_file_name_that_leads_elsewhere_is_refused(plain, name):
    with pytest.raises(ValueError, match="leads out of the student's folder"):
        plain.spawn(ENTRY, {name: b""})


CHANGES = """
import os, resource, time
for change in (
    lambda: resource.setrlimit(resource.RLIMIT_NPROC, (500, 500)),
    lambda: time.clock_settime(0, 0),
    lambda: os.chmod("/dev/null", 0),
    lambda: os.nice(-5),
    lambda: open("/proc/self/oom_score_adj", "w").write("-1000"),
    lambda: os.mknod("/tmp/disk", 0o60600, 0xFE00),
    lambda: os.setuid(0),
    lambda: os.chroot("/tmp"),
    lambda: os.chown("/tmp", 0, 0),
):
    try:
        change()
        print("changed", change.__code__.co_names)
    except (OSError, ValueError):
        pass
"""


def test_limits_clock_and_devices_cannot_be_changed(reached):
    assert reached(CHANGES) == ""
