"""The layer at which a network cannot go on, in words."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from course.checks.failed_check import RETURN


def where_it_stops(network: object, inputs: Tensor) -> str:
    """Say at which layer a network cannot go on, and what that layer was given.

    Parameters
    ----------
    network
        What an answer has made; if it is no network, that is said.
    inputs
        What the network takes.

    Returns
    -------
    str
        ``stops at its layer 3, Conv2d(…), which is given …``; empty if the network comes to its end.

    Examples
    --------
    >>> where_it_stops(nn.Sequential(nn.Flatten(), nn.Flatten(3)), torch.zeros(5, 4)).split(": ")[0]
    'stops at its layer 2, Flatten(start_dim=3, end_dim=-1), which is given (5, 4)'
    """
    if not isinstance(network, nn.Module):
        came = f"nothing: {RETURN}" if network is None else f"an object of type {type(network).__name__}"
        return f"should give a network (an nn.Module), but gives {came}"
    layers = [layer for layer in network.modules() if not list(layer.children())]
    place = "before its first layer"

    def name(layer: nn.Module) -> str:
        return f"its layer {1 + next(index for index, one in enumerate(layers) if one is layer)}, {layer}"

    def before(layer: nn.Module, given: tuple[Tensor, ...]) -> None:
        nonlocal place
        place = f"at {name(layer)}, which is given {_sizes(*given)}"

    def after(layer: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal place
        place = f"behind {name(layer)}, which gives {_sizes(output)}"

    hooks = [layer.register_forward_pre_hook(before) for layer in layers]
    hooks += [layer.register_forward_hook(after) for layer in layers]
    try:
        with torch.no_grad():
            network(inputs)
    except NotImplementedError:  # nobody has written it yet
        raise
    except (RuntimeError, ValueError, IndexError) as error:
        return f"stops {place}: {str(error).partition(chr(10))[0]}"
    finally:
        for hook in hooks:
            hook.remove()
    return ""


def _sizes(*values: object) -> str:
    return ", ".join(str(tuple(value.shape)) if isinstance(value, Tensor) else type(value).__name__ for value in values)
