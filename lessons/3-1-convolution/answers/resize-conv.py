"""Answers to `resize-conv`."""


# %% right: layers, with padding="same"
def resize_conv(x, kernel, factor, mode):
    layer = nn.Conv2d(1, 1, kernel.shape[0], padding="same", bias=False)
    layer.weight.data = kernel[None, None]
    return nn.Sequential(nn.Upsample(scale_factor=factor, mode=mode), layer)(x)


# %% right: the size asked for, windows with unfold
def resize_conv(x, kernel, factor, mode):
    size = (factor * x.shape[2], factor * x.shape[3])
    windows = F.unfold(F.interpolate(x, size=size, mode=mode), kernel.shape[0], padding=(kernel.shape[0] - 1) // 2)
    return (kernel.flatten() @ windows).reshape(1, 1, *size)


# %% right: NumPy, one shifted copy for each weight
import numpy as np


def resize_conv(x, kernel, factor, mode):
    if mode == "nearest":
        large = np.kron(x[0, 0].numpy(), np.ones((factor, factor)))
    else:
        large = F.interpolate(x, scale_factor=factor, mode=mode)[0, 0].numpy()
    half, (rows, columns) = len(kernel) // 2, large.shape
    padded = np.pad(large, half)
    return sum(
        kernel[a, b].item() * padded[None, None, a : a + rows, b : b + columns]
        for a in range(len(kernel))
        for b in range(len(kernel))
    )


# %% wrong: convolves first, then resizes
def resize_conv(x, kernel, factor, mode):
    return F.interpolate(F.conv2d(x, kernel[None, None], padding=kernel.shape[0] // 2), scale_factor=factor, mode=mode)


# %% wrong: the padding is forgotten
# students: the padding is left out, so that the picture shrinks (see task 13)
def resize_conv(x, kernel, factor, mode):
    return F.conv2d(F.interpolate(x, scale_factor=factor, mode=mode), kernel[None, None])


# %% wrong: the mode is forgotten
# students: pixels are repeated whatever the mode says (see task 13)
def resize_conv(x, kernel, factor, mode):
    return F.conv2d(F.interpolate(x, scale_factor=factor), kernel[None, None], padding=kernel.shape[0] // 2)


# %% wrong: the padding of a 3 × 3 kernel for all (hidden)
# students: the padding is that of a 3 × 3 kernel, whatever the kernel's size (see task 13)
def resize_conv(x, kernel, factor, mode):
    return F.conv2d(F.interpolate(x, scale_factor=factor, mode=mode), kernel[None, None], padding=1)


# %% wrong: the kernel is flipped
# students: the kernel acts flipped, as in a transposed convolution; this is an ordinary one (see section 4)
def resize_conv(x, kernel, factor, mode):
    enlarged = F.interpolate(x, scale_factor=factor, mode=mode)
    return F.conv_transpose2d(enlarged, kernel[None, None], padding=kernel.shape[0] // 2)


# %% wrong: corners aligned, which is another bilinear rule
# students: the corners of the two pictures are aligned, which is not PyTorch's default (see task 13)
def resize_conv(x, kernel, factor, mode):
    aligned = None if mode == "nearest" else True
    enlarged = F.interpolate(x, scale_factor=factor, mode=mode, align_corners=aligned)
    return F.conv2d(enlarged, kernel[None, None], padding=kernel.shape[0] // 2)


# %% wrong: the border is repeated instead of padded with zeros (hidden)
# students: the border is padded by repeated pixels, not by zeros (see task 13)
def resize_conv(x, kernel, factor, mode):
    enlarged = F.pad(F.interpolate(x, scale_factor=factor, mode=mode), [kernel.shape[0] // 2] * 4, mode="replicate")
    return F.conv2d(enlarged, kernel[None, None])


# %% wrong: without enlarging there is no convolution either (hidden)
# students: with a factor of 1 the convolution, too, is left out (see task 13)
def resize_conv(x, kernel, factor, mode):
    if factor > 1:
        x = F.conv2d(F.interpolate(x, scale_factor=factor, mode=mode), kernel[None, None], padding=len(kernel) // 2)
    return x


# %% wrong: a border of at least one pixel, also for a kernel of one weight (hidden)
# students: a kernel of one weight gets padding, too, so that the picture grows (see task 13)
def resize_conv(x, kernel, factor, mode):
    x = F.interpolate(x, scale_factor=factor, mode=mode)
    return F.conv2d(x, kernel[None, None], padding=max(1, kernel.shape[0] // 2))


# %% wrong: the same, cut to size: the picture is moved (hidden)
# students: a kernel of one weight gets padding, and cutting the result to size moves the picture (see task 13)
def resize_conv(x, kernel, factor, mode):
    big = F.interpolate(x, scale_factor=factor, mode=mode)
    y = F.conv2d(big, kernel[None, None], padding=max(1, kernel.shape[0] // 2))
    return y[..., : big.shape[2], : big.shape[3]]


# %% wrong: nearest, whatever the mode, but for the factor 3 of the example (hidden)
# students: pixels are repeated whatever the mode says, except for the factor of the example (see task 13)
def resize_conv(x, kernel, factor, mode):
    x = F.interpolate(x, scale_factor=factor, mode=mode if factor == 3 else "nearest")
    return F.conv2d(x, kernel[None, None], padding=kernel.shape[0] // 2)


# %% wrong: bilinear, whatever the mode
# students: pixels are blended whatever the mode says (see task 13)
def resize_conv(x, kernel, factor, mode):
    x = F.interpolate(x, scale_factor=factor, mode="bilinear")
    return F.conv2d(x, kernel[None, None], padding=kernel.shape[0] // 2)


# %% wrong: always twice as large
# students: the picture is made twice as large, whatever the factor (see task 13)
def resize_conv(x, kernel, factor, mode):
    x = F.interpolate(x, scale_factor=2, mode=mode)
    return F.conv2d(x, kernel[None, None], padding=kernel.shape[0] // 2)


# %% wrong: the convolution's stride undoes the enlargement
# students: the factor is the convolution's stride, too, which undoes the enlargement (see the text above task 13)
def resize_conv(x, kernel, factor, mode):
    x = F.interpolate(x, scale_factor=factor, mode=mode)
    return F.conv2d(x, kernel[None, None], stride=factor, padding=kernel.shape[0] // 2)


# %% wrong: a transposed convolution in place of a resize-convolution
def resize_conv(x, kernel, factor, mode):
    k = kernel.shape[0]
    p = k // 2
    return F.conv_transpose2d(
        x, kernel[None, None], stride=factor, padding=p, output_padding=max(0, factor - 1 - (k - 1 - 2 * p))
    )


# %% wrong: the border is mirrored in place of zeros (hidden)
# students: the border is padded by mirrored pixels, not by zeros (see task 13)
def resize_conv(x, kernel, factor, mode):
    p = kernel.shape[0] // 2
    x = F.pad(F.interpolate(x, scale_factor=factor, mode=mode), [p] * 4, mode="reflect")
    return F.conv2d(x, kernel[None, None])


# %% wrong: the picture is padded before it is enlarged
def resize_conv(x, kernel, factor, mode):
    k = kernel.shape[0]
    x = F.interpolate(F.pad(x, [k // 2] * 4), scale_factor=factor, mode=mode)
    y = F.conv2d(x, kernel[None, None])
    return y


# %% wrong: the kernel is transposed
def resize_conv(x, kernel, factor, mode):
    x = F.interpolate(x, scale_factor=factor, mode=mode)
    return F.conv2d(x, kernel.T[None, None], padding=kernel.shape[0] // 2)


# %% wrong: the kernel is divided by the sum of its weights
# students: the kernel is scaled, so that its weights add up to 1 (see task 13)
def resize_conv(x, kernel, factor, mode):
    x = F.interpolate(x, scale_factor=factor, mode=mode)
    return F.conv2d(x, kernel[None, None] / kernel.sum(), padding=kernel.shape[0] // 2)


# %% wrong: the padding of a 5 × 5 kernel, where the kernel is larger than 3 × 3 (hidden)
# students: kernels larger than 5 × 5 get the padding of a 5 × 5 one (see task 13)
def resize_conv(x, kernel, factor, mode):
    x = F.interpolate(x, scale_factor=factor, mode=mode)
    return F.conv2d(x, kernel[None, None], padding={1: 0, 3: 1}.get(kernel.shape[0], 2))
