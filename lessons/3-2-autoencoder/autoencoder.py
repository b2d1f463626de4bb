# %% [markdown]
# # Exercise 3-2: Autoencoders
#
# <!-- summary: PCA, convolutional autoencoders of their own design, interpolation and sampling, four uses of the code;
# digit by digit, epoch by epoch -->
#
# A handwritten digit is a picture of 784 numbers. You could describe it to a friend with far fewer: which digit, how
# slanted, how thick, how round. An **autoencoder** is a pair of networks that finds such a description by itself, without
# labels: one network writes it, the other redraws the picture from it.
#
# After this notebook you can
#
# - write PCA, and say why it is an autoencoder and the best linear one,
# - train an autoencoder, and judge its reconstructions from epoch to epoch,
# - build a deep convolutional autoencoder, check its sizes layer by layer, and compare architectures fairly,
# - interpolate between digits, sample new ones, and explain why the samples disappoint,
# - use codes to draw maps, to clean pictures, to classify, and to learn from few labels.
#
# **How to work.** Where it says *Predict*, answer, and say how sure you are; the result below it then unfolds. Where it says *Task*, replace
# the `raise NotImplementedError` by your code and run the check below it, as often as you like; when it fails, its last lines
# say what was expected and what came. After you hand in, more checks of the same kind run with other numbers.
#
# **When you are stuck.** Open the three hints one at a time; read the place that the failed check sends you to (*Look again at
# ...*); print the shapes. Still stuck? Go on, and come back: each task is checked on its own, and sections 5 to 8 do not
# need your answers to sections 2 to 4.
#
# You need Exercise 3-1, and should have trained a small network in PyTorch before (layers, loss, gradient). Other words
# are explained where they first turn up.
#
# <!-- counts -->; plan about four hours. About six minutes of them the
# computer trains networks; a bar shows how far it is. Pressing stop (■) ends a training early and keeps what was learnt.

# %%
import torch
from IPython.display import display
from torch import nn
from torch.nn import functional as F

from course.checks import (
    as_of_now,
    call,
    expect_between,
    expect_close,
    expect_equal,
    expect_length,
    expect_shape,
    expect_true,
    given,
    where_it_stops,
    with_weights,
)
from course.data import digits
from course.draw import Draw
from course.explorers import ChoiceExplorer, EpochExplorer, InterpolationExplorer, LatentMapExplorer
from course.figures import Table, clouds, digit_rows, lines, show
from course.models import PCA, Autoencoder, layer_sizes, strided_autoencoder
from course.predictions import predict, result_of
from course.training import mean_loss, profile, reference, squared_error, train

# %% [markdown]
# ## 1 Why compress?
#
# These are the digits of MNIST: 28 × 28 pixels, each from 0 (paper) to 1 (ink), so a digit is a point in a space of 784
# dimensions. How much of that space do digits fill?

# %%
known = digits("train", **profile.choose(grading={"n": 2000}, laptop={}, gpu={"full": True}))
unseen = digits("test", **profile.choose(grading={"n": 500}, laptop={}, gpu={"full": True}))
x, x_test = known.images, unseen.images
print("to learn from:", tuple(x.shape), "  to test with:", tuple(x_test.shape))
generator = profile.seed_everything(0)
noise = torch.rand(10, 1, 28, 28, generator=generator)
# Each pixel from the same place of some digit, but of another digit each: right greys, wrong company.
donors = torch.randint(len(x), (10, 784), generator=generator)
mixed = x.flatten(1)[donors, torch.arange(784)].reshape(10, 1, 28, 28)
show(
    digit_rows({"digits": x_test[:10], "uniform noise": noise, "pixels of 784\ndigits, mixed": mixed}),
    alt="Three rows of ten pictures: handwritten digits; grey noise; and specks that gather in the middle like digits do, "
    "but form no strokes.",
)

# %% [markdown]
# Almost every point of the space is noise. The last row has the right brightness at every place, and still no digit comes
# out: **what makes a digit is how its pixels depend on each other.** Knowing some of them tells much about the others. So 784
# numbers are far too many.
#
# How many would do? Look at what can vary. One handwritten 3, three knobs: slant, width, height.

# %%
three = x_test[unseen.labels == 3][2:3]
slant, size = torch.linspace(-0.5, 0.5, 9), torch.linspace(0.8, 1.7, 9)
zero, one = torch.zeros(9), torch.ones(9)


def turned(a, b, c, d):
    """Nine copies of the 3, copy i seen through the matrix [[a_i, b_i], [c_i, d_i]]."""
    matrices = torch.stack([a, b, zero, c, d, zero], dim=1).reshape(9, 2, 3)
    return F.grid_sample(
        three.expand(9, 1, 28, 28), F.affine_grid(matrices, (9, 1, 28, 28), False), align_corners=False
    )


show(
    digit_rows({"slant": turned(one, slant, zero, one), "width": turned(size, zero, zero, one),
                "height": turned(one, zero, zero, size)}),
    alt="Three rows of nine pictures of one 3: first leaning to the left, at last to the right; from wide to narrow; from tall "
    "to short.",
)  # fmt: skip

# %% [markdown]
# Each row is a curve in the space of 784 dimensions: one knob, one number. Slant, width and height together make a bent
# surface of pictures, with 3 dimensions. Thickness, roundness, the length of a tail add some more. Such numbers are the
# **degrees of freedom** of the data. Nobody tells us which they are. We want a machine that finds them.
#
# ```
#        x                       h                       r
#   28 × 28 picture ──▶ encoder f ──▶ d numbers ──▶ decoder g ──▶ 28 × 28 picture
#                                  (the code)
# ```
#
# - The **encoder** f turns a picture x into its **code** h = f(x): d numbers, with d much smaller than 784. (Many texts
#   write z for it, and call the space of codes the *latent space*.)
# - The **decoder** g turns a code into a picture, the **reconstruction** r = g(h).
# - Both are trained together to make r as close to x as they can. The target is the input itself: no labels are needed.
#
# The code is a **bottleneck**. Without one (d = 784) the machine could copy its input and would learn nothing. With one, it
# has to keep what tells digits apart, and to leave out what can be guessed from the rest.
#
# *Think first*: what may a good code forget about a digit? And would a code that is good for digits be good for photographs?
#
# ### Task 1: how good is a reconstruction? (2 points)
#
# Write two measures for pictures `x` and reconstructions `r`, both tensors of the same shape `(N, ...)`. Each returns one number.
#
# - `error_per_pixel(x, r)`: the squared differences, averaged over all pixels of all pictures. We use it for every table.
# - `quadratic_loss(x, r)`: **half** the squared differences, **summed** over the pixels of a picture, averaged over the N
#   pictures. Much code, and many lectures, train with this one:
#
# $$\ell = \frac{1}{N} \sum_{n=1}^{N} \tfrac12 \lVert x_n - r_n \rVert^2$$
#
# <!-- not allowed: course.training.squared_error, course.training.mean_loss -->
#
# <details><summary>Hint 1: a nudge</summary>Compute both by hand for one 2 × 2 picture with the differences 1, 0, 0,
# −2. Then imagine the same picture twice in the batch: which of your two numbers may change?</details>
# <details><summary>Hint 2: the idea</summary>Square first, then add up or average: no root, no absolute values. For
# the second: which axes are summed, and what is the result divided by? <code>len(x)</code> is N.</details>
# <details><summary>Hint 3: almost</summary>The first is one mean over everything. In the second, a sum over
# everything serves for rows and for pictures alike; what has to be divided out afterwards is the number of pictures,
# not of pixels. Where is the half?</details>


# %% nbgrader={"grade_id": "errors", "solution": true}
def error_per_pixel(x, r):
    """Mean squared difference, over all pixels of all pictures."""
    ### BEGIN SOLUTION
    return ((x - r) ** 2).mean()
    ### END SOLUTION


def quadratic_loss(x, r):
    """Half the squared differences, summed over pixels, averaged over the N pictures."""
    ### BEGIN SOLUTION
    return 0.5 * ((x - r) ** 2).sum() / len(x)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-errors", "grade": true, "points": 2}
a, b = torch.tensor([[[1.0, 0], [0, 1]]]), torch.tensor([[[0.0, 0], [0, 3]]])
expect_close(
    call(error_per_pixel, a, b), 1.25, "error_per_pixel of one 2 × 2 picture with differences 1, 0, 0, -2", see="task 1"
)
expect_close(
    call(quadratic_loss, a, b), 2.5, "quadratic_loss of one 2 × 2 picture with differences 1, 0, 0, -2", see="task 1"
)
draw = Draw()
a, b = draw.image(3, 1, 4, 4), draw.image(3, 1, 4, 4)
expect_close(call(error_per_pixel, a, b), F.mse_loss(a, b), "error_per_pixel of three 4 × 4 pictures", see="task 1")
expect_close(
    call(quadratic_loss, a, b), F.mse_loss(a, b) * 16 / 2, "quadratic_loss of three 4 × 4 pictures", see="task 1"
)
a, b = draw.image(5, 6), draw.image(5, 6)
expect_close(
    call(error_per_pixel, a, b), F.mse_loss(a, b), "error_per_pixel of pictures as rows, shape (5, 6)", see="task 1"
)
expect_close(
    call(quadratic_loss, a, b), F.mse_loss(a, b) * 6 / 2, "quadratic_loss of pictures as rows, (5, 6)", see="task 1"
)
### BEGIN HIDDEN TESTS
draw = Draw()
for n, height, width in [(1, 28, 28), (1, 1, 1), (draw.whole(2, 5), draw.whole(2, 6), 7), (draw.whole(6, 9), 3, 2)]:
    given("one picture" if n == 1 else "pictures that are not 28 × 28")
    a, b = draw.image(n, 1, height, width), draw.image(n, 1, height, width)
    truth = float(((a.double() - b.double()) ** 2).mean())
    expect_close(call(error_per_pixel, a, b), truth, f"error_per_pixel of {n} pictures of {height} × {width}")
    expect_close(
        call(quadratic_loss, a, b), truth * height * width / 2, f"quadratic_loss of {n} pictures of {height} × {width}"
    )
    expect_close(call(error_per_pixel, b, a), truth, f"error_per_pixel of {n} pictures of {height} × {width}, swapped")
### END HIDDEN TESTS

# %% [markdown]
# For our digits the two differ by a fixed factor: quadratic loss = 392 × error per pixel (why 392?). So both have their minimum
# at the same place. But a learning rate that suits one does not suit the other if you train with plain gradient descent.
#
# A number needs something to compare it with. What if the code had no numbers at all? Then the decoder could only draw one
# picture, always the same. The best choice is the mean digit:

# %%
mean_digit = x.mean(0, keepdim=True)
d0_error = float(((x_test - mean_digit) ** 2).mean())
print(f"error per pixel of the mean digit: {d0_error:.4f}")
show(
    digit_rows({"mean digit": mean_digit}),
    alt="A blurred grey blob, brightest in the middle: the average of all digits.",
)

# %% [markdown]
# Every code has to beat this number.
#
# ## 2 PCA, the linear autoencoder
#
# Begin with the simplest machines: encoder and decoder **linear**. In two dimensions one can see what is best. A cloud of
# points is to be described by d = 1 number each. We lay a line through the cloud; a point's code says where on the line it
# is, and its reconstruction is the nearest point of the line. *Which line loses least?*

# %%
cloud = torch.randn(300, 2, generator=generator) @ torch.tensor([[1.5, 0.6], [0.0, 0.5]]) + torch.tensor([4.0, 2.0])
centre = cloud.mean(0)
_, _, rows = torch.linalg.svd(cloud - centre, full_matrices=False)
line = torch.stack([centre - 5 * rows[0], centre + 5 * rows[0]])
nearest = centre + ((cloud - centre) @ rows[0])[:, None] * rows[0]
show(
    clouds(
        {"d = 2: nothing is lost": {"points": cloud},
         "d = 1: points on a line": {"points": cloud, "first principal direction": line, "reconstructions": nearest}},
        axes_names=("first coordinate", "second coordinate"),
    ),
    alt="Left: a slanted, elongated cloud of points away from the origin. Right: the same cloud with a line along its long axis, "
    "and each point's reconstruction on that line.",
)  # fmt: skip

# %% [markdown]
# The line passes through the **centre** of the cloud (not through the origin!), along the direction in which the cloud is
# longest. This is **principal component analysis**. In 784 dimensions it is the same, with d directions instead of one:
#
# 1. centre: X is the N × 784 matrix with rows $x_n - m$, where m is the mean picture;
# 2. decompose: $X = U \,\mathrm{diag}(\sigma_1, \sigma_2, \dots)\, V^\top$ with $\sigma_1 \ge \sigma_2 \ge \dots$ (singular value
#    decomposition). The rows of $V^\top$ are directions in picture space, orthogonal and of length 1, the most important first;
# 3. keep the first d rows: W, a d × 784 matrix.
#
# $$h = f(x) = W (x - m), \qquad r = g(h) = m + W^\top h$$
#
# ### Task 2: find the directions (3 points)
#
# Write `pca_fit(data, d)` for a matrix `data` of N rows (pictures) and P columns (pixels). Return the mean, shape `(P,)`, and
# the first d principal directions as rows, shape `(d, P)`.
#
# <!-- not allowed: course.models.PCA -->
#
# <details><summary>Hint 1: a nudge</summary>Which axis runs over the pictures? The mean is a picture: print its
# shape.</details>
# <details><summary>Hint 2: the idea</summary>Decompose what is left when the mean picture has been taken away.
# <code>torch.linalg.svd(..., full_matrices=False)</code> returns U, the σ in decreasing order, and Vᵀ (not
# V).</details>
# <details><summary>Hint 3: almost</summary>The directions are rows of the third result already: nothing to transpose,
# to scale or to sort. Cut off the first d with a slice, which keeps both axes even for d = 1, and return them after
# the mean.</details>


# %% nbgrader={"grade_id": "pca-fit", "solution": true}
def pca_fit(data, d):
    """Mean (P,) and first d principal directions (d, P) of the rows of data (N, P)."""
    ### BEGIN SOLUTION
    mean = data.mean(0)
    _, _, rows = torch.linalg.svd(data - mean, full_matrices=False)
    return mean, rows[:d]
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-pca-fit", "grade": true, "points": 3}
def data_with_known_directions(draw, n, p, k):
    """n points on a k-dimensional plane in p dimensions, longest along its first direction, far from the origin."""
    directions = torch.linalg.qr(draw.image(p, k))[0].T
    scattered = draw.image(n, k)
    coordinates = torch.linalg.qr(scattered - scattered.mean(0))[0]  # uncorrelated, mean 0
    lengths = torch.tensor([20.0 * 0.6**i for i in range(k)])
    centre = 5 + 4 * draw.image(p)
    return centre + coordinates * lengths @ directions, centre, directions


def expect_directions(fitted, centre, directions, d, what):
    expect_length(fitted, 2, f"{what} (mean and directions)", see="task 2")
    expect_close(fitted[0], centre, f"the mean from {what}", see="section 2, step 1", atol=1e-3)
    expect_shape(fitted[1], (d, len(centre)), f"the directions from {what}", see="section 2, step 3")
    rows = torch.tensor([[float(number) for number in row] for row in fitted[1]])
    squares = f"W Wᵀ (rows of length 1, orthogonal) from {what}"
    expect_close(rows @ rows.T, torch.eye(d), squares, see="section 2, step 2", atol=1e-3)
    agreement = (rows @ directions[:d].T).abs().diagonal()  # a direction's sign does not matter
    cosines = f"|cosine| between row j and the true direction j (1: the same line), from {what}"
    expect_close(agreement, torch.ones(d), cosines, see="section 2, steps 1 and 2 (the most important first)")


