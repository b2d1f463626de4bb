"""Slow, plain truths about convolution: what the answers are compared with.

They follow the definitions one multiplication at a time, so that nobody has to take a fast one on trust.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from course.models.shapes import conv_output_size, conv_transpose_output_size


def conv2d_by_definition(
    image: Tensor, kernel: Tensor, *, stride: int = 1, padding: int = 0, dilation: int = 1
) -> Tensor:
    """Convolution as deep learning means it (no flip), one output pixel at a time: ``(H, W)``, ``(K, L)`` -> 2-d.

    Each output pixel *gathers*: it is the sum of the window that it looks at, weighted by the kernel.

    Raises
    ------
    ValueError
        If a tensor is not 2-d, a setting is out of range or the kernel does not fit.
    """
    _check_2d(image=image, kernel=kernel)
    rows, columns = (
        conv_output_size(i, k, stride=stride, padding=padding, dilation=dilation)
        for i, k in zip(image.shape, kernel.shape, strict=True)
    )
    padded = torch.zeros(image.shape[0] + 2 * padding, image.shape[1] + 2 * padding, dtype=image.dtype)
    padded[padding : padding + image.shape[0], padding : padding + image.shape[1]] = image
    output = torch.zeros(rows, columns, dtype=image.dtype)
    for r in range(rows):
        for c in range(columns):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    output[r, c] += kernel[a, b] * padded[r * stride + a * dilation, c * stride + b * dilation]
    return output


def conv_transpose2d_by_definition(
    image: Tensor, kernel: Tensor, *, stride: int = 1, padding: int = 0, output_padding: int = 0, dilation: int = 1
) -> Tensor:
    """Transposed convolution, one input pixel at a time: ``(H, W)``, ``(K, L)`` -> 2-d.

    Each input pixel *scatters*: it stamps the kernel, times its own value, onto the output; stamps that overlap
    are added, and ``padding`` crops the border afterwards.

    Raises
    ------
    ValueError
        If a tensor is not 2-d, a setting is out of range or nothing is left after cropping.
    """
    _check_2d(image=image, kernel=kernel)
    rows, columns = (
        conv_transpose_output_size(
            i, k, stride=stride, padding=padding, output_padding=output_padding, dilation=dilation
        )
        for i, k in zip(image.shape, kernel.shape, strict=True)
    )
    canvas = torch.zeros(rows + 2 * padding, columns + 2 * padding, dtype=image.dtype)
    for r in range(image.shape[0]):
        for c in range(image.shape[1]):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    canvas[r * stride + a * dilation, c * stride + b * dilation] += image[r, c] * kernel[a, b]
    return canvas[padding : padding + rows, padding : padding + columns]


def matrix_of(linear_map: Callable[[Tensor], Tensor], input_shape: tuple[int, ...]) -> Tensor:
    """Matrix of a linear map, ``(output pixels, input pixels)``, whatever the map does inside.

    Column j is the map's answer to the image whose only non-zero pixel is pixel j, a one.

    Parameters
    ----------
    linear_map
        Takes a tensor of ``input_shape`` and returns a tensor; rows and columns count the pixels row by row.
    input_shape
        For example ``(4, 4)``.
    """
    pixels = torch.Size(input_shape).numel()
    columns = [linear_map(unit.reshape(input_shape)).flatten() for unit in torch.eye(pixels)]
    return torch.stack(columns, dim=1)


def _check_2d(**tensors: Tensor) -> None:
    for name, tensor in tensors.items():
        if tensor.ndim != 2:
            raise ValueError(f"{name} has shape {tuple(tensor.shape)}; expected two axes, (height, width)")
