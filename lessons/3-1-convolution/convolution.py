# %% [markdown]
# # Exercise 3-1: Convolution and fractionally strided convolution
#
# <!-- summary: the matrix of a convolution, its transpose, polyphase upsampling, and a pair of layers for a photograph -->
#
# A convolution with stride 2 makes a picture smaller. Decoders, segmentation networks and image generators need the
# way back: a layer that makes pictures **larger**. This notebook is about that layer.
#
# After it you can
#
# - write any convolution as a matrix, and say what its transpose does and does not do,
# - predict every size, with stride, padding, dilation and output padding,
# - explain where checkerboard patterns come from, and choose settings that cover every pixel equally,
# - design a pair of layers for a real photograph to a specification.
#
# **How to work.** Where it says *Predict*, answer, and say how sure you are; the result below it then unfolds. Being wrong
# here costs nothing and teaches most. Where it says *Task*, replace the `raise NotImplementedError` by your code and run the check
# below it. The checks are yours to run as often as you like; when one fails, read its last lines: they say what was
# expected and what came. After you hand in, more checks of the same kind run with other sizes and numbers.
#
# **When you are stuck.** Every task has three hints: a nudge, the idea, almost the answer. Open them one at a time, and try
# again after each. Still stuck? Go on, and come back: each task is checked on its own.
#
# <!-- counts -->; plan about three hours.

# %%
import torch
from torch import nn
from torch.nn import functional as F

from course.checks import (
    call,
    expect_between,
    expect_close,
    expect_equal,
    expect_length,
    expect_outputs,
    expect_shape,
    expect_true,
    expect_whole,
    given,
    outputs_of_layer,
)
from course.data import sample_image, save_image
from course.draw import Draw
from course.explorers import ConvolutionExplorer, choose_image
from course.figures import coverage, numbers, pictures, show, staircase
from course.models import conv_output_size, conv_transpose2d_by_definition, conv_transpose_output_size, matrix_of
from course.predictions import predict, result_of

# %% [markdown]
# ## 1 A photograph, smaller and larger again
#
# `choose_image()` starts with the course's sample photograph. If you like, upload one of your own, then run the cells below
# it again: everything in this section and in section 7 then shows yours.

# %%
photo = choose_image()
photo

# %%
image = photo.image
print("image:", tuple(image.shape), "= (pictures in the batch, colour channels, height, width)")

# %% [markdown]
# Now the two layers of this exercise, with the simplest kernel there is: a 4 × 4 box whose weights are all the same.
#
# - The **convolution** looks at a 4 × 4 window, takes the weighted sum, and moves on by 2 pixels (`stride=2`).
# - The **fractionally strided convolution** goes the other way. It is also called *transposed convolution*, and PyTorch
#   calls it `ConvTranspose2d`. For every input pixel it stamps the 4 × 4 kernel, multiplied by the pixel's value, onto the
#   output, and moves on by 2 output pixels. Seen from the input that is a step of ½ pixel: hence "fractionally strided".
#
# *Predict*: how large are the two results? Will the second picture be the photograph again?

# %%
# @title Predict: the two results
predict(
    "two-results",
    "A photograph goes through the convolution, and what comes out through the transposed convolution. What are the results?",
    [
        "half as high and wide; then the photograph again",
        "half as high and wide; then the full size again, but not the same pixels",
        "a quarter as high and wide; then half",
        "half as high and wide; then two pixels short of the full size",
    ],
)

# %%
box = torch.ones(4, 4) / 16
one_per_channel = box.repeat(image.shape[1], 1, 1, 1)  # (channels, 1, 4, 4)
smaller = F.conv2d(image, one_per_channel, stride=2, padding=1, groups=image.shape[1])
# 4 output pixels share each input pixel: without the factor 4 the picture would be dark.
larger = F.conv_transpose2d(smaller, 4 * one_per_channel, stride=2, padding=1, groups=image.shape[1])

# %%
# @title The two results
with result_of(
    "two-results",
    truth="half as high and wide; then the full size again, but not the same pixels",
    why="With stride 2 every other place of the window is left out; the stamps lie 2 pixels apart. What the averages threw away "
    "is gone: no setting of the second layer could bring it back.",
):
    show(
        pictures([image, smaller, larger], ["input", "after the convolution", "after the transposed convolution"]),
        alt="The photograph; the same at half its height and width; and at full size again, but blurred.",
    )

# %% [markdown]
# Could another setting of the second layer do better? Keep the question in mind for section 2.
#
# ### Task 1: one kernel, every channel (2 points)
#
# By default, `F.conv2d` **adds up** all input channels into each output channel: a colour picture would come out grey.
# To treat red, green and blue alike but apart, PyTorch wants one copy of the kernel for each channel, and `groups` equal
# to the number of channels, as above.
#
# Write `down_and_up(image, kernel, stride, padding)`. It takes a picture `(1, C, H, W)` with any number of channels C and
# one `(k, k)` kernel, and returns **two** pictures: the convolution of `image`, and the transposed convolution of that
# result with the same kernel, stride and padding. Do not scale the kernel.
#
# <details><summary>Hint 1: a nudge</summary>Print <code>one_per_channel.shape</code>. Which of its axes counts the
# channels? And which numbers in the two calls above belong to this photograph and this box only?</details>
# <details><summary>Hint 2: the idea</summary>With <code>groups</code> equal to the number of channels, every channel
# meets its own copy of the kernel, and nothing is added up across colours. The number of channels stands in the
# picture's shape.</details>
# <details><summary>Hint 3: almost</summary>Three steps: copy the kernel, once for each channel; convolve; then the
# transposed convolution, of the first call's result and not of the image. Both calls get the same copies, the same
# <code>groups</code>, and the stride and padding that your function was given.</details>


# %% nbgrader={"grade_id": "down-and-up", "solution": true}
def down_and_up(image, kernel, stride, padding):
    """(1, C, H, W) and (k, k) -> the smaller picture and the larger one made from it."""
    ### BEGIN SOLUTION
    channels = image.shape[1]
    weight = kernel.repeat(channels, 1, 1, 1)
    small = F.conv2d(image, weight, stride=stride, padding=padding, groups=channels)
    large = F.conv_transpose2d(small, weight, stride=stride, padding=padding, groups=channels)
    return small, large
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-down-and-up", "grade": true, "points": 2}
draw = Draw()
x, kernel = draw.image(1, 3, 8, 10), draw.image(4, 4)
result = call(down_and_up, x, kernel, 2, 1)
expect_length(result, 2, "down_and_up: the smaller and the larger picture", see="task 1")
small, large = result
expect_shape(small, (1, 3, 4, 5), "the smaller picture, from 8 × 10 with k=4, s=2, p=1", see="section 1")
expect_shape(large, (1, 3, 8, 10), "the larger picture", see="section 1")
for channel in range(3):  # each channel alone must give what it gives in company
    alone = F.conv2d(x[:, channel : channel + 1], kernel[None, None], stride=2, padding=1)
    back = F.conv_transpose2d(alone, kernel[None, None], stride=2, padding=1)
    expect_close(small[:, channel : channel + 1], alone, f"channel {channel} of the smaller picture", see="section 1")
    expect_close(large[:, channel : channel + 1], back, f"channel {channel} of the larger picture", see="section 1")
### BEGIN HIDDEN TESTS
for c, k, s, p in [(1, 3, 3, 1), (1, 1, 1, 0), (2, 2, 1, 0), (3, 5, 3, 2), (4, 4, 2, 1), (3, 2, 4, 0)]:
    for height, width in [(draw.whole(k, 7), draw.whole(8, 10)), (draw.whole(8, 10), draw.whole(k, 7))]:
        given(channels=c, k=k, s=s, p=p, height=height, width=width)
        x, kernel = draw.image(1, c, height, width), draw.image(k, k)
        result = call(down_and_up, x, kernel, s, p)
        case = f"c={c}, k={k}, s={s}, p={p}, {height} × {width}"
        expect_length(result, 2, f"down_and_up, {case}")
        for channel in range(c):
            alone = F.conv2d(x[:, channel : channel + 1], kernel[None, None], stride=s, padding=p)
            back = F.conv_transpose2d(alone, kernel[None, None], stride=s, padding=p)
            expect_close(result[0][:, channel : channel + 1], alone, f"smaller picture, channel {channel}, {case}")
            expect_close(result[1][:, channel : channel + 1], back, f"larger picture, channel {channel}, {case}")
### END HIDDEN TESTS

# %% [markdown]
# ## 2 Convolution is a matrix
#
# Play with this until you can predict the next number. Move *position* (arrow keys work) or press play. The window, its
# products and one **row of the matrix C** light up together.
#
# (A set of slides on this very example prints 60 as the second output. Step to it and add up by hand: who is right?)

# %%
ConvolutionExplorer()

# %% [markdown]
# Read the 4 × 4 input row by row into one column **x** of 16 numbers, and the 2 × 2 output into a column **y** of 4.
# Each output pixel is a weighted sum of input pixels. So there is one fixed matrix C with **y = C x**:
#
# - it has one **row** for each output pixel, and one **column** for each input pixel;
# - the row holds the kernel's weights at the pixels that the window covers, and zeros elsewhere.
#
# *Predict*: how many rows and columns has C for a 5 × 5 input and the same kernel? How many of its numbers are not zero?

# %%
# @title Predict: C for a 5 × 5 input
predict("size-of-c", "Input 5 × 5, kernel 3 × 3, stride 1, no padding: how many rows × columns has C?", "size")
predict("weights-in-c", "How many of its numbers are not zero?", "number")

# %%
# @title C for a 5 × 5 input
C = matrix_of(lambda picture: F.conv2d(picture[None, None], torch.arange(1.0, 10).reshape(1, 1, 3, 3))[0, 0], (5, 5))
with result_of(
    "size-of-c", truth=tuple(C.shape), why="One row for each of 3 × 3 output pixels, one column for each of 25."
):
    print("C:", tuple(C.shape))
with result_of("weights-in-c", truth=int((C != 0).sum()), why="Each of the nine rows holds the nine weights once."):
    print("not zero:", int((C != 0).sum()), "of", C.numel())

# %% [markdown]
# Set the input size of the explorer to 5 and see them.
#
# ### Task 2: build C (3 points)
#
# Write `conv_matrix(kernel, size)` for a square picture of `size` × `size` pixels, a square `(k, k)` kernel, stride 1 and no
# padding. Return an ordinary (dense) tensor of shape `((size - k + 1)**2, size**2)`.
#
# <!-- not allowed: course.models.matrix_of -->
#
# <details><summary>Hint 1: a nudge</summary>In the explorer, look at rows 0, 1 and 2 of C. How far does the kernel
# move from row 0 to row 1, and how far from row 1 to row 2, where the window goes to the next line of the
# picture?</details>
# <details><summary>Hint 2: the idea</summary>Fill C one row at a time. Row number <code>r * out + c</code> belongs to
# the window whose top left corner is at input row r and column c; <code>out</code> is how many windows fit side by
# side.</details>
# <details><summary>Hint 3: almost</summary>For each window: make an empty <code>size × size</code> picture, put the
# kernel (as it is) into it at that place, and flatten it: that is the row. The place is a slice of k rows and k
# columns.</details>