cross = torch.tensor([[1.0, 5, 3], [1, -1, 3], [1, 2, 5], [1, 2, 1], [2, 2, 3], [0, 2, 3]])
axes = torch.tensor([[0.0, 1, 0], [0, 0, 1]])  # along which the cross is longest
handed_in = cross.clone()
expect_directions(pca_fit(handed_in, 2), torch.tensor([1.0, 2, 3]), axes, 2, "pca_fit of a cross around (1, 2, 3), d=2")
expect_close(
    handed_in, cross, "the data after pca_fit has used them; they must stay as they were (no -=)", see="task 2"
)
data, centre, directions = data_with_known_directions(Draw(), 30, 8, 4)
expect_directions(pca_fit(data.clone(), 2), centre, directions, 2, "pca_fit of 30 points in 8 dimensions, d=2")
### BEGIN HIDDEN TESTS
draw = Draw()
for n, p, d in [
    (25, 12, 1),
    (6, 30, 5),
    (draw.whole(20, 40), draw.whole(6, 20), 3),
    (12, 20, draw.whole(2, 4)),
]:
    data, centre, directions = data_with_known_directions(draw, n, p, 5)
    expect_directions(
        pca_fit(data.clone(), d), centre, directions, d, f"pca_fit of {n} points in {p} dimensions, d={d}"
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Task 3: encode and decode (2 points)
#
# Write the two formulas for whole batches: `pca_encode(data, mean, directions)` takes `(N, P)` to codes `(N, d)`, and
# `pca_decode(codes, mean, directions)` takes `(N, d)` back to `(N, P)`; `directions` is W, with shape `(d, P)`.
#
# <!-- not allowed: course.models.PCA -->
#
# <details><summary>Hint 1: a nudge</summary>Write the shape below each letter of the two formulas, then the shapes
# that your functions get. What stands the other way round?</details>
# <details><summary>Hint 2: the idea</summary>The formulas are for one column x. Here pictures are rows: transpose
# both sides of h = W (x − m), and of r = m + Wᵀ h.</details>
# <details><summary>Hint 3: almost</summary>Let the shapes decide: which of W and Wᵀ takes (N, P) to (N, d) from the
# right, and which brings it back? Centre before you encode, with the mean that you were given; it comes back after
# decoding.</details>


# %% nbgrader={"grade_id": "pca-codes", "solution": true}
def pca_encode(data, mean, directions):
    """Codes (N, d) of the rows of data (N, P)."""
    ### BEGIN SOLUTION
    return (data - mean) @ directions.T
    ### END SOLUTION


def pca_decode(codes, mean, directions):
    """Reconstructions (N, P) of codes (N, d)."""
    ### BEGIN SOLUTION
    return mean + codes @ directions
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-pca-codes", "grade": true, "points": 2}
mean, directions = torch.tensor([1.0, 2, 3]), torch.tensor([[0.6, 0.8, 0], [0, 0, 1]])
points = torch.tensor([[2.0, 4, 3], [1, 2, 5], [1.6, 2.8, 2], [1, 2, 3]])
codes = torch.tensor([[2.2, 0], [0, 2], [1, -1], [0, 0]])
nearest = [[2.32, 3.76, 3], [1, 2, 5], [1.6, 2.8, 2], [1, 2, 3]]
handed_in = points.clone()
expect_close(
    call(pca_encode, handed_in, mean, directions), codes, "pca_encode of 4 points in 3 dimensions, d=2", see="task 3"
)
expect_close(
    handed_in, points, "the data after pca_encode has used them; they must stay as they were (no -=)", see="task 3"
)
expect_close(call(pca_decode, codes, mean, directions), nearest, "pca_decode of these points' codes", see="task 3")
### BEGIN HIDDEN TESTS
draw = Draw()
for n, p, d in [(1, 5, 2), (draw.whole(4, 8), draw.whole(9, 12), 3), (6, 7, 1)]:
    given("one picture" if n == 1 else "codes of one number" if d == 1 else "")
    mean, directions = draw.image(p), torch.linalg.qr(draw.image(p, d))[0].T
    data, codes = draw.image(n, p), draw.image(n, d)
    truth = torch.stack([torch.stack([(row - mean) @ direction for direction in directions]) for row in data])
    expect_close(call(pca_encode, data, mean, directions), truth, f"pca_encode of {n} points in {p} dimensions, d={d}")
    truth = torch.stack(
        [mean + sum(h * direction for h, direction in zip(row, directions, strict=True)) for row in codes]
    )
    expect_close(call(pca_decode, codes, mean, directions), truth, f"pca_decode of {n} codes, d={d}, P={p}")
### END HIDDEN TESTS

# %% [markdown]
# Now your PCA on the digits. *Predict*: how many numbers does it need before you can read nearly every digit?

# %%
# @title Predict: how many numbers
predict(
    "pca-numbers",
    "PCA with 2, 4, 8, 16 and 32 numbers: which is the first with which you can read nearly every digit?",
    ["2", "4", "8", "16", "32"],
)

# %%
# @title How many numbers
DIMENSIONS = (2, 4, 8, 16, 32)
mean, principal = (torch.as_tensor(part).float() for part in pca_fit(x.flatten(1), 32))
rows, errors = {"input": x_test[:12]}, []
for d in DIMENSIONS:
    W = principal[:d]  # the first d of 32 are the same as if only d had been asked for
    r = torch.as_tensor(pca_decode(pca_encode(x_test.flatten(1), mean, W), mean, W)).float().reshape(-1, 1, 28, 28)
    rows[f"PCA, d = {d}"] = r[:12]
    errors.append(float(((x_test - r) ** 2).mean()))
with result_of(
    "pca-numbers",
    truth="32",
    why="With 8 you read about half of them, with 16 most, with 32 nearly all, through a grey haze: sums of a few fixed patterns "
    "are poor at moving a stroke.",
):
    show(
        digit_rows(rows),
        alt="Twelve digits and below them their PCA reconstructions. With 2 and 4 numbers most are unreadable blurs, with 8 about half "
        "can be read, with 16 most, and with 32 nearly all, with a grey haze around them.",
    )

# %% [markdown]
# What are the directions themselves? Each is a picture too: the pattern that is added when its number of the code grows.

# %%
scaled = 0.5 + 0.5 * principal / principal.abs().amax(1, keepdim=True)  # 0 in the middle of the grey scale
show(
    digit_rows({"directions 1-10": scaled[:10].reshape(10, 1, 28, 28)}),
    alt="The first ten principal directions as grey pictures: the first looks like a bright ring around a dark bar, "
    "the later ones have more and finer bright and dark stripes.",
)

# %% [markdown]
# ### The error that is left
#
# The singular values tell the error in advance. Along direction j, the squared coordinates of all N points add up to
# $\sigma_j^2$. What we drop, directions d + 1, d + 2, …, is what we lose:
#
# $$\text{training error per pixel} = \frac{1}{N P} \sum_{j > d} \sigma_j^2$$
#
# ($\sigma_j^2 / N$ are the eigenvalues of the covariance matrix; so this is their **tail**, per pixel.)
#
# ### Task 4: the tail (2 points)
#
# Write `pca_error(sigma, n, p, d)`: the error per pixel that PCA with d directions makes on the n × p data whose singular values
# (after centring, in decreasing order) are `sigma`.
#
# <details><summary>Hint 1: a nudge</summary>What should come out when every direction is kept? And what when none
# is?</details>
# <details><summary>Hint 2: the idea</summary>What you drop is what you lose. Python counts from 0: which entry of
# <code>sigma</code> is the first that is dropped?</details>
# <details><summary>Hint 3: almost</summary>Cut off the tail with a slice (it may be empty), square every entry, and
# only then add up. The formula says what to divide by: all pixels of all pictures. Check with d = 0 and with d =
# all.</details>


# %% nbgrader={"grade_id": "pca-error", "solution": true}
def pca_error(sigma, n, p, d):
    """Training error per pixel of PCA with d directions."""
    ### BEGIN SOLUTION
    return (sigma[d:] ** 2).sum() / (n * p)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-pca-error", "grade": true, "points": 2}
sigma = torch.tensor([6.0, 4.0, 2.0])
expect_close(
    call(pca_error, sigma, 10, 3, 1),
    20 / 30,
    "pca_error of sigma = 6, 4, 2 with n=10, p=3, d=1",
    see="the error that is left",
)
expect_close(pca_error(sigma, 10, 3, 3), 0, "pca_error with all three directions kept", see="the error that is left")
expect_close(pca_error(sigma, 10, 3, 0), 56 / 30, "pca_error with no direction kept", see="the error that is left")
what = "pca_error of sigma = 6, 4, 2 with n=3 pictures of p=5 pixels, d=1"
expect_close(pca_error(sigma, 3, 5, 1), 20 / 15, what, see="the error that is left")
### BEGIN HIDDEN TESTS
draw = Draw()
for n, p in [(5, 9), (3, 20), *((draw.whole(8, 20), draw.whole(4, 7)) for _ in range(4))]:  # first: n < p
    given("fewer pictures than pixels" if n < p else "")
    data = draw.image(n, p)
    centred = data - data.mean(0)
    U, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
    for d in (0, 1, draw.whole(2, min(n, p) - 1)):
        kept = (U[:, :d] * sigma[:d]) @ Vh[:d]
        expect_close(
            pca_error(sigma, n, p, d), ((centred - kept) ** 2).mean(), f"pca_error with n={n}, p={p}, d={d}", atol=1e-5
        )
### END HIDDEN TESTS

# %%
sigma = torch.linalg.svdvals(x.flatten(1) - x.flatten(1).mean(0))
tail = [float(pca_error(sigma, len(x), 784, d)) for d in DIMENSIONS]
show(
    lines(DIMENSIONS, {"tail of the eigenvalues (training digits)": tail, "measured (test digits)": errors},
          xlabel="numbers in the code, d", ylabel="error per pixel"),
    alt="Two falling curves that almost coincide: error per pixel from about 0.056 at d = 2 to 0.017 at d = 32.",
)  # fmt: skip

# %% [markdown]
# The formula was made from the training digits, and the test digits follow it closely: a mean picture and a few directions
# cannot memorise thousands of digits. **Among all linear autoencoders, none makes less error on the digits it was made from
# than PCA** (Bourlard & Kamp, 1988). Whoever wants less with the same d has to leave straight lines.
#
# ## 3 The first autoencoder
#
# Why should bent be better than straight? Here are points close to an arc. One number describes each of them well: how far
# along the arc it is. PCA cannot see that.

# %%
angle = torch.rand(300, 1, generator=generator) * 4.2 - 0.5
arc = torch.cat([angle.cos(), angle.sin()], dim=1) + 0.03 * torch.randn(300, 2, generator=generator)
centre = arc.mean(0)
_, _, rows = torch.linalg.svd(arc - centre, full_matrices=False)
straight = centre + ((arc - centre) @ rows[0])[:, None] * rows[0]
bent = F.normalize(arc)  # the nearest point of the circle
show(
    clouds({"best line": {"points": arc, "reconstructions": straight}, "a curve": {"points": arc, "reconstructions": bent}},
           axes_names=("first coordinate", "second coordinate")),
    alt="Points along two thirds of a circle. Left, their reconstructions on a straight line are far from most points. Right, "
    "reconstructions on the circle are close to all points.",
)  # fmt: skip

# %% [markdown]
# The slanted and stretched threes of section 1 lie on such bent surfaces. So let f and g be networks with a nonlinearity:
# a **ReLU**, which turns negative numbers into 0 and keeps the others. The first network is **fully connected**: each number
# of a layer sees all numbers of the layer before.
#
# ```
# 1×28×28 ──flatten──▶ 784 ──▶ 256 ──ReLU──▶ d ──▶ 256 ──ReLU──▶ 784 ──▶ 1×28×28
#                      └────── encoder ──────┘ └────── decoder ─────┘
# ```
#
# There is no ReLU on the code (why should a slant be positive?) and none on the output.
#
# ### Task 5: encode, decode (2 points)
#
# The layers are given. Complete `encode`, pictures `(N, 1, 28, 28)` to codes `(N, d)`, and `decode`, codes to pictures
# `(N, 1, 28, 28)`.
#
# <details><summary>Hint 1: a nudge</summary>Which shape does the first layer of <code>self.encoder</code> want, and
# which has the batch? Which shape does <code>self.decoder</code> give, and which is asked for?</details>
# <details><summary>Hint 2: the idea</summary>The layers want and give rows of 784 numbers. <code>flatten(1)</code>
# keeps axis 0 and joins all others.</details>
# <details><summary>Hint 3: almost</summary><code>encode</code>: first into rows, then through the layers as they are
# given. <code>decode</code>: through the layers, then <code>reshape</code> into pictures with one channel, where
# <code>-1</code> stands for however many there are. Add no ReLU and no sigmoid.</details>


# %% nbgrader={"grade_id": "first-autoencoder", "solution": true}
class FirstAutoencoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, d))
        self.decoder = nn.Sequential(nn.Linear(d, 256), nn.ReLU(), nn.Linear(256, 784))

    def encode(self, x):
        """(N, 1, 28, 28) -> (N, d)"""
        ### BEGIN SOLUTION
        return self.encoder(x.flatten(1))
        ### END SOLUTION

    def decode(self, h):
        """(N, d) -> (N, 1, 28, 28)"""
        ### BEGIN SOLUTION
        return self.decoder(h).reshape(-1, 1, 28, 28)
        ### END SOLUTION

    def forward(self, x):
        return self.decode(self.encode(x))


# %% [markdown]
# The check gives your network weights of its own, so that it knows what has to come out, and looks whether every weight can
# learn. (This cell belongs to the check.)


# %% nbgrader={"grade_id": "probe-first-autoencoder", "locked": true}
def autoencoder_in_numbers(d, weights, pictures, codes):
    """Sizes of your network's weights; with the given ones: codes, pictures, both, and how many cannot learn; where it stops."""
    model = FirstAutoencoder(d)
    own = [*model.encoder.parameters(), *model.decoder.parameters()]
    if stops := where_it_stops(model, pictures):
        return [tuple(one.shape) for one in own], None, None, None, None, stops
    sizes, through, idle = with_weights(own, weights, lambda: model(pictures))
    if through is None:
        return sizes, None, None, None, None, ""
    return sizes, model.encode(pictures).detach(), model.decode(codes).detach(), through, idle, ""


