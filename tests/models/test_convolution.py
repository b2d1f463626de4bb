import pytest
import torch
from torch.nn import functional as F

from course.draw import Draw
from course.models.convolution import conv2d_by_definition, conv_transpose2d_by_definition, matrix_of

SETTINGS = [(1, 0, 1), (2, 1, 1), (3, 2, 1), (1, 1, 2), (2, 0, 2)]


@pytest.mark.parametrize(("stride", "padding", "dilation"), SETTINGS)
def test_convolution_by_definition_is_torchs(stride, padding, dilation):
    draw = Draw(1)
    image, kernel = draw.image(7, 6), draw.image(3, 2)
    truth = F.conv2d(image[None, None], kernel[None, None], None, stride, padding, dilation)[0, 0]
    came = conv2d_by_definition(image, kernel, stride=stride, padding=padding, dilation=dilation)
    torch.testing.assert_close(came, truth)


@pytest.mark.parametrize(("stride", "padding", "dilation"), SETTINGS)
def test_transposed_convolution_by_definition_is_torchs(stride, padding, dilation):
    draw = Draw(2)
    image, kernel = draw.image(5, 6), draw.image(3, 2)
    for output_padding in range(max(stride, dilation)):
        truth = F.conv_transpose2d(
            image[None, None], kernel[None, None], None, stride, padding, output_padding, dilation=dilation
        )[0, 0]
        came = conv_transpose2d_by_definition(
            image, kernel, stride=stride, padding=padding, output_padding=output_padding, dilation=dilation
        )
        torch.testing.assert_close(came, truth)


def test_matrix_of_a_convolution_does_what_the_convolution_does():
    draw = Draw(3)
    image, kernel = draw.image(5, 4), draw.image(3, 3)
    C = matrix_of(lambda x: conv2d_by_definition(x, kernel, stride=2, padding=1), (5, 4))
    assert C.shape == (6, 20)
    torch.testing.assert_close(C @ image.flatten(), conv2d_by_definition(image, kernel, stride=2, padding=1).flatten())


def test_transposing_the_matrix_gives_the_transposed_convolution():
    draw = Draw(4)
    kernel = draw.image(3, 3)
    C = matrix_of(lambda x: conv2d_by_definition(x, kernel, stride=2), (7, 7))
    transposed = matrix_of(lambda y: conv_transpose2d_by_definition(y, kernel, stride=2), (3, 3))
    torch.testing.assert_close(C.T, transposed)


@pytest.mark.parametrize("truth", [conv2d_by_definition, conv_transpose2d_by_definition])
def test_a_tensor_with_other_axes_is_refused_with_its_shape(truth):
    with pytest.raises(ValueError, match=r"image has shape \(1, 1, 4, 4\); expected two axes"):
        truth(torch.zeros(1, 1, 4, 4), torch.zeros(3, 3))
    with pytest.raises(ValueError, match=r"kernel has shape \(3,\)"):
        truth(torch.zeros(4, 4), torch.zeros(3))