# %% nbgrader={"grade_id": "conv-matrix", "solution": true}
def conv_matrix(kernel, size):
    """Matrix C of the convolution of a size × size picture with the (k, k) kernel, stride 1, no padding."""
    ### BEGIN SOLUTION
    k = kernel.shape[0]
    out = size - k + 1
    C = torch.zeros(out * out, size * size)
    for r in range(out):
        for c in range(out):
            window = torch.zeros(size, size)
            window[r : r + k, c : c + k] = kernel
            C[r * out + c] = window.flatten()
    return C
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-conv-matrix", "grade": true, "points": 3}
x = torch.tensor([[2.0, 1, 0, 3], [0, 0, 1, 2], [3, 1, 2, 0], [0, 2, 2, 1]])
kernel = torch.arange(1.0, 10).reshape(3, 3)
C = call(conv_matrix, kernel, 4)
expect_shape(C, (4, 16), "conv_matrix(3 × 3 kernel, size 4)", see="section 2")
y = torch.stack([torch.as_tensor(row, dtype=x.dtype) for row in C]) @ x.flatten()
expect_close(y, [57, 50, 66, 61], "C @ x for the example in the explorer", see="section 2")
rows = [
    [1, 2, 0, 3, 4, 0, 0, 0, 0],
    [0, 1, 2, 0, 3, 4, 0, 0, 0],
    [0, 0, 0, 1, 2, 0, 3, 4, 0],
    [0, 0, 0, 0, 1, 2, 0, 3, 4],
]
kernel = torch.tensor([[1.0, 2], [3, 4]])
expect_close(call(conv_matrix, kernel, 3), rows, "conv_matrix(the kernel [[1, 2], [3, 4]], size 3)", see="section 2")
tenths = torch.tensor([[0.5]])
expect_close(call(conv_matrix, tenths, 2), torch.eye(4) / 2, "conv_matrix(the kernel [[0.5]], size 2)", see="section 2")
### BEGIN HIDDEN TESTS
draw = Draw()
for k, size in [(1, 1), (1, 4), (2, 3), (2, draw.whole(4, 6)), (3, 3), (3, 7), (4, 6), (5, draw.whole(6, 7))]:
    given(k=k, size=size)
    kernel = draw.image(k, k)
    truth = matrix_of(lambda p, w=kernel: F.conv2d(p[None, None], w[None, None])[0, 0], (size, size))
    C = call(conv_matrix, kernel, size)
    expect_shape(C, ((size - k + 1) ** 2, size**2), f"conv_matrix, k={k}, size={size}")
    expect_close(C, truth, f"conv_matrix, k={k}, size={size}")
### END HIDDEN TESTS

# %% [markdown]
# Look at the matrix that your function gives. The same nine weights stand in every row, each time shifted: this is what
# "weights are shared" means.

# %%
nine = torch.arange(1.0, 10).reshape(3, 3)
show(
    numbers([conv_matrix(nine, 4)], ["C: 4 rows (output pixels) × 16 columns (input pixels)"]),
    alt="A matrix of 4 rows and 16 columns. Each row holds the numbers 1 to 9 in three groups of three; "
    "each row starts one column further right or, where the window goes to the next line of the picture, three.",
)

# %% [markdown]
# ### The transpose of C
#
# C takes 16 numbers to 4. Its transpose, Cᵀ, takes 4 numbers to 16: it has exactly the shape of the way back. That is
# the **transposed convolution**: the layer whose matrix is the transpose of a convolution's matrix.
#
# *Predict*: will `C.T @ (C @ x)` be x?

# %%
# @title Predict: there and back
predict(
    "there-and-back",
    "C takes the 16 numbers of x to 4, and its transpose takes those to 16. Will C.T @ (C @ x) be x?",
    ["yes", "yes, up to a factor", "no: other numbers, in x's shape", "no: another shape"],
)

# %%
# @title There and back
C = matrix_of(lambda picture: F.conv2d(picture[None, None], nine[None, None])[0, 0], (4, 4))
x = torch.tensor([[2.0, 1, 0, 3], [0, 0, 1, 2], [3, 1, 2, 0], [0, 2, 2, 1]])
y = C @ x.flatten()
back = C.T @ y
by_stamps = conv_transpose2d_by_definition(y.reshape(2, 2), nine)  # each input pixel stamps the nine
with result_of(
    "there-and-back",
    truth="no: other numbers, in x's shape",
    why="The shape comes back, the values do not: 16 numbers do not fit through 4. Cᵀ is not the inverse of C.",
):
    show(
        numbers([x, y.reshape(2, 2), back.reshape(4, 4), by_stamps], ["x", "y = C x", "Cᵀ y", "stamps, added up"]),
        alt="Four small matrices: the input x, the 2 by 2 output y, C transposed times y with numbers up to 1614, "
        "and the sum of stamped kernels, which is the same as C transposed times y.",
    )

# %% [markdown]
# <details><summary>And the older name, "deconvolution"?</summary>It misleads: deconvolution undoes a convolution, and this
# layer does not. C is 4 × 16, and only a square matrix can have an inverse. With padding C can be square, even invertible, and
# its transpose is in general still not its inverse.</details>
#
# The last two matrices agree: row by row, Cᵀ y says "each output pixel collects"; column by column it says "each input
# pixel stamps the kernel, and overlapping stamps are added". Two views of one product.
#
# Where does this matrix turn up of its own accord? In training. If ℓ is a loss that depends on y = C x, the chain rule
# gives ∂ℓ/∂x = Cᵀ ∂ℓ/∂y. So **the backward pass of a convolution is a transposed convolution**, and the other way round.
#
# ### Task 3: the backward pass (1 point)
#
# Write `backward(C, grad_y, input_shape)`. It gets the matrix of a convolution and the gradient of a loss with respect to
# the convolution's output (a 2-d tensor), and returns the gradient with respect to the input, a tensor of shape
# `input_shape`. The check compares your result with PyTorch's autograd.
#
# <details><summary>Hint 1: a nudge</summary>Which matrix stands before ∂ℓ/∂y in the formula above? Print
# <code>C.shape</code>, <code>grad_y.shape</code> and <code>input_shape</code>: what does not fit yet?</details>
# <details><summary>Hint 2: the idea</summary>The formula is for columns of numbers, and pictures are read into them
# row by row. Nothing has to be inverted.</details>
# <details><summary>Hint 3: almost</summary>Flatten on the way in, reshape on the way out, to the shape that your
# function was given. In between stands one matrix product, the one of the formula.</details>


# %% nbgrader={"grade_id": "backward", "solution": true}
def backward(C, grad_y, input_shape):
    """Gradient with respect to the convolution's input, of shape input_shape."""
    ### BEGIN SOLUTION
    return (C.T @ grad_y.flatten()).reshape(input_shape)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-backward", "grade": true, "points": 1}
draw = Draw()
x, kernel, grad_y = draw.image(4, 5).requires_grad_(), draw.image(3, 2), draw.image(2, 4)
y = F.conv2d(x[None, None], kernel[None, None])[0, 0]
C = matrix_of(lambda picture: F.conv2d(picture[None, None], kernel[None, None])[0, 0], (4, 5))
(truth,) = torch.autograd.grad(y, x, grad_y)  # what autograd says
came = call(backward, C, grad_y, (4, 5))
expect_close(came, truth, "backward(C, grad_y, (4, 5))", see="section 2, the transpose of C")
### BEGIN HIDDEN TESTS
sizes = [
    (3, 3, 1, 3, 3),
    (4, 6, 2, 1, 1),
    (1, 6, 1, 1, 3),
    (6, 4, 1, 1, 3),
    (5, 5, 1, 2, 2),
]  # one output, a kernel of one weight, a row
sizes += [(draw.whole(3, 6), draw.whole(3, 6), draw.whole(1, 2), draw.whole(1, 3), draw.whole(1, 3)) for _ in range(4)]
for h, w, s, rows, columns in sizes:
    given(height=h, width=w, stride=s)
    x, kernel = draw.image(h, w).requires_grad_(), draw.image(rows, columns)
    y = F.conv2d(x[None, None], kernel[None, None], stride=s)[0, 0]
    grad_y = draw.image(*y.shape)
    C = matrix_of(lambda p, k=kernel, s=s: F.conv2d(p[None, None], k[None, None], stride=s)[0, 0], (h, w))
    (truth,) = torch.autograd.grad(y, x, grad_y)
    expect_close(call(backward, C, grad_y, (h, w)), truth, f"backward for an input of {h} × {w}, stride {s}")
### END HIDDEN TESTS

# %% [markdown]
# ### Written answer 1 (4 points)
#
# A colleague says: "*A transposed convolution is the inverse of a convolution. I apply `Conv2d`, then `ConvTranspose2d`
# with the same weights, and get my picture back.*" Answer in about 120 words. Say what does come back and what does not,
# give the reason with C and Cᵀ, and support it with **numbers of your own** from a small example that you computed here.
#
# *What earns points:* what returns and what is lost (1); a correct reason with C, Cᵀ or both (2); your own example (1).
#
# <details><summary>Hint 1: a nudge</summary>Look again at the four small matrices below the heading <em>The transpose
# of C</em>. Compare the first with the third. Then make such a row of matrices with numbers of your own; one
# dimension is enough.</details>
# <details><summary>Hint 2: the idea</summary>"Information is lost" is not yet a reason. Say what the word
# <em>inverse</em> demands of two matrices, and test with your own C whether Cᵀ meets it. Or ask what two different
# inputs can have in common.</details>
# <details><summary>Hint 3: almost</summary>Four parts: what comes back; what does not; your example as numbers
# (kernel, x, y, and what came back); one statement about C and Cᵀ that your numbers show and that would hold for
# others, too.</details>

# %% [markdown] nbgrader={"grade_id": "question-inverse", "locked": true}
# Write your answer in the cell below.
# ### BEGIN MARK SCHEME
# - 1: the shape (and which pixel is connected with which) returns, the values do not.
# - 2: Cᵀ C is not the identity. Full points for either: Cᵀ C computed for the student's example and shown not to be the
#   identity (enough also where padding makes C square); C has fewer rows than columns, so C x = 0 has solutions x ≠ 0
#   that nothing can bring back; or Cᵀ = C⁻¹ would need C to be square and orthogonal. 1 point if only "information is
#   lost" without the matrix.
# - 1: an example with its own numbers, input, output and result, that supports the claim.
# - A student who adds that an orthogonal C (for example stride = kernel size with an orthogonal transform) is an
#   exception deserves a remark.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "answer-inverse", "grade": true, "solution": true, "points": 4}
# ### BEGIN SOLUTION
# Only the shape returns. With the 1 × 2 kernel (1, 1) and x = (1, 2, 4) the convolution gives y = (3, 6), since
# C = [[1, 1, 0], [0, 1, 1]]. The transpose gives Cᵀ y = (3, 9, 6), which is not (1, 2, 4). C has 2 rows and 3 columns: the
# input (1, −1, 1) is mapped to 0, so x and x + (1, −1, 1) have the same y, and no matrix can tell them apart. Cᵀ would be
# the inverse only if Cᵀ C were the identity; here it is [[1, 1, 0], [1, 2, 1], [0, 1, 1]]. What Cᵀ does bring back is the
# pattern of connections: output pixel j of the transposed convolution depends on just those y that $x_j$ went into.
# ### END SOLUTION

# %% [markdown]
# ## 3 Sizes
#
# The letters for one axis, the same in every formula: input size i, kernel size k, stride s, padding p, dilation d. The
# output has o pixels. A prime marks the transposed convolution: it takes i′ pixels to o′.
#
# ### The convolution
#
# The window has to fit into i + 2p pixels. Its left edge can stand at 0, s, 2s, … as long as it fits:
#
# $$o = \left\lfloor \frac{i + 2p - k}{s} \right\rfloor + 1$$
#
# The floor matters. *Predict*: with k = 3, s = 2, p = 0, which input sizes give 3 output pixels?

# %%
# @title Predict: what gives 3 pixels
predict(
    "what-gives-3",
    "k = 3, s = 2, p = 0: which input sizes give 3 output pixels?",
    ["5 and 6", "6 and 7", "7", "7 and 8", "8 and 9"],
)

# %%
# @title What gives 3 pixels
sizes = list(range(3, 14))
with result_of(
    "what-gives-3",
    truth=" and ".join(str(i) for i in sizes if conv_output_size(i, 3, stride=2) == 3),
    why="Three windows of 3, each 2 further on, span 7 pixels. An eighth leaves no room for a fourth, and is never looked at.",
):
    show(
        staircase(sizes, [conv_output_size(i, 3, stride=2) for i in sizes], title="k = 3, s = 2, p = 0"),
        alt="A staircase: input sizes 3 and 4 give output size 1, 5 and 6 give 2, 7 and 8 give 3, and so on in steps of two.",
    )