# %% nbgrader={"grade_id": "test-first-autoencoder", "grade": true, "points": 2}
def expect_first_autoencoder(draw, n, d):
    sizes = [(256, 784), (256,), (d, 256), (d,), (256, d), (256,), (784, 256), (784,)]
    weights = draw.weights(*sizes)
    pictures, h = draw.image(n, 1, 28, 28), draw.image(n, d)
    codes = F.linear(F.relu(F.linear(pictures.reshape(n, 784), weights[0], weights[1])), weights[2], weights[3])

    def decoded(h):
        return F.linear(F.relu(F.linear(h, weights[4], weights[5])), weights[6], weights[7]).reshape(-1, 1, 28, 28)

    came = autoencoder_in_numbers(d, weights, pictures, h)
    see = "the drawing above task 5"
    what = f"sizes of the weights and biases of FirstAutoencoder({d}): they are given, leave them as they are"
    expect_equal(came[0], sizes, what, see="task 5")
    expect_true(not came[5], f"FirstAutoencoder({d}) {came[5]}", see=see)
    expect_shape(came[1], (n, d), f"codes of {n} pictures, d={d}", see="task 5")
    expect_close(came[1], codes, f"encode of {n} pictures, d={d}, against Linear, ReLU, Linear", see=see)
    expect_shape(came[2], (n, 1, 28, 28), f"pictures of {n} codes, d={d}", see="task 5")
    expect_close(came[2], decoded(h), f"decode of {n} codes, d={d}, against Linear, ReLU, Linear", see=see)
    expect_close(came[3], decoded(codes), f"model(x) against decode(encode(x)), d={d}", see=see)
    what = f"how many weights and biases of FirstAutoencoder({d}) cannot learn (no gradient, or all alike at the start)"
    expect_equal(came[4], 0, what, see="task 5; does something (detach, no_grad, .item()) cut the way to the loss")


expect_first_autoencoder(Draw(), n=3, d=5)
### BEGIN HIDDEN TESTS
draw = Draw()
for n, d in [(1, 2), (2, 1), (draw.whole(2, 6), draw.whole(3, 12))]:
    given("one picture" if n == 1 else "codes of one number" if d == 1 else "")
    expect_first_autoencoder(draw, n, d)
### END HIDDEN TESTS

# %% [markdown]
# ### Task 6: one training step (3 points)
#
# Training repeats one step for many **batches**: handfuls of pictures, in this notebook mostly 64. The **optimiser** is the
# object that changes the weights, a little against their gradients. Write `training_step(model, optimiser, batch)`:
#
# 1. send the batch through the model;
# 2. loss: the error per pixel between what came out and **the batch itself**;
# 3. gradients of this loss (and of nothing before it);
# 4. let the optimiser change the weights once;
# 5. return the loss of step 2 as an ordinary number.
#
# <details><summary>Hint 1: a nudge</summary>PyTorch adds new gradients to those that are still there. At which of the
# five steps does that matter?</details>
# <details><summary>Hint 2: the idea</summary>The optimiser that you were given knows the model's weights: its methods
# <code>zero_grad</code> and <code>step</code> need no argument. The gradients themselves are made by the loss, with
# <code>backward</code>.</details>
# <details><summary>Hint 3: almost</summary>Old gradients must go before new ones are made, and nothing may come
# between making and using them. The loss is a mean over all pixels, its target is <code>batch</code>, and it must
# still know how it came about (no <code>detach</code>). <code>.item()</code> makes an ordinary number of the loss
# from before the change.</details>


# %% nbgrader={"grade_id": "training-step", "solution": true}
def training_step(model, optimiser, batch):
    """Change the model's weights once, so that it reconstructs this batch better; the loss before the change."""
    ### BEGIN SOLUTION
    loss = F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()
    ### END SOLUTION


# %% [markdown]
# The check uses your step on the smallest autoencoder there is, with a code of d = 1 number and plain gradient descent, and compares
# with the gradient by hand. (This cell belongs to the check.)


# %% nbgrader={"grade_id": "probe-training-step", "locked": true}
def steps_of_yours(w_encoder, w_decoder, batches, learning_rate, momentum=0.0):
    """Losses that training_step returns, both weight matrices after each step; was a loss no mere number, a batch changed?"""
    model = nn.Sequential(nn.Linear(w_encoder.shape[1], 1, bias=False), nn.Linear(1, w_encoder.shape[1], bias=False))
    model[0].weight.data, model[1].weight.data = w_encoder.clone(), w_decoder.clone()
    for one in model.parameters():
        one.grad = torch.full_like(one, 5.0)  # left over from whatever was there before
    optimiser = torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=momentum)
    losses, weights, live, changed = [], [], False, False
    for batch in batches:
        images = batch.clone()
        loss = training_step(model, optimiser, images)
        changed = changed or not torch.equal(images, batch)
        live = live or (isinstance(loss, torch.Tensor) and loss.requires_grad)
        losses.append(loss.detach().clone() if isinstance(loss, torch.Tensor) else loss)
        weights.append([model[0].weight.detach().clone(), model[1].weight.detach().clone()])
    return losses, weights, live, changed


# %% nbgrader={"grade_id": "test-training-step", "grade": true, "points": 3}
def steps_by_hand(w_encoder, w_decoder, batches, learning_rate, momentum):
    losses, weights = [], []
    speed_encoder, speed_decoder = 0, 0  # without momentum: just the gradients
    for batch in batches:
        h = batch @ w_encoder.T
        difference = h @ w_decoder.T - batch
        losses.append((difference**2).mean())
        slope = 2 * difference / difference.numel()
        speed_encoder = momentum * speed_encoder + w_decoder.T @ slope.T @ batch
        speed_decoder = momentum * speed_decoder + slope.T @ h
        w_encoder, w_decoder = w_encoder - learning_rate * speed_encoder, w_decoder - learning_rate * speed_decoder
        weights.append([w_encoder, w_decoder])
    return losses, weights


def expect_steps(draw, size, steps, learning_rate, momentum=0.0):
    w_encoder, w_decoder = draw.image(1, size) / 2.5, draw.image(size, 1) / 2.5
    batches = [draw.image(draw.whole(3, 6), size) / 2.5 for _ in range(steps)]
    losses, weights, live, spoilt = steps_of_yours(w_encoder, w_decoder, batches, learning_rate, momentum)
    true_losses, true_weights = steps_by_hand(w_encoder, w_decoder, batches, learning_rate, momentum)
    for step in range(steps):
        where = f"step {step + 1} of {steps} (d=1, {size} inputs)"
        expect_close(
            losses[step], true_losses[step], f"the loss that training_step returned in {where}", see="task 6, 2 and 5"
        )
        before = weights[step - 1] if step else [w_encoder, w_decoder]
        changed = any(bool((now != old).any()) for now, old in zip(weights[step], before, strict=True))
        unchanged = f"no weight changed in {where}; the optimiser must find gradients when it steps"
        expect_true(changed, unchanged, see="task 6, 3 and 4")
        see = "task 6, 3 (the gradients of this loss, and of nothing before it)" if step else "task 6, 2 to 4"
        for yours, truth, name in zip(weights[step], true_weights[step], ("encoder", "decoder"), strict=True):
            expect_close(yours, truth, f"the {name}'s weights after {where}", see=see)

    number = "the loss that training_step returns is a tensor that still hangs on its gradients; an ordinary number is asked for"
    expect_true(not live, number, see="task 6, 5")
    expect_true(
        not spoilt,
        "training_step changed its batch; whoever trains with these pictures again meets others",
        see="task 6",
    )


expect_steps(Draw(), size=4, steps=3, learning_rate=0.1)
### BEGIN HIDDEN TESTS
draw = Draw()
for momentum in (0.0, 0.9, 0.5):  # whoever steps without the optimiser knows nothing of its momentum
    expect_steps(draw, size=draw.whole(3, 8), steps=4, learning_rate=0.1, momentum=momentum)
# On digits the loss must fall.
images = digits("train", n=64).images.flatten(1)
losses, *_ = steps_of_yours(torch.full((1, 784), 0.01), torch.full((784, 1), 0.01), [images] * 40, 10.0)
expect_true(
    float(losses[-1]) < 0.8 * float(losses[0]), "40 steps on the same 64 digits should bring the loss down by a fifth"
)
### END HIDDEN TESTS

# %% [markdown]
# Two hundred of your steps. The optimiser is **Adam**: gradient descent with a step size of its own for each weight.

# %%
profile.seed_everything(0)
model = FirstAutoencoder(8)
optimiser = torch.optim.Adam(model.parameters(), lr=2e-3)
for step in range(201):
    loss = training_step(model, optimiser, x[torch.randint(len(x), (64,))])
    if step % 40 == 0:
        print(f"step {step:3}: loss {loss:.4f}")

# %% [markdown]
# An **epoch** is one pass through all training digits. `train` from the course repeats the step of task 6, batch after batch, in
# random order, and shows a bar. It adds two things:
#
# - **one cycle** (Smith & Topin, 2018): the learning rate rises during the first quarter of the training, then falls to zero;
# - **a record**: after each epoch it notes the error on the test digits, and what has become of ten digits that we watch.
#
# (`seconds=` is how long it trains, so that we can compare architectures at **equal time** later.)

# %%
SECONDS = profile.choose(grading=1.5, laptop=30, gpu=30)
watched = torch.stack([x_test[unseen.labels == digit][0] for digit in range(10)])  # one of each
profile.seed_everything(0)
first = FirstAutoencoder(8)
first_history = train(
    first, x, seconds=SECONDS, learning_rate=2e-3, test=x_test, watch=watched, title="fully connected, d = 8"
)

# %% [markdown]
# ### Compare the epochs
#
# *Predict* before you look: what does the network draw before any training?

# %%
# @title Predict: before any training
predict(
    "untrained",
    "What does the network draw of a digit before any training?",
    ["nearly nothing", "the mean of all digits", "a blurred copy of the digit", "strong noise, black and white"],
)

# %%
# @title Before any training
untrained = first_history.outputs[0]
with result_of(
    "untrained",
    truth="nearly nothing",
    why="Small random weights make small numbers, around 0, which is the colour of paper. Nothing is known of digits yet.",
):
    show(
        digit_rows({"input": watched, "before training": untrained.reshape(watched.shape)}),
        alt="Ten digits, and below them what the untrained network draws: faint grey noise on black.",
    )
    print(
        f"values from {untrained.min():.2f} to {untrained.max():.2f}, error per pixel {first_history.test_losses[0]:.3f}"
    )

# %% [markdown]
# Now move *epoch* and *compare with*. What does it draw after one epoch, while the learning rate is still low? Which digits
# come right first, which last or never, and what is wrong with them in between?

# %%
EpochExplorer(
    watched, torch.stack(first_history.outputs), first_history.test_losses, train_errors=first_history.losses,
    labels=torch.arange(10),
)  # fmt: skip

# %% [markdown]
# ### Written answer 1 (4 points)
#
# What changes between epochs? Describe in about 120 words what the reconstructions look like before training, after the first
# epoch, in the middle and at the end, with **errors that you read off**. Which digit gained most between epoch 1 and the end, and
# why that one? Would you train ten times as long: what do the two curves say?
#
# *What earns points:* the stages, with numbers (2); one digit, with a reason (1); a conclusion from both curves (1).
#
# <details><summary>Hint 1: a nudge</summary>Everything is in the explorer. Set <em>epoch</em> to 0, to 1, to the
# middle and to the end, and write down the error each time. Then set <em>compare with</em> to 1: below each digit
# stands its own error.</details>
# <details><summary>Hint 2: the idea</summary>A stage is a kind of mistake, not a number of epochs. And two curves say
# more than one: ask what each of them knows about new digits.</details>
# <details><summary>Hint 3: almost</summary>Four stages, each with an error; one digit with its errors at epoch 1 and
# at the end, and what is special about its strokes; one sentence that uses both curves, and what follows from it for
# ten times the time.</details>

# %% [markdown] nbgrader={"grade_id": "question-epochs", "locked": true}
# Write your answer in the cell below.
# ### BEGIN MARK SCHEME
# - 2: stages with at least three errors from the student's own run. Before training: noise or grey near 0, error near 0.1. After
#   the first epoch: nearly the same grainy blob for every digit where many epochs follow (the learning rate is still low), the shape
#   of a similar digit where few follow. Then the right digit for most, later sharper strokes; the error falls fast at first and
#   slowly later. 1 point if described without numbers.
# - 1: the digit that gained most in the student's own run, and a reason that fits it: for example much ink far from where the
#   mean digit has its own, so that the first blob was a bad guess. (Digits differ from run to run; an odd one, like the 5, may gain
#   nothing.)
# - 1: a conclusion that uses training **and** test curve: the test error hardly falls at the end, so longer training helps little;
#   a widening gap means that the network starts to memorise the training digits. Also right: the learning rate has fallen to 0, so
#   the flat end says little about a longer cycle.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "answer-epochs", "grade": true, "solution": true, "points": 4}
# ### BEGIN SOLUTION
# Before training the network draws nearly nothing: values around 0, error 0.111. After epoch 1 (0.058) every digit comes out as
# the same grainy blob, a little fainter for the 1. After epoch 10 (0.027) nine of the ten can be guessed. Until the end (epoch 62,
# 0.023) strokes get thinner and find the right slant, but stay softer than the input. The 3 gained most, from 0.101 to 0.041: it has
# much ink where the blob had none, and its usual shape only had to be found. The 5 gained nothing (0.078, then 0.086) and is drawn
# like an 8: with its loop and its long bar it resembles few other fives, so the code has no place for it. The test error
# is flat after about 50 epochs, while the training error still falls (0.019): ten times as long would mainly widen this gap.
# ### END SOLUTION

# %% [markdown]
# ## 4 Change the encoder and the decoder
#
# The fully connected network does not know that pixels have neighbours: shuffle all 784 pixels, the same way in every picture,
# and it would learn just as well. Exercise 3-1 gave you layers that do know. Convolutions in the encoder look for the same stroke
# everywhere with the same few weights; transposed convolutions in the decoder put strokes back.
#
# This deep autoencoder for MNIST is often used in lectures (Fleuret, *Deep Learning*, 7.2). After every layer but the last one of
# encoder and decoder follows a ReLU. There is no padding. Sizes are channels × height × width.
#
# | encoder | size | | decoder | size |
# |---|---|---|---|---|
# | picture | 1 × 28 × 28 | | code | d × 1 × 1 |
# | convolution, k = 5, s = 1 | 32 × 24 × 24 | | transposed, k = 4, s = 1 | 32 × 4 × 4 |
# | convolution, k = 5, s = 1 | 32 × 20 × 20 | | transposed, k = 3, s = 2 | 32 × 9 × 9 |
# | convolution, k = 4, s = 2 | 32 × 9 × 9 | | transposed, k = 4, s = 2 | 32 × 20 × 20 |
# | convolution, k = 3, s = 2 | 32 × 4 × 4 | | transposed, k = 5, s = 1 | 32 × 24 × 24 |
# | convolution, k = 4, s = 1 | d × 1 × 1 | | transposed, k = 5, s = 1 | 1 × 28 × 28 |
#
# *Check two of the sizes* with the rules of Exercise 3-1 before you go on: 20 → 9 and 9 → 20.
#
# ### Task 7: the encoder (3 points)
#
# Write `lecture_encoder(d)`: the left half as one `nn.Sequential`.
#
# <details><summary>Hint 1: a nudge</summary>Each line of the table's left half below <em>picture</em> is one layer.
# How many are there, and how many ReLUs stand between them?</details>
# <details><summary>Hint 2: the idea</summary>Five convolutions and four ReLUs, no padding, the rest as PyTorch has
# it. Nothing follows the last convolution: a code may be negative.</details>
# <details><summary>Hint 3: almost</summary>Go down the table:
# <code>nn.Conv2d(channels in, channels out, k, stride=s)</code>, where the channels in are those of the line above.
# Then look at the sizes: <code>layer_sizes(lecture_encoder(8), x[:2])</code>. Compare k and s with the table even
# where a size is right.</details>


