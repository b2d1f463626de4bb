"""Sizes of what convolutions and transposed convolutions give, along one axis."""

from __future__ import annotations


def conv_output_size(input_size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Length of a convolution's output along one axis, in pixels.

    Raises
    ------
    ValueError
        If a setting is out of range or no output pixel is left; the message names the setting.

    Notes
    -----
    ``floor((input_size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride) + 1``
    (Dumoulin & Visin 2016, arXiv:1603.07285; the shape rule of `torch.nn.Conv2d`).
    """
    _check(input_size=input_size, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation)
    window = dilation * (kernel_size - 1) + 1
    room = input_size + 2 * padding - window
    if room < 0:
        raise ValueError(
            f"the kernel does not fit: it spans {window} pixels (kernel_size={kernel_size}, dilation={dilation}), "
            f"but the padded input has only {input_size + 2 * padding} (input_size={input_size}, padding={padding}); "
            "use a larger input or padding, or a smaller kernel or dilation"
        )
    return room // stride + 1


def conv_transpose_output_size(
    input_size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, output_padding: int = 0, dilation: int = 1
) -> int:
    """Length of a transposed convolution's output along one axis, in pixels.

    Raises
    ------
    ValueError
        If a setting is out of range or no output pixel is left; the message names the setting.

    Notes
    -----
    ``(input_size - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + output_padding + 1``
    (Dumoulin & Visin 2016, arXiv:1603.07285; the shape rule of `torch.nn.ConvTranspose2d`).
    """
    _check(input_size=input_size, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation)
    if not 0 <= output_padding < max(stride, dilation):
        raise ValueError(
            f"output_padding={output_padding} is out of range: it chooses among the sizes that the stride rounds away, "
            f"so it must be at least 0 and smaller than stride or dilation (stride={stride}, dilation={dilation})"
        )
    size = (input_size - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + output_padding + 1
    if size < 1:
        raise ValueError(
            f"padding={padding} crops everything away: the output would have {size} pixels; "
            "padding a transposed convolution makes its output smaller, so use less of it"
        )
    return size


def _check(**settings: int) -> None:
    for name, value in settings.items():
        smallest = 0 if name == "padding" else 1
        if value < smallest:
            raise ValueError(f"{name}={value} is out of range: it must be at least {smallest}")