# %% [markdown]
# **From the output's size alone a transposed convolution cannot know to which input size it should return.** We come back to
# this in task 6.
#
# A kernel with dilation d has holes: its k weights span d(k − 1) + 1 pixels. Put that span in place of k, and the formulas for
# sizes stay true. (`conv_output_size` in the cell above does just that.)
#
# ### Task 4: what could the input have been? (2 points)
#
# Write `input_sizes(o, k, s, p, d)`: the list, in increasing order, of **all** input sizes i ≥ 1 for which a convolution
# with kernel size k, stride s, padding p and dilation d gives exactly o pixels. You may search, or solve the formula.
#
# <details><summary>Hint 1: a nudge</summary>Look at the staircase above: how many input sizes share one step? Which
# of the settings decides that?</details>
# <details><summary>Hint 2: the idea</summary>Undo the floor: for which whole numbers m is ⌊m / s⌋ = o − 1? How many
# are there? Here m is the numerator of the formula, with the dilated kernel's span for k.</details>
# <details><summary>Hint 3: almost</summary>Solve the formula for the smallest i; the others follow it without a gap.
# (If you search instead: how far, for any o, s and d?) With large padding and a small kernel, sizes below 1 can
# satisfy the formula. They are not pictures.</details>


# %% nbgrader={"grade_id": "input-sizes", "solution": true}
def input_sizes(o, k, s, p, d):
    """All input sizes (list of int, increasing) from which the convolution makes o pixels."""
    ### BEGIN SOLUTION
    smallest = (o - 1) * s + d * (k - 1) + 1 - 2 * p
    return [i for i in range(smallest, smallest + s) if i >= 1]
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-input-sizes", "grade": true, "points": 2}
expect_equal(input_sizes(3, 3, 2, 0, 1), [7, 8], "input_sizes(o=3, k=3, s=2, p=0, d=1)", see="section 3")
expect_equal(input_sizes(5, 3, 1, 1, 1), [5], "input_sizes(o=5, k=3, s=1, p=1, d=1)", see="section 3")
expect_equal(input_sizes(2, 3, 3, 1, 2), [6, 7, 8], "input_sizes(o=2, k=3, s=3, p=1, d=2)", see="section 3, dilation")
expect_equal(
    input_sizes(2, 5, 1, 2, 1), [2], "input_sizes(o=2, k=5, s=1, p=2, d=1), smaller than the kernel", see="section 3"
)
expect_equal(
    input_sizes(1, 2, 3, 2, 1), [], "input_sizes(o=1, k=2, s=3, p=2, d=1): no picture is so small", see="section 3"
)
### BEGIN HIDDEN TESTS
draw = Draw()


def size_by_torch(i, k, s, p, d):
    if i + 2 * p < d * (k - 1) + 1:
        return 0
    return F.conv1d(torch.zeros(1, 1, i), torch.zeros(1, 1, k), stride=s, padding=p, dilation=d).shape[-1]


cases = [(1, 2, 3, 2, 1), (1, 1, 2, 1, 1)]  # here the formula also allows sizes below 1
cases += [
    (1, 1, 1, 0, 1),
    (9, 7, 9, 3, 2),
    (4, 2, 5, 0, 3),
    (3, 1, 6, 0, 4),
    (1, 4, 3, 1, 3),
    (1, 5, 1, 2, 1),
]  # s > k, k = 1, far apart, smaller than the kernel
cases += [(draw.whole(1, 6), draw.whole(1, 5), draw.whole(1, 4), draw.whole(0, 3), draw.whole(1, 3)) for _ in range(25)]
for o, k, s, p, d in cases:
    given(o=o, k=k, s=s, p=p, d=d)
    truth = [i for i in range(1, 110) if size_by_torch(i, k, s, p, d) == o]
    expect_equal(input_sizes(o, k, s, p, d), truth, f"input_sizes(o={o}, k={k}, s={s}, p={p}, d={d})")
### END HIDDEN TESTS

# %% [markdown]
# ### The transposed convolution
#
# Now from i′ to o′. Think in stamps: the first stamp begins at 0, the last at s(i′ − 1), and each is k pixels wide. So the
# canvas has s(i′ − 1) + k pixels. **Padding p then crops p pixels from each side**: in a transposed convolution, more padding
# means a *smaller* output. Three cases have become textbook rules (Dumoulin & Visin, 2016):
#
# | | convolution that it belongs to | the transposed convolution gives |
# |---|---|---|
# | Relationship 8 | s = 1, p = 0 | $o' = i' + (k - 1)$ |
# | Relationship 9 | s = 1, any p | $o' = i' + (k - 1) - 2p$ |
# | Relationship 13 | any s and p, i + 2p − k a multiple of s | $o' = s(i' - 1) + k - 2p$ |
#
# The first two are the third with s = 1. (Section 4 shows the same layer as an ordinary convolution with padding
# p′ = k − p − 1 over a stretched input of i′ + (i′ − 1)(s − 1) pixels.) With dilation d and *output padding* a, PyTorch's full rule is
#
# $$o' = s(i' - 1) + d(k - 1) + 1 - 2p + a, \qquad 0 \le a < \max(s, d).$$
#
# *Predict* all four sizes: (i′ = 2, k = 3), (i′ = 6, k = 4, p = 2), (i′ = 3, k = 3, s = 2, p = 1), and
# the last one again with a = 1. Where nothing is said, s = 1, p = 0 and a = 0. And a famous one: how many layers with k = 4,
# s = 2, p = 1 does the generator of DCGAN need from 4 × 4 to 64 × 64 pixels?

# %%
# @title Predict: four sizes, and a number of layers
predict(
    "four-sizes",
    "The four output sizes, in the order of the text: which row is right?",
    ["4, 5, 5, 6", "4, 9, 5, 6", "4, 5, 7, 8", "0, 3, 1, 2", "4, 5, 5, 5"],
)
predict("dcgan", "How many layers with k = 4, s = 2, p = 1 lead from 4 × 4 to 64 × 64 pixels?", "number")

# %%
# @title Four sizes, and a number of layers
cases, lines = [(2, 3, 1, 0, 0), (6, 4, 1, 2, 0), (3, 3, 2, 1, 0), (3, 3, 2, 1, 1)], {}
for i, k, s, p, a in cases:
    layer = nn.ConvTranspose2d(1, 1, kernel_size=k, stride=s, padding=p, output_padding=a)
    by_torch = layer(torch.zeros(1, 1, i, i)).shape[-1]
    by_rule = conv_transpose_output_size(i, k, stride=s, padding=p, output_padding=a)
    lines[f"i′={i} k={k} s={s} p={p} a={a}:  o′ = {by_torch}, by the rule {by_rule}"] = by_torch
with result_of(
    "four-sizes",
    truth=", ".join(map(str, lines.values())),
    why="The canvas has s(i′ − 1) + k pixels, the padding crops p of them at each side, and a crops so many less at the end.",
):
    print(*lines, sep="\n")
size, layers = 4, 0
while size < 64:
    size, layers = conv_transpose_output_size(size, 4, stride=2, padding=1), layers + 1
with result_of("dcgan", truth=layers, why="Each layer doubles the size: 2(i′ − 1) + 4 − 2 = 2i′; 4, 8, 16, 32, 64."):
    print(f"from 4 to {size} pixels in {layers} layers")

# %%
# With several channels the two layers keep their weights in opposite order: (out, in, k, k) and (in, out, k, k).
print(tuple(nn.Conv2d(3, 8, 4).weight.shape), tuple(nn.ConvTranspose2d(3, 8, 4).weight.shape))

# %% [markdown]
# ### Task 5: choose the padding (2 points)
#
# In practice the question comes the other way round: *my feature map has i′ pixels, I want o′; kernel and stride are given.
# Which padding?* Write `padding_for(i, k, s, target)` (dilation 1; `i` stands for i′). It returns a pair `(p, a)` of padding and output padding,
# with p ≥ 0 and 0 ≤ a < s, so that a transposed convolution takes `i` pixels to `target`; or `None` if no such pair exists.
# If there are several, any of them is right.
#
# <details><summary>Hint 1: a nudge</summary>Compare the canvas s(i′ − 1) + k with the target. Too large: crop. Too
# small: what is left to you?</details>
# <details><summary>Hint 2: the idea</summary>Padding crops an even number of pixels, and only output padding adds
# some. What if the surplus is odd: crop one too few, or one too many?</details>
# <details><summary>Hint 3: almost</summary>Call canvas − target the surplus; it may be negative. Take the smallest p
# ≥ 0 that crops at least that much. Then a is what has been cropped too much. For which a is the answer
# <code>None</code>?</details>