# %% nbgrader={"grade_id": "lecture-encoder", "solution": true}
def lecture_encoder(d):
    """nn.Sequential that takes (N, 1, 28, 28) to (N, d, 1, 1)."""
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.Conv2d(32, d, 4),
    )
    ### END SOLUTION


# %% nbgrader={"grade_id": "probe-lecture-encoder", "locked": true}
def encoder_in_numbers(d, pictures, weights):
    """Where it stops; sizes after each convolution, and of all weights; with the given ones: codes, how many cannot learn."""
    network = lecture_encoder(d)
    if stops := where_it_stops(network, pictures):
        return stops, [], [], None, None
    sizes = [size for name, size in layer_sizes(network, pictures) if name == "Conv2d"]
    return "", sizes, *with_weights(network.parameters(), weights, lambda: network(pictures))


# %% nbgrader={"grade_id": "test-lecture-encoder", "grade": true, "points": 3}
def expect_encoder(draw, d, n):
    pictures = draw.image(n, 1, 28, 28)
    kernels = [(32, 1, 5, 5), (32, 32, 5, 5), (32, 32, 4, 4), (32, 32, 3, 3), (d, 32, 4, 4)]
    shapes = [shape for kernel in kernels for shape in (kernel, kernel[:1])]
    weights = draw.weights(*shapes)
    stops, sizes, own, codes, idle = encoder_in_numbers(d, pictures, weights)
    expect_true(not stops, f"lecture_encoder({d}) {stops}", see="the table in section 4")
    truth = [(32, 24, 24), (32, 20, 20), (32, 9, 9), (32, 4, 4), (d, 1, 1)]
    expect_equal(sizes, truth, f"sizes after the convolutions of lecture_encoder({d})", see="the table in section 4")
    table = "the table in section 4"
    expect_length(own, 10, f"weights and biases of lecture_encoder({d}): five of each", see=table)
    expect_equal(
        [kernel[-1] for kernel in own[::2]], [5, 5, 4, 3, 4], f"kernel sizes of lecture_encoder({d})", see=table
    )
    expect_equal(own, shapes, f"sizes of all weights of lecture_encoder({d})", see=table)
    h = pictures
    for layer, stride in enumerate((1, 1, 2, 2, 1)):
        h = F.conv2d(h if layer == 0 else F.relu(h), weights[2 * layer], weights[2 * layer + 1], stride=stride)
    expect_shape(codes, (n, d, 1, 1), f"codes that lecture_encoder({d}) makes of {n} pictures", see="task 7")
    what = f"codes of lecture_encoder({d}), one row for each picture, against five convolutions with ReLUs between"
    expect_close(codes.flatten(1), h.flatten(1), what, see="task 7")
    expect_equal(
        idle,
        0,
        f"how many weights and biases of lecture_encoder({d}) cannot learn (no gradient, or all alike at the start)",
        see="task 7",
    )


expect_encoder(Draw(), d=8, n=2)
### BEGIN HIDDEN TESTS
draw = Draw()
for d, n in [(1, 1), (draw.whole(2, 7), 2), (draw.whole(9, 40), draw.whole(1, 3))]:
    given("one picture, as a code of one number" if d == 1 else "")
    expect_encoder(draw, d, n)
### END HIDDEN TESTS

# %% [markdown]
# ### Task 8: the decoder (3 points)
#
# Write `lecture_decoder(d)`: the right half.
#
# <details><summary>Hint 1: a nudge</summary>Read the right half of the table beside the left one: which layer of the
# encoder does each line mirror?</details>
# <details><summary>Hint 2: the idea</summary>It is the encoder read backwards: same kernels, same strides. No size
# needs output padding here; check with o′ = s(i′ − 1) + k.</details>
# <details><summary>Hint 3: almost</summary>Five <code>nn.ConvTranspose2d</code> from d channels to 1, ReLUs between
# them, and nothing after the last. If a size is wrong,
# <code>layer_sizes(lecture_decoder(8), torch.zeros(2, 8, 1, 1))</code> shows where it starts to be.</details>


# %% nbgrader={"grade_id": "lecture-decoder", "solution": true}
def lecture_decoder(d):
    """nn.Sequential that takes (N, d, 1, 1) to (N, 1, 28, 28)."""
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.ConvTranspose2d(d, 32, 4),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 3, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 5),
        nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 5),
    )
    ### END SOLUTION


# %% nbgrader={"grade_id": "probe-lecture-decoder", "locked": true}
def decoder_in_numbers(d, codes, weights):
    """Where it stops; sizes after each layer, and of all weights; with the given ones: pictures, how many cannot learn."""
    network = lecture_decoder(d)
    if stops := where_it_stops(network, codes):
        return stops, [], [], None, None
    sizes = [size for name, size in layer_sizes(network, codes) if name == "ConvTranspose2d"]
    return "", sizes, *with_weights(network.parameters(), weights, lambda: network(codes))


# %% nbgrader={"grade_id": "test-lecture-decoder", "grade": true, "points": 3}
def expect_decoder(draw, d, n):
    codes = draw.image(n, d, 1, 1)
    kernels = [(d, 32, 4, 4), (32, 32, 3, 3), (32, 32, 4, 4), (32, 32, 5, 5), (32, 1, 5, 5)]
    shapes = [shape for kernel in kernels for shape in (kernel, kernel[1:2])]
    weights = draw.weights(*shapes)
    r = codes
    for layer, stride in enumerate((1, 2, 2, 1, 1)):
        r = F.conv_transpose2d(
            r if layer == 0 else F.relu(r), weights[2 * layer], weights[2 * layer + 1], stride=stride
        )
    weights[-1], r = weights[-1] - r.mean(), r - r.mean()  # a ReLU at the end would cut half of them
    stops, sizes, own, pictures, idle = decoder_in_numbers(d, codes, weights)
    expect_true(not stops, f"lecture_decoder({d}) {stops}", see="the table in section 4")
    truth = [(32, 4, 4), (32, 9, 9), (32, 20, 20), (32, 24, 24), (1, 28, 28)]
    what = f"sizes after the transposed convolutions of lecture_decoder({d})"
    expect_equal(sizes, truth, what, see="the table in section 4")
    what = f"number of weights and biases of lecture_decoder({d}), five of each"
    expect_length(own, 10, what, see="the table in section 4")
    what = f"sizes of all weights of lecture_decoder({d})"
    expect_equal(own, shapes, what, see="the table in section 4")
    what = f"pictures of lecture_decoder({d}), against five layers with ReLUs between and none at the end"
    expect_close(pictures, r, what, see="section 4: where does a ReLU follow, and where nothing")
    expect_equal(
        idle,
        0,
        f"how many weights and biases of lecture_decoder({d}) cannot learn (no gradient, or all alike at the start)",
        see="task 8",
    )


expect_decoder(Draw(), d=8, n=2)
### BEGIN HIDDEN TESTS
draw = Draw()
for d, n in [(1, 1), (draw.whole(2, 7), 2), (draw.whole(9, 40), draw.whole(1, 3))]:
    given("one picture, from a code of one number" if d == 1 else "")
    expect_decoder(draw, d, n)
### END HIDDEN TESTS

# %% [markdown]
# **Why symmetric?** Nothing forces the decoder to mirror the encoder. But the mirror has the right sizes by construction, since each
# transposed convolution returns to where its convolution came from (if no pixel was left over: 20 → 9 with k = 4, s = 2 uses them
# all). And neither half is the weak one: a decoder that cannot draw wastes what the encoder found.
#
# **Why transposed convolutions?** They enlarge, and they learn how. k = 4, s = 2 covers evenly; k = 3, s = 2 does not (Exercise 3-1,
# section 6), but here three more layers come after it and can smooth the grid.
#
# ### Task 9: what a layer costs (2 points)
#
# Write `conv_cost(c_in, c_out, k, height, width)` for a convolution from `c_in` to `c_out` channels with k × k kernels, whose
# **output** has `height` × `width` pixels. Return two whole numbers:
#
# - the parameters, biases included;
# - the multiplications for one picture.
#
# <details><summary>Hint 1: a nudge</summary>Make a tiny layer, <code>nn.Conv2d(3, 2, 2)</code>, and print the shapes
# of its <code>weight</code> and its <code>bias</code>. Where do these numbers come from?</details>
# <details><summary>Hint 2: the idea</summary>How many multiplications make one number of the output? How many numbers
# has the output? (<code>height</code> and <code>width</code> are the output's already.)</details>
# <details><summary>Hint 3: almost</summary>There is one k × k kernel for each pair of an input and an output channel,
# and one bias for each output channel. How often is one weight used for one picture? And does a bias cost a
# multiplication?</details>


# %% nbgrader={"grade_id": "conv-cost", "solution": true}
def conv_cost(c_in, c_out, k, height, width):
    """(parameters, multiplications) of a convolution with this output size."""
    ### BEGIN SOLUTION
    kernels = c_in * c_out * k * k
    return kernels + c_out, kernels * height * width
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-conv-cost", "grade": true, "points": 2}
def expect_cost(c_in, c_out, k, size, stride):
    layer = nn.Conv2d(c_in, c_out, k, stride=stride)
    height, width = layer(torch.zeros(1, c_in, *size)).shape[-2:]
    # Each multiplication by a weight of 1 adds 1 to an output of ones: the sum of the outputs counts them.
    ones = F.conv2d(torch.ones(1, c_in, *size), torch.ones_like(layer.weight), stride=stride)
    truth = sum(weights.numel() for weights in layer.parameters()), int(ones.double().sum())
    what = f"conv_cost({c_in}, {c_out}, {k}, {height}, {width})"
    expect_length(conv_cost(c_in, c_out, k, height, width), 2, what, see="task 9")
    expect_equal(conv_cost(c_in, c_out, k, height, width)[0], truth[0], f"parameters: {what}[0]", see="task 9")
    expect_equal(conv_cost(c_in, c_out, k, height, width)[1], truth[1], f"multiplications: {what}[1]", see="task 9")


expect_cost(1, 2, 3, (5, 5), stride=1)
expect_cost(3, 2, 2, (6, 8), stride=2)
### BEGIN HIDDEN TESTS
draw = Draw()
for c_in, c_out, k, size, stride in [(1, 1, 1, (1, 1), 1), (2, 3, 2, (9, 5), 4), (2, 1, 7, (7, 10), 1)]:
    expect_cost(c_in, c_out, k, size, stride)
for _ in range(6):
    size = (draw.whole(6, 12), draw.whole(6, 12))
    expect_cost(draw.whole(1, 5), draw.whole(1, 5), draw.whole(1, 5), size, stride=draw.whole(1, 3))
### END HIDDEN TESTS

# %% [markdown]
# Where does the time go? The table uses your function. (A transposed convolution costs as many multiplications as the
# convolution whose mirror it is, so the decoder doubles each row. A fully connected layer uses each weight once.)

# %%
layers = [("1 → 32, k = 5", 1, 32, 5, 24), ("32 → 32, k = 5", 32, 32, 5, 20), ("32 → 32, k = 4, s = 2", 32, 32, 4, 9),
          ("32 → 32, k = 3, s = 2", 32, 32, 3, 4), ("32 → 8, k = 4", 32, 8, 4, 1)]  # fmt: skip
costs = [(name, *map(int, conv_cost(c_in, c_out, k, size, size))) for name, c_in, c_out, k, size in layers]
total = sum(cost[2] for cost in costs)
Table(
    ["layer of the encoder", "parameters", "multiplications", "share"],
    [*((name, p, m, f"{m / total:.0%}") for name, p, m in costs),
     ("whole encoder", sum(cost[1] for cost in costs), total, "100%"),
     ("encoder of the fully connected one", 784 * 256 + 256 + 256 * 8 + 8, 784 * 256 + 256 * 8, "")],
)  # fmt: skip

# %% [markdown]
# One layer does 84% of the work: 32 to 32 channels on a large map. The fully connected encoder has nearly four times as many
# parameters, and costs a sixtieth. **Parameters are memory, multiplications are time**; they are not the same thing.
#
# So a cheaper relative suggests itself: let the strides come first, so that no layer with many channels sees a large map. Its
# first three layers halve the map, the fourth makes the code: 1×28×28 → 16×14×14 → 32×7×7 → 64×4×4 → d×1×1, and back. Between
# them stands a GELU, a smooth ReLU. The course has it ready: `strided_autoencoder(d)`.
#
# *Predict*: three autoencoders, the same d = 8, the **same time** on your machine. Which one wins? Which one would win after the
# same number of epochs?

# %%
# @title Predict: equal time, equal epochs
predict(
    "equal-time",
    "The same time on your machine: which has the smallest test error?",
    ["fully connected", "lecture's", "strided"],
)
predict(
    "equal-epochs",
    "15 epochs for each, however long they take: which has the smallest test error?",
    ["fully connected", "lecture's", "strided"],
)

# %%
profile.seed_everything(0)
lecture = Autoencoder(
    nn.Sequential(lecture_encoder(8), nn.Flatten()), nn.Sequential(nn.Unflatten(1, (8, 1, 1)), lecture_decoder(8))
)
lecture_history = train(
    lecture, x, seconds=SECONDS, learning_rate=2e-3, test=x_test, watch=watched, title="lecture's, d = 8"
)

# %%
profile.seed_everything(0)
strided = strided_autoencoder(8)
strided_history = train(
    strided, x, seconds=SECONDS, learning_rate=4e-3, test=x_test, watch=watched, title="strided, d = 8"
)


# %%
# @title Equal time
def row(name, model, history):
    """One line of the table below."""
    parameters = sum(weights.numel() for weights in model.parameters())
    epochs = len(history.losses)
    return name, parameters, history.seconds, epochs, history.test_losses[min(1, epochs)], history.test_losses[-1]


comparison = [
    row("fully connected (task 5)", first, first_history),
    row("lecture's (tasks 7 and 8)", lecture, lecture_history),
    row("strided", strided, strided_history),
]
HEADER = ["d = 8", "parameters", "time (s)", "epochs", "test error, epoch 1", "test error, end"]
pca = PCA(x, 8)
rows = {"input": watched, "PCA": pca(watched), "fully connected": first_history.outputs[-1],
        "lecture's": lecture_history.outputs[-1], "strided": strided_history.outputs[-1]}  # fmt: skip
with result_of(
    "equal-time",
    truth=min(zip([entry[-1] for entry in comparison], ["fully connected", "lecture's", "strided"], strict=True))[1],
    why="Who computes little for a step makes more of them: on a slow CPU the lecture's network gets through three or four epochs, the "
    "fully connected one through dozens, and the strided one makes most of its time.",
):
    show(
        digit_rows(rows),
        alt="Ten digits and four rows of reconstructions with 8 numbers each: PCA gives grey blurs, of which about half can be read; the "
        "three networks give digits on a black background, a few of them wrong, sharpest in the row of the strided network.",
    )
    display(Table(HEADER, comparison, caption="Equal code size, equal time. Errors are squared errors per pixel."))

# %%
# @title Equal epochs, as we measured them
at_15 = {entry["name"].split(" (")[0]: entry["test_error"] for entry in reference("autoencoder")["architectures"]}
at_15 = {name: at_15[name] for name in ("fully connected", "lecture's", "strided")}
with result_of(
    "equal-epochs",
    truth=min(at_15, key=at_15.get),
    why="Sixteen times fewer multiplications cost nothing here: where strides come first, many channels see small maps only, and that "
    "is enough for strokes.",
):
    display(Table(["d = 8, 15 epochs on 10,000 digits", "test error per pixel"], [*at_15.items()]))

