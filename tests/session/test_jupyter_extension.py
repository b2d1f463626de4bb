import inspect

import pytest
from jupyter_core.paths import jupyter_config_path
from jupyter_server.extension.config import ExtensionConfigManager
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

from course.session import jupyter_extension


class Connection:
    """Stands for a browser's connection; notes what is done to it."""

    def __init__(self):
        self.done = []

    def set_nodelay(self, on):
        self.done.append(("nodelay", on))


def test_messages_are_no_longer_held_back_when_a_browser_connects_to_a_kernel(monkeypatch):
    async def opened(self, kernel_id):
        self.done.append(("opened", kernel_id))

    monkeypatch.setattr(KernelWebsocketHandler, "open", opened)
    jupyter_extension._load_jupyter_server_extension(None)
    connection = Connection()
    with pytest.raises(StopIteration):  # it waits for nothing; other tests' event loops may be running
        KernelWebsocketHandler.open(connection, "the kernel's id").send(None)
    assert connection.done == [("nodelay", True), ("opened", "the kernel's id")]


def test_jupyter_finds_the_extension_by_its_module():
    assert jupyter_extension._jupyter_server_extension_points() == [{"module": "course.session.jupyter_extension"}]


def test_installing_the_course_switches_the_extension_on():
    enabled = ExtensionConfigManager(read_config_path=jupyter_config_path()).get_jpserver_extensions()
    assert enabled["course.session.jupyter_extension"] is True


def test_jupyter_s_handler_is_still_the_one_that_is_wrapped():
    """Where this fails, look whether jupyter_server now does without Nagle's algorithm itself."""
    assert list(inspect.signature(KernelWebsocketHandler.open).parameters) == ["self", "kernel_id"]
    assert inspect.iscoroutinefunction(KernelWebsocketHandler.open)
    own = [kind for kind in KernelWebsocketHandler.__mro__ if kind.__module__.startswith("jupyter_server")]
    assert not any("set_nodelay" in inspect.getsource(kind) for kind in own)