# %% nbgrader={"grade_id": "padding-for", "solution": true}
def padding_for(i, k, s, target):
    """(padding, output_padding) that takes i pixels to target, or None."""
    ### BEGIN SOLUTION
    surplus = s * (i - 1) + k - target
    p = max(0, (surplus + 1) // 2)
    a = 2 * p - surplus
    return (p, a) if a < s else None
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-padding-for", "grade": true, "points": 2}
def check_padding(i, k, s, target, answer, possible):
    case = f"padding_for(i={i}, k={k}, s={s}, target={target})"
    if not possible:
        expect_equal(answer, None, case, see="section 3")
        return
    expect_true(
        answer is not None, f"{case}: gave None, but there is a solution (is a `return` missing?)", see="section 3"
    )
    expect_length(answer, 2, f"{case}: the pair (p, a)", see="task 5")
    p, a = (expect_whole(value, f"{case}: p and a", see="task 5") for value in answer)
    expect_between(p, 0, i * s + k, f"{case}: the padding p", see="task 5")
    expect_between(a, 0, s - 1, f"{case}: the output padding a", see="task 5")
    layer = nn.ConvTranspose1d(1, 1, k, stride=s, padding=p, output_padding=a)
    expect_equal(layer(torch.zeros(1, 1, i)).shape[-1], target, f"{case}: size with your p={p}, a={a}", see="section 3")


settings = [(7, 4, 2, 14, True), (7, 3, 2, 14, True), (5, 3, 1, 5, True), (4, 2, 3, 20, False)]
settings += [
    (4, 2, 3, 13, True),
    (6, 2, 2, 14, False),
]  # here only an output padding makes it larger, or would have to be s
for i, k, s, target, possible in settings:
    check_padding(i, k, s, target, padding_for(i, k, s, target), possible)
### BEGIN HIDDEN TESTS
draw = Draw()
settings = [(1, 1, 1), (1, 1, 4), (1, 5, 2), (6, 2, 5)]  # one pixel, a kernel of one weight, s > k
settings += [(draw.whole(1, 8), draw.whole(1, 6), s) for s in (1, 2, 3, 4)]
for i, k, s in settings:
    canvas = s * (i - 1) + k
    for target in range(max(1, canvas - 6), canvas + 6):
        given(i=i, k=k, s=s, target=target, **{"s (i − 1) + k": canvas})
        possible = any(canvas - 2 * p + a == target for p in range(30) for a in range(s))
        check_padding(i, k, s, target, padding_for(i, k, s, target), possible)
### END HIDDEN TESTS

# %% [markdown]
# ### Back to 7, or back to 8?
#
# Send an input of i pixels through a convolution and then through the transposed convolution with the same k, s, p and d.
# With p = 0 the result is as long as the part that the windows have covered.
#
# - If i + 2p − k is a multiple of s, the last window ends at the last pixel of the padded input, and the size comes back.
#   With p = 0 this reads **i = k + s·q** for some whole number q: one window and q more steps. (Lecture notes often write it
#   W = w + s·q.)
# - If not, the result is shorter by the remainder, even if all that is missing was padding (i = 8, k = 3, s = 2, p = 1 returns
#   to 7). `output_padding` adds it back. It does not simply append zeros: it crops that much less at the end, so the added
#   pixels get the stamps that reach them. Only pixels beyond the canvas, the last a − p if a > p, stay empty.
#
# Two inputs, one output size: TensorFlow's functional layer asks for the output shape for this reason; Keras chooses one for
# you.
#
# <details><summary>PyTorch and Keras side by side: for those who know one and read the other</summary>
#
# | | PyTorch | Keras |
# |---|---|---|
# | layers | `nn.Conv2d(in, out, k)`, `nn.ConvTranspose2d(in, out, k)` | `Conv2D(out, k)`, `Conv2DTranspose(out, k)`; channels that come in: from the first input |
# | pictures | `(N, C, H, W)` | `(N, H, W, C)` |
# | weights of the convolution | `(out, in, k, k)` | `(k, k, in, out)` |
# | weights of the transposed one | `(in, out, k, k)` | `(k, k, out, in)` |
# | padding | p pixels on each side | `"valid"`: none; `"same"`: as many as the size below needs, an odd one at the bottom and right |
# | output of the convolution | ⌊(i + 2p − d(k − 1) − 1) / s⌋ + 1 | `"valid"`: ⌊(i − d(k − 1) − 1) / s⌋ + 1; `"same"`: ⌈i / s⌉, whatever k is |
# | output of the transposed one (d = 1) | s(i′ − 1) + k − 2p + a | `"valid"`: s·i′ + max(k − s, 0); `"same"`: s·i′ |
# | bias of a new layer | small random numbers | zeros |
#
# With k = 4 and s = 2, `"same"` is p = 1 in both layers. With k = 3 and s = 2 it is no p at all: an even picture gets one row and one
# column of zeros, at the bottom and right only (`F.pad(x, (0, 1, 0, 1))`), and the transposed layer cuts its last ones off, where
# PyTorch's p = 1, a = 1 cuts off the first: the same numbers, moved by a pixel.</details>
#
# *Predict* for which sizes i from 4 to 12 the pair keeps the size when k = 4 and s = 3.

# %%
# @title Predict: which sizes come back
predict(
    "sizes-that-return",
    "k = 4, s = 3, p = 0: which sizes from 4 to 12 does the pair keep?",
    ["4, 7, 10", "5, 8, 11", "6, 9, 12", "4, 8, 12", "all of them"],
)

# %%
# @title Which sizes come back
returned = {i: conv_transpose_output_size(conv_output_size(i, 4, stride=3), 4, stride=3) for i in range(4, 13)}
with result_of(
    "sizes-that-return",
    truth=", ".join(str(i) for i, back in returned.items() if back == i),
    why="They are k + s·q: one window and q more steps, with nothing left over.",
):
    for i, back in returned.items():
        print(f"i = {i:2}  comes back as {back:2}   {'same' if back == i else f'{i - back} short'}")

# %% [markdown]
# ### Task 6: the output padding that returns to i (2 points)
#
# Write `output_padding_for(i, k, s, p, d)`: the output padding a with which the transposed convolution (same k, s, p, d)
# takes the convolution's output back to exactly i pixels.
#
# <details><summary>Hint 1: a nudge</summary>Look at the list above for k = 4 and s = 3. How many pixels short is each
# size, and after how many sizes does the pattern start again?</details>
# <details><summary>Hint 2: the idea</summary>How many pixels are left over when windows are laid from the left? The
# first window needs its span, each further one s pixels.</details>
# <details><summary>Hint 3: almost</summary>Python's <code>%</code> gives remainders. The remainder of what? Both
# sides of the padding count, and so do the holes of a dilated kernel. Is it what remains after the last window, or
# what is missing to the next?</details>


# %% nbgrader={"grade_id": "output-padding-for", "solution": true}
def output_padding_for(i, k, s, p, d):
    """Output padding with which conv, then transposed conv, returns to i pixels."""
    ### BEGIN SOLUTION
    return (i + 2 * p - d * (k - 1) - 1) % s
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-output-padding-for", "grade": true, "points": 2}
expect_equal(output_padding_for(7, 3, 2, 0, 1), 0, "output_padding_for(i=7, k=3, s=2, p=0, d=1)", see="section 3")
expect_equal(output_padding_for(8, 3, 2, 0, 1), 1, "output_padding_for(i=8, k=3, s=2, p=0, d=1)", see="section 3")
expect_equal(output_padding_for(10, 3, 5, 2, 2), 4, "output_padding_for(i=10, k=3, s=5, p=2, d=2)", see="section 3")
### BEGIN HIDDEN TESTS
draw = Draw()
cases = [(1, 1, 1, 0, 1), (20, 3, 12, 1, 1), (23, 1, 11, 0, 1), (17, 4, 3, 2, 3), (30, 2, 16, 0, 2)]  # strides beyond k
for _ in range(25):
    k, s, d = draw.whole(1, 4), draw.whole(1, 5), draw.whole(1, 3)
    p = draw.whole(0, min(2, d * (k - 1) // 2))  # more would crop all that comes back, and layers refuse that
    cases.append((draw.whole(max(1, d * (k - 1) + 1 - 2 * p), 20), k, s, p, d))
for i, k, s, p, d in cases:
    given(i=i, k=k, s=s, p=p, d=d)
    small = F.conv1d(torch.zeros(1, 1, i), torch.zeros(1, 1, k), stride=s, padding=p, dilation=d).shape[-1]
    truth = i - ((small - 1) * s - 2 * p + d * (k - 1) + 1)
    expect_equal(output_padding_for(i, k, s, p, d), truth, f"output_padding_for(i={i}, k={k}, s={s}, p={p}, d={d})")
### END HIDDEN TESTS

# %% [markdown]
# ## 4 A transposed convolution as an ordinary one
#
# In the explorer, the transposed direction is drawn as an ordinary convolution over a **stretched** input: s − 1 zeros
# between the pixels, k − p − 1 zeros around, and the kernel **flipped**. Step through it, then change the stride to 1 and
# to 3. Which output pixels see several input pixels, which only one? Here one **column of C** (a row of Cᵀ) lights up.
#
# Below it the same sum is told by **stamps**. Each input pixel stamps the kernel as it is, not flipped, times its own value. Framed are the
# stamps that reach the current output pixel: they belong to the very input pixels under the window, and to the entries in that column of C.
# The numbers count the stamps at each output pixel; what padding crops is hatched. Collecting through a window and adding up stamps are
# one sum, read in two ways.

# %%
ConvolutionExplorer(transposed=True, input_size=3, stride=2, padding=1, position=6)

# %% [markdown]
# Why flipped? One dimension is enough to see it. Let the signal be a single 1 among zeros.
#
# *Predict* the order of the numbers 1, 2, 3 in the two results.

# %%
# @title Predict: the order of 1, 2, 3
predict(
    "order-of-weights",
    "A kernel 1, 2, 3 meets a single 1 among zeros: in which order do its weights stand in the two results?",
    [
        "1, 2, 3 in both",
        "3, 2, 1 in both",
        "convolution: 1, 2, 3; transposed convolution: 3, 2, 1",
        "convolution: 3, 2, 1; transposed convolution: 1, 2, 3",
    ],
)

# %%
# @title The order of 1, 2, 3
signal = torch.tensor([[[0.0, 0, 1, 0, 0, 0, 0]]])
kernel = torch.tensor([[[1.0, 2, 3]]])
with result_of(
    "order-of-weights",
    truth="convolution: 3, 2, 1; transposed convolution: 1, 2, 3",
    why="A window that slides to the right meets the 1 with its last weight first; a stamp puts the kernel down as it is.",
):
    print("convolution           ", F.conv1d(signal, kernel).flatten().tolist())
    print("transposed convolution", F.conv_transpose1d(signal, kernel).flatten().tolist())

# %% [markdown]
# So to stamp with a sliding window, turn the kernel round first; in two dimensions, turn it by 180°. (Signal processing calls the flipped one "convolution", and what deep learning calls so
# "cross-correlation". In that language it is the transposed convolution that is the true convolution.)
#
# ### Task 7: stretch (1 point)
#
# Write `stretch(x, s)`: the picture `(H, W)` with s − 1 zeros between neighbouring pixels, and none around. Its shape is
# `((H - 1) * s + 1, (W - 1) * s + 1)`.
#
# <details><summary>Hint 1: a nudge</summary>Draw a row of three pixels, stretched with s = 3. How many zeros stand
# between two pixels? How many stand after the last one?</details>
# <details><summary>Hint 2: the idea</summary>Begin with a canvas of zeros in the shape that the task gives. Then only
# the pixels have to be put in their places: which rows of the canvas get some, which columns?</details>
# <details><summary>Hint 3: almost</summary>A slice can have a step (<code>row[::2]</code> is every second number),
# and slices can also stand on the left of an <code>=</code>. One such line puts all pixels in place; height and width
# need not be equal.</details>


# %% nbgrader={"grade_id": "stretch", "solution": true}
def stretch(x, s):
    """(H, W) -> ((H - 1) * s + 1, (W - 1) * s + 1), zeros inserted between the pixels."""
    ### BEGIN SOLUTION
    canvas = torch.zeros((x.shape[0] - 1) * s + 1, (x.shape[1] - 1) * s + 1, dtype=x.dtype)
    canvas[::s, ::s] = x
    return canvas
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-stretch", "grade": true, "points": 1}
x = torch.tensor([[1.0, 2], [3, 4]])
expect_close(call(stretch, x, 2), [[1, 0, 2], [0, 0, 0], [3, 0, 4]], "stretch([[1, 2], [3, 4]], 2)", see="section 4")
expect_close(call(stretch, x / 8, 1), x / 8, "stretch(x, 1): stride 1 needs no zeros", see="section 4")
expect_shape(call(stretch, Draw().image(3, 5), 3), (7, 13), "stretch of a 3 × 5 picture with s = 3", see="section 4")
### BEGIN HIDDEN TESTS
draw = Draw()
cases = [(1, 1, 3), (1, 5, 2), (5, 1, 2), (4, 3, 1)]  # one pixel, one row, one column, nothing to put between
for height, width, s in cases + [(draw.whole(1, 5), draw.whole(1, 5), draw.whole(1, 4)) for _ in range(6)]:
    given(height=height, width=width, s=s)
    x = draw.image(height, width)
    truth = F.conv_transpose2d(x[None, None], torch.ones(1, 1, 1, 1), stride=s)[0, 0]
    expect_close(call(stretch, x, s), truth, f"stretch of a {x.shape[0]} × {x.shape[1]} picture with s = {s}")
### END HIDDEN TESTS

# %% [markdown]
# ### Task 8: from the stretched picture to the output (2 points)
#
# Write `convolve_stretched(stretched, kernel, p)`. It gets the stretched picture and the square `(k, k)` kernel of the
# *transposed* convolution, pads with k − p − 1 zeros on each side (you may assume p ≤ k − 1), flips the kernel, and
# convolves with stride 1. The result must equal `F.conv_transpose2d`, but you build it with `F.conv2d`.
#
# <!-- not allowed: torch.nn.functional.conv_transpose*, torch.nn.ConvTranspose*, torch.nn.grad.conv*,
# course.models.conv_transpose2d_by_definition; build it with `F.conv2d` -->
#
# <details><summary>Hint 1: a nudge</summary>Send the smallest picture through it: <code>torch.ones(1, 1)</code>, with
# a 3 × 3 kernel of nine different numbers and p = 0. Its stamp is the kernel itself. What comes out of your
# function?</details>
# <details><summary>Hint 2: the idea</summary>To turn by 180° is to flip along <em>both</em> axes (a transpose is
# something else): <code>kernel.flip(0, 1)</code>. And what is the border for a 5 × 5 kernel?</details>
# <details><summary>Hint 3: almost</summary><code>F.conv2d</code> wants four axes: two new ones in front of picture
# and kernel on the way in, and away with them on the way out. Its <code>padding</code> can add the border for you; p
# is not yet that number.</details>


# %% nbgrader={"grade_id": "convolve-stretched", "solution": true}
def convolve_stretched(stretched, kernel, p):
    """The transposed convolution's output, from the already stretched input; all pictures are 2-d."""
    ### BEGIN SOLUTION
    border = kernel.shape[0] - p - 1
    return F.conv2d(stretched[None, None], kernel.flip(0, 1)[None, None], padding=border)[0, 0]
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-convolve-stretched", "grade": true, "points": 2}
def check_stretched(x, kernel, s, p):
    zeros_between = F.conv_transpose2d(x[None, None], torch.ones(1, 1, 1, 1), stride=s)[0, 0]
    truth = F.conv_transpose2d(x[None, None], kernel[None, None], stride=s, padding=p)[0, 0]
    case = f"convolve_stretched with k={kernel.shape[0]}, s={s}, p={p}"
    expect_close(call(convolve_stretched, zeros_between, kernel, p), truth, case, see="section 4")


draw = Draw()
check_stretched(torch.ones(1, 1), draw.image(3, 3), s=1, p=0)  # one pixel: its stamp is the kernel itself
check_stretched(draw.image(3, 2), draw.image(3, 3), s=2, p=1)
check_stretched(draw.image(2, 3), draw.image(4, 4), s=2, p=1)
### BEGIN HIDDEN TESTS
check_stretched(draw.image(1, 4), draw.image(3, 3), s=2, p=1)  # a single row comes out
for k in (1, 2, 3, 4, 5):
    for p in range(k):
        given(k=k, p=p)
        check_stretched(draw.image(draw.whole(k + 1, 7), draw.whole(k + 1, 7)), draw.image(k, k), draw.whole(1, 3), p)
### END HIDDEN TESTS

# %% [markdown]
# ### Why nobody computes it this way
#
# The zeros are multiplied like all other numbers. How many multiplications are wasted?
#
# ### Task 9: count (1 point)
#
# Take an i × i input, a k × k kernel, stride s and padding **p = 0**. As in task 8, the direct method slides the kernel over
# the stretched picture with its border of k − 1 zeros. Write `count_products(i, k, s)`. It returns two whole numbers: how
# many products the direct method computes in all, and how many of them involve a real input pixel and not a zero that was
# put in.
#
# <details><summary>Hint 1: a nudge</summary>Take i = 2, k = 3, s = 1 and count in the explorer of section 4 (padding
# 0): how many windows, how many products in each, how many of them with a real pixel?</details>
# <details><summary>Hint 2: the idea</summary>All: one k × k window for each output pixel. How many output pixels are
# there? Useful: think in stamps. How many products does one input pixel take part in?</details>
# <details><summary>Hint 3: almost</summary>Both numbers are a number of pixels, counted in two dimensions, times the
# size of the kernel. Which pixels are meant in the first, which in the second? With p = 0 no stamp is cropped.</details>


# %% nbgrader={"grade_id": "count-products", "solution": true}
def count_products(i, k, s):
    """(all products, products with a real input pixel) of the direct method for i × i, k × k, stride s, p = 0."""
    ### BEGIN SOLUTION
    o = s * (i - 1) + k
    return o**2 * k**2, i**2 * k**2
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-count-products", "grade": true, "points": 1}
expect_equal(count_products(2, 3, 1), [144, 36], "count_products(i=2, k=3, s=1)", see="section 4")
expect_equal(count_products(3, 3, 2), [441, 81], "count_products(i=3, k=3, s=2)", see="section 4")
### BEGIN HIDDEN TESTS
draw = Draw()


def count_by_looking(i, k, s):
    real = F.conv_transpose2d(torch.ones(1, 1, i, i), torch.ones(1, 1, 1, 1), stride=s)  # 1 where a real pixel stands
    seen = F.conv2d(real, torch.ones(1, 1, k, k), padding=k - 1)  # real pixels in each window
    return [seen.numel() * k * k, int(seen.sum())]


cases = [(1, 1, 1), (1, 3, 4), (5, 2, 4), (4, 1, 3)]  # one pixel, and strides with gaps between the stamps
for i, k, s in cases + [(draw.whole(1, 9), draw.whole(1, 5), draw.whole(1, 4)) for _ in range(6)]:
    given(i=i, k=k, s=s)
    expect_equal(count_products(i, k, s), count_by_looking(i, k, s), f"count_products(i={i}, k={k}, s={s})")
### END HIDDEN TESTS

# %%
for s in (1, 2, 3, 4):
    total, useful = count_products(64, 4, s)
    print(f"64 × 64 input, k = 4, s = {s}: {total:9,} products, {useful / total:4.0%} of them useful")

# %% [markdown]
# The useful share falls like 1/s². Section 5 gets rid of the waste.

# %% [markdown]
# ## 5 Polyphase upsampling
#
# Here is the stretched picture once more, with stride 2 and k = 4. Go to position 27, near the middle: which of the 16
# weights meet real pixels there? *Predict* which ones do so one pixel further to the right.

# %%
ConvolutionExplorer(transposed=True, input_size=3, kernel_size=4, stride=2)

# %%
# @title Predict: one pixel further to the right
predict(
    "next-position",
    "Which weights meet real pixels one pixel further to the right?",
    ["the same four", "four others, in the same rows", "four others, in other rows", "all sixteen"],
)

# %%
# @title One pixel further to the right
at = [
    torch.tensor([[(r - a) % 2 == 0 and (c - b) % 2 == 0 for b in range(4)] for a in range(4)])
    for r, c in ((3, 3), (3, 4))
]
with result_of(
    "next-position",
    truth="four others, in the same rows",
    why="Real pixels stand 2 apart. The window moves by 1, so they stand under the columns between; the rows stay as they were.",
):
    show(
        numbers(
            [torch.arange(1.0, 17).reshape(4, 4) * used for used in at],
            ["position 27: weights of the stamp", "position 28"],
        ),
        alt="The kernel's weights 1 to 16 as they are stamped, without those that meet zeros. At position 27 the weights 6, 8, 14 and 16 "
        "are left, at position 28 the weights 5, 7, 13 and 15.",
    )

# %% [markdown]
# Step on in the explorer and see (there the kernel is flipped, as it slides).

# %% [markdown]
# Along each axis, at an even position the window meets real pixels only with every other weight; at an odd position with
# the weights in between. **Each output pixel uses just one part of the kernel, and which part depends on its position
# (plus p) modulo s.**
#
# So split the kernel into s × s *sub-kernels*, convolve the small picture with each (no zeros between its pixels), and lay the
# results between each other like the teeth of combs:
#
# 1. *Split*: sub-kernel (u, v) holds the weights at rows u, u + s, u + 2s, … and columns v, v + s, v + 2s, …
# 2. *Convolve*: stamp each sub-kernel for every pixel of the small picture, at stride 1. (As in section 4: flip the
#    sub-kernel, pad the picture, slide.)
# 3. *Interleave*: result (u, v) fills the output's rows u, u + s, … and columns v, v + s, …
#
# This is the polyphase decomposition of signal processing; in networks it is also known as sub-pixel convolution.

# %%
kernel = torch.arange(1.0, 17).reshape(4, 4)
part = torch.tensor([[0.0, 1], [2, 3]]).repeat(2, 2)  # which of the four sub-kernels each weight belongs to
show(
    numbers([kernel, part], ["the weights", "sub-kernel no. 2u + v"]),
    alt="A 4 by 4 kernel with the weights 1 to 16; beside it, the number 2u + v of the sub-kernel that each weight "
    "belongs to: rows of 0, 1, 0, 1 take turns with rows of 2, 3, 2, 3.",
)

# %% [markdown]
# ### Task 10: split, for any stride (2 points)
#
# Write `sub_kernels(kernel, s)`. It returns a list of s lists with s tensors each: entry `[u][v]` is sub-kernel (u, v).
# The kernel need not be square, and its sides need not be multiples of s: sub-kernels may then differ in size. Where s is
# larger than a side of the kernel, some have no weights at all: these are empty tensors, and still in the lists.
#
# <details><summary>Hint 1: a nudge</summary>Look at the right picture above: where in the kernel are all the weights
# of sub-kernel 0? In one block, or apart?</details>
# <details><summary>Hint 2: the idea</summary>Python's slices can have a start and a step:
# <code>numbers[start::step]</code>. What is the step here, and what is the start for row number u?</details>
# <details><summary>Hint 3: almost</summary>A list inside a list: the outer one runs over u and cuts rows, the inner
# one over v and cuts columns. Slices stop at the edge by themselves, so no size of the kernel needs to be
# known.</details>


# %% nbgrader={"grade_id": "sub-kernels", "solution": true}
def sub_kernels(kernel, s):
    """(k, l) kernel -> list of s lists of s tensors."""
    ### BEGIN SOLUTION
    return [[kernel[u::s, v::s] for v in range(s)] for u in range(s)]
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-sub-kernels", "grade": true, "points": 2}
def check_split(kernel, s, truth):
    parts = call(sub_kernels, kernel, s)
    case = f"sub_kernels of a {kernel.shape[0]} × {kernel.shape[1]} kernel, s = {s}"
    expect_length(parts, s, f"{case}: the outer list", see="task 10")
    for u in range(s):
        expect_length(parts[u], s, f"{case}: inner list {u}", see="task 10")
        for v in range(s):
            entry = f"{case}: entry [{u}][{v}]"
            if torch.as_tensor(truth[u][v]).numel():
                expect_close(parts[u][v], truth[u][v], entry, see="section 5")
            else:
                expect_equal(torch.as_tensor(parts[u][v]).numel(), 0, f"number of weights in {entry}", see="section 5")


truth = [[[[1, 3], [9, 11]], [[2, 4], [10, 12]]], [[[5, 7], [13, 15]], [[6, 8], [14, 16]]]]
check_split(torch.arange(1.0, 17).reshape(4, 4), 2, truth)
check_split(torch.arange(1.0, 10).reshape(3, 3), 2, [[[[1, 3], [7, 9]], [[2], [8]]], [[[4, 6]], [[5]]]])
check_split(torch.tensor([[1.0, 2, 3], [4, 5, 6]]), 3, [[[[1]], [[2]], [[3]]], [[[4]], [[5]], [[6]]], [[], [], []]])
### BEGIN HIDDEN TESTS
draw = Draw()


def split_slowly(kernel, s):
    rows, columns = (range(length) for length in kernel.shape)
    places = [[(rows[u::s], columns[v::s]) for v in range(s)] for u in range(s)]
    return [[torch.tensor([[float(kernel[r, c]) for c in cs] for r in rs]) for rs, cs in row] for row in places]


for s in (1, 2, 3, 4):
    for shape in [(1, 1), (draw.whole(1, s), draw.whole(5, 7)), (draw.whole(5, 7), draw.whole(s, 4)), (s, s)]:
        given(s=s, rows=shape[0], columns=shape[1])
        kernel = draw.image(*shape)
        check_split(kernel, s, split_slowly(kernel, s))
### END HIDDEN TESTS

# %% [markdown]
# ### Task 11: interleave (1 point)
#
# Write `interleave(parts)`. It gets a list of s lists with s pictures each, all of the same shape `(H, W)`, and returns one
# picture `(s * H, s * W)`, in which pixel `(r * s + u, c * s + v)` is pixel `(r, c)` of `parts[u][v]`.
#
# <details><summary>Hint 1: a nudge</summary>Draw the result for s = 2. Where in it do the pixels (0, 0) of the four
# parts stand: next to each other, or far apart?</details>
# <details><summary>Hint 2: the idea</summary>The same slices that split the kernel, this time on the left of the
# <code>=</code>. (To put pictures side by side, as <code>torch.cat</code> does, is something else.)</details>
# <details><summary>Hint 3: almost</summary>Begin with zeros of the whole size: s is the length of the outer list, H
# and W come from any one part. Then each part, entry u of the outer list and v of the inner, fills one
# slice.</details>


# %% nbgrader={"grade_id": "interleave", "solution": true}
def interleave(parts):
    """s × s pictures (H, W) -> one picture (s * H, s * W)."""
    ### BEGIN SOLUTION
    s = len(parts)
    height, width = parts[0][0].shape
    whole = torch.zeros(s * height, s * width)
    for u in range(s):
        for v in range(s):
            whole[u::s, v::s] = parts[u][v]
    return whole
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-interleave", "grade": true, "points": 1}
parts = [list(row) for row in torch.arange(1.0, 25).reshape(2, 2, 3, 2)]  # parts[0][0] is [[1, 2], [3, 4], [5, 6]]
truth = [[1, 7, 2, 8], [13, 19, 14, 20], [3, 9, 4, 10], [15, 21, 16, 22], [5, 11, 6, 12], [17, 23, 18, 24]]
expect_close(call(interleave, parts), truth, "interleave of 2 × 2 pictures of 3 × 2 pixels", see="section 5")
halves = [[torch.tensor([[0.5]])]]
expect_close(call(interleave, halves), [[0.5]], "interleave of one picture of one pixel, 0.5", see="section 5")
### BEGIN HIDDEN TESTS
draw = Draw()
for s, height, width in [
    (1, 1, 1),
    (1, 2, 5),
    (2, 1, draw.whole(5, 7)),
    (3, draw.whole(5, 7), 2),
    (4, draw.whole(2, 4), 6),
]:
    parts = [[draw.image(height, width) for _ in range(s)] for _ in range(s)]
    truth = torch.zeros(s * height, s * width)
    for r in range(s * height):
        for c in range(s * width):
            truth[r, c] = parts[r % s][c % s][r // s, c // s]
    expect_close(call(interleave, parts), truth, f"interleave of {s} × {s} pictures of {height} × {width}")
### END HIDDEN TESTS

# %% [markdown]
# Put together, your two functions give the transposed convolution with p = 0. The only zeros left are those around the small
# picture: for 64 × 64 pixels, k = 4 and s = 2, 97% of the products are useful instead of 24%.


# %%
def polyphase(x, kernel, s):
    """Transposed convolution (H, W), (k, k) -> (s(H-1)+k, s(W-1)+k), for k a multiple of s; no zeros inserted."""
    results = []
    for row in sub_kernels(kernel, s):
        full = [F.conv2d(x[None, None], part.flip(0, 1)[None, None], padding=part.shape[0] - 1)[0, 0] for part in row]
        results.append(full)
    return interleave(results)


draw = Draw()
x, kernel = draw.image(5, 6), draw.image(4, 4)
difference = polyphase(x, kernel, 2) - F.conv_transpose2d(x[None, None], kernel[None, None], stride=2)[0, 0]
print("largest difference from F.conv_transpose2d:", difference.abs().max().item())

# %% [markdown]
# ### Stride ½, and a change of variables
#
# Some texts describe the same layer as a **convolution with stride ½**. In one dimension, with weights w(1), …, w(4), stride
# 2 and pixels x(1), x(2), …, the third output pixel is
#
# - stamping: $y(3) = x(1)\,w(3) + x(2)\,w(1)$,
# - sliding with stride ½ over the signal, that is, with stride 1 over the stretched signal: $y(3) = x(1)\,w(2) + x(2)\,w(4)$.
#
# Substitute w(j) → w(5 − j) in the second, that is, flip the kernel: w(2) becomes w(3), w(4) becomes w(1), and the two are
# the same sum. As the weights are learnt, the network does not care which of the two it runs: it learns them flipped.

# %%
x, w = torch.tensor([10.0, 1.0]), torch.tensor([1.0, 2, 3, 4])
stamped = F.conv_transpose1d(x[None, None], w[None, None], stride=2).flatten()
stretched = torch.tensor([10.0, 0, 1.0])
slid = F.conv1d(stretched[None, None], w[None, None], padding=3).flatten()
slid_flipped = F.conv1d(stretched[None, None], w.flip(0)[None, None], padding=3).flatten()
print("stamping               ", stamped.tolist())
print("sliding                ", slid.tolist())
print("sliding, kernel flipped", slid_flipped.tolist())

# %% [markdown]
# "It learns them flipped": see it. A secret kernel 1, 2, 3, 4 stamps 256 random signals, with stride 2. Two layers, both with random
# weights, learn from signals and results to do the same: one stamps, the other slides over the stretched signals. *Predict* the
# weights that the sliding one ends with.

# %%
# @title Predict: what the sliding layer learns
predict(
    "learnt-weights",
    "The secret kernel is 1, 2, 3, 4. Which weights does the layer learn that slides?",
    ["1, 2, 3, 4", "4, 3, 2, 1", "others, with a small error left", "none that work: its error stays large"],
)

# %%
# @title What the two layers learn
torch.manual_seed(0)
signals = torch.randn(256, 1, 12)
results = F.conv_transpose1d(signals, torch.tensor([[[1.0, 2, 3, 4]]]), stride=2)
stretched = torch.zeros(256, 1, 23)
stretched[..., ::2] = signals
stamper, slider = nn.ConvTranspose1d(1, 1, 4, stride=2, bias=False), nn.Conv1d(1, 1, 4, padding=3, bias=False)
with result_of(
    "learnt-weights",
    truth="4, 3, 2, 1",
    why="Training asks for the right results only, and sliding gives them with the kernel turned round.",
):
    for name, layer, inputs in [("stamping", stamper, signals), ("sliding", slider, stretched)]:
        optimiser = torch.optim.SGD(layer.parameters(), lr=0.2)
        for _ in range(100):
            optimiser.zero_grad()
            error = F.mse_loss(layer(inputs), results)
            error.backward()
            optimiser.step()
        weights = ", ".join(f"{weight:.2f}" for weight in layer.weight.flatten().tolist())
        print(f"{name:9} learns {weights}   (mean squared error {error.item():.1e})")

# %% [markdown]
# ## 6 The checkerboard
#
# Each output pixel is the sum of the stamps that reach it. If some pixels are reached more often than others, the picture
# gets a grid, even where the input is perfectly flat. *Predict* which of these two has it: k = 4 with s = 3, or k = 4 with s = 2?

# %%
# @title Predict: who has a grid
predict(
    "who-has-a-grid",
    "All weights are equal. Which layer makes a grid inside the picture?",
    ["k = 4, s = 3", "k = 4, s = 2", "both", "neither"],
)

# %%
# @title Who has a grid
flat, stamp = torch.ones(1, 1, 5, 5), torch.ones(1, 1, 4, 4)
maps = [F.conv_transpose2d(flat, stamp, stride=s)[0, 0] for s in (3, 2)]
with result_of(
    "who-has-a-grid",
    truth="k = 4, s = 3",
    why="Along one axis stamps of 4 overlap at every third pixel when s = 3: 1, 1, 1, 2, 1, 1, 2, … stamps; in two dimensions the "
    "counts multiply. Inside, they are equal just when k is a multiple of s.",
):
    show(
        coverage(maps, ["k = 4, s = 3: stamps at each pixel", "k = 4, s = 2: stamps at each pixel"]),
        alt="Two maps of numbers. With k = 4 and s = 3 the counts jump between 1, 2 and 4 in a grid all over the map. "
        "With k = 4 and s = 2 they are 4 everywhere except near the border.",
    )

# %% [markdown]
# So there is a rule for k and s. (Where it holds, every pixel inside gets exactly k / s stamps along each axis. Unless k = s, the
# border is covered less; cropping with padding takes some of that away.)
# The explorer of section 4 counts stamps, too: set k to 4 there, and move the stride.
#
# Equal counts are not yet a flat picture. Each output pixel adds up one sub-kernel of section 5, so **a flat input stays flat
# inside just when all s × s sub-kernels have the same sum**. With equal weights that is the same as equal counts. Other
# weights can break it (random weights with k = 4, s = 2) or rescue it (½, 1, ½ along each axis with s = 2).
#
# ### Task 12: coverage along one axis (1 point)
#
# Write `stamps(i, k, s)`: a list with, for each of the s(i − 1) + k output pixels along one axis, the number of stamps that
# reach it. Count them without calling a convolution.
#
# <!-- not allowed: torch.conv*, torch.nn.functional.conv*, torch.nn.Conv*, torch.nn.grad.conv*, numpy.convolve, numpy.correlate,
# course.models.conv*by_definition, course.models.matrix_of; count the stamps -->
#
# <details><summary>Hint 1: a nudge</summary>Draw it for i = 3, k = 4, s = 3: three stamps of four boxes, each three
# boxes further to the right than the one before. How many boxes lie in each column?</details>
# <details><summary>Hint 2: the idea</summary>Begin with a list of zeros, one for each output pixel, and let every
# stamp count itself.</details>
# <details><summary>Hint 3: almost</summary>Two loops, one over the stamps, one over the k places of a stamp. At which
# output pixel does stamp number n begin? Each place counts one more than it had; a place that no stamp reaches keeps
# its 0.</details>


# %% nbgrader={"grade_id": "stamps", "solution": true}
def stamps(i, k, s):
    """Number of stamps at each output pixel (list of int)."""
    ### BEGIN SOLUTION
    counts = [0] * (s * (i - 1) + k)
    for pixel in range(i):
        for offset in range(k):
            counts[pixel * s + offset] += 1
    return counts
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-stamps", "grade": true, "points": 1}
expect_equal(stamps(3, 4, 3), [1, 1, 1, 2, 1, 1, 2, 1, 1, 1], "stamps(i=3, k=4, s=3)", see="section 6")
expect_equal(stamps(4, 4, 2), [1, 1, 2, 2, 2, 2, 2, 2, 1, 1], "stamps(i=4, k=4, s=2)", see="section 6")
expect_equal(stamps(2, 2, 3), [1, 1, 0, 1, 1], "stamps(i=2, k=2, s=3): there is a gap", see="section 6")
expect_equal(stamps(2, 1, 3), [1, 0, 0, 1], "stamps(i=2, k=1, s=3): a wider gap", see="section 6")
meet = [1, 1, 2, 2, 3, 3, 3, 3, 2, 2, 1, 1]
expect_equal(stamps(4, 6, 2), meet, "stamps(i=4, k=6, s=2): three stamps meet", see="section 6")
### BEGIN HIDDEN TESTS
draw = Draw()


def stamps_by_torch(i, k, s):
    return F.conv_transpose1d(torch.ones(1, 1, i), torch.ones(1, 1, k), stride=s).int().flatten().tolist()


cases = [(1, 1, 1), (1, 2, 5), (3, 1, 4), (3, 2, 6)]  # one stamp, and gaps of more than one pixel
cases += [(draw.whole(1, 7), draw.whole(1, 6), draw.whole(1, 4)) for _ in range(10)]
cases += [(draw.whole(4, 7), draw.whole(5, 6), s) for s in (1, 2)]  # more than two stamps meet
for i, k, s in cases:
    given(i=i, k=k, s=s)
    expect_equal(stamps(i, k, s), stamps_by_torch(i, k, s), f"stamps(i={i}, k={k}, s={s})")
### END HIDDEN TESTS

# %% [markdown]
# A network can learn sub-kernels with equal sums, but it has to learn them; equal counts are the better start, not a
# guarantee.
#
# ### Another way up: resize, then convolve
#
# Enlarge the picture first, by a fixed rule (`nearest` repeats pixels, `bilinear` blends them), and let an ordinary
# convolution with stride 1 do the learning. Every output pixel inside then uses all weights of the kernel, so a flat picture
# stays flat whatever the weights are. In practice a `ConvTranspose2d` with k = 3, s = 2, p = 1, a = 1 is often replaced by this pair.
#
# ### Task 13: resize-convolution (2 points)
#
# Write `resize_conv(x, kernel, factor, mode)` for a picture `(1, 1, H, W)` and a `(k, k)` kernel with **odd** k. Enlarge by the
# whole number `factor` with `F.interpolate` (`mode` is `"nearest"` or `"bilinear"`), then convolve, padding with zeros so
# that the size stays at `factor * H` × `factor * W`. Leave all other settings at PyTorch's defaults.
#
# <details><summary>Hint 1: a nudge</summary>Print the shape after each of your two steps, for a picture of 2 × 2
# pixels. Which step may change the size, which may not?</details>
# <details><summary>Hint 2: the idea</summary>Which padding keeps the size of a convolution with stride 1? Solve o = i
# in section 3's first formula. It is not the same for every k.</details>
# <details><summary>Hint 3: almost</summary><code>F.interpolate</code> calls the factor <code>scale_factor</code>; of
# its other settings it needs only <code>mode</code>. Then comes <code>F.conv2d</code>, with your padding. The kernel
# lacks two axes in front; it is not flipped, since this is an ordinary convolution.</details>


# %% nbgrader={"grade_id": "resize-conv", "solution": true}
def resize_conv(x, kernel, factor, mode):
    """(1, 1, H, W) -> (1, 1, factor * H, factor * W)."""
    ### BEGIN SOLUTION
    enlarged = F.interpolate(x, scale_factor=factor, mode=mode)
    return F.conv2d(enlarged, kernel[None, None], padding=kernel.shape[0] // 2)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-resize-conv", "grade": true, "points": 2}
x = torch.tensor([[[[1.0, 2], [3, 4]]]])
only_centre = torch.tensor([[0.0, 0, 0], [0, 1, 0], [0, 0, 0]])
repeated = [[[[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]]]
expect_close(
    call(resize_conv, x, only_centre, 2, "nearest"), repeated, "nearest, factor 2, kernel that copies", see="section 6"
)
blended = F.interpolate(x, scale_factor=3, mode="bilinear")
expect_close(
    call(resize_conv, x, only_centre, 3, "bilinear"), blended, "bilinear, factor 3, kernel that copies", see="section 6"
)
x, kernel = Draw().image(1, 1, 3, 4), Draw().image(3, 3)
came = call(resize_conv, x, kernel, 2, "nearest")
expect_shape(came, (1, 1, 6, 8), "a 3 × 4 picture, factor 2, 3 × 3 kernel", see="section 6")
inside = F.conv2d(F.interpolate(x, scale_factor=2), kernel[None, None])  # where no padding is met
expect_close(torch.as_tensor(came)[:, :, 1:-1, 1:-1], inside, "the inside of that picture", see="section 6")
### BEGIN HIDDEN TESTS
draw = Draw()
for k, factor in [(1, draw.whole(2, 4)), (3, 1), (3, draw.whole(2, 4)), (5, draw.whole(2, 4)), (7, 5)]:
    given(k=k, factor=factor)
    x, kernel = draw.image(1, 1, draw.whole(2, 3), draw.whole(4, 6)), draw.image(k, k)
    for mode in ("nearest", "bilinear"):
        enlarged = F.interpolate(x, scale_factor=factor, mode=mode)
        truth = F.conv2d(F.pad(enlarged, [k // 2] * 4), kernel[None, None])
        expect_close(
            call(resize_conv, x, kernel, factor, mode), truth, f"resize_conv, {mode}, factor {factor}, k = {k}"
        )
### END HIDDEN TESTS

# %% [markdown]
# Now four ways to double a flat grey picture, all with random weights, as in a network before training. *Predict*: which
# of the four results stay flat inside?

# %%
# @title Predict: who stays flat
predict(
    "who-stays-flat",
    "Four ways to double a flat grey picture, with random weights: which results stay flat inside?",
    [
        "all four",
        "all but the transposed convolution with k = 3, s = 2",
        "both resize-convolutions",
        "the bilinear one",
        "none",
    ],
)

# %%
# @title Who stays flat
torch.manual_seed(3)
grey = torch.full((1, 1, 24, 24), 0.5)
kernel, wider = torch.rand(3, 3), torch.rand(4, 4)
ways = {
    "k = 3, s = 2": F.conv_transpose2d(grey, kernel[None, None], stride=2, padding=1, output_padding=1),
    "k = 4, s = 2": F.conv_transpose2d(grey, wider[None, None], stride=2, padding=1),
    "nearest + conv": resize_conv(grey, kernel, 2, "nearest"),
    "bilinear + conv": resize_conv(grey, kernel, 2, "bilinear"),
}
with result_of(
    "who-stays-flat",
    truth="both resize-convolutions",
    why="They enlarge first, and one kernel then gives every pixel the same sum: flat before anything is learnt. Equal counts alone do "
    "not keep k = 4, s = 2 flat: its four random sub-kernels have different sums.",
):
    show(
        pictures([0.5 * way / way[..., 4:-4, 4:-4].mean() for way in ways.values()], list(ways)),
        alt="Four enlarged versions of a flat grey picture, random weights. Transposed convolution with k = 3, s = 2: "
        "a strong grid. With k = 4, s = 2: a weaker grid. Both resize-convolutions: flat grey except for a darker border.",
    )

# %% [markdown]
# ## 7 Exercise 3-1: your own pair of layers
#
# The exercise that this notebook is named after: **design a convolution layer and a fractionally strided convolution layer of
# your own, run them on a photograph, and hand in the pictures with your code.** Both are layers of PyTorch, and nothing is
# trained: the weights are yours. Three things to know before you start.
#
# **Weights are set without gradients.** A new layer has random weights. Write your own into them:
#
# ```python
# layer = nn.Conv2d(3, 4, kernel_size=..., stride=..., padding=...)
# with torch.no_grad():
#     layer.weight.zero_()
#     layer.weight[2, 0] = kernel  # a (k, k) tensor: from channel 0 to channel 2
# ```
#
# **Colours.** Each output channel has a kernel for each input channel, and adds up what they give. A kernel of zeros keeps two
# channels apart. The weights of `nn.Conv2d(3, 4, k)` have the shape `(4, 3, k, k)`, and `weight[o, i]` leads from channel i to channel o.
# Those of `nn.ConvTranspose2d(4, 3, k)` have the very same shape, but there it is `weight[i, o]`.
#
# **Windows cover, as stamps do.** In section 6 some output pixels got more stamps than others. Look at a convolution with stride 2
# from its input: each input pixel is met by the weights of just one of the four sub-kernels of section 5, a neighbour by those of
# another. If the sub-kernels have different sums, some pixels count more than others, and stripes as fine as a pixel turn light or
# dark by chance. If the four sums are equal, every pixel inside counts equally. It is one condition for both layers.
#
# ### Task 14: build the convolution (3 points)
#
# Write `halving_layer()`. It returns **one `nn.Conv2d`**, with its weights set, that does the following.
#
# | | what it has to do |
# |---|---|
# | **size** | it takes pictures `(N, 3, H, W)` to `(N, 4, H/2, W/2)`, for **every** even H and W from 16 on: 600 × 512 → 300 × 256 |
# | **colours** | channels 0, 1 and 2 of the result are the small red, green and blue picture, each made of its own colour alone |
# | **brightness** | a picture of one flat colour keeps that colour inside; black stays black everywhere |
# | **even coverage** | the weights with which a pixel inside counts in its colour add up to ¼, whichever pixel it is |
# | **window** | each pixel of these three is made of at least 5 × 5 pixels and of at most 16 × 16 (from the first weight that is not 0 to the last; less than a thousandth of the largest counts as 0) |
# | **your own map** | channel 3 mixes at least two colours (each with at least a hundredth of the largest weight), with a kernel **for a purpose of your own**: brightness, edges in one direction, how red a place is, … On `sample.jpg` its values inside differ by at least 0.1 |
#
# "Inside" are the pixels of the small picture that are at least 4 pixels away from its edge. Numbers have to be right up to 0.001. No
# weight stays at random: each call gives the same layer. Everything else is yours: kernel sizes (sides need not be equal), padding and its mode, dilation, bias, and the scale of your own map.
#
# <details><summary>Hint 1: a nudge</summary>"Halves" gives the stride. How wide is your window, holes and all? And which
# of the kernels <code>weight[o, i]</code> have to be zeros, which have to add up to what?</details>
# <details><summary>Hint 2: the idea</summary>Put i = 2n and your kernel into section 3's first formula and ask for o = n, whatever n
# is: that leaves the padding. For even coverage split your kernel with <code>sub_kernels</code> and add up each of the
# four.</details>
# <details><summary>Hint 3: almost</summary>A kernel that is the same from both sides and has an even number of weights along each axis
# covers evenly by itself; with an odd number the weights have to be chosen (try 1, 4, 6, 4, 1).
# <code>torch.outer</code> makes a picture of two lines; divide it by its sum. And what does the layer add by
# itself, if you do not forbid it?</details>


# %% nbgrader={"grade_id": "halving-layer", "solution": true}
def halving_layer():
    """An nn.Conv2d (N, 3, H, W) -> (N, 4, H/2, W/2): red, green, blue, and a map of your own."""
    ### BEGIN SOLUTION
    bump = torch.tensor([1, 2, 3, 3, 2, 1]) / 12
    layer = nn.Conv2d(3, 4, kernel_size=6, stride=2, padding=2, bias=False)
    with torch.no_grad():
        layer.weight[:3] = torch.eye(3)[:, :, None, None] * torch.outer(bump, bump)  # each colour to itself
        layer.weight[3] = torch.outer(bump, torch.gradient(bump)[0])  # vertical edges, in all colours
    return layer
    ### END SOLUTION


# %% nbgrader={"grade_id": "probe-halving-layer", "locked": true}
def run_halving(pictures):
    """What is wrong with the kind of your layer, and what it makes of each picture."""
    return outputs_of_layer(halving_layer(), nn.Conv2d, (3, 4), pictures)


# %% nbgrader={"grade_id": "test-halving-layer", "grade": true, "points": 3}
def halved(*pictures):
    """What the layer makes of these pictures."""
    shapes = [(len(one), 4, one.shape[2] // 2, one.shape[3] // 2) for one in pictures]
    return expect_outputs(run_halving(list(pictures)), pictures, shapes, "halving_layer()", see="task 14 and section 3")


def expect_halving_weights():
    """Light up one pixel at a time, of each colour, in an even or odd row and column: all weights are seen."""
    points = torch.zeros(12, 3, 48, 48)
    points[:, :, 24:26, 24:26] = torch.eye(12).reshape(12, 3, 2, 2)
    black, seen = halved(torch.zeros(1, 3, 48, 48), points)
    same = torch.allclose(halved(points)[0], seen)
    expect_true(same, "halving_layer() gives other weights at each call: some are left at random", see="task 14")
    seen = (seen - black).reshape(3, 2, 2, 4, 24, 24)
    names = ["red", "green", "blue"]
    for colour, name in enumerate(names):
        what = f"the small {name} picture of a black one"
        expect_close(black[0, colour], torch.zeros(24, 24), what, see="task 14: brightness", atol=1e-3)
        for other in {0, 1, 2} - {colour}:
            what = f"the largest weight from {name} to {names[other]}"
            expect_close(seen[colour, :, :, other].abs().max(), 0, what, see="task 14: colours", atol=1e-3)
        weights = seen[colour, :, :, colour]
        sums, what = weights.sum((2, 3)), f"the sum of all weights from {name} to {name}"
        expect_close(sums.sum(), 1, what, see="task 14: brightness", atol=1e-3)
        what = f"sums of the weights with which {name} pixels count, in even and odd rows and columns"
        expect_close(sums, torch.full((2, 2), 0.25), what, see="task 14: even coverage", atol=1e-3)
        kernel = weights.flip(2, 3).permute(2, 0, 3, 1).reshape(48, 48).abs()  # interleaved
        used = (kernel > 1e-3 * kernel.max()).nonzero()
        rows, columns = (used.amax(0) - used.amin(0) + 1).tolist()
        what = f"the weights from {name} to {name} that are not 0 span {rows} × {columns} pixels, not 5 × 5 to 16 × 16"
        expect_true(min(rows, columns) >= 5 and max(rows, columns) <= 16, what, see="task 14: window")
    own = seen[:, :, :, 3].abs().flatten(1).amax(1)
    mixed = int((own > 0.01 * own.max()).sum())
    expect_true(
        mixed >= 2, f"channel 3 should mix at least two colours; it is made of {mixed}", see="task 14: your own map"
    )


halved(torch.zeros(1, 3, 16, 16), torch.ones(2, 3, 60, 52))
expect_halving_weights()
own = halved(sample_image())[0][0, 3, 4:-4, 4:-4]
differ = f"on sample.jpg the values of channel 3 differ by {own.max() - own.min():.3g}, less than 0.1"
expect_true(own.max() - own.min() >= 0.1, differ, see="task 14: your own map")
### BEGIN HIDDEN TESTS
draw = Draw()
sizes = [(1, 16, 18), (1, 18, 16), (2, 16, 64), (1, 70, 20)]
sizes += [(draw.whole(1, 3), 2 * draw.whole(8, 40), 2 * draw.whole(8, 40)) for _ in range(4)]
for n, height, width in sizes:
    given(height=height, width=width, pictures=n)
    colours = draw.image(n, 3, 1, 1).abs() / 3
    came = halved(colours.expand(n, 3, height, width))[0][:, :3, 4:-4, 4:-4]
    what = f"the inside of flat pictures, {n} × 3 × {height} × {width}"
    expect_close(came, colours.expand(n, 3, *came.shape[2:]), what, see="task 14: brightness", atol=1e-3)
### END HIDDEN TESTS

# %% [markdown]
# ### Task 15: build the fractionally strided convolution (3 points)
#
# Write `doubling_layer()`. It returns **one `nn.ConvTranspose2d`**, with its weights set, for the maps that a layer of task 14 gives.
#
# | | what it has to do |
# |---|---|
# | **size** | it takes maps `(N, 4, h, w)` to pictures `(N, 3, 2h, 2w)`, for **every** h and w from 8 on: 300 × 256 → 600 × 512 |
# | **colours** | maps 0, 1 and 2 stamp red into red, green into green, blue into blue, and into nothing else |
# | **even coverage** | at every pixel inside, the weights of the stamps that reach it add up to 1, so that equal pixels stay equal: no checkerboard, and the brightness is kept; if all maps are 0, the picture is black |
# | **stamps** | they span at most 16 × 16 pixels |
# | **the fourth map** | what it adds to the picture is up to you: nothing (zeros), or something that serves you (edges can sharpen) |
#
# "Inside" are the pixels of the picture that are at least 8 pixels away from its edge. Numbers have to be right up to 0.001. No weight
# stays at random.
#
# <details><summary>Hint 1: a nudge</summary>"Doubles" gives the stride. Section 5 says how many sub-kernels that makes, and section
# 6 when a flat map stays flat. What must each of them add up to, so that a flat map also keeps its value?</details>
# <details><summary>Hint 2: the idea</summary>Put stride and kernel into PyTorch's full rule and ask for o′ = 2i′: i′ falls out, and
# padding and output padding are left to balance. Remember what padding does in this layer: it
# crops.</details>
# <details><summary>Hint 3: almost</summary>In this layer the first axis of <code>weight</code> counts the maps that come in, the second
# the colours that go out. Four output pixels share each input pixel: so what must a kernel's sum be in all? See that its
# four parts are equal, with <code>sub_kernels</code>.</details>


# %% nbgrader={"grade_id": "doubling-layer", "solution": true}
def doubling_layer():
    """An nn.ConvTranspose2d (N, 4, h, w) -> (N, 3, 2h, 2w) for the maps of task 14."""
    ### BEGIN SOLUTION
    line = torch.tensor([1, 3, 3, 1]) / 4  # along an axis, each output pixel gets 1/4 + 3/4
    layer = nn.ConvTranspose2d(4, 3, kernel_size=4, stride=2, padding=1, bias=False)
    with torch.no_grad():
        layer.weight[:] = torch.eye(4, 3)[:, :, None, None] * torch.outer(line, line)  # the fourth map: zeros
    return layer
    ### END SOLUTION


# %% nbgrader={"grade_id": "probe-doubling-layer", "locked": true}
def run_doubling(maps):
    """What is wrong with the kind of your layer, and what it makes of the maps."""
    return outputs_of_layer(doubling_layer(), nn.ConvTranspose2d, (4, 3), maps)


# %% nbgrader={"grade_id": "test-doubling-layer", "grade": true, "points": 3}
def doubled(*maps):
    """What the layer makes of these maps."""
    shapes = [(len(one), 3, 2 * one.shape[2], 2 * one.shape[3]) for one in maps]
    return expect_outputs(run_doubling(list(maps)), maps, shapes, "doubling_layer()", see="task 15 and section 3")


def expect_doubling_weights():
    """Light up one pixel of one map at a time: its stamp is seen."""
    points = torch.zeros(4, 4, 24, 24)
    points[:, :, 12, 12] = torch.eye(4)
    black, seen = doubled(torch.zeros(1, 4, 24, 24), points)
    same = torch.allclose(doubled(points)[0], seen)
    expect_true(same, "doubling_layer() gives other weights at each call: some are left at random", see="task 15")
    expect_close(
        black, torch.zeros(1, 3, 48, 48), "the picture if all maps are 0", see="task 15: even coverage", atol=1e-3
    )
    names = ["red", "green", "blue"]
    for colour, name in enumerate(names):
        for other in {0, 1, 2} - {colour}:
            leak, what = (
                (seen - black)[colour, other].abs().max(),
                f"the largest weight from map {colour} to {names[other]}",
            )
            expect_close(leak, 0, what, see="task 15: colours", atol=1e-3)
        stamp = (seen - black)[colour, colour]
        sums = stamp.reshape(24, 2, 24, 2).sum((0, 2))
        what = f"sums of the weights that reach {name} pixels, in even and odd rows and columns"
        expect_close(sums, torch.ones(2, 2), what, see="task 15: even coverage", atol=1e-3)
        used = (stamp.abs() > 1e-3 * stamp.abs().max()).nonzero()
        rows, columns = (used.amax(0) - used.amin(0) + 1).tolist()
        what = f"the stamps for {name} span {rows} × {columns} pixels, more than 16 × 16"
        expect_true(max(rows, columns) <= 16, what, see="task 15: stamps")


doubled(torch.zeros(1, 4, 8, 8), torch.ones(2, 4, 30, 26))
expect_doubling_weights()
### BEGIN HIDDEN TESTS
draw = Draw()
sizes = [(1, 8, 9), (1, 9, 8), (2, 8, 31), (1, 35, 11)]
sizes += [(draw.whole(1, 3), draw.whole(8, 40), draw.whole(8, 40)) for _ in range(4)]
for n, height, width in sizes:
    given(height=height, width=width, pictures=n)
    colours = draw.image(n, 4, 1, 1).abs() / 3
    colours[:, 3] = 0
    came = doubled(colours.expand(n, 4, height, width))[0]
    truth = colours[:, :3].expand(n, 3, 2 * height, 2 * width)[..., 8:-8, 8:-8]
    what = f"the inside of pictures of flat maps, {n} × 4 × {height} × {width}"
    expect_close(came[..., 8:-8, 8:-8], truth, what, see="task 15: even coverage", atol=1e-3)
### END HIDDEN TESTS

# %% [markdown]
# ### Run them
#
# Your layers on the photograph of section 1, or on yours. (One row or column may be cut to make the sizes even.) Your own map is
# drawn from its smallest value, black, to its largest, white. For comparison a layer that task 15 refuses: it doubles the
# size, too, but with k = 3 and equal weights. The pictures are saved in the folder `pictures` beside this notebook (on Colab: among the
# files on the left).

# %%
even = image[..., : image.shape[-2] // 2 * 2, : image.shape[-1] // 2 * 2]
with torch.no_grad():
    halved_photo = halving_layer()(even)
    doubled_photo = doubling_layer()(halved_photo)
equal_weights = torch.full((3, 1, 3, 3), 4 / 9)
uneven = F.conv_transpose2d(halved_photo[:, :3], equal_weights, stride=2, padding=1, output_padding=1, groups=3)
own_map = halved_photo[:, 3:]
own_map = (own_map - own_map.min()) / (own_map.max() - own_map.min())

for name, picture in {
    "halved": halved_photo[:, :3],
    "own-map": own_map,
    "doubled": doubled_photo,
    "uneven": uneven,
}.items():
    save_image(f"pictures/{name}.png", picture)
    print(f"saved pictures/{name}.png, {picture.shape[2]} × {picture.shape[3]} pixels")
print("mean squared difference from the input, doubled:", round(F.mse_loss(doubled_photo, even).item(), 5))
print("mean squared difference from the input, uneven: ", round(F.mse_loss(uneven, even).item(), 5))

# %%
# @title Your pictures, side by side
show(
    pictures(
        [even, halved_photo[:, :3], own_map, doubled_photo], ["input", "halved", "halved: your own map", "doubled"]
    ),
    alt="The photograph; at half the size in colours; the map of one's own in grey; and in colours at full size again.",
)
top, left = even.shape[-2] // 4, max(0, even.shape[-1] // 2 - 80)  # a detail near the middle
details = [picture[..., top : top + 120, left : left + 160] for picture in (even, doubled_photo, uneven)]
show(
    pictures(details, ["detail: input", "detail: doubled", "detail: k = 3, equal weights"]),
    alt="The same detail three times: from the input, from the doubled picture, and from the one made with k = 3.",
)

# %% [markdown]
# ### Written answer 2 (4 points)
#
# Explain your layers to somebody who has to use them, in about 150 words. Show with the formulas of section 3, and your own numbers, that
# both sizes are right for **every** even height and width. Say why your second layer makes no checkerboard, and why k = 3 with equal
# weights has the right size and yet makes one. Say what the map of your own is for, and how its weights do that. Describe one
# difference between your doubled picture and the input, and its cause.
#
# *What earns points:* both size computations, for every even size (1); the coverage argument, with the counterexample (1); the purpose of
# your own map, why its weights serve it, and what it shows in the picture (1); a difference, with its cause (1).
#
# <details><summary>Hint 1: a nudge</summary>You need the numbers of tasks 14 and 15, the formulas of section 3, the
# counts of section 6, and the pictures above. In the pictures, look at the edges and at the finest detail.</details>
# <details><summary>Hint 2: the idea</summary>"For every even height" asks for a letter in place of 600. And a size
# may be right while the coverage is not: they are two arguments, from two sections.</details>
# <details><summary>Hint 3: almost</summary>Five parts: the first size, with your numbers and the height as 2n; the
# second in the same way; what the four sub-kernels add up to, in your layer and in the one with k = 3; where your own map is light or
# dark, and which of its weights make it so; one thing you see, and the step that made it.</details>

# %% [markdown] nbgrader={"grade_id": "question-layers", "locked": true}
# Write your answer in the cell below.
# ### BEGIN MARK SCHEME
# - 1: both sizes with the student's own numbers and a letter: ⌊(2n + 2p − d(k − 1) − 1) / 2⌋ + 1 = n, and
#   2(n − 1) + d(k − 1) + 1 − 2p + a = 2n. No point if only one is shown, or if only one size such as 600 is put in.
# - 1: the four sub-kernels have equal sums (with equal weights: k is a multiple of s); for k = 3 with equal weights the sums are as 4, 2, 2
#   and 1, so a flat map gets a grid. (That ½, 1, ½ along each axis rescues k = 3 is true, and welcome.)
# - 1: the purpose of the fourth channel, why its weights serve it (as: opposite signs left and right cancel where nothing changes), and a place
#   in the picture where it shows.
# - 1: any true observation (blur, darker border, loss of texture) with its cause (averaging; windows that reach into the padding, fewer
#   stamps at the border; a convolution to a quarter of the pixels cannot be inverted).
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "answer-layers", "grade": true, "solution": true, "points": 4}
# ### BEGIN SOLUTION
# Convolution k = 6, s = 2, p = 2: for height 2n, ⌊(2n + 4 − 6) / 2⌋ + 1 = (n − 1) + 1 = n. Transposed convolution k = 4, s = 2, p = 1:
# 2(n − 1) + 4 − 2 = 2n. Along an axis its weights are (1, 3, 3, 1) / 4, with the parts (1, 3) / 4 and (3, 1) / 4: both add up to 1, so in the
# plane all four sub-kernels do, and a flat map stays flat. With k = 3 and equal weights, p = 1, a = 1 the size is 2(n − 1) + 3 − 2 + 1 = 2n
# too, but the parts have 4, 2, 2 and 1 weights: a grid, even on a flat map. My own map finds vertical edges: along a row its weights are the
# slope of the bump, (1, 1, ½, −½, −1, −1) / 12, the same for all colours, so where nothing changes from left to right they cancel. The white
# collar has a dark rim on its left, where the picture turns lighter, and a light one on its right. The doubled picture is blurred: each pixel
# of the small one is an average of 36, and no layer can know the detail that they had.
# ### END SOLUTION

# %% [markdown]
# ## To discuss
#
# A decoder may enlarge with transposed convolutions or with resize-convolutions. A colleague argues: "*With learnt weights a
# transposed convolution can imitate any resize-convolution, so it can only be better.*" Is the first half true? And if it is,
# why might the second half still be wrong? Exercise 3-2 will give you pictures to argue with.
#
# **Read on:** Dumoulin & Visin, *A guide to convolution arithmetic for deep learning* (arXiv:1603.07285). Shi et al., *Is the
# deconvolution layer the same as a convolutional layer?* (arXiv:1609.07009). Odena, Dumoulin & Olah, *Deconvolution and
# checkerboard artifacts* (Distill, 2016).