# %% [markdown]
# How many epochs did each one get in the same time? A faster computer, and still more a GPU, gives
# each of them more, and the order can change. **"Which
# architecture is better?" has no answer until you say at equal what**: code, epochs, time or memory. (Did it get less than two
# epochs? Then give all of them more time: set `SECONDS` in section 3 to 90, say, and run the trainings again.)
#
# *A trap*: the column "epoch 1" does not compare at equal epochs. The learning rate rises during the first quarter of the **time**.
# After one epoch of three it is at its height, after one of sixty it has hardly begun.
#
# Now compare the epochs of the lecture's network, as you did in section 3 for the first, and then those of the others. In which order do
# blob, class and details come here? Which flaws of the fully connected network's pictures do those with convolutions never show, not
# even after epoch 1?

# %%
ChoiceExplorer(
    {
        name: EpochExplorer(
            watched,
            torch.stack(history.outputs),
            history.test_losses,
            train_errors=history.losses,
            labels=torch.arange(10),
        )
        for name, history in (
            ("the lecture's", lecture_history),
            ("the strided", strided_history),
            ("the fully connected", first_history),
        )
    }
)

# %% [markdown]
# ### Deeper, or normalised?
#
# More layers can describe more strongly bent surfaces. The classic **deep autoencoder** (Hinton & Salakhutdinov, 2006) is a
# stack of fully connected layers, 784–1000–500–250–d and back. In those days its layers had to be trained one by one first.
# With ReLU and Adam it works in one go.
#
# **Batch normalisation** is another help for deep networks: after a layer, each of its numbers is shifted and scaled to mean 0
# and spread 1 over the batch (in a convolution: each of its channels). Two learnt numbers may then shift and scale it again.
#
# We measured what each brings: 10,000 digits, 15 epochs each. Here *epochs* are equal, and time is not. *Predict*: what do two
# more layers in each half do for the fully connected network? And batch normalisation for all?

# %%
# @title Predict: deeper, normalised
predict(
    "deeper",
    "Two more layers in each half of the fully connected network: what becomes of its test error?",
    ["it rises", "it stays", "it falls by a quarter", "it falls to a half"],
)
predict(
    "normalised",
    "Batch normalisation, in the deep stack, the strided and the lecture's network: whom does it help?",
    ["all three", "the deep stack only", "the two convolutional ones", "none"],
)

# %%
# @title Deeper, normalised
measured = reference("autoencoder")["architectures"]
error_of = {entry["name"]: entry["test_error"] for entry in measured}
plain, stack = error_of["fully connected (task 5)"], error_of["deep stack, 784–1000–500–250–8"]
with result_of(
    "deeper",
    truth="it falls by a quarter",
    why="More layers bend the surface more. But the stack has seven times as many weights, too.",
):
    print(f"test error per pixel: {plain:.4f} with one hidden layer, {stack:.4f} with three")
pairs = [("deep stack, 784–1000–500–250–8", "deep stack, batch-normalised"), ("strided", "strided, batch-normalised")]
pairs += [("lecture's (tasks 7 and 8)", "lecture's, batch-normalised")]
helped = [without for without, normalised in pairs if error_of[normalised] < error_of[without]]
with result_of(
    "normalised",
    truth="all three" if len(helped) == 3 else "none" if not helped else "the two convolutional ones",
    why="While training, a picture's numbers depend on the others in its batch: noise, for a network that has to give back exact greys.",
):
    display(
        Table(
            ["d = 8, 15 epochs", "parameters", "multiplications per digit", "test error per pixel"],
            [(entry["name"], entry["parameters"], entry["multiplications"], entry["test_error"]) for entry in measured],
        )
    )

# %% [markdown]
# The stack has seven times as many weights, too: so is it the depth that counts? One
# hidden layer of 1,780 numbers has as many weights as the stack, and comes to 0.0217: so about half of the gain is depth.
# Convolutions pay even more: the lecture's network is as good as the stack with a twenty-fifth of its weights.
#
# Batch normalisation was made to train much deeper networks fast, and it has a price: while training,
# the numbers of a picture depend on which other pictures are in its batch. For a network that has to reproduce exact greys,
# this is noise.
#
# ### Task 10: your own architecture (4 points)
#
# Code size, number of layers, width of each, loss: nobody learns these **hyper-parameters** for you. They are chosen by trying,
# and judged on digits that were not trained on, since a large autoencoder can overfit like any network.
#
# Now design one. Write `own_encoder(d)`, which takes `(N, 1, 28, 28)` to codes `(N, d)`, and `own_decoder(d)`, which takes
# `(N, d)` back to `(N, 1, 28, 28)`. It must differ from the three above. Ideas:
#
# - resize-convolutions (`nn.Upsample`, then `nn.Conv2d`) in place of transposed ones: you will see whether checkerboards go away;
# - batch normalisation; other nonlinearities; a fully connected layer between the maps and the code; a deep stack;
# - an encoder that is smaller than its decoder, or the reverse.
#
# The check looks at four things: the sizes, for several d; that the layers are not just those of one of the three; that **every**
# weight gets a gradient; and that it learns: trained on 512 digits, it has to draw 64 that it **has never seen** with an error clearly
# (5%) below that of their mean, the best picture that needs no code. It asks for no record.
#
# Where a training starts is chance, here as in grading: so the check trains up to five times, each time from other weights and
# for longer (128, 256, 480, twice 960 steps), and the best one counts. It goes on while that one is above the limit, and ends
# after the third if it is far above. All digits are moved by some pixels, so that nobody knows them already. A decoder that can only
# draw values from 0 to 1, such as one with a sigmoid at its end, is trained with the cross-entropy of Exercise 3-3 in place of the
# squared error: by that one it would **saturate**, for all pixels 0 is a cheap answer, and a sigmoid far out has no slope to come back.
#
# <details><summary>Hint 1: a nudge</summary>Start from a network above, change one thing, and look at the sizes with
# <code>layer_sizes(own_encoder(8), x[:2])</code>. Does everything still fit for
# <code>own_encoder(3)</code>?</details>
# <details><summary>Hint 2: the idea</summary><code>nn.Flatten()</code> and
# <code>nn.Unflatten(1, (channels, height, width))</code> change between maps and rows inside of an
# <code>nn.Sequential</code>.</details>
# <details><summary>Hint 3: almost</summary>Work from the ends: the encoder has to end with exactly d numbers, the
# decoder with one channel of 28 × 28 in which every value from 0 to 1 can occur. (Which pixels can a ReLU before a
# sigmoid give? And a softmax over all pixels?) Then see that each layer is used, and that nothing is
# detached.</details>


# %% nbgrader={"grade_id": "own", "solution": true}
def own_encoder(d):
    """A network that takes (N, 1, 28, 28) to (N, d)."""
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, stride=2, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3, stride=2, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(16 * 7 * 7, d),
    )
    ### END SOLUTION


def own_decoder(d):
    """A network that takes (N, d) to (N, 1, 28, 28)."""
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Linear(d, 16 * 7 * 7),
        nn.ReLU(),
        nn.Unflatten(1, (16, 7, 7)),
        nn.Upsample(scale_factor=2),
        nn.Conv2d(16, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Upsample(scale_factor=2),
        nn.Conv2d(8, 1, 3, padding=1),
    )
    ### END SOLUTION


# %% nbgrader={"grade_id": "probe-own", "locked": true}
def own_in_numbers(d, pictures):
    """Where your networks stop; sizes of codes and pictures, layers, and how many weights never get a gradient."""
    came = {"stops": "", "codes": None, "pictures": None, "layers": "", "idle": 0}
    if stops := where_it_stops(own_encoder(d), pictures):
        return came | {"stops": f"own_encoder({d}) {stops}"}
    codes = own_encoder(d)(pictures)
    came["codes"] = tuple(codes.shape)
    if came["codes"] != (len(pictures), d):
        return came
    if stops := where_it_stops(own_decoder(d), codes):
        return came | {"stops": f"own_decoder({d}) {stops}"}
    came["pictures"] = tuple(own_decoder(d)(codes).shape)
    if came["pictures"] != tuple(pictures.shape):
        return came
    for _ in range(10):  # a ReLU may be off for all pictures by chance, but not in ten networks
        network = Autoencoder(own_encoder(d), own_decoder(d)).eval()
        squared_error(network, pictures).backward()
        came["idle"] = sum(weights.grad is None or not weights.grad.any() for weights in network.parameters())
        if not came["idle"]:
            break
    kinds = {type(layer).__name__ for layer in network.modules() if not list(layer.children())}
    sizes = ["×".join(map(str, weights.shape)) for weights in network.parameters() if weights.ndim > 1]
    came["layers"] = " ".join(sorted(kinds - {"Flatten", "Unflatten", "Identity"}) + sizes)
    return came


def trained_own(d, pictures, steps, seed):
    """Your networks, trained on these pictures: what takes pictures to codes, and codes to pictures."""
    torch.manual_seed(seed)
    network = Autoencoder(own_encoder(d), own_decoder(d)).eval()
    with torch.no_grad():
        extreme = network.decode(1000 * torch.randn(16, d))
    from_0_to_1 = bool(((extreme >= 0) & (extreme <= 1)).all())

    def cross_entropy(model, batch):
        return F.binary_cross_entropy(model(batch), batch)

    loss = cross_entropy if from_0_to_1 else squared_error
    epochs = steps * 16 // len(pictures)
    train(network, pictures, epochs=epochs, batch_size=16, learning_rate=1e-2, loss=loss, seed=seed, title="")

    def encode(x):
        with torch.no_grad():
            return network.encode(x)

    def decode(codes):
        with torch.no_grad():
            return network.decode(codes)

    return encode, decode


# %% nbgrader={"grade_id": "test-own", "grade": true, "points": 4}
def layers_of_the_three(d):
    """By name, the kinds of layers of each network above, and the sizes of its weights."""
    strided = ("×".join(map(str, weights.shape)) for weights in strided_autoencoder(d).parameters() if weights.ndim > 1)
    half = "32×32×5×5 32×32×4×4 32×32×3×3"
    other_half = "32×32×3×3 32×32×4×4 32×32×5×5"
    return {
        "fully connected": f"Linear ReLU 256×784 {d}×256 256×{d} 784×256",
        "lecture's": f"Conv2d ConvTranspose2d ReLU 32×1×5×5 {half} {d}×32×4×4 {d}×32×4×4 {other_half} 32×1×5×5",
        "strided": " ".join(["Conv2d ConvTranspose2d GELU", *strided]),
    }


def expect_own(d, pictures):
    came = own_in_numbers(d, pictures)
    expect_true(not came["stops"], came["stops"], see="task 10")
    expect_equal(came["codes"], (8, d), f"size of the codes of 8 pictures by own_encoder({d})", see="task 10")
    what = f"size of the pictures of 8 codes by own_decoder({d})"
    expect_equal(came["pictures"], (8, 1, 28, 28), what, see="task 10")
    for name, layers in layers_of_the_three(d).items():
        same = f"own_encoder({d}) and own_decoder({d}) have the very layers of the {name} network; change at least one"
        expect_true(came["layers"] != layers, same, see="the ideas in task 10")
    what = f"how many weights and biases get no gradient in own_encoder({d}) and own_decoder({d})"
    see = "task 10; does forward use every layer, and does nothing (detach, no_grad) cut the way from the pictures to the loss"
    expect_equal(came["idle"], 0, what, see=see)


def error_on_unseen(d, pictures, unseen, steps, seed):
    encode, decode = trained_own(d, pictures, steps, seed)
    decode = as_of_now(decode)  # nothing but the code may tell it what the encoder sees now
    codes = torch.as_tensor(encode(unseen)).flip(0)
    return float(F.mse_loss(torch.as_tensor(decode(codes)).flip(0), unseen))


def expect_learning(d, pictures, unseen):
    error_of_mean = float(((unseen - unseen.mean(0)) ** 2).mean())
    bound, errors = 0.95 * error_of_mean, []
    for seed, steps in enumerate((128, 256, 480, 960, 960)):
        if seed < 3 or min(errors) < 1.1 * error_of_mean:  # near the mean it may only need more steps
            errors.append(error_on_unseen(d, pictures, unseen, steps, seed))
        if min(errors) <= bound:
            break
    what = (
        f"error per pixel on 64 new digits, d={d}, the best of {len(errors)} trainings from other weights "
        "(the limit is 0.95 × the error of their mean)"
    )
    see = (
        "task 10; which pixels can the last layers give: all from 0 to 1? do they saturate, so that all stays black? "
        "is the way through many sigmoids too long"
    )
    expect_between(min(errors), 0, bound, what, see=see)


expect_own(8, digits("train", n=8).images)
expect_own(3, digits("train", n=8).images)
draw = Draw()
move = {"shifts": (draw.whole(-2, 2), draw.whole(-2, 2)), "dims": (2, 3)}  # by so many pixels
known_and_new = [digits(part, n=n, generator=draw.generator).images for part, n in (("train", 512), ("test", 64))]
expect_learning(8, *(images.roll(**move) for images in known_and_new))
### BEGIN HIDDEN TESTS
for d in (1, draw.whole(4, 7), draw.whole(9, 40)):
    expect_own(d, digits("test", n=8).images)
### END HIDDEN TESTS

# %%
profile.seed_everything(0)
own = Autoencoder(own_encoder(8), own_decoder(8))
own_history = train(own, x, seconds=SECONDS, learning_rate=3e-3, test=x_test, watch=watched, title="your own, d = 8")
show(
    digit_rows({**rows, "your own": own_history.outputs[-1]}),
    alt="The same rows of digits and reconstructions as above, with a row from your own architecture below them.",
)
Table(HEADER, [*comparison, row("your own (task 10)", own, own_history)], caption="Equal code size, equal time.")

# %% [markdown]
# ### Written answer 2 (4 points)
#
# What changes with the architecture? In about 150 words, compare the fully connected, the lecture's and the strided network, and
# your own: error, parameters, multiplications, time, and **what you see in the pictures** (name a digit). Say at equal what you
# compare. Give one reason, from how the layers work, for a difference that you saw. If your own network lost, say why you think it
# did.
#
# *What earns points:* numbers of at least three architectures, at equal something (2); an observation in the pictures (1); a reason
# from how the layers work (1).
#
# <details><summary>Hint 1: a nudge</summary>The numbers are in the tables of section 4: two were made on your machine
# at equal time, one was measured at equal epochs. Then follow one digit down the rows of pictures.</details>
# <details><summary>Hint 2: the idea</summary>"Better" means nothing before you say at equal what. And a reason tells
# what the layers do with pixels and weights; that one network won is no reason.</details>
# <details><summary>Hint 3: almost</summary>Five parts: what is equal; the numbers, at least three networks and the
# same columns for each; one digit, and what two of the networks make of it; one reason, "because in a … layer each
# …"; your own network: what you expected, what came, why.</details>

