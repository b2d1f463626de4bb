"""Answers to `down-and-up`."""


# %% right: the channels take the place of the batch
def down_and_up(image, kernel, stride, padding):
    as_batch = image.transpose(0, 1)
    small = F.conv2d(as_batch, kernel[None, None], stride=stride, padding=padding)
    large = F.conv_transpose2d(small, kernel[None, None], stride=stride, padding=padding)
    return small.transpose(0, 1), large.transpose(0, 1)


# %% right: windows with unfold, stamps with fold
def down_and_up(image, kernel, stride, padding):
    k, (_, channels, height, width) = kernel.shape[0], image.shape
    h = (height + 2 * padding - k) // stride + 1
    w = (width + 2 * padding - k) // stride + 1
    windows = F.unfold(image, k, stride=stride, padding=padding).reshape(channels, k * k, h * w)
    small = torch.einsum("cko,k->co", windows, kernel.flatten())
    stamps = (small[:, None, :] * kernel.flatten()[None, :, None]).reshape(1, channels * k * k, h * w)
    size = ((h - 1) * stride + k - 2 * padding, (w - 1) * stride + k - 2 * padding)
    large = F.fold(stamps, size, k, stride=stride, padding=padding)
    return small.reshape(1, channels, h, w), large


# %% right: NumPy loops over pixels, two arrays in a list
import numpy as np


def down_and_up(image, kernel, stride, padding):
    x, w, s, p = np.asarray(image)[0], np.asarray(kernel), stride, padding
    k = len(w)
    x = np.pad(x, ((0, 0), (p, p), (p, p)))
    rows, columns = (x.shape[1] - k) // s + 1, (x.shape[2] - k) // s + 1
    small = np.zeros((len(x), rows, columns))
    canvas = np.zeros((len(x), (rows - 1) * s + k, (columns - 1) * s + k))
    for r in range(rows):
        for c in range(columns):
            small[:, r, c] = (x[:, r * s : r * s + k, c * s : c * s + k] * w).sum(axis=(1, 2))
            canvas[:, r * s : r * s + k, c * s : c * s + k] += small[:, r, c, None, None] * w
    return [small[None], canvas[None, :, p : canvas.shape[1] - p, p : canvas.shape[2] - p]]


# %% wrong: the channels are summed into one
# students: the colour channels are added up into one, so that a colour picture comes out grey (see task 1)
def down_and_up(image, kernel, stride, padding):
    weight = kernel.expand(1, image.shape[1], -1, -1)
    small = F.conv2d(image, weight, stride=stride, padding=padding)
    return small, F.conv_transpose2d(small, weight, stride=stride, padding=padding)


# %% wrong: without groups every channel holds the sum of all
# students: every channel of the result holds the sum of all channels, not its own (see task 1)
def down_and_up(image, kernel, stride, padding):
    weight = kernel.repeat(image.shape[1], image.shape[1], 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding)
    return small, F.conv_transpose2d(small, weight, stride=stride, padding=padding)


# %% wrong: always three channels (hidden)
# students: three channels are taken for granted, whatever the picture has (see task 1)
def down_and_up(image, kernel, stride, padding):
    weight = kernel.repeat(3, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=3)
    return small, F.conv_transpose2d(small, weight, stride=stride, padding=padding, groups=3)


# %% wrong: resizes instead of a transposed convolution
def down_and_up(image, kernel, stride, padding):
    weight = kernel.repeat(image.shape[1], 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=image.shape[1])
    return small, F.interpolate(small, size=image.shape[-2:])


# %% wrong: stride and padding of the example (hidden)
# students: stride and padding are those of the example, whatever the function is given (see task 1)
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=2, padding=1, groups=channels)
    return small, F.conv_transpose2d(small, weight, stride=2, padding=1, groups=channels)


# %% wrong: keeps the factor 4 of the example
# students: the kernel of the way back is multiplied by 4, as in the example (see task 1)
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    return small, F.conv_transpose2d(small, 4 * weight, stride=stride, padding=padding, groups=channels)


# %% wrong: the kernel of the way back is turned by half a turn, though the layer stamps it as it is
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    return small, F.conv_transpose2d(small, weight.flip(2, 3), stride=stride, padding=padding, groups=channels)


# %% wrong: the way back starts from the image, not from the smaller picture
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    return small, F.conv_transpose2d(image, weight, stride=stride, padding=padding, groups=channels)


# %% wrong: no padding on the way back
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    return small, F.conv_transpose2d(small, weight, stride=stride, groups=channels)


# %% wrong: no padding on the way down
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, groups=channels)
    return small, F.conv_transpose2d(small, weight, stride=stride, padding=padding, groups=channels)


# %% wrong: an output padding makes the larger picture as large as the image (hidden)
# students: the second picture is forced to the image's size by an output padding; the size need not come back (see the text above task 6)
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    extra = [image.shape[axis] - ((small.shape[axis] - 1) * stride - 2 * padding + kernel.shape[0]) for axis in (2, 3)]
    layer = F.conv_transpose2d(
        small, weight, stride=stride, padding=padding, groups=channels, output_padding=[max(0, a) for a in extra]
    )
    return small, layer


# %% wrong: the size of the larger picture is forced to that of the image (hidden)
# students: the second picture is resized to the image's size; the size need not come back (see the text above task 6)
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    large = F.conv_transpose2d(small, weight, stride=stride, padding=padding, groups=channels)
    return small, F.interpolate(large, size=image.shape[2:])


# %% wrong: only the larger picture is returned
# students: one picture is returned, and two are asked for (see task 1)
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    return F.conv_transpose2d(small, weight, stride=stride, padding=padding, groups=channels)


# %% wrong: the larger picture comes first
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    return F.conv_transpose2d(small, weight, stride=stride, padding=padding, groups=channels), small


# %% wrong: the kernel is divided by the sum of its weights
# students: the kernel is scaled, so that its weights add up to 1 (see task 1)
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = (kernel / kernel.sum()).repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    return small, F.conv_transpose2d(small, weight, stride=stride, padding=padding, groups=channels)


# %% wrong: the result of the way back is multiplied by the square of the stride
# students: the result of the way back is scaled, as in the example, by the square of the stride (see task 1)
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    return small, F.conv_transpose2d(small, stride**2 * weight, stride=stride, padding=padding, groups=channels)


# %% wrong: the kernel is transposed
# students: the small kernel itself is transposed; "transposed convolution" speaks of another matrix (see section 2, the transpose of C)
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.T.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    return small, F.conv_transpose2d(small, weight, stride=stride, padding=padding, groups=channels)


# %% wrong: pixels are cut off at the largest and smallest of the image
# students: results are clipped to the range of the image's values (see task 1)
def down_and_up(image, kernel, stride, padding):
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    low, high = image.min(), image.max()
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels).clamp(low, high)
    large = F.conv_transpose2d(small, weight, stride=stride, padding=padding, groups=channels)
    return small, large.clamp(low, high)
