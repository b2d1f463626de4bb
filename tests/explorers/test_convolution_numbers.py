import itertools

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from course.explorers.convolution.numbers import IMAGE, Matrix, Scene, Settings, Step, make_canvas, make_scene, step_at
from course.explorers.convolution.stamp_numbers import stamps_at
from course.explorers.convolution.words import describe, size_formula, size_line, zero_count

RANGES = (range(1, 8), range(1, 5), range(1, 5), range(4), range(1, 4), range(4))
EVERY_SETTING = [
    Settings(*values, transposed)
    for transposed in (False, True)
    for values in itertools.product(*RANGES)
    if transposed or values[-1] == 0
]


def possible(settings: Settings) -> bool:
    try:
        return settings.output_size > 0
    except ValueError:
        return False


VALID = [settings for settings in EVERY_SETTING if possible(settings)]


def some_steps(scene: Scene) -> list[Step]:
    """First, last and about eight places in between; over all settings they meet every column and row."""
    last = scene.settings.output_size**2 - 1
    return [step_at(scene, position) for position in {*range(0, last, 1 + last // 9), last}]


def by_torch(settings: Settings, image: Tensor, kernel: Tensor) -> Tensor:
    """The output by PyTorch's own functions: ``(I, I)``, ``(K, K)`` -> ``(O, O)``."""
    x, w = image[None, None].float(), kernel[None, None].float()
    common = {"stride": settings.stride, "padding": settings.padding, "dilation": settings.dilation}
    if settings.transposed:
        return F.conv_transpose2d(x, w, output_padding=settings.output_padding, **common)[0, 0]
    return F.conv2d(x, w, **common)[0, 0]


@pytest.mark.parametrize("transposed", [False, True])
def test_output_written_sums_and_matrix_times_input_are_torchs_output_for_every_valid_setting(transposed: bool):
    for settings in (s for s in VALID if s.transposed == transposed):
        scene = make_scene(settings)
        image = torch.tensor(scene.image)
        output = by_torch(settings, image, torch.tensor([list(row) for row in scene.kernel]))
        assert scene.output == output.tolist(), settings
        for step in some_steps(scene):
            assert step.total == scene.output[step.row][step.column], step
        matrix = dense(scene.matrix).T if transposed else dense(scene.matrix)
        assert torch.equal(matrix @ image.flatten().float(), output.flatten()), settings


def dense(sparse: Matrix) -> Tensor:
    """All entries, zeros, too."""
    matrix = torch.zeros(sparse.rows, sparse.columns)
    rows, columns, values = torch.tensor(sparse.entries or [(0, 0, 0)]).T
    matrix[rows, columns] = values.float()
    return matrix


def test_window_stays_on_the_uncropped_canvas_for_every_valid_setting():
    for settings in VALID:
        canvas, side = make_canvas(settings), settings.output_size
        span = settings.dilation * (settings.kernel_size - 1) + 1
        end = canvas.cropped + (side - 1) * canvas.step + span
        assert end <= canvas.size - canvas.cropped_end, settings
        if settings.transposed:
            assert end == canvas.size - canvas.cropped_end, settings


def test_every_impossible_setting_says_which_setting_is_wrong():
    impossible = [s for s in EVERY_SETTING if not possible(s)]
    assert impossible
    for settings in impossible:
        with pytest.raises(ValueError, match=r"padding|kernel"):
            make_scene(settings)


def test_default_scene_is_the_example_on_paper():
    assert make_scene(Settings()).output == [[57, 50], [66, 61]]


def test_transposed_convolution_counts_products_with_inserted_zeros():
    step = step_at(make_scene(Settings(transposed=True, stride=2)), 20)
    assert (step.row, step.column, step.zeros) == (2, 2, 5)
    assert zero_count(step) == "5 of 9 products multiply an inserted zero"


def test_pixel_of_value_zero_is_not_an_inserted_zero():
    image = [[0] * 3] * 3
    assert step_at(make_scene(Settings(input_size=3), image), 0).zeros == 0


def test_negative_border_crops_pixels_away():
    canvas = make_canvas(Settings(4, 1, 2, 1, 1, 1, transposed=True))
    assert (canvas.size, canvas.cropped, canvas.cropped_end) == (7, 1, 0)


def test_size_formula_puts_the_numbers_in():
    assert size_formula(Settings()).endswith("= ⌊(4 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 2")
    transposed = Settings(4, 3, 2, 1, 1, 1, transposed=True)
    assert size_formula(transposed).endswith("= 2·(4 − 1) + 1·(3 − 1) + 1 − 2·1 + 1 = 8")


def test_rows_that_the_stride_leaves_over_are_named():
    assert size_line(Settings(stride=2)).endswith("(last row and column unused)")
    assert size_line(Settings(6, 3, 2, padding=1)).endswith("(last row and column of the padded input unused)")
    assert "unused" not in size_line(Settings())


def test_description_tells_the_step_in_words():
    words = describe(step_at(make_scene(Settings()), 0))
    assert "2·1 + 1·2 + 0·3 + 0·4 + 0·5 + 1·6 + 3·7 + 1·8 + 2·9 = 57" in words
    assert "row 0 of the matrix C" in words


@pytest.mark.parametrize("position", [-1, 4])
def test_position_outside_of_the_output_is_refused(position: int):
    with pytest.raises(ValueError, match="position"):
        step_at(make_scene(Settings()), position)


def test_output_padding_without_transposing_is_refused():
    with pytest.raises(ValueError, match="output_padding"):
        make_scene(Settings(output_padding=1))


def test_values_are_small_enough_for_sums_in_ones_head():
    assert [len(row) for row in IMAGE] == [7] * 7
    assert {value for row in IMAGE for value in row} == {0, 1, 2, 3}


def test_a_single_product_is_counted_in_the_singular():
    assert zero_count(step_at(make_scene(Settings(kernel_size=1)), 0)) == "none of 1 product multiplies a padding zero"


def test_stamps_are_counted_as_torch_adds_ones_and_those_that_are_picked_out_reach_the_pixel():
    for settings in (s for s in VALID if s.transposed):
        scene = make_scene(settings)
        ones = torch.ones(settings.input_size, settings.input_size)
        counts = by_torch(settings, ones, torch.ones(settings.kernel_size, settings.kernel_size))
        for step in some_steps(scene):
            stamps = stamps_at(step)
            end = stamps.size - stamps.cropped_end
            coverage = torch.tensor(stamps.coverage)[stamps.cropped : end, stamps.cropped : end]
            assert torch.equal(coverage, counts.int()), settings
            assert len(stamps.pixels) == counts[step.row, step.column], settings
            kernel, total = scene.kernel, 0
            for (i, j), corner in zip(stamps.pixels, stamps.corners, strict=True):
                a, b = ((stamps.cell[axis] - corner[axis]) // settings.dilation for axis in (0, 1))
                total += scene.image[i][j] * kernel[a][b]  # the kernel as it is, not turned round
            assert total == step.total, settings


@pytest.mark.parametrize(
    ("kernel", "stride", "dilation"), [(4, 2, 1), (4, 3, 1), (3, 2, 1), (2, 4, 1), (3, 2, 2), (2, 2, 3)]
)
def test_counts_inside_are_those_of_a_large_input(kernel: int, stride: int, dilation: int):
    settings = Settings(3, kernel, stride, 0, dilation, transposed=True)
    one = torch.ones(1, 1, 30, 30), torch.ones(1, 1, kernel, kernel)
    counts = F.conv_transpose2d(*one, stride=stride, dilation=dilation)[0, 0, 20:-20, 20:-20]
    assert stamps_at(step_at(make_scene(settings), 0)).inside == sorted(set(counts.flatten().int().tolist()))