# %% [markdown] nbgrader={"grade_id": "question-architecture", "locked": true}
# Write your answer in the cell below.
# ### BEGIN MARK SCHEME
# - 2: errors (and parameters or time) of at least three architectures from the student's own table, with "at equal time" or "at equal
#   epochs" said. 1 point if only a ranking, or if equal what is not said.
# - 1: something seen: strokes broken or too soft, a 4 closed to a 9, specks on the background with the fully connected network,
#   grid patterns, and in which digit.
# - 1: a correct reason: shared weights (few parameters, the same stroke anywhere), neighbourhood, cost of large maps (few epochs in
#   the time), batch normalisation, capacity. Ranking as such earns nothing: on other machines it differs.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "answer-architecture", "grade": true, "solution": true, "points": 4}
# ### BEGIN SOLUTION
# At equal time (30 s, d = 8) the strided network had the smallest test error, 0.017, before the fully connected one with 0.023 and
# the lecture's with 0.024. The fully connected one has the most parameters (407,000 against 70,000 and 112,000) but needs only 0.4
# million multiplications for a digit; the lecture's needs 24 million and got through 3 epochs, the others through 62 and 17. At
# equal epochs (15, the table of measurements) the order differs: 0.019 for the lecture's, 0.024 for the fully connected one. The
# fully connected network leaves grey specks around the 3 and the 5, and its 5 looks like an 8; the strided one draws a clean 5. A
# transposed convolution draws each pixel together with its neighbours, from the same kernels everywhere, while in the fully
# connected layer every pixel has weights of its own. My resize-convolutions lost with 0.026. They show no checkerboard, but 16,000
# parameters in two layers are probably too few, and batch normalisation helped nobody.
# ### END SOLUTION

# %% [markdown]
# ## 5 How many numbers does a digit need?
#
# PCA against the strided convolutional autoencoder, at d = 2, 4, 8, 16 and 32. *Predict*: where is the network's advantage largest,
# in proportion: with few numbers or with many?

# %%
# @title Predict: where the network's advantage is largest
predict(
    "advantage",
    "For which d is the network's error smallest in proportion to PCA's?",
    ["2", "4", "8", "16", "32"],
)

# %%
EPOCHS = profile.choose(grading=1, laptop=15, gpu=15)
networks = {}
for d in DIMENSIONS:
    profile.seed_everything(0)
    networks[d] = strided_autoencoder(d)
    train(networks[d], x, epochs=EPOCHS, learning_rate=4e-3, title=f"strided, d = {d}")

# %%
# @title Where the network's advantage is largest
rows, table = {"input": x_test[:12]}, []
for published, d in zip(reference("autoencoder")["by_latent_dim"], DIMENSIONS, strict=True):
    linear = PCA(x, d)
    with torch.no_grad():
        rows[f"CNN, d = {d}"], rows[f"PCA, d = {d}"] = networks[d](x_test[:12]), linear(x_test[:12])
        cnn_error, pca_test_error = mean_loss(networks[d], x_test), float(F.mse_loss(linear(x_test), x_test))
    ratio = cnn_error / pca_test_error
    table.append(
        (
            str(d),
            pca_test_error,
            cnn_error,
            ratio,
            published["pca"],
            published["cnn"],
            published["cnn"] / published["pca"],
        )
    )
made = reference("autoencoder")["made_with"]
with result_of(
    "advantage",
    truth=min(table, key=lambda line: line[3])[0],
    why="In proportion the advantage grows with d where training is long enough: the more numbers, the more is gained from bending.",
):
    show(
        digit_rows(rows),
        alt="Twelve digits and, for each d, a row from the network above a row from PCA. With 2 numbers the network draws mostly clear "
        "digits, several of them wrong ones, where PCA has blurs; with 8 nearly all of the network's digits can be read; with 32 its "
        "digits look like the input, and PCA's can be read through a haze.",
    )
    display(
        Table(["d", "PCA", "CNN", "CNN : PCA", "PCA, full MNIST", "CNN, full MNIST", "CNN : PCA, full MNIST"], table,
              caption="Squared error per pixel on test digits: your run, and a reference run on all 60,000 training digits "
              f"(torch {made['torch']}, seed {reference('autoencoder')['seed']})")
    )  # fmt: skip

# %% [markdown]
# The three columns on the right come from the same program on the full set. If your errors of the CNN are larger, you see what more
# data bring (and, with as many epochs, more steps).
#
# Note also *how* the two fail. With d = 2 PCA draws a blur, a mean of what is possible. The network mostly draws a clear digit, often the wrong one: it
# has learnt the surface that digits lie on, and picks a point on it.
#
# ### The code is made for digits
#
# *Predict*: what becomes of pictures that are not upright digits? Of digits upside down, of negatives, of a cross, of noise?

# %%
# @title Predict: pictures of another kind
predict(
    "another-kind",
    "The network was trained on upright digits. What does it make of a picture of another kind?",
    [
        "the same picture, a little softer",
        "what is nearest on its surface: strokes and loops as of digits",
        "a grey mean of all digits",
        "noise",
    ],
)

# %%
# @title Pictures of another kind
cross = torch.zeros(1, 1, 28, 28)
cross[..., 13:15, 5:23] = cross[..., 5:23, 13:15] = 1
strange = torch.cat([x_test[2:6].flip(-2), 1 - x_test[2:5], cross, torch.rand(2, 1, 28, 28, generator=generator)])
with (
    torch.no_grad(),
    result_of(
        "another-kind",
        truth="what is nearest on its surface: strokes and loops as of digits",
        why="The decoder knows nothing else to draw. A turned 0 or 1 looks like an upright one, and comes back.",
    ),
):
    show(
        digit_rows({"input": strange, "CNN, d = 8": networks[8](strange), "PCA, d = 8": PCA(x, 8)(strange)}),
        alt="Upside-down digits, negatives, a cross and noise, and their reconstructions. The turned 1 and 0 come back from the network, "
        "the turned 4 as a ring, the cross as something like a 4; negatives and noise as blocky loops. PCA returns rings and blurs.",
    )
    print(
        f"error per pixel: upright {mean_loss(networks[8], x_test):.4f}, upside down {mean_loss(networks[8], x_test.flip(-2)):.4f}"
    )

# %% [markdown]
# (Why does the network manage an upside-down 0 or 1?) Three properties of every autoencoder are now plain:
#
# - **data-specific**: it compresses what it was trained on, and nothing else;
# - **lossy**: with a code this small the input does not come back exactly;
# - **unsupervised**: it needed pictures, and not one label.
#
# The first is useful too. A large error says "this is not like my training data": people use that to find faulty parts and odd
# heartbeats.
#
# ## 6 Between two digits
#
# Codes are points. Between two points lies a line, and every point of it can be decoded:
#
# $$\xi(x, x', \alpha) = g\big((1 - \alpha)\, f(x) + \alpha\, f(x')\big), \qquad 0 \le \alpha \le 1$$
#
# ### Task 11: the line (2 points)
#
# Write `interpolate(h0, h1, alphas)` for two codes of shape `(d,)` and a list or 1-d tensor of K values of α. Return the K codes on
# the line, shape `(K, d)`.
#
# <!-- not allowed: course.explorers.vectors.lerp -->
#
# <details><summary>Hint 1: a nudge</summary>What must come out for α = 0, and for α = 1? And how many rows has the
# result if there are three values of α?</details>
# <details><summary>Hint 2: the idea</summary>Give α an axis of its own so that it meets every entry of the codes: K
# rows, each with one α.</details>
# <details><summary>Hint 3: almost</summary>A list has to become a tensor first (<code>torch.as_tensor</code>). When
# the values of α have the shape (K, 1), you can write the formula above as it stands, without f and g: PyTorch
# repeats them along the codes' axis.</details>


# %% nbgrader={"grade_id": "interpolate", "solution": true}
def interpolate(h0, h1, alphas):
    """Codes (K, d) on the line from h0 (α = 0) to h1 (α = 1)."""
    ### BEGIN SOLUTION
    alphas = torch.as_tensor(alphas)[:, None]
    return (1 - alphas) * h0 + alphas * h1
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-interpolate", "grade": true, "points": 2}
h0, h1 = torch.tensor([0.0, 10, 4]), torch.tensor([4.0, 0, 4])
expect_close(
    interpolate(h0, h1, [0.0, 0.25, 1.0]),
    [[0, 10, 4], [1, 7.5, 4], [4, 0, 4]],
    "interpolate, α = 0, 0.25, 1",
    see="section 6",
)
expect_close(interpolate(h0, h1, torch.tensor([0.5])), [[2, 5, 4]], "interpolate, α = 0.5 as a tensor", see="section 6")
### BEGIN HIDDEN TESTS
draw = Draw()
for d, k in [(1, 3), (2, 1), (2, 2), (draw.whole(3, 9), draw.whole(4, 8))]:
    given("codes of one number" if d == 1 else "one value of α" if k == 1 else "")
    h0, h1, alphas = draw.image(d), draw.image(d), torch.rand(k, generator=draw.generator)
    truth = torch.stack([h0 + a * (h1 - h0) for a in alphas])
    expect_close(call(interpolate, h0, h1, alphas), truth, f"interpolate of codes with d={d} at {k} values of α")
    expect_close(
        call(interpolate, h0, h1, alphas.tolist()), truth, f"interpolate with a list of {k} values of α, d={d}"
    )
### END HIDDEN TESTS

# %% [markdown]
# *Predict* the picture half way between a 3 and a 9: for pixels, for PCA, for the autoencoder.

# %%
# @title Predict: half way from a 3 to a 9
predict(
    "half-way",
    "Half way between a 3 and a 9: where do you see both digits, pale, one over the other?",
    ["pixels only", "pixels and PCA", "pixels, PCA and the autoencoder", "nowhere"],
)

# %%
# @title Half way from a 3 to a 9
a, b = x_test[unseen.labels == 3][2:3], x_test[unseen.labels == 9][:1]
alphas = torch.linspace(0, 1, 11)
rows = {"pixels": torch.lerp(a, b, alphas.reshape(-1, 1, 1, 1))}
with torch.no_grad():
    for name, method in {"PCA, d = 32": PCA(x, 32), "CNN, d = 8": networks[8], "CNN, d = 32": networks[32]}.items():
        way = interpolate(method.encode(a)[0], method.encode(b)[0], alphas)
        rows[name] = method.decode(torch.as_tensor(way).float())
with result_of(
    "half-way",
    truth="pixels and PCA",
    why="PCA's decoder is linear, and fades between two pictures. Only a bent surface has something new between two of its points.",
):
    show(
        digit_rows(rows),
        alt="Four rows of eleven pictures from a 3 to a 9. Pixels and PCA: both digits overlaid, one fading out and the other in. The "
        "networks: a stroke of the 3 moves until the loop of the 9 is closed.",
    )

# %% [markdown]
# What makes the difference? PCA's g is linear (plus a constant), so
#
# $$g\big((1-\alpha)\, f(x) + \alpha\, f(x')\big) = (1-\alpha)\, g(f(x)) + \alpha\, g(f(x')):$$
#
# it fades between the two *reconstructions*. Only a bent surface has anything new between two of its points. The explorer shows the way on a map of the codes as well.

# %%
InterpolationExplorer(
    x_test[:40], unseen.labels[:40],
    {"PCA, d = 32": (PCA(x, 32).encode, PCA(x, 32).decode), "CNN, d = 8": (networks[8].encode, networks[8].decode)},
)  # fmt: skip

# %% [markdown]
# *Try*: two digits of the same class; two of very different shape. Is every picture on the way a digit? Where does the line cross a
# part of the map where no codes are?
#
# ## 7 New digits by sampling
#
# The decoder makes a picture from **any** d numbers. So it could invent digits, if we knew which numbers to feed it. Codes drawn by
# throwing dice must be like the codes of real digits. The simplest model of them: each number of the code is Gaussian, independent of
# the others. This is a Gaussian with **diagonal covariance**:
#
# $$h \sim \mathcal{N}\big(\mu, \operatorname{diag}(s_1^2, \dots, s_d^2)\big)$$
#
# (μ is the mean of the codes, `mean` in the program; the s are their standard deviations, `std`.)
#
# ### Task 12: fit and sample (3 points)
#
# Write `fit_gaussian(codes)`: codes `(N, d)` to the mean `(d,)` and the standard deviation `(d,)` of each number of the code.
# Write `sample_gaussian(mean, std, n, generator)`: n new codes, `(n, d)`, with all randomness from `generator` (a
# `torch.Generator`).
#
# <details><summary>Hint 1: a nudge</summary>Codes are <code>(N, d)</code>, the mean is <code>(d,)</code>: over which
# axis do you average? And which shape must the dice have, for n new codes?</details>
# <details><summary>Hint 2: the idea</summary><code>torch.randn(..., generator=generator)</code> draws from N(0, 1).
# What do you multiply by, what do you add?</details>
# <details><summary>Hint 3: almost</summary>A new number is thrown for every entry of every code. First it is
# stretched by the standard deviation (not the variance), then it is shifted. <code>len(mean)</code> is d.</details>


# %% nbgrader={"grade_id": "gaussian", "solution": true}
def fit_gaussian(codes):
    """Mean (d,) and standard deviation (d,) of codes (N, d)."""
    ### BEGIN SOLUTION
    return codes.mean(0), codes.std(0)
    ### END SOLUTION


def sample_gaussian(mean, std, n, generator):
    """Draw n codes (n, d) from N(mean, diag(std²))."""
    ### BEGIN SOLUTION
    return mean + std * torch.randn(n, len(mean), generator=generator)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-gaussian", "grade": true, "points": 3}
def expect_fit(codes, what):
    fitted = call(fit_gaussian, codes)
    expect_length(fitted, 2, f"fit_gaussian of {what} (mean and standard deviation)", see="task 12")
    expect_close(fitted[0], codes.mean(0), f"mean from fit_gaussian of {what}", see="task 12")
    expect_close(fitted[1], codes.std(0), f"standard deviation from fit_gaussian of {what}", see="task 12", rtol=0.01)


def expect_samples(mean, std, seed):
    n, d = 50_000, len(mean)
    what = f"{n} codes from sample_gaussian, d={d}"
    few = [sample_gaussian(mean, std, 20, torch.Generator().manual_seed(number)) for number in (seed, seed, seed + 1)]
    expect_shape(few[0], (20, d), f"20 codes from sample_gaussian, d={d}", see="task 12")
    expect_close(few[1], few[0], "codes with the same seed again", see="task 12: all randomness from generator")
    same = torch.equal(torch.as_tensor(few[0]), torch.as_tensor(few[2]))
    expect_true(not same, "sample_gaussian gives the same codes whatever the generator's seed", see="task 12")
    generator = torch.Generator().manual_seed(seed)
    twice = [torch.as_tensor(sample_gaussian(mean, std, 20, generator)) for _ in range(2)]
    same = torch.equal(*twice)
    expect_true(
        not same, "two calls of sample_gaussian with one generator, one after the other, give the same", see="task 12"
    )
    codes = sample_gaussian(mean, std, n, torch.Generator().manual_seed(seed))
    expect_shape(codes, (n, d), what, see="task 12")
    # Six standard errors (eight for the fourth powers): a right answer fails once in a million runs or less.
    z = (torch.as_tensor(codes).double() - mean) / std
    bound = 6 / n**0.5
    expect_close(z.std(0), torch.ones(d), f"standard deviation of {what}, ÷ std", see="task 12", atol=bound / 2**0.5)
    expect_close(z.mean(0), torch.zeros(d), f"(mean of {what}, − mean) ÷ std", see="task 12", atol=bound)
    fourth = f"mean of ((code − mean) ÷ std)⁴ for {what}; it is 3 for a Gaussian"
    expect_close((z**4).mean(0), 3 * torch.ones(d), fourth, see="task 12", atol=8 * (96 / n) ** 0.5)
    far = f"share of {what} that lie more than 3 std from the mean"
    expect_close(
        (z.abs() > 3).double().mean(0), torch.full((d,), 0.0027), far, see="task 12", atol=6 * (0.0027 / n) ** 0.5
    )
    follow = f"mean product of each of {what} (standardised) with the one before (0: each is drawn by itself)"
    expect_close((z[1:] * z[:-1]).mean(0), torch.zeros(d), follow, see="task 12", atol=bound)
    correlation = torch.corrcoef(z.T).reshape(d, d)
    expect_close(correlation, torch.eye(d), f"correlation of the numbers of {what}", see="task 12", atol=bound)


