"""An extension of Jupyter's server: what a kernel sends reaches the browser at once.

Installing the course switches it on (``assets/jupyter/course.json``);
``jupyter lab --ServerApp.jpserver_extensions=course.session.jupyter_extension=False`` leaves it out.
"""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Name what Jupyter's server has to load."""
    return [{"module": __name__}]


def _load_jupyter_server_extension(_: Any) -> None:
    """Switch Nagle's algorithm off for the connections between browsers and kernels.

    jupyter_server leaves it on: of several small messages, such as those that answer a slider, all but the first wait
    until the browser has acknowledged the first one, which systems put off by up to 40 ms. It has no setting for this,
    so the handler's `open` is wrapped (tried with jupyter_server 2.21).
    """
    from jupyter_server.services.kernels import websocket

    handler: Any = websocket.KernelWebsocketHandler
    original = handler.open

    async def open_without_delay(self: Any, kernel_id: str) -> None:
        self.set_nodelay(True)
        await original(self, kernel_id)

    handler.open = open_without_delay
