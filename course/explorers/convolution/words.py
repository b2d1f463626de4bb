"""What the convolution explorer says in words: sizes, sums, and the whole step for screen readers."""

from __future__ import annotations

from course.explorers.convolution.numbers import Settings, Step, Term
from course.explorers.convolution.stamp_numbers import Stamps, stamps_at
from course.figures.svg import number


def name_of(settings: Settings) -> str:
    """Name the direction."""
    return "transposed convolution" if settings.transposed else "convolution"


def square(size: int) -> str:
    """Write a size: ``4×4``."""
    return f"{size}×{size}"


def size_formula(settings: Settings) -> str:
    """Write the rule for the output's size with the numbers put in: ``⌊(4 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 2``."""
    s = settings
    if s.transposed:
        rule = "s·(i′ − 1) + d·(k − 1) + 1 − 2p + a"
        filled = (
            f"{s.stride}·({s.input_size} − 1) + {s.dilation}·({s.kernel_size} − 1) + 1 "
            f"− 2·{s.padding} + {s.output_padding}"
        )
    else:
        rule = "⌊(i + 2p − d·(k − 1) − 1) / s⌋ + 1"
        filled = f"⌊({s.input_size} + 2·{s.padding} − {s.dilation}·({s.kernel_size} − 1) − 1) / {s.stride}⌋ + 1"
    return f"{rule} = {filled} = {s.output_size}"


def size_line(settings: Settings) -> str:
    """Say the output's size, and which rows and columns the window never reaches if the stride leaves any over."""
    s = settings
    line = f"output size = {size_formula(s)}"
    rest = (s.input_size + 2 * s.padding - s.dilation * (s.kernel_size - 1) - 1) % s.stride
    if s.transposed or not rest:
        return line
    unused = "row and column" if rest == 1 else f"{rest} rows and columns"
    return f"{line} (last {unused}{' of the padded input' if s.padding else ''} unused)"


def product(term: Term) -> str:
    """Write a product: ``2·1``, ``(−2)·1``."""
    value, weight = (f"({number(v)})" if v < 0 else number(v) for v in (term.value, term.weight))
    return f"{value}·{weight}"


def zero_kind(step: Step) -> str:
    """Name the zeros that nobody measured."""
    return "inserted zero" if step.scene.settings.transposed else "padding zero"


def zero_count(step: Step) -> str:
    """Count the products that only multiply a zero that was put in: ``5 of 9 products multiply an inserted zero``."""
    article = "an" if step.scene.settings.transposed else "a"
    verb = "multiplies" if step.zeros == 1 or len(step.terms) == 1 else "multiply"
    products = "1 product" if len(step.terms) == 1 else f"{len(step.terms)} products"
    return f"{step.zeros or 'none'} of {products} {verb} {article} {zero_kind(step)}"


def stamp_counts(stamps: Stamps) -> str:
    """Count the stamps on the current output pixel, and on those far from the edges: ``here 2; inside 1, 2 or 4``."""
    *others, last = map(str, stamps.inside)
    counts = f"{', '.join(others)} or {last}" if others else f"{last} each"
    return f"here {len(stamps.pixels)}; inside {counts}"


def _stamped(step: Step) -> str:
    """Say which input pixels stamp the kernel onto the current output pixel, and how evenly all are covered."""
    stamps = stamps_at(step)
    pixels = ", ".join(f"[{row}, {column}]" for row, column in stamps.pixels)
    reached = (
        f"The kernel as it is, stamped for input {pixels}, reaches this pixel" if pixels else "No stamp reaches it"
    )
    return f" {reached}. Stamps on the output: {stamp_counts(stamps)}."


def headline(step: Step) -> str:
    """Say what happens, in one line."""
    settings = step.scene.settings
    return (
        f"{name_of(settings).capitalize()} {square(settings.input_size)} → {square(settings.output_size)}, "
        f"position {step.position}: output[{step.row}, {step.column}] = {number(step.total)}"
    )


def describe(step: Step) -> str:
    """Say all that the picture shows."""
    s = step.scene.settings
    flipped = ", turned by 180°" if s.transposed else ""
    matrix_part = "column" if s.transposed else "row"
    return (
        f"{headline(step)}. Kernel {square(s.kernel_size)}{flipped}, stride {s.stride}, padding {s.padding}, "
        f"dilation {s.dilation}, output padding {s.output_padding}. {size_line(s).capitalize()}. "
        f"Sum of input times kernel under the window: {' + '.join(map(product, step.terms))} = "
        f"{number(step.total)}; {zero_count(step)}. This is {matrix_part} {step.position} of the matrix C "
        f"times the input.{_stamped(step) if s.transposed else ''}"
    )