expect_fit(torch.tensor([[1.0, -2], [3, 4], [5, 1]]).repeat(40, 1), "120 codes with d=2")
expect_samples(torch.tensor([3.0, -20, 0]), torch.tensor([0.5, 4, 1]), seed=Draw().whole(0, 10**6))
### BEGIN HIDDEN TESTS
draw = Draw()
for d in (1, 2, draw.whole(3, 8)):
    given("codes of one number" if d == 1 else "")
    expect_fit(20 * draw.image(300, d) @ draw.image(d, d) + draw.image(d), f"300 correlated codes with d={d}")
    expect_samples(40 * draw.image(d), 0.1 + 12 * draw.image(d).abs(), seed=draw.whole(0, 10**6))
### END HIDDEN TESTS

# %%
samples = {}
with torch.no_grad():
    for d in (8, 16, 32):
        mean, std = fit_gaussian(networks[d].encode(x))
        samples[d] = torch.as_tensor(sample_gaussian(mean, std, 500, torch.Generator().manual_seed(1))).float()
    show(
        digit_rows({f"sampled, d = {d}": networks[d].decode(samples[d][:12]) for d in samples}),
        alt="Three rows of twelve sampled pictures. With d = 8 about half resemble digits and others are blobs or odd loops; with "
        "d = 16 more are odd, and with d = 32 most are tangles of strokes that are no digits.",
    )

# %% [markdown]
# Disappointing, and **worse** with more numbers, although reconstructions got better. Why? Look at two numbers of the codes: where
# real digits are, and where the dice fall.

# %%
with torch.no_grad():
    codes = networks[8].encode(x_test)
i, j = divmod(int((torch.corrcoef(codes.T) - torch.eye(8)).abs().argmax()), 8)  # the most dependent pair
three, one = unseen.labels == 3, unseen.labels == 1
show(
    clouds(
        {"codes of test digits": {"all": codes[:, [i, j]], "ones": codes[one][:, [i, j]], "threes": codes[three][:, [i, j]]},
         "sampled from the diagonal Gaussian": {"samples": samples[8][:, [i, j]]}},
        axes_names=(f"number {i + 1} of the code", f"number {j + 1} of the code"),
    ),
    alt="Left: codes of digits in two of the eight dimensions form a slanted cloud, in which ones and threes gather in different "
    "parts. Right: samples form an upright cloud without any structure.",
)  # fmt: skip

# %% [markdown]
# How far do samples land from where digits are? For each sample, the distance to the nearest training code; for comparison, the same
# for test digits. (Distances are in units of the codes' spread, and grow with d by themselves: compare the first two columns within
# a line, the last one between lines.)

# %%
table = []
with torch.no_grad():
    for d in (8, 16, 32):
        codes, scale = networks[d].encode(x), networks[d].encode(x).std(0)
        real = torch.cdist(networks[d].encode(x_test[:500]) / scale, codes / scale).amin(1)
        drawn = torch.cdist(samples[d] / scale, codes / scale).amin(1)
        lost = float((drawn > real.quantile(0.95)).float().mean())
        table.append((str(d), float(real.median()), float(drawn.median()), f"{lost:.0%}"))
Table(
    ["d", "test digits: median distance", "samples: median distance", "samples farther than 95 % of test digits"], table,
    caption="Distance to the nearest code of a training digit",
)  # fmt: skip

# %% [markdown]
# ### Written answer 3 (4 points)
#
# Where do the samples fail, and why? In about 150 words: describe two failures that you see in the pictures; explain with the map and the
# table above what is wrong with the model of the codes; say why it gets worse as d grows. Then propose a change that could
# help, to the model of the codes or to the training, and what it would cost.
#
# *What earns points:* failures seen (1); what the diagonal Gaussian misses (1); the role of d, with numbers from the table (1); a
# proposal that follows from the reason (1).
#
# <details><summary>Hint 1: a nudge</summary>Go through the sampled pictures one by one, and write down for the bad
# ones what is wrong with them. Then compare the shapes of the two clouds on the map.</details>
# <details><summary>Hint 2: the idea</summary>The diagonal Gaussian assumes two things about the numbers of a code.
# Hold each of them against the left cloud. For d, ask what one more number adds when each is thrown by
# itself.</details>
# <details><summary>Hint 3: almost</summary>Four parts: two failures, with row and place; an assumption, and where the
# map contradicts it; two numbers from the table, for two d, and the sentence that connects them; a change that
# removes just the cause you named, and its price.</details>

# %% [markdown] nbgrader={"grade_id": "question-samples", "locked": true}
# Write your answer in the cell below.
# ### BEGIN MARK SCHEME
# - 1: two failures: broken or extra strokes, two digits in one, blobs, missing classes.
# - 1: codes are not independent (slanted cloud) **or** not Gaussian (clusters by class, gaps between them); samples fall where the decoder
#   was never trained.
# - 1: in more dimensions a sample misses more easily: being off in any of d dimensions is enough, and digits fill an ever smaller part of
#   the space; with numbers from the table. Also right: nothing in the training asked the codes to fill the space.
# - 1: a proposal with its cost: full covariance (repairs the correlation, not the clusters), mixture of Gaussians, one Gaussian for each
#   class (needs labels), nearest-neighbour mixing, or training so that codes **become** Gaussian (a VAE; the reconstruction pays).
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "answer-samples", "grade": true, "solution": true, "points": 4}
# ### BEGIN SOLUTION
# With d = 8 the eighth sample is two loops lying on each other, no digit at all, and the sixth a thick 8 whose holes are filled. With
# d = 32 most are tangles. The map shows why: codes of real digits form a slanted cloud in which each class has its place. The diagonal
# Gaussian knows only each number's own mean and spread; it throws each number's dice alone, and fills the corners and the places
# between the classes too. There the decoder was never asked to draw anything. With more numbers there are more ways to be wrong: 47% of the samples
# lie farther away than 95% of real digits for d = 8, 81% for d = 16, 97% for d = 32. A Gaussian for each class would respect the
# clusters, but needs labels and still assumes independence. Better to change the training: ask the encoder to spread its codes like
# N(0, I) from the start. Reconstructions would pay with some sharpness.
# ### END SOLUTION

# %% [markdown]
# Asking the encoder to do so is the subject of Exercise 3-3, the variational autoencoder.
#
# ## 8 What codes are good for
#
# ### A map of digits
#
# With d = 2 the code is a place on a map. Nobody told the network about classes; the colours and characters are only ours.
# *Predict*: which classes will be neighbours, and which will overlap? (The explorer writes z for the code.)

# %%
# @title Predict: neighbours on the map
predict(
    "neighbours",
    "Which of these two classes lie closest together on the map?",
    ["0 and 1", "4 and 9", "2 and 7", "1 and 3", "6 and 8"],
)

# %%
# @title Neighbours on the map
with torch.no_grad():
    places = networks[2].encode(x_test[:2000])
middles = torch.stack([places[unseen.labels[:2000] == digit].median(0).values for digit in range(10)])
distances = {
    f"{i} and {j}": float((middles[i] - middles[j]).norm()) for i, j in [(0, 1), (4, 9), (2, 7), (1, 3), (6, 8)]
}
with result_of(
    "neighbours",
    truth=min(distances, key=distances.get),
    why="The network sees strokes, not classes: what is written with the same strokes gets codes that are near each other.",
):
    display(Table(["classes", "from middle to middle"], [*distances.items()]))
    display(LatentMapExplorer(places, unseen.labels[:2000], networks[2].decode, images=x_test[:2000]))

# %% [markdown]
# Walk from one region to another. What does the decoder draw where no digits live, and what exactly on a border?
#
# ### Cleaning pictures, at a glance
#
# An autoencoder's output lies on its surface of digits, and noise does not. So is noise lost on the way? Compare with a network
# of the same architecture that is trained for it: noisy picture in, **clean** picture as the target. *Predict* both rows.

# %%
# @title Predict: noisy digits
predict(
    "noisy-digits",
    "Noisy digits go through the plain autoencoder with d = 32, and through the one trained to denoise. What comes out?",
    [
        "clean digits from both",
        "grey tangles from the plain one, clean digits from the other",
        "noise from the plain one, clean digits from the other",
        "blurred digits from both",
    ],
)

# %%
noise_generator = torch.Generator().manual_seed(2)


def noisy(images, sigma=0.4):
    """The pictures with Gaussian noise, clipped to 0 to 1."""
    noise = torch.randn(images.shape, generator=noise_generator).to(images.device)
    return (images + sigma * noise).clamp(0, 1)


def denoising_loss(model, batch):
    """Error per pixel against the clean pictures, for noisy input."""
    return F.mse_loss(model(noisy(batch)), batch)


profile.seed_everything(0)
denoiser = strided_autoencoder(32)
train(
    denoiser,
    x,
    epochs=profile.choose(grading=1, laptop=10, gpu=10),
    loss=denoising_loss,
    learning_rate=4e-3,
    title="denoising, d = 32",
)
dirty = noisy(x_test)
with torch.no_grad():
    results = {"noisy": dirty, "autoencoder, d = 32": networks[32](dirty), "trained to denoise": denoiser(dirty)}

# %%
# @title Noisy digits
cleaned = [(name, float(F.mse_loss(pictures, x_test))) for name, pictures in results.items()]
with result_of(
    "noisy-digits",
    truth="grey tangles from the plain one, clean digits from the other",
    why="The plain encoder has never seen noise, and sends such pictures anywhere; the error is about that of the mean digit, which needs "
    "no code at all. What a network is to do, it must be trained for.",
):
    show(
        digit_rows({"clean": x_test[:12], **{name: pictures[:12] for name, pictures in results.items()}}),
        alt="Twelve clean digits; the same with heavy noise; the autoencoder's output, grey tangles in which some digits can be "
        "guessed; the output of the network trained to denoise, close to the clean digits.",
    )
    display(Table(["input", "error per pixel"], cleaned))

# %% [markdown]
# ### Other ways not to copy
#
# A small code forbids copying. So does noise: whoever copies a noisy picture is wrong. Three relatives work on the code itself,
# which may then be as wide as the picture, or wider:
#
# | autoencoder | what is different | what becomes of the code |
# |---|---|---|
# | **k-sparse** (Makhzani & Frey, 2014) | only the k largest numbers of a code reach the decoder, the others are set to 0 | a few words out of a large vocabulary, others for each digit |
# | **contractive** (Rifai et al., 2011) | added to the loss: $\lambda \lVert \partial h / \partial x \rVert^2$, the squared slopes of the code | it changes less when the picture changes a little |
# | **variational** (Kingma & Welling, 2014) | noise on each code, and a price for codes that are not like N(0, I) | it fills its space with few gaps: Exercise 3-3 |
#
# (No derivatives are needed: for noise e from N(0, 1), `((encode(x + 0.01 * e) - encode(x)) / 0.01).square().sum(1)` is on average
# nearly this sum of squared slopes.)
#
# *Think*: another sparse autoencoder adds $\lambda \sum_j \lvert h_j \rvert$ to the loss. How can the two networks escape this price
# without a single 0 in their codes?
#
# Nor need a decoder draw the input. With other targets, two halves like these mark to what each pixel belongs (U-Net, SegNet),
# estimate how far away it is, or sharpen a small picture. **Skip connections** then carry fine detail from layers of the encoder
# to layers of the decoder, past the bottleneck. What would an autoencoder learn if it had one from its input to its output?
#
# ### Which digit is it? Method I: by codes
#
# If similar digits have similar codes, then codes are good **features**. The simplest classifier looks for the nearest
# known code and takes over its label.
#
# ### Task 13: the nearest code (2 points)
#
# Write `classify_by_codes(known_codes, known_labels, codes)`: codes `(K, d)` with labels `(K,)`, and new codes `(M, d)`. Return the
# labels `(M,)` of the nearest known codes (Euclidean distance).
#
# <details><summary>Hint 1: a nudge</summary>How many distances are there between M new and K known codes? Print the
# shape of the matrix of all of them: which axis runs over the known ones?</details>
# <details><summary>Hint 2: the idea</summary><code>torch.cdist</code> gives all distances as an (M, K) or (K, M)
# matrix, in the order of its arguments. The index of the smallest one is not yet the label.</details>
# <details><summary>Hint 3: almost</summary>For each new code find the place of the smallest distance, along the axis
# of the known codes: <code>argmin</code> gives places, <code>min</code> gives distances. A tensor of places can be an
# index: <code>names[places]</code>.</details>


# %% nbgrader={"grade_id": "by-codes", "solution": true}
def classify_by_codes(known_codes, known_labels, codes):
    """Label (M,) of the nearest known code for each of codes (M, d)."""
    ### BEGIN SOLUTION
    return known_labels[torch.cdist(codes, known_codes).argmin(1)]
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-by-codes", "grade": true, "points": 2}
known_codes, known_labels = torch.tensor([[0.0, 0], [4, 0], [0, 3]]), torch.tensor([7, 1, 4])
new = torch.tensor([[3.0, 0.5], [0.2, 2], [0.1, -5], [2.5, 0]])
expect_equal(
    call(classify_by_codes, known_codes, known_labels, new),
    [1, 4, 7, 1],
    "classify_by_codes of four points",
    see="task 13",
)
known_codes = torch.tensor([[2.2, 2.2], [3.5, 0], [12, 2], [12.5, 0], [-20, 5]])
expect_equal(
    call(classify_by_codes, known_codes, torch.tensor([3, 8, 5, 0, 3]), torch.tensor([[0.0, 0], [10, 0]])),
    [3, 0],
    "classify_by_codes of (0, 0) and (10, 0), with (2.2, 2.2), (3.5, 0), (12, 2), (12.5, 0), (-20, 5) known",
    see="task 13: as the crow flies",
)
### BEGIN HIDDEN TESTS
draw = Draw()
expect_equal(
    call(classify_by_codes, draw.image(1, 3), torch.tensor([4]), draw.image(5, 3)),
    [4] * 5,
    "one known code",
    see="task 13",
)
for k, m, d in [(2, 1, 1), (draw.whole(5, 9), draw.whole(10, 20), 2), (400, 60, draw.whole(3, 8))]:
    stretch = torch.tensor([1.0 + 3 * i for i in range(d)])  # so that other distances give other neighbours
    known_codes = torch.randn(k, d, generator=draw.generator) * stretch
    known_labels = torch.randperm(max(k, 10), generator=draw.generator)[:k] % 10
    new = torch.randn(10 * m, d, generator=draw.generator) * stretch
    distances = torch.stack([((known_codes - code) ** 2).sum(1) for code in new]).sort()
    clear = distances.values[:, 0] < 0.98 * distances.values[:, 1]  # no ties, whatever the rounding
    new, truth = new[clear][:m], known_labels[distances.indices[clear, 0]][:m]
    what = f"classify_by_codes, {k} known and {m} new codes, d={d}"
    expect_equal(call(classify_by_codes, known_codes, known_labels, new), truth.tolist(), what, see="task 13")
### END HIDDEN TESTS

# %%
some, names = x_test[:2000], unseen.labels[:2000]
table = []
with torch.no_grad():
    for d in DIMENSIONS:
        guesses = [classify_by_codes(f(x), known.labels, f(some)) for f in (networks[d].encode, PCA(x, d).encode)]
        table.append((str(d), *(f"{(torch.as_tensor(guess) == names).float().mean():.1%}" for guess in guesses)))
guess = torch.as_tensor(classify_by_codes(x.flatten(1), known.labels, some.flatten(1)))
table.append(("784 (pixels)", f"{(guess == names).float().mean():.1%}", ""))
Table(
    ["d", "codes of the CNN", "codes of PCA"], table, caption="Test digits classified rightly by the nearest known code"
)

# %% [markdown]
# Eight numbers of an autoencoder that has never seen a label classify nearly as well as all 784 pixels, and sixteen do better.
# Distances between pixels punish a digit for being slanted or shifted, distances between codes less. (PCA with 32 numbers beats the
# pixels that it was made from, too. What has it thrown away?)
#
# ### Method II: one autoencoder for each class
#
# An autoencoder is good at what it was trained on, and only at that. So train ten small ones, one for each class, and show a new
# digit to all ten. The one with the **smallest error** knows it best.
#
# ### Task 14: the smallest error (2 points)
#
# Write `classify_by_error(images, reconstructions)`: pictures `(N, 1, 28, 28)`, and what each of C autoencoders made of them, `(C, N,
# 1, 28, 28)`. Return for each picture the number of the autoencoder with the smallest squared error, shape `(N,)`.
#
# <!-- not allowed: course.explorers.tensors.squared_errors -->
#
# <details><summary>Hint 1: a nudge</summary>Imagine a table with one line for each autoencoder and one column for
# each picture. What stands in it, and what do you pick from each column?</details>
# <details><summary>Hint 2: the idea</summary>First make this table of errors, (C, N): over which axes is the mean
# taken?</details>
# <details><summary>Hint 3: almost</summary><code>images</code> fits each of the C attempts as it is. Square the
# differences before you average, and average over the axes of one picture only. Then take the place of the smallest
# along the axis of the autoencoders, counted from 0.</details>


# %% nbgrader={"grade_id": "by-error", "solution": true}
def classify_by_error(images, reconstructions):
    """Number (N,) of the autoencoder that reconstructs each picture best."""
    ### BEGIN SOLUTION
    return ((reconstructions - images) ** 2).flatten(2).mean(2).argmin(0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-by-error", "grade": true, "points": 2}
images = torch.stack([torch.zeros(1, 28, 28), torch.ones(1, 28, 28)])
offsets = torch.tensor([[-0.5, -0.5], [0.1, 0.5], [0.5, -0.2]])  # autoencoder 1 is best for picture 0, 2 for picture 1
attempts = images + offsets.reshape(3, 2, 1, 1, 1)
what = "classify_by_error of two pictures, errors [[-0.5, -0.5], [0.1, 0.5], [0.5, -0.2]] by three autoencoders"
expect_equal(call(classify_by_error, images, attempts), [1, 2], what, see="task 14")
spots = torch.zeros(2, 1, 28, 28)
spots[0, 0, :3, :10], spots[1, 0, 14, 14] = 9, 3
everywhere = (0.5 * (-1.0) ** torch.arange(28)).expand(2, 1, 28, 28)
what = (
    "classify_by_error of two pictures, errors of 0.5 or -0.5 everywhere against 30 pixels of 9, and against one of 3"
)
came = call(classify_by_error, torch.zeros(2, 1, 28, 28), torch.stack([everywhere, spots]))
expect_equal(came, [0, 1], what, see="task 14: the squared error")
### BEGIN HIDDEN TESTS
draw = Draw()
for c, n in [(10, 1), (draw.whole(3, 10), draw.whole(4, 9)), (2, 6)]:
    given("one picture" if n == 1 else "two autoencoders" if c == 2 else "")
    images = draw.image(n, 1, 28, 28)
    attempts, truth = images + 4 * draw.image(c, n, 1, 28, 28), []
    for i in range(n):
        best, other = torch.randperm(c, generator=draw.generator)[:2].tolist()
        # Small errors everywhere, and large ones at a few pixels. Of 30 the squares are worse, but not the absolute values;
        # of 2 the squares are not worse, but the largest of them is.
        everywhere, spots = (best, other) if i % 2 == 0 else (other, best)
        attempts[everywhere, i] = images[i] + 0.5 + 0.5 * float(torch.rand((), generator=draw.generator))
        right, low = (
            14 * (i // 2 % 2),
            14 * (i // 4 % 2),
        )  # in a quarter of the picture: no row, no column shows them all
        few = torch.randperm(14 * 14, generator=draw.generator) < (30 if spots == other else 2)
        few = F.pad(few.reshape(1, 14, 14), (right, 14 - right, low, 14 - low))
        attempts[spots, i] = images[i] - 9 * few
        truth.append(best)
    what = f"classify_by_error of {n} pictures by {c} autoencoders"
    expect_equal(call(classify_by_error, images, attempts), truth, what, see="task 14")
### END HIDDEN TESTS

# %%
specialists = []
for digit in range(10):
    profile.seed_everything(digit)
    specialists.append(strided_autoencoder(8, width=8))
    own_digits = x[known.labels == digit]
    epochs = profile.choose(grading=1, laptop=15, gpu=15)
    train(specialists[-1], own_digits, epochs=epochs, batch_size=16, learning_rate=4e-3, title=f"only digit {digit}")

# %%
odd = 8  # what do all ten make of an 8?
with torch.no_grad():
    attempts = torch.stack([network(x_test) for network in specialists])
guess = torch.as_tensor(classify_by_error(x_test, attempts))
print(f"Method II: {(guess == unseen.labels).float().mean():.1%} of the test digits classified rightly")
place = int((unseen.labels == odd).nonzero()[0])
show(
    digit_rows({"input": x_test[place].expand(10, 1, 28, 28), "specialist for 0-9": attempts[:, place]}),
    alt="The same 8 ten times, and what the specialists for 0 to 9 make of it: each bends it towards its own digit; only the "
    "specialist for 8 reproduces it.",
)
Table(["specialist", *map(str, range(10))],
      [("error", *(f"{error:.3f}" for error in ((attempts[:, place] - x_test[place]) ** 2).mean((1, 2, 3)).tolist()))])  # fmt: skip

# %% [markdown]
# The specialists' codes have 8 numbers: compare with the line d = 8 of method I. *Think*: which method needs labels for its training, and
# which only for its answers? When an eleventh class arrives, what has to be trained, with each method?
#
# ### Few labels
#
# Labels are expensive: somebody has to look at each picture. Pictures alone are cheap. Suppose that only 100 of the digits have labels.
# An encoder that has seen all digits without labels may know what strokes are; a classifier then needs to learn only ten names.
#
# Three ways to use 100 labels, all with the same architecture, the encoder with one new layer for ten classes on top (after a batch
# normalisation):
#
# - from random weights;
# - **fine-tuned**: from the **pre-trained** encoder, whose weights are then trained on;
# - **frozen**: from the pre-trained encoder, whose weights stay; only what is on top is trained.
#
# *Predict* the order, and how it changes when there are 1,000 labels.

# %%
# @title Predict: three ways to use few labels
predict(
    "few-labels",
    "100 labels: which way classifies most test digits rightly?",
    ["random start", "pre-trained, fine-tuned", "pre-trained, frozen"],
)
predict(
    "last-of-three",
    "1,000 labels: which way comes last?",
    ["random start", "pre-trained, fine-tuned", "pre-trained, frozen"],
)


# %%
def classifier(encoder, d, trainable):
    """The encoder with a layer for ten classes on top; its weights learn further, or stay."""
    copy = strided_autoencoder(d).encoder
    if encoder is not None:
        copy.load_state_dict(encoder.state_dict())
    copy.requires_grad_(trainable)
    return nn.Sequential(copy, nn.BatchNorm1d(d), nn.Linear(d, 10))


def accuracy(network, labelled):
    """Train on the first `labelled` digits and their labels; the share of test digits classified rightly."""

    def cross_entropy(model, chosen):
        return F.cross_entropy(model(x[chosen.cpu()].to(chosen.device)), known.labels[chosen.cpu()].to(chosen.device))

    enough = 6000 // labelled + 10
    epochs = profile.choose(grading=1, laptop=enough, gpu=enough)
    train(network, torch.arange(labelled), epochs=epochs, loss=cross_entropy, batch_size=20, learning_rate=2e-3,
          title=f"{labelled} labels")  # fmt: skip
    with torch.no_grad():
        return float((network(x_test).argmax(1) == unseen.labels).float().mean())


WAYS = ["random start", "pre-trained, fine-tuned", "pre-trained, frozen"]
shares = {}
for labelled in (100, 1000):
    profile.seed_everything(0)
    encoder = networks[32].encoder
    shares[labelled] = [accuracy(classifier(start, 32, trainable), labelled)
                        for start, trainable in [(None, True), (encoder, True), (encoder, False)]]  # fmt: skip

# %%
# @title Three ways to use few labels
with result_of(
    "few-labels",
    truth=max(zip(shares[100], WAYS, strict=True))[1],
    why="Pre-training has seen all pictures; with few labels this is worth most, as long as the weights may still bend.",
):
    print("100 labels:", ", ".join(f"{way} {share:.1%}" for way, share in zip(WAYS, shares[100], strict=True)))
with result_of(
    "last-of-three",
    truth=min(zip(shares[1000], WAYS, strict=True))[1],
    why="With more labels frozen weights become a fetter: they were made for drawing, and only fine-tuning bends them towards naming.",
):
    rows = [(f"{labelled} labels", *(f"{share:.1%}" for share in results)) for labelled, results in shares.items()]
    display(Table(["", *WAYS], rows, caption="Test digits classified rightly"))

# %% [markdown]
# (The decoder has done its work, and is thrown away.)
#
# Method I needs no training beyond the autoencoder's. *Predict*: how far does it come with 100 labels, and how far with 1,000?

# %%
# @title Predict: the nearest code
predict(
    "nearest-100", "The class of the nearest of 100 codes: how many percent of the test digits are right?", "number"
)
predict("nearest-1000", "And with 1,000 codes?", "number")

# %%
# @title The nearest code
with torch.no_grad():
    codes, codes_test = networks[32].encode(x), networks[32].encode(x_test)
for labelled in (100, 1000):
    guess = torch.as_tensor(classify_by_codes(codes[:labelled], known.labels[:labelled], codes_test))
    share = float((guess == unseen.labels).float().mean())
    with result_of(
        f"nearest-{labelled}",
        truth=round(100 * share, 1),
        within=5,
        why="Digits of a class lie together in the codes, without any label having been used. (Within 5 percent counts as right.)",
    ):
        print(f"nearest of {labelled:,} codes: {share:.1%} of the test digits classified rightly")

# %% [markdown]
# Compare with the table above: for which number of labels is training worth its time?
#
# A hospital with ten thousand scans, of which a doctor has looked at a hundred, may train an autoencoder first. Weights from
# photographs promise less: scans do not look like photographs, and you have seen above what an autoencoder does with pictures
# of another kind.
#
# ### A digit of your own
#
# Clear the pad and draw; each time you lift the pen, your networks answer. Or photograph a digit on plain paper. *Predict* before
# you draw: what becomes of a 7 with a bar through it? Which size of code notices the bar?

# %%
# @title Predict: a 7 with a bar
predict(
    "bar",
    "A 7 with a bar through it: which is the smallest code from which the network draws at least half of the bar's ink?",
    ["d = 2", "d = 4", "d = 8", "d = 16", "d = 32", "none of them"],
)

# %%
# @title A 7 with a bar
seven = x_test[unseen.labels == 7][:1].clone()
row_, column = divmod(int(seven[0, 0, 12:18].argmax()), 28)
bar = (slice(None), slice(None), slice(12 + row_, 14 + row_), slice(max(0, column - 5), column + 6))
missing = seven[bar] < 0.5  # where only the bar has ink
seven[bar] = 1
with torch.no_grad():
    drawn = {f"d = {d}": networks[d](seven) for d in DIMENSIONS}
kept = [name for name, picture in drawn.items() if picture[bar][missing].mean() >= 0.5]
with result_of(
    "bar",
    truth=kept[0] if kept else "none of them",
    why="Few of the sevens that it was trained on have a bar: a small code has no number to spare for it.",
):
    show(
        digit_rows({"input": seven, **drawn}),
        alt="A 7 with a bar through its stem, and what the networks with 2, 4, 8, 16 and 32 numbers make of it.",
    )

# %% [markdown]
# Now draw: such a 7, a 1 with a foot, a letter. Which row takes the bar away?

# %%
from course.explorers import DrawingPad

with torch.no_grad():
    codes = networks[8].encode(x)


def rebuilt_and_nearest(digit):
    """A digit, rebuilt with codes of five sizes, and the training digits whose codes are nearest."""
    with torch.no_grad():
        nearest = torch.cdist(networks[8].encode(digit), codes)[0].argsort()[:5]
        cnn = torch.cat([networks[d](digit) for d in DIMENSIONS])
    pca = torch.cat([flat[d](digit) for d in DIMENSIONS])
    sizes, labels = (" ".join(map(str, numbers)) for numbers in (DIMENSIONS, known.labels[nearest].tolist()))
    rows = {"yours": digit.repeat(5, 1, 1, 1), f"CNN, d = {sizes}": cnn, f"PCA, d = {sizes}": pca}
    return {**rows, f"nearest: {labels}": x[nearest]}


flat = {d: PCA(x, d) for d in DIMENSIONS}
pad = DrawingPad(
    rebuilt_and_nearest,
    alt="Your digit; reconstructions by the networks and by PCA with 2, 4, 8, 16 and 32 numbers; five training digits with "
    "the nearest codes.",
)
pad

# %% [markdown]
# How strange is it to your network? (`pad.digit` is the picture; run this cell again after each drawing.)

# %%
with torch.no_grad():
    mine = F.mse_loss(networks[8](pad.digit), pad.digit)
    others = (networks[8](x_test) - x_test).square().mean((1, 2, 3))
print(
    f"error per pixel, d = 8: {mine:.4f}, larger than those of {(others < mine).float().mean():.0%} of the test digits"
)

# %% [markdown]
# ## To discuss
#
# You sell an autoencoder as an image compressor: 784 numbers in, 8 out. A customer answers: "*A PNG file needs 270 bytes for such
# a digit and gives back every pixel; your 8 numbers are 32 bytes, but I also had to install your network with its 70,000 weights,
# and when I sent it my signature, it came back as a 5.*" What do you reply? For which data would you take which, and what would
# you have to measure to decide?
#
# **Read on:** Hinton & Salakhutdinov, *Reducing the dimensionality of data with neural networks* (Science, 2006). Bourlard & Kamp,
# *Auto-association by multilayer perceptrons and singular value decomposition* (1988). Goodfellow, Bengio & Courville, *Deep
# Learning*, chapter 14. The architecture of section 4: F. Fleuret, *Deep Learning*, lecture 7.2 (fleuret.org/dlc).
