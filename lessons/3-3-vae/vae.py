# %% [markdown]
# # Exercise 3-3: The variational autoencoder
#
# <!-- summary: Gaussians, the KL divergence, the evidence lower bound, a gradient through a random number, and VAEs
# with 1, 10 and 100 latent numbers -->
#
# Exercise 3-2 ended with a disappointment: codes drawn by throwing dice decode to tangles, not to digits. A **variational
# autoencoder** (VAE) is an autoencoder that is trained so that throwing dice works. On the way you meet ideas that reach far
# beyond pictures: what it means to model a distribution, how far one distribution is from another, and how to send a gradient
# through a random number.
#
# After this notebook you can
#
# - write and sample Gaussians in one and in many dimensions, and mixtures of them,
# - derive and compute the KL divergence, and the evidence lower bound (ELBO),
# - explain the reparameterisation trick, and show that it works,
# - write a VAE, train it with 1, 10 and 100 latent numbers, and say what they change,
# - compare VAE and autoencoder, and say what β trades in a β-VAE.
#
# **How to work.** Where it says *Predict*, answer, and say how sure you are; the result below it then unfolds. Where it says *Task*, replace
# the `raise NotImplementedError` by your code and run the check below it, as often as you like; when it fails, its last lines
# say what was expected and what came. After you hand in, more checks of the same kind run with other numbers.
#
# **When you are stuck.** Open the three hints one at a time; read the place that the failed check sends you to; print the shapes. Each task is
# checked on its own. You need Exercise 3-2, and the words density, mean and variance. The code, h in Exercise 3-2, is called z here.
#
# <!-- counts -->; plan about five hours. The computer needs about three minutes of
# them to train networks.

# %%
import math

import torch
from IPython.display import display
from torch import nn
from torch.nn import functional as F

from course.checks import (
    call,
    expect_between,
    expect_close,
    expect_equal,
    expect_shape,
    expect_true,
    given,
    where_it_stops,
)
from course.data import digits
from course.draw import Draw
from course.explorers import (
    ChoiceExplorer,
    CompareExplorer,
    InterpolationExplorer,
    KLExplorer,
    LatentLineExplorer,
    LatentMapExplorer,
    LatentSlidersExplorer,
    PlaneExplorer,
)
from course.figures import Table, clouds, digit_rows, lines, show
from course.models import conv_vae, measure, pretrained_vae, strided_autoencoder
from course.predictions import predict, result_of
from course.training import profile, reference, train

# %% [markdown]
# ## 1 Gaussians, and what they cannot do
#
# ### Two kinds of models
#
# A **discriminative** model answers questions about a picture: "which digit is this?" It models p(label | picture). Shown noise, it
# still has to name a digit. A **generative** model knows the pictures themselves: it models p(picture). It can do two things that the
# other cannot: **draw new samples**, and **say how probable** a picture is, so that noise gets a tiny number.
#
# You know a generative model already: the Gaussian distribution.
#
# ### One dimension
#
# μ says where the bell stands, σ how wide it is:

# %%
places = torch.linspace(-4, 6, 201)
bells = {
    f"μ = {m:g}, σ = {s:g}": torch.distributions.Normal(m, s).log_prob(places).exp().tolist()
    for m, s in ((0.0, 1.0), (0.0, 2.0), (3.0, 0.5))
}
show(
    lines(places.tolist(), bells, xlabel="x", ylabel="density p(x)"),
    alt="Three bell curves: μ moves the bell; a larger σ makes it wider and lower; with σ = 0.5 it is twice as high as with σ = 1.",
)

# %% [markdown]
# $$p(x) = \mathcal{N}(x;\, \mu, \sigma^2) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\Big(-\frac{(x - \mu)^2}{2\sigma^2}\Big)$$
#
# *Sampling*: draw ε from N(0, 1), return μ + σ ε. Remember this line: it comes back in section 5.
#
# Densities of many numbers multiply and soon underflow. So we always work with the **logarithm** of the density, in which products
# become sums. With the natural logarithm its unit is the **nat**.
#
# ### Task 1: the log-density (2 points)
#
# Write `log_normal(x, mu, var)`: the natural logarithm of the Gaussian density, elementwise for tensors. `var` is the variance σ².
#
# <details><summary>Hint 1: a nudge</summary>Take the logarithm on paper first: log of a product, log of a root, log
# of exp. What remains?</details>
# <details><summary>Hint 2: the idea</summary>Code that computes <code>exp</code> and then <code>log</code> gives −∞
# for x far away; the check tries that. After the rules of logarithms there is no exp left.</details>
# <details><summary>Hint 3: almost</summary>Three terms remain: a constant, one with the logarithm of the variance,
# one with the squared distance. Which factor do they share? (<code>var</code> is σ² already.) Tensors want
# <code>torch.log</code>, ordinary numbers <code>math.log</code>. Add up the terms, but not the entries.</details>


# %% nbgrader={"grade_id": "log-normal", "solution": true}
def log_normal(x, mu, var):
    """log N(x; mu, var), elementwise."""
    ### BEGIN SOLUTION
    return -0.5 * (math.log(2 * math.pi) + torch.log(var) + (x - mu) ** 2 / var)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-log-normal", "grade": true, "points": 2}
def expect_log_normal(x, mu, var, what):
    truth = torch.distributions.Normal(mu.double(), var.double().sqrt()).log_prob(x.double())
    expect_close(call(log_normal, x, mu, var), truth, f"log_normal {what}", see="section 1")


expect_log_normal(torch.tensor([0.0, 1, 3]), torch.tensor([0.0]), torch.tensor([1.0]), "at 0, 1, 3 with mu=0, var=1")
expect_log_normal(
    torch.tensor([5.0, 5]), torch.tensor([1.0, 1]), torch.tensor([4.0, 0.25]), "at 5 with mu=1, var=4 and ¼"
)
expect_log_normal(torch.tensor([60.0]), torch.tensor([0.0]), torch.tensor([1.0]), "far away, at 60 with mu=0, var=1")
### BEGIN HIDDEN TESTS
draw = Draw()
for shape in [(1,), (4,), (draw.whole(2, 4), 3)]:
    spread = 0.4 * draw.image(*shape).abs()
    expect_log_normal(4 * draw.image(*shape), 4 * draw.image(*shape), spread, f"for tensors of shape {shape}")
wide, narrow = torch.tensor([1e6]), torch.tensor([1e-6])
expect_log_normal(torch.tensor([3000.0]), torch.tensor([-500.5]), wide, "with a very large variance")
expect_log_normal(torch.tensor([2.125]), torch.tensor([2.0]), narrow, "with a very small variance")
expect_log_normal(torch.tensor([4096.0]), torch.tensor([0.0]), torch.tensor([0.5]), "very far away")
### END HIDDEN TESTS

# %% [markdown]
# ### Many dimensions
#
# People's weight and height vary together: taller people are heavier. One Gaussian for each would miss that. In p dimensions a
# Gaussian has a mean vector μ and a **covariance matrix** Σ, whose entry (i, j) is the average of
# $(x_i - \mu_i)(x_j - \mu_j)$ over the population:
#
# $$p(x) = \frac{1}{\sqrt{(2\pi)^p \det\Sigma}} \exp\big(-\tfrac12 (x - \mu)^\top \Sigma^{-1} (x - \mu)\big)$$
#
# An example in pounds and inches: weight and height of adults have mean (190, 70). Two of them, (200, 80) and (180, 60). The entry for weight and height
# from these two alone: ½ · (10 · 10 + (−10) · (−10)) = 100.
#
# ### Task 2: estimate a covariance (2 points)
#
# Write `covariance(points)`: the covariance matrix `(p, p)` of N points, `(N, p)`, around their own mean, **dividing by N**.
#
# <!-- not allowed: torch.cov, torch.corrcoef, numpy.cov, numpy.corrcoef; write the average of products yourself -->
#
# <details><summary>Hint 1: a nudge</summary>Do the example of the two people with pencil and paper, all four entries.
# What is subtracted, what is multiplied, what is divided by?</details>
# <details><summary>Hint 2: the idea</summary>Centre. Then the sum over the N points of all products x<sub>i</sub>
# x<sub>j</sub> is one matrix product.</details>
# <details><summary>Hint 3: almost</summary>Each column is centred by its own mean. Of the two products with the
# transpose, which one has the shape <code>(p, p)</code>? The task says what to divide by; it is not N − 1.</details>


# %% nbgrader={"grade_id": "covariance", "solution": true}
def covariance(points):
    """Covariance matrix (p, p) of points (N, p), dividing by N."""
    ### BEGIN SOLUTION
    centred = points - points.mean(0)
    return centred.T @ centred / len(points)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-covariance", "grade": true, "points": 2}
two = torch.tensor([[200.0, 80], [180, 60]])
expect_close(
    call(covariance, two), [[100, 100], [100, 100]], "covariance of the two people in the text", see="section 1"
)
four = torch.tensor([[1.0, 0, 2], [3, 2, 0], [5, -2, 1], [1, 4, -1]])
expect_close(
    call(covariance, four),
    torch.cov(four.T, correction=0),
    "covariance of (1, 0, 2), (3, 2, 0), (5, -2, 1), (1, 4, -1)",
    see="task 2",
)
### BEGIN HIDDEN TESTS
draw = Draw()
for n, p in [(4, 1), (1, 2), (3, 6), (draw.whole(5, 9), draw.whole(2, 4)), (draw.whole(30, 60), 3)]:
    given("one coordinate" if p == 1 else "fewer points than coordinates" if n < p else "")
    people = 10 + 4 * draw.image(n, p) + 0.125
    expect_close(
        call(covariance, people),
        (people - people.mean(0)).T @ (people - people.mean(0)) / n,
        f"covariance of {n} points, p={p}",
        rtol=1e-3,
        atol=1e-3,
    )
### END HIDDEN TESTS

# %% [markdown]
# (Invented numbers.) From a thousand people one finds μ = (190, 70) and Σ = ((100, 25), (25, 50)): the standard deviation of weight is 10 pounds, and the
# correlation with height is 25 / √(100 · 50) = 0.35.
#
# To **sample**, turn independent dice into dependent ones. Find a matrix L with L Lᵀ = Σ (the Cholesky factor is one) and return
# μ + L ε with ε ~ N(0, I): the same line as in one dimension, with L for σ. Its covariance is L I Lᵀ = Σ.
#
# ### Task 3: sample a Gaussian (2 points)
#
# Write `sample_gaussian(mean, cov, n, generator)`: n samples, `(n, p)`, with all randomness from `generator`.
#
# <details><summary>Hint 1: a nudge</summary>In one dimension it is throw, stretch, shift. What plays the part of σ
# here, and which equation must it satisfy? (Is the root of every entry of Σ such a matrix? Try.)</details>
# <details><summary>Hint 2: the idea</summary><code>torch.linalg.cholesky</code> gives L. The dice come from
# <code>torch.randn</code>, with the generator: one number for every entry of every sample.</details>
# <details><summary>Hint 3: almost</summary>L ε is written for a column. With samples as rows, <code>eps</code> of
# shape <code>(n, p)</code>, it becomes <code>eps @ …</code>: transpose both factors. The mean is added
# last.</details>


# %% nbgrader={"grade_id": "sample-gaussian", "solution": true}
def sample_gaussian(mean, cov, n, generator):
    """Draw n samples (n, p) from N(mean, cov)."""
    ### BEGIN SOLUTION
    L = torch.linalg.cholesky(cov)
    return mean + torch.randn(n, len(mean), generator=generator) @ L.T
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-sample-gaussian", "grade": true, "points": 2}
def expect_gaussian_samples(mean, cov, seed):
    n, p = 20_000, len(mean)
    what = f"20,000 samples of sample_gaussian, p={p}"
    samples = sample_gaussian(mean, cov, n, torch.Generator().manual_seed(seed))
    expect_shape(samples, (n, p), what, see="task 3")
    again = sample_gaussian(mean, cov, n, torch.Generator().manual_seed(seed))
    expect_close(again, samples, f"{what}, with the same seed again", see="task 3: all randomness from generator")
    other = torch.as_tensor(sample_gaussian(mean, cov, n, torch.Generator().manual_seed(seed + 1)))
    differs = bool((other != torch.as_tensor(samples)).any())
    expect_true(differs, f"{what}: another seed of the generator should give other samples", see="task 3")
    generator = torch.Generator().manual_seed(seed)
    one, two = (torch.as_tensor(sample_gaussian(mean, cov, 5, generator)) for _ in range(2))
    expect_true(
        not torch.equal(one, two), f"sample_gaussian, p={p}: two calls with one generator give the same", see="task 3"
    )
    # The dice behind them must be N(0, I). Six standard errors: a right answer fails once in a hundred million runs.
    whitener = torch.linalg.inv(torch.linalg.cholesky(cov.double()))
    dice = (torch.as_tensor(samples).double() - mean) @ whitener.T
    centre, centred = dice.mean(0), dice - dice.mean(0)
    what += ": the dice ε behind them, L⁻¹ (sample − mean), have the"
    expect_close(
        centred.T @ centred / n, torch.eye(p), f"{what} covariance", see="task 3: L Lᵀ = Σ", atol=6 * (2 / n) ** 0.5
    )
    expect_close(centre, torch.zeros(p), f"{what} mean", see="task 3: μ + L ε", atol=6 / n**0.5)
    follow = f"{what} mean product with those of the sample before (0: each is drawn by itself)"
    expect_close((dice[1:] * dice[:-1]).mean(0), torch.zeros(p), follow, see="task 3", atol=6 / n**0.5)
    several = len(torch.unique(dice.float(), dim=0)) > 0.99 * n
    expect_true(
        several, f"20,000 samples of sample_gaussian, p={p}: many are the same; each is drawn by itself", see="task 3"
    )
    fourth = (centred**4).mean(0)
    expect_close(
        fourth,
        3 * torch.ones(p),
        f"{what} fourth moments (3 for Gaussian dice)",
        see="task 3",
        atol=6 * (96 / n) ** 0.5,
    )


weight_height = torch.tensor([[100.0, 25], [25, 50]])
expect_gaussian_samples(torch.tensor([190.0, 70]), weight_height, seed=Draw().whole(0, 10**6))
### BEGIN HIDDEN TESTS
draw = Draw()
for p in (1, 2, draw.whole(3, 5)):
    given("one coordinate" if p == 1 else "")
    factor = torch.tril(4 * draw.image(p, p)) + 20 * torch.eye(p)  # far from singular: rounding does not matter
    expect_gaussian_samples(40 * draw.image(p), factor @ factor.T, seed=draw.whole(0, 10**6))
### END HIDDEN TESTS

# %%
generator = profile.seed_everything(0)
mean, cov = torch.tensor([190.0, 70.0]), torch.tensor([[100.0, 25.0], [25.0, 50.0]])
independent = torch.diag(cov.diagonal())
show(
    clouds(
        {"Σ = ((100, 25), (25, 50))": {"samples": sample_gaussian(mean, cov, 500, generator)},
         "Σ = ((100, 0), (0, 50))": {"samples": sample_gaussian(mean, independent, 500, generator)}},
        axes_names=("weight (lb)", "height (in)"), gaussians=[(mean, cov), (mean, independent)],
    ),
    alt="Two clouds of weight and height with elliptic contours around (190, 70): the left cloud is slanted upwards, "
    "the right one is not.",
)  # fmt: skip

# %% [markdown]
# The ellipses are contours of equal density at one and two standard deviations. A diagonal Σ gives ellipses along the axes:
# the numbers are independent. The encoder of a VAE will use such diagonal Gaussians.
#
# ### Several peaks
#
# A Gaussian has one peak. Prices of books have several: paperbacks, hardcovers, e-books. A **mixture of Gaussians** has one
# component for each, with weights $w_k$ that add up to 1: $p(x) = \sum_k w_k\, \mathcal{N}(x;\, \mu_k, \sigma_k^2)$. *Sampling*: throw a
# die with probabilities $w_k$ to choose a component, then sample from it.
#
# ### Task 4: a mixture (3 points)
#
# Write for one dimension, with `weights`, `means` and `stds` of shape `(K,)`:
#
# - `mixture_log_density(x, weights, means, stds)`: log p(x) for `x` of shape `(N,)`, shape `(N,)`; it must not be −∞ far away;
# - `sample_mixture(weights, means, stds, n, generator)`: n samples, `(n,)`.
#
# <details><summary>Hint 1: a nudge</summary>Print the shape of <code>x[:, None] - means</code>: every x with every
# component. Which axis are the components? And for the samples: how often is the die thrown?</details>
# <details><summary>Hint 2: the idea</summary>A sum of densities inside a logarithm: <code>torch.logsumexp</code> over
# the components of log w + log N. For the samples, <code>torch.multinomial</code> throws the die, with
# <code>replacement=True</code> as often as you like.</details>
# <details><summary>Hint 3: almost</summary>Density: log N is task 1 with σ² as the variance, an (N, K) tensor; log w
# joins it, and one axis is summed away. Samples: the die gives n numbers of components, and
# <code>means[numbers]</code> gives n means; the same for the widths. Then one Gaussian number each, stretched and
# shifted. The generator goes into both draws.</details>


# %% nbgrader={"grade_id": "mixture", "solution": true}
def mixture_log_density(x, weights, means, stds):
    """log p(x), (N,), of a mixture of K Gaussians."""
    ### BEGIN SOLUTION
    standardised = (x[:, None] - means) / stds
    log_components = -0.5 * standardised**2 - torch.log(stds) - 0.5 * math.log(2 * math.pi)
    return torch.logsumexp(torch.log(weights) + log_components, dim=1)
    ### END SOLUTION


def sample_mixture(weights, means, stds, n, generator):
    """Draw n samples (n,) from the mixture."""
    ### BEGIN SOLUTION
    component = torch.multinomial(weights, n, replacement=True, generator=generator)
    return means[component] + stds[component] * torch.randn(n, generator=generator)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-mixture", "grade": true, "points": 3}
def true_mixture(weights, means, stds):
    components = torch.distributions.Normal(means.double(), stds.double())
    return torch.distributions.MixtureSameFamily(torch.distributions.Categorical(weights.double()), components)


def expect_mixture(weights, means, stds, seed):
    what = f"a mixture with weights {', '.join(f'{w:.2f}' for w in weights.tolist())}"
    x = torch.cat([means, means + stds, torch.tensor([-300.0, 0, 250])])
    truth = true_mixture(weights, means, stds).log_prob(x.double())
    expect_close(
        call(mixture_log_density, x, weights, means, stds),
        truth,
        f"mixture_log_density of {what}",
        see="task 4",
        rtol=1e-3,
    )
    single = call(mixture_log_density, x[:1], weights, means, stds)
    expect_close(single, truth[:1], f"mixture_log_density of {what}, for one x", see="task 4", rtol=1e-3)
    n = 20_000
    samples = sample_mixture(weights, means, stds, n, torch.Generator().manual_seed(seed))
    expect_shape(samples, (n,), f"20,000 samples of {what}", see="task 4")
    again = sample_mixture(weights, means, stds, n, torch.Generator().manual_seed(seed))
    expect_close(
        again, samples, f"samples of {what}, with the same seed again", see="task 4: pass generator to each draw"
    )
    other = torch.as_tensor(sample_mixture(weights, means, stds, n, torch.Generator().manual_seed(seed + 1)))
    differs = bool((other != torch.as_tensor(samples)).any())
    expect_true(differs, f"samples of {what}: another seed of the generator should give other samples", see="task 4")
    generator = torch.Generator().manual_seed(seed)
    one, two = (torch.as_tensor(sample_mixture(weights, means, stds, 9, generator)) for _ in range(2))
    expect_true(
        not torch.equal(one, two), f"samples of {what}: two calls with one generator give the same", see="task 4"
    )
    several = len(torch.unique(torch.as_tensor(samples).float())) > 0.9 * n
    expect_true(several, f"samples of {what}: many are the same; each is drawn by itself", see="task 4")
    # The share of samples below some points, within six standard errors.
    for place in torch.cat([means, means - stds, means + stds, (means[:-1] + means[1:]) / 2]).tolist():
        share = float(true_mixture(weights, means, stds).cdf(torch.tensor(place, dtype=torch.float64)))
        came = float((torch.as_tensor(samples).double() < place).double().mean())
        expect_close(came, share, f"share of samples below {place:.3g} of {what}", see="task 4", atol=3 / n**0.5)
    alone = sample_mixture(weights, means, stds, 1, torch.Generator().manual_seed(seed))
    expect_shape(alone, (1,), f"one sample of {what}", see="task 4")


prices = torch.tensor([0.5, 0.3, 0.2]), torch.tensor([12.0, 30, 6]), torch.tensor([2.0, 5, 1])
expect_mixture(*prices, seed=Draw().whole(0, 10**6))
### BEGIN HIDDEN TESTS
draw = Draw()
for k in (1, 2, draw.whole(3, 5)):
    given("one component" if k == 1 else "")
    shares = draw.image(k).abs()
    expect_mixture(shares / shares.sum(), 80 * draw.image(k), 4 * draw.image(k).abs(), seed=draw.whole(0, 10**6))
### END HIDDEN TESTS

# %%
price = torch.linspace(0, 50, 251)
parts = torch.tensor([0.5, 0.3, 0.2]), torch.tensor([12.0, 30, 6]), torch.tensor([2.0, 5, 1])
one = torch.distributions.Normal(16.2, 9.82).log_prob(price).exp()  # the same mean and standard deviation
show(
    lines(
        price.tolist(), {"mixture": mixture_log_density(price, *parts).exp().tolist(), "one Gaussian": one.tolist()},
        xlabel="price of a book", ylabel="density",
    ),
    alt="Prices from 0 to 50. The mixture has peaks at 6, 12 and 30. One Gaussian with the same mean is highest at 16, where few books are.",
)  # fmt: skip

# %% [markdown]
# ### A bent Gaussian
#
# Digits do not look like a mixture of a few Gaussians. But take Gaussian points and send them through a **nonlinear function**:

# %%
dice = torch.randn(800, 2, generator=generator)
radius = 1 + 0.15 * dice[:, 0]
angle = 1.6 * dice[:, 1]
ring = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)
show(
    clouds(
        {"z ~ N(0, I)": {"dice": dice}, "g(z)": {"through a function": ring}},
        axes_names=("first number", "second number"),
    ),
    alt="Left: a round cloud of Gaussian points. Right: the same points after a nonlinear function lie on a ring.",
)

# %% [markdown]
# Two Gaussian numbers and a bent function make a ring. With enough numbers and a network for the function, why not digits? **A decoder is
# a nonlinear function of a Gaussian.** Sampling is easy then: throw z ~ N(0, I), decode. The question of this exercise is how
# to *train* such a decoder.
#
# ## 2 From autoencoder to VAE
#
# First the autoencoder of Exercise 3-2 again, with d = 10. It encodes each digit as a **point**. Nobody told it where to put the points.

# %%
known = digits("train", **profile.choose(grading={"n": 2000}, laptop={}, gpu={"full": True}))
unseen = digits("test", **profile.choose(grading={"n": 500}, laptop={}, gpu={"full": True}))
x, x_test = known.images, unseen.images
profile.seed_everything(0)
autoencoder = strided_autoencoder(10)
train(
    autoencoder, x, epochs=profile.choose(grading=2, laptop=8, gpu=15), learning_rate=4e-3, title="autoencoder, d = 10"
)
with torch.no_grad():
    points = autoencoder.encode(x_test)
    wild = autoencoder.decode(torch.randn(12, 10, generator=generator))
    fitted = autoencoder.decode(points.mean(0) + points.std(0) * torch.randn(12, 10, generator=generator))
show(
    digit_rows({"z ~ N(0, I)": wild, "z ~ N(m, diag s²)\nfitted to codes": fitted}),
    alt="Two rows of decoded random codes. The first, from N(0, I), is nearly black. The second, from a Gaussian fitted to the codes, has "
    "strokes; about half of its pictures can be read as digits.",
)

# %% [markdown]
# Two things went wrong:
#
# 1. the codes are not distributed like the dice: not N(0, I). Fitting a mean and a width for each number repairs only half of
#    it: the numbers depend on each other;
# 2. between the points there are gaps, in which the decoder has never been trained.
#
# The VAE cures both with one change: the encoder gives for each picture not a point but a **small Gaussian cloud**, and the decoder has to do well for
# *any* point of the cloud. Clouds fill gaps. And a price on clouds that are far from N(0, I) brings all of them together to
# where the dice fall.
#
# ```
#                   ┌──→ μ      d numbers ──┐
#  x ──→ encoder ───┤                       ├──→ z = μ + σ ε ──→ decoder ──→ r
#                   └──→ log σ² d numbers ──┘       ε ~ N(0, I)
# ```
#
# Trained VAEs come with the course, so you can see now where this leads. *Predict*: how will random codes with d = 10 look,
# compared with the two rows above?

# %%
# @title Predict: codes from the dice
predict(
    "dice",
    "z ~ N(0, I), decoded by a trained VAE with d = 10: what do you see?",
    [
        "nearly black, as in the first row",
        "strokes, half of them digits, as in the second",
        "mostly digits, rather soft",
        "only sharp digits",
    ],
)


# %%
# @title Codes from the dice
def both_ways(network):
    """How the explorers want a VAE: pictures to means, codes to pictures."""
    return lambda images: network.encode(images)[0], lambda z: network.decode(z).sigmoid()


courses = {d: pretrained_vae(d) for d in (1, 2, 10, 100)}
dice = torch.randn(12, 10, generator=torch.Generator().manual_seed(5))
with (
    torch.no_grad(),
    result_of(
        "dice",
        truth="mostly digits, rather soft",
        why="The clouds fill the place where the dice fall, and the decoder has been trained everywhere in it.",
    ),
):
    show(
        digit_rows({"VAE,\nz ~ N(0, I)": both_ways(courses[10])[1](dice)}),
        alt="Twelve decoded random codes of a VAE with ten numbers: soft pictures, most of which can be read as digits.",
    )

# %% [markdown]
# Choose a digit and change its numbers; press *random* to throw the dice yourself.

# %%
LatentSlidersExplorer({"the course's, d = 10": both_ways(courses[10])}, x_test[:1000], unseen.labels[:1000])

# %% [markdown]
# We write q(z|x) = N(μ(x), diag σ²(x)) for the cloud. The encoder has **two heads**: one layer for the d means, one for the d
# **logarithms of the variances**. Why the logarithm? A variance must be positive, a layer's output can be any number. exp makes
# any number positive, and for it 0.01 and 100 are equally easy to reach. In code, `logvar`.
#
# ### Task 5: from logvar to σ (1 point)
#
# Write `std_from(logvar)`: the standard deviation σ, elementwise.
#
# <details><summary>Hint 1: a nudge</summary>logvar = log σ². What is log σ?</details>
# <details><summary>Hint 2: the idea</summary>A square inside a logarithm is a factor in front of it. And what undoes
# a logarithm?</details>
# <details><summary>Hint 3: almost</summary>Two operations, in this order: one multiplication, one
# <code>torch.exp</code>. Check: a variance of 4 has the logvar log 4, and its σ is 2.</details>


# %% nbgrader={"grade_id": "std-from", "solution": true}
def std_from(logvar):
    """σ, where logvar = log σ²."""
    ### BEGIN SOLUTION
    return torch.exp(0.5 * logvar)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-std-from", "grade": true, "points": 1}
expect_close(
    call(std_from, torch.tensor([0.0, math.log(4), math.log(0.25)])),
    [1, 2, 0.5],
    "std_from of log 1, log 4, log ¼",
    see="section 2",
)
### BEGIN HIDDEN TESTS
std = 1.2 * Draw().image(3, 4).abs()
expect_close(call(std_from, 2 * torch.log(std)), std, "std_from of 2 log σ for twelve random σ")
expect_close(call(std_from, torch.zeros(1, 1)), [[1]], "std_from of a single log 1, shape (1, 1)")
expect_close(
    call(std_from, torch.tensor([-18.0, 12.0])), [math.exp(-9), math.exp(6)], "std_from of −18 and 12", atol=1e-6
)
### END HIDDEN TESTS

# %% [markdown]
# ## 3 How far is a cloud from N(0, I)?
#
# Draw points from a cloud q, and ask of each how much more probable it is under q than under p = N(0, 1), on the logarithmic scale. *Predict*:
# for q = N(1, 0.5²), where is log q − log p below 0? Why can its average over draws from q be positive all the same?

# %%
# @title Predict: the average of log q − log p
predict(
    "average-log-ratio",
    "Over draws from q = N(1, 0.5²), what sign has the average of log q − log p?",
    [
        "negative: q is narrow, and below p nearly everywhere",
        "0: what is gained here is lost there",
        "positive: draws fall where q is higher",
    ],
)

# %%
# @title The average of log q − log p
z = torch.linspace(-2.5, 3, 221)
log_q, log_p = (torch.distributions.Normal(m, s).log_prob(z) for m, s in ((1.0, 0.5), (0.0, 1.0)))
weighted = log_q.exp() * (log_q - log_p)
with result_of(
    "average-log-ratio",
    truth="positive: draws fall where q is higher",
    why="Where log q − log p is below 0 (left of about 0.2, and far on the right), q hardly ever draws: such points weigh little.",
):
    show(
        lines(
            z.tolist(),
            {"q = N(1, 0.5²)": log_q.exp().tolist(), "p = N(0, 1)": log_p.exp().tolist(), "q · (log q − log p)": weighted.tolist()},
            xlabel="z", ylabel="per unit of z",
        ),
        alt="Two bell curves: q, narrow, around 1, and p, wide, around 0. The third curve, q times log q − log p, dips a little below 0 where p is "
        "higher than q, and rises to 1 where q is higher.",
    )  # fmt: skip

# %% [markdown]
# The area under the third curve (what lies below 0 counts negative) is the **Kullback–Leibler divergence** of q from p, here 0.82 nats:
#
# $$\mathrm{KL}(q \,\|\, p) = \mathbb{E}_{z \sim q}\big[\log q(z) - \log p(z)\big] \ge 0, \qquad = 0 \text{ only if } q = p$$
#
# It is no distance (it changes when q and p are swapped), but it is a price: coding draws from q with a code made for p wastes
# this many nats.
#
# *Derive it once by hand* for one dimension, q = N(μ, σ²), p = N(0, 1):
#
# | step | reason |
# |---|---|
# | $\log q - \log p = -\tfrac12\log\sigma^2 - \tfrac{(z-\mu)^2}{2\sigma^2} + \tfrac12 z^2$ | both log-densities from task 1; the 2π cancel |
# | $\mathbb{E}[(z - \mu)^2] = \sigma^2$, so the middle term becomes $-\tfrac12$ | definition of the variance |
# | $\mathbb{E}[z^2] = \mu^2 + \sigma^2$ | second moment = mean² + variance |
# | $\mathrm{KL} = \;?$ | yours: take the average of the first line with the two below it |
#
# For d independent dimensions the KLs add up.
#
# ### Task 6: the KL divergence (3 points)
#
# Write `kl_divergence(mu, logvar)`: KL(N(μ, diag σ²) ‖ N(0, I)) for each picture of a batch, `(B, d)`, `(B, d)` → `(B,)`, with
# logvar = log σ².
#
# <!-- not allowed: course.models.kl_to_standard_normal, course.models.negative_elbo, course.models.measure,
# course.explorers.kl.numbers.Divergence; write the formula -->
#
# <details><summary>Hint 1: a nudge</summary>Do the table's last line on paper: replace each term of the first line by
# its average.</details>
# <details><summary>Hint 2: the idea</summary>In code, logvar is log σ², so σ² is its exp: no root, no second log. And
# over which axis are the KLs added up?</details>
# <details><summary>Hint 3: almost</summary>Four terms under one common factor, for every number of every picture (the
# constant one, too); then one sum, for each picture by itself. Check yourself: μ = 0 and logvar = 0 must give 0, and
# every other value more than 0.</details>


# %% nbgrader={"grade_id": "kl", "solution": true}
def kl_divergence(mu, logvar):
    """KL(N(mu, exp(logvar)) || N(0, I)) of each row, in nats: (B, d), (B, d) -> (B,)."""
    ### BEGIN SOLUTION
    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-kl", "grade": true, "points": 3}
def expect_kl(mu, logvar, what):
    cloud = torch.distributions.Normal(mu.double(), (0.5 * logvar.double()).exp())
    truth = torch.distributions.kl_divergence(cloud, torch.distributions.Normal(0.0, 1.0)).sum(1)
    came = call(kl_divergence, mu, logvar)
    expect_shape(came, (len(mu),), f"kl_divergence of {what}: one number for each picture", see="task 6")
    expect_close(
        came,
        truth,
        f"kl_divergence of {what}",
        see="section 3: the average of the table's first line; then the sum over dimensions",
    )


expect_kl(torch.zeros(2, 3), torch.zeros(2, 3), "mu = 0, logvar = 0 (B=2, d=3)")
expect_kl(torch.tensor([[1.0, 0], [0, -2]]), torch.tensor([[0.0, 1], [-1, 0.5]]), "two pictures with d=2")
### BEGIN HIDDEN TESTS
draw = Draw()
for b, d in [(2, 1), (1, 1), (1, 4), (draw.whole(3, 6), draw.whole(2, 8))]:
    given("a batch of one" if b == 1 else "codes of one number" if d == 1 else "")
    expect_kl(1.2 * draw.image(b, d), 1.6 * draw.image(b, d), f"a batch of {b} with d={d}")
### END HIDDEN TESTS

# %% [markdown]
# The definition is an average over draws from q. So one can also *estimate* it by drawing: a **Monte-Carlo estimate**. It needs no
# formula, and it works where no formula is known.
#
# ### Task 7: the same by drawing (2 points)
#
# Write `kl_by_sampling(mu, logvar, n, generator)` for **one** cloud, `mu` and `logvar` of shape `(d,)`: draw n codes from q, and return the
# average of log q(z) − log p(z), one number.
#
# <details><summary>Hint 1: a nudge</summary>Which of the two, q or p, throws the dice? It stands below the
# 𝔼.</details>
# <details><summary>Hint 2: the idea</summary>log q of a code is the sum of d log-densities.
# <code>torch.distributions.Normal</code> has a method <code>log_prob</code> that gives them, or take your own formula
# from task 1. Which of them wants σ, which σ²?</details>
# <details><summary>Hint 3: almost</summary>Dice of shape (n, d) from the generator make n codes, as in section 1.
# Both log-densities are taken at these same codes. Of the difference: which axis is summed, which one
# averaged?</details>


# %% nbgrader={"grade_id": "kl-sampling", "solution": true}
def kl_by_sampling(mu, logvar, n, generator):
    """Monte-Carlo estimate, from n draws, of KL(N(mu, exp(logvar)) || N(0, I))."""
    ### BEGIN SOLUTION
    std = (0.5 * logvar).exp()
    z = mu + std * torch.randn(n, len(mu), generator=generator)
    log_q = torch.distributions.Normal(mu, std).log_prob(z)
    log_p = torch.distributions.Normal(0.0, 1.0).log_prob(z)
    return (log_q - log_p).sum(1).mean()
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-kl-sampling", "grade": true, "points": 2}
def expect_estimate(mu, logvar, n, seed):
    var = logvar.double().exp()
    cloud = torch.distributions.Normal(mu.double(), var.sqrt())
    truth = float(torch.distributions.kl_divergence(cloud, torch.distributions.Normal(0.0, 1.0)).sum())
    # log q - log p is a quadratic form in eps: its variance is known exactly.
    spread = float((0.5 * (var - 1) ** 2 + mu.double() ** 2 * var).sum()) ** 0.5
    what = f"kl_by_sampling from {n} draws, mu={mu.tolist()}, logvar={logvar.tolist()}"
    estimates = []
    for start in (seed, seed + 1, seed + 2):
        came = kl_by_sampling(mu, logvar, n, torch.Generator().manual_seed(start))
        expect_shape(came, (), f"{what}: one number", see="task 7")
        expect_close(
            came, truth, f"{what} (allowed: 6 standard errors)", see="task 7", atol=6 * spread / n**0.5 + 1e-4, rtol=0
        )
        again = kl_by_sampling(mu, logvar, n, torch.Generator().manual_seed(start))
        expect_close(
            again,
            came,
            f"{what}, with the same seed again",
            see="task 7: pass generator to each draw",
            atol=1e-6,
            rtol=0,
        )
        estimates.append(float(came))
    if spread:
        scatters = max(estimates) - min(estimates) > 1e-4 * spread / n**0.5
        advice = "another seed of the generator should give another estimate; a die for each number of each code?"
        expect_true(scatters, f"{what}: {advice}", see="task 7")


def expect_scatter(mu, logvar, seed):
    """A hundred estimates from few draws scatter as their variance says; a right answer fails once in a million runs."""
    var, few = logvar.double().exp(), 20
    variance = float((0.5 * (var - 1) ** 2 + mu.double() ** 2 * var).sum()) / few
    generator = torch.Generator().manual_seed(seed)
    came = torch.tensor([float(kl_by_sampling(mu, logvar, few, generator)) for _ in range(100)], dtype=torch.float64)
    what = f"variance of 100 estimates of kl_by_sampling from {few} draws each, ÷ what it must be"
    expect_between(
        came.var() / variance, 0.4, 2.2, what, see="task 7: average log q − log p over the draws, and nothing else"
    )


expect_estimate(torch.tensor([1.0, -2]), torch.tensor([0.0, -2]), 2_000, seed=Draw().whole(0, 10**6))
# With one die for both numbers its parts would cancel: all seeds would give the same.
expect_estimate(torch.tensor([1.0, -1]), torch.zeros(2), 100, seed=Draw().whole(0, 10**6))
### BEGIN HIDDEN TESTS
draw = Draw()
for d in (1, draw.whole(2, 6)):
    given("codes of one number" if d == 1 else "")
    expect_estimate(0.8 * draw.image(d), 0.8 * draw.image(d), 3_000, seed=draw.whole(0, 10**6))
expect_estimate(torch.tensor([0.5]), torch.tensor([0.25]), 1, seed=draw.whole(0, 10**6))  # one draw
expect_estimate(torch.zeros(2), torch.tensor([1.5, -2.0]), 3_000, seed=draw.whole(0, 10**6))  # one wide, one narrow
expect_scatter(0.5 * draw.image(3), torch.tensor([0.25, -0.5, 0.125]), seed=draw.whole(0, 10**6))
expect_scatter(torch.zeros(1), torch.tensor([2.0]), seed=draw.whole(0, 10**6))  # noise of another shape scatters more
expect_estimate(torch.zeros(3), torch.zeros(3), 100, seed=0)
### END HIDDEN TESTS

# %% [markdown]
# Formula and estimate, for one cloud:

# %%
mu, logvar = torch.tensor([1.0, -0.5]), torch.tensor([-1.0, 0.5])
exact = float(kl_divergence(mu[None], logvar[None])[0])
cloud = torch.distributions.Normal(mu, (0.5 * logvar).exp())
library = float(torch.distributions.kl_divergence(cloud, torch.distributions.Normal(0.0, 1.0)).sum())
draws = (10, 100, 1000, 10_000, 100_000)
table = [(f"{n:,}", float(kl_by_sampling(mu, logvar, n, torch.Generator().manual_seed(1)))) for n in draws]
Table(
    ["draws", "KL (nats)"],
    [*table, ("formula", exact), ("torch.distributions", library)],
    caption="The error is about 1.1 / √n: a hundred times as many draws for one digit more. Luck comes on top.",
)

# %% [markdown]
# What does the width cost? *Predict*: which is cheaper, a cloud with σ = 0.5 or one with σ = 2, both with μ = 0?

# %%
# @title Predict: narrow or wide
predict(
    "narrow-or-wide", "μ = 0: which cloud has the smaller KL from N(0, 1)?", ["σ = 0.5", "σ = 2", "both cost the same"]
)

# %%
# @title Narrow or wide
sigma = torch.linspace(0.15, 3, 100)
narrow, wide = (float(kl_divergence(torch.zeros(1, 1), torch.tensor([[2 * math.log(s)]]))[0]) for s in (0.5, 2.0))
with result_of(
    "narrow-or-wide",
    truth="σ = 0.5" if narrow < wide else "σ = 2",
    why=f"{narrow:.2f} nats against {wide:.2f}: being too sharp costs a logarithm only, being too wide a square.",
):
    show(
        lines(
            sigma.tolist(), {"½ (σ² − 1 − log σ²)": (0.5 * (sigma**2 - 1 - (sigma**2).log())).tolist()},
            xlabel="σ (with μ = 0)", ylabel="KL (nats)",
        ),
        alt="A curve that falls from 1.4 nats at σ = 0.15 to 0 at σ = 1 and rises to 2.9 nats at σ = 3.",
    )  # fmt: skip

# %% [markdown]
# A code with σ = 0.15 tells where it is to within 0.15: it carries 1.4 nats more than one that says nothing (σ = 1). **Averaged over the pictures,
# KL is at least the information that a dimension carries about its picture**, and the VAE has to pay for it.
#
# With any covariance matrix Σ in place of diag σ², the same averages give $\tfrac12(\mathrm{tr}\,\Sigma + \mu^\top\mu - d - \log\det\Sigma)$.
#
# Move μ and σ yourself and watch each part:

# %%
KLExplorer()

# %% [markdown]
# ## 4 The evidence lower bound
#
# The generative model is: throw z ~ p(z) = N(0, I), then draw the picture from p(x|z), whose parameters come from the decoder. We want the
# training pictures to be probable: a large log p(x), where
#
# $$p(x) = \int p(x|z)\, p(z)\, dz$$
#
# Four names: p(z) is the **prior**, p(z|x) the **posterior**, p(x) the **evidence**; q(z|x) is the encoder's approximation of the posterior.
#
# This integral cannot be computed: nearly all z explain a given picture not at all, and we do not know where the few good ones are.
# The encoder knows. Its cloud q(z|x) says where to look. Here is what that gives, line by line.
#
# | line | reason |
# |---|---|
# | $\log p(x) = \mathbb{E}_q[\log p(x)]$ | log p(x) does not contain z: averaging over q changes nothing |
# | $= \mathbb{E}_q\big[\log \tfrac{p(x\mid z)\,p(z)}{p(z\mid x)}\big]$ | Bayes' rule, solved for p(x) |
# | $= \mathbb{E}_q\big[\log \tfrac{p(x\mid z)\,p(z)}{p(z\mid x)} \cdot \tfrac{q(z\mid x)}{q(z\mid x)}\big]$ | times one |
# | $= \mathbb{E}_q[\log p(x\mid z)] - \mathbb{E}_q\big[\log \tfrac{q(z\mid x)}{p(z)}\big] + \mathbb{E}_q\big[\log \tfrac{q(z\mid x)}{p(z\mid x)}\big]$ | log of a product, sorted into three |
# | $= \underbrace{\mathbb{E}_q[\log p(x\mid z)] - \mathrm{KL}(q(z\mid x)\,\Vert\,p(z))}_{\text{ELBO}} + \underbrace{\mathrm{KL}(q(z\mid x)\,\Vert\,p(z\mid x))}_{\ge 0}$ | definition of KL, twice |
#
# The last term cannot be computed (p(z|x) needs p(x)), but it is never negative. So the first two are a **lower bound** on log p(x), the
# *evidence lower bound*:
#
# $$\log p(x) \ge \text{ELBO} = \underbrace{\mathbb{E}_q[\log p(x|z)]}_{\text{reconstruction}} - \underbrace{\mathrm{KL}(q(z|x)\,\|\,p(z))}_{\text{price of the code}}$$
#
# Training makes the ELBO large. What it lacks of log p(x) is the gap, KL(q(z|x) ‖ p(z|x)): so log p(x) rises, or the gap shrinks, or both.
#
# *Check it where everything can be computed.* One number x, one number z: p(z) = N(0, 1), p(x|z) = N(z, 1). Then p(x) = N(0, 2) and
# p(z|x) = N(x/2, 1/2), exactly.
#
# ### Task 8: the bound in a case that can be computed (2 points)
#
# Write `toy_elbo(x, m, v)` for this model and the cloud q = N(m, v), all ordinary numbers: the ELBO as a formula, without sampling.
# $\mathbb{E}_q[\log p(x|z)]$ is $-\tfrac12\log 2\pi - \tfrac12\,\mathbb{E}_q[(x - z)^2]$; work out the expectation.
#
# <!-- not allowed: torch.rand*, torch.normal, torch.Tensor.normal_, torch.distributions.Normal.*sample, numpy.random.*,
# random.*; work the expectation out -->
#
# <details><summary>Hint 1: a nudge</summary>The ELBO has two parts. Which of them have you computed already, in
# section 3?</details>
# <details><summary>Hint 2: the idea</summary>Second moment = mean² + variance, as in section 3. If z ~ N(m, v), what
# are mean and variance of x − z? The KL is section 3's, with μ = m and σ² = v.</details>
# <details><summary>Hint 3: almost</summary>Reconstruction (the constant, and what you found for 𝔼[(x − z)²] with its
# factor) minus the KL. Here v is a variance: its logarithm is <code>math.log(v)</code>. Check: for x = 2, m = 1, v =
# ½ the bound is log p(x), about −2.27.</details>


# %% nbgrader={"grade_id": "toy-elbo", "solution": true}
def toy_elbo(x, m, v):
    """ELBO of p(z) = N(0, 1), p(x|z) = N(z, 1) with q(z|x) = N(m, v)."""
    ### BEGIN SOLUTION
    reconstruction = -0.5 * math.log(2 * math.pi) - 0.5 * ((x - m) ** 2 + v)
    return reconstruction - 0.5 * (m**2 + v - 1 - math.log(v))
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-toy-elbo", "grade": true, "points": 2}
def expect_toy_elbo(x, m, v):
    log_evidence = -0.5 * math.log(4 * math.pi) - x**2 / 4
    gap = 0.5 * (math.log(0.5 / v) + (v + (m - x / 2) ** 2) / 0.5 - 1)  # KL(N(m, v) || N(x/2, 1/2))
    what = f"toy_elbo(x={x:g}, m={m:g}, v={v:g})"
    expect_close(
        toy_elbo(x, m, v), log_evidence - gap, f"{what}, against log p(x) − KL(q ‖ p(z|x))", see="section 4, the table"
    )


expect_toy_elbo(2.0, 1.0, 0.5)  # q is p(z|x): the bound is tight
expect_toy_elbo(2.0, 0.0, 1.0)
expect_toy_elbo(-1.0, -2.0, 2.0)
### BEGIN HIDDEN TESTS
draw = Draw()
for _ in range(5):
    expect_toy_elbo(draw.whole(-30, 30) / 10, draw.whole(-20, 20) / 10, draw.whole(1, 30) / 10)
### END HIDDEN TESTS

# %%
places = [i / 20 for i in range(-20, 61)]
evidence = -0.5 * math.log(4 * math.pi) - 1
show(
    lines(
        places,
        {"ELBO, v = 0.5": [float(toy_elbo(2.0, m, 0.5)) for m in places], "ELBO, v = 1.5": [float(toy_elbo(2.0, m, 1.5)) for m in places],
         "log p(x)": [evidence] * len(places)},
        xlabel="m, the centre of the cloud (x = 2)", ylabel="nats",
    ),
    alt="Two parabolas below a horizontal line at log p(x) = −2.27. The one for v = 0.5 touches the line at m = 1; the one for v = 1.5 "
    "stays below it everywhere.",
)  # fmt: skip

# %% [markdown]
# The bound touches log p(x) exactly where q is the true p(z|x), and nowhere else.
#
# ### What is p(x|z) for a picture?
#
# The decoder must turn z into a distribution over pictures. Two choices are common:
#
# - **Bernoulli**: each pixel is ink with probability r, paper otherwise. $-\log p(x|z) = -\sum_\text{pixels} \big[x \log r + (1 - x) \log(1 - r)\big]$,
#   the **cross-entropy**. A grey counts as a probability of ink, so this is the mean over pictures drawn with these
#   probabilities. Even r = x costs nats then, about 45 for our digits (the explorers write "at least"). The decoder gives any number l, the *logit*;
#   $r = \mathrm{sigmoid}(l) = 1 / (1 + e^{-l})$ lies in (0, 1).
# - **Gaussian** with variance 1: $-\log p(x|z) = \tfrac12 \sum_\text{pixels} (x - r)^2$ + a constant: the **squared error** of Exercise 3-2.
#
# **Sums and means.** log p(x|z) of a picture is a *sum* over its pixels (independent given z), and KL a *sum* over the dimensions. The loss is a *mean*
# over the pictures of a batch. Whoever takes the mean over pixels and the sum over dimensions makes the price of the code 784 times too high,
# and gets a decoder that ignores z. Compare with β in section 9.
#
# ### Task 9: reconstruction in nats (2 points)
#
# Write two functions that return one number for each picture, `(B,)`:
#
# - `bernoulli_nats(logits, x)`: the cross-entropy, from logits `(B, 1, 28, 28)`; use a form that stays finite for logits of ±1000;
# - `gaussian_nats(r, x)`: ½ times the summed squared error (without the constant).
#
# <details><summary>Hint 1: a nudge</summary>Both functions take <code>(B, 1, 28, 28)</code> to <code>(B,)</code>,
# also for B = 1. Which axes have to go, and which one stays?</details>
# <details><summary>Hint 2: the idea</summary><code>F.binary_cross_entropy_with_logits</code> is stable; with
# <code>reduction="none"</code> it gives one number for each pixel. Then: which axes are summed?</details>
# <details><summary>Hint 3: almost</summary>It wants the logits as they are (a sigmoid is inside) and then the
# picture. Sum over all that belongs to one picture; no mean. The second function does the same with squared
# differences: there r is a picture, not a logit. Where is the ½?</details>


# %% nbgrader={"grade_id": "nats", "solution": true}
def bernoulli_nats(logits, x):
    """-log p(x|z) of each picture for Bernoulli pixels: (B, 1, 28, 28) twice -> (B,)."""
    ### BEGIN SOLUTION
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)
    ### END SOLUTION


def gaussian_nats(r, x):
    """-log p(x|z) of each picture for Gaussian pixels of variance 1, up to a constant."""
    ### BEGIN SOLUTION
    return 0.5 * ((x - r) ** 2).flatten(1).sum(1)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-nats", "grade": true, "points": 2}
def expect_nats(logits, x, what):
    logit, ink = logits.double(), x.double()
    truth = -(ink * F.logsigmoid(logit) + (1 - ink) * F.logsigmoid(-logit)).sum((1, 2, 3))
    expect_close(
        call(bernoulli_nats, logits, x), truth, f"bernoulli_nats(logits, x) of {what}", see="section 4, sums and means"
    )
    truth = ((ink - logit) ** 2).sum((1, 2, 3)) / 2
    what = what.replace("logits", "r")
    expect_close(call(gaussian_nats, logits, x), truth, f"gaussian_nats(r, x) of {what}", see="section 4", rtol=1e-3)


# Patterns of 2 × 2 pixels, repeated until they fill 28 × 28.
pattern = torch.tensor([[[[0.0, 1], [0.25, 1]]], [[[1.0, 0], [0, 0.5]]]])
pattern_logits = torch.tensor([[[[-2.0, 3], [0, 1]]], [[[0.5, 0], [-1, 4]]]])
expect_nats(pattern_logits.tile(14, 14), pattern.tile(14, 14), "two pictures")
expect_nats(torch.full((2, 1, 28, 28), 1000.0), pattern.tile(14, 14), "two pictures, logits of 1000")
expect_nats(torch.full((2, 1, 28, 28), -1000.0), pattern.tile(14, 14), "two pictures, logits of −1000")
### BEGIN HIDDEN TESTS
draw = Draw()
for b in (1, draw.whole(3, 6)):
    given("a batch of one" if b == 1 else "")
    ink = torch.rand(b, 1, 28, 28, generator=draw.generator)
    expect_nats(4 * draw.image(b, 1, 28, 28), ink, f"a batch of {b}")
    expect_nats(ink + 0.03, ink, f"a batch of {b}, less than one nat apart")
### END HIDDEN TESTS

# %% [markdown]
# ## 5 A gradient through a random number
#
# The reconstruction term is an average over z ~ q(z|x). In training we draw **one** z for each picture. But drawing is not a function of μ and
# σ that could be differentiated: ask a die for its derivative! The trick is to move the die outside:
#
# $$z = \mu + \sigma\,\varepsilon, \qquad \varepsilon \sim \mathcal{N}(0, I)$$
#
# z has the distribution N(μ, σ²) (it is the line from section 1), and for a *given* ε it is an ordinary function, with ∂z/∂μ = 1 and
# ∂z/∂σ = ε. This is the **reparameterisation trick**.
#
# ### Task 10: reparameterise (3 points)
#
# Write `reparameterize(mu, logvar, eps)`: the codes z for given noise, all `(B, d)`. Gradients must reach `mu` and `logvar`.
#
# <details><summary>Hint 1: a nudge</summary>Which letter of the formula above has your function not been given as it
# is?</details>
# <details><summary>Hint 2: the idea</summary>You know the way from logvar to σ from task 5. Nothing may be detached,
# rebuilt from numbers, or drawn here: the die is <code>eps</code>.</details>
# <details><summary>Hint 3: almost</summary>One line: the mean, and the die stretched by σ. All of it is arithmetic on
# tensors. What cuts the gradient: <code>.detach()</code>, <code>.data</code>, <code>.item()</code>,
# <code>torch.no_grad()</code>, and a new <code>torch.tensor(…)</code>.</details>


# %% nbgrader={"grade_id": "reparameterize", "solution": true}
def reparameterize(mu, logvar, eps):
    """Codes z ~ N(mu, exp(logvar)) for noise eps ~ N(0, I)."""
    ### BEGIN SOLUTION
    return mu + torch.exp(0.5 * logvar) * eps
    ### END SOLUTION


# %% nbgrader={"grade_id": "probe-reparameterize", "locked": true}
def gradients_of_yours(mu, logvar, eps, weights):
    """Codes, and the gradients of the sum of weights × codes with respect to mu and logvar (None: nothing arrives)."""
    mu, logvar = mu.clone().requires_grad_(), logvar.clone().requires_grad_()
    z = reparameterize(mu, logvar, eps.clone())
    if not getattr(z, "requires_grad", False):
        return z, None, None
    return z.detach(), *torch.autograd.grad((weights * z).sum(), (mu, logvar), allow_unused=True)


# %% nbgrader={"grade_id": "test-reparameterize", "grade": true, "points": 3}
def expect_reparameterized(mu, logvar, eps, weights):
    what = f"for {len(mu)} pictures, d={mu.shape[1]}"
    z, to_mu, to_logvar = gradients_of_yours(mu, logvar, eps, weights)
    std = logvar.div(2).exp()
    expect_close(z, mu + std * eps, f"reparameterize {what}", see="section 5; σ from logvar: task 5")
    for name, gradient, truth in (("mu", to_mu, weights), ("logvar", to_logvar, weights * eps * std / 2)):
        expect_true(
            gradient is not None,
            f"{what}: the gradient should reach {name}; does every step stay a tensor?",
            see="task 10",
        )
        expect_close(gradient, truth, f"gradient with respect to {name}, {what}", see="section 5")


expect_reparameterized(
    torch.tensor([[1.0, 0], [2, -1]]),
    torch.tensor([[0.0, 1], [-1, 2]]),
    torch.tensor([[0.5, -1], [2, 1]]),
    torch.ones(2, 2),
)
### BEGIN HIDDEN TESTS
draw = Draw()
for b, d in [(1, 1), (draw.whole(2, 5), draw.whole(2, 6))]:
    given("a batch of one" if b == 1 else "")
    expect_reparameterized(draw.image(b, d), 1.2 * draw.image(b, d), 0.8 * draw.image(b, d), draw.image(b, d))
### END HIDDEN TESTS

# %% [markdown]
# Without the trick nothing arrives. PyTorch draws with `.sample()`, which cuts the gradient, or with `.rsample()`, which uses the trick:

# %%
mu, logvar = torch.tensor([[1.0]], requires_grad=True), torch.tensor([[0.0]], requires_grad=True)
cloud = torch.distributions.Normal(mu, (0.5 * logvar).exp())
print("sample(): a gradient can flow:", cloud.sample().requires_grad)
print(
    "rsample():", cloud.rsample().requires_grad, "   yours:", reparameterize(mu, logvar, torch.ones(1, 1)).requires_grad
)
z = reparameterize(mu, logvar, torch.tensor([[3.0]]))
print("yours, ε = 3: dz/dmu, dz/dlogvar =", [float(g) for g in torch.autograd.grad(z.sum(), (mu, logvar))])

# %% [markdown]
# There is another way to a gradient, without the trick: $\nabla_\mu \mathbb{E}_q[f(z)] = \mathbb{E}_q[f(z)\, \nabla_\mu \log q(z)]$, the
# *score-function estimator*. (∇q = q ∇log q; for a Gaussian $\nabla_\mu \log q(z) = (z - \mu) / \sigma^2$.) It is right on
# average, too. *Predict*: how much do single estimates scatter, for f(z) = z², μ = 2, σ = 1? (The true
# gradient is 2μ = 4.)

# %%
# @title Predict: how much the score function scatters
predict(
    "score-scatter",
    "How much more does one draw of the score function scatter than one of the reparameterisation (standard deviations)?",
    ["less", "about as much", "about 5 times as much", "about 50 times as much"],
)

# %%
# @title How much the score function scatters
eps = torch.randn(10_000, generator=generator)
z = 2 + eps
by_trick = 2 * z  # df/dz · dz/dμ
by_score = z**2 * eps  # f(z) · (z − μ) / σ²
with result_of(
    "score-scatter",
    truth="about 5 times as much" if 3 < by_score.std() / by_trick.std() < 8 else "about as much",
    why="The trick uses the slope of f; the score function sees only how large f is, and has to find the slope by comparing draws, about twenty times as many for the same accuracy.",
):
    display(
        Table(
            ["estimator of the gradient, 10,000 draws", "mean", "standard deviation of one draw"],
            [
                ("reparameterisation", float(by_trick.mean()), float(by_trick.std())),
                ("score function", float(by_score.mean()), float(by_score.std())),
            ],
        )
    )

# %% [markdown]
# Both agree on the mean. But what scatters c times as much needs c² times as many draws for the same accuracy, and it gets worse
# with every dimension. With one draw for each picture, only one of the two trains well.
#
# ## 6 The VAE
#
# ### Task 11: the loss (3 points)
#
# Write `vae_loss(logits, x, mu, logvar, beta)`: reconstruction (Bernoulli) + beta × KL, in nats per picture: **summed** over pixels
# and dimensions, **mean** over the B pictures; one number. (β = 1 gives −ELBO. Section 9 changes β.)
#
# <!-- not allowed: course.models.kl_to_standard_normal, course.models.negative_elbo, course.models.measure -->
#
# <details><summary>Hint 1: a nudge</summary>The check's message tells the reconstruction and the KL that it expects.
# Which of the two is wrong in yours? (With beta = 0 only the first is left.)</details>
# <details><summary>Hint 2: the idea</summary>You have both parts already, one number for each picture. You may call
# your own functions, or write them out again (then a mistake above costs nothing here).</details>
# <details><summary>Hint 3: almost</summary>β weighs one of the two, once. Then both are averaged over the pictures,
# and over nothing else. If you write them out: what does <code>reduction="mean"</code>, the default of PyTorch's
# cross-entropy, average over, and which reduction do you need?</details>


# %% nbgrader={"grade_id": "vae-loss", "solution": true}
def vae_loss(logits, x, mu, logvar, beta):
    """Reconstruction + beta * KL in nats, averaged over the pictures of the batch."""
    ### BEGIN SOLUTION
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return (reconstruction + beta * kl) / len(x)
    ### END SOLUTION


# %% [markdown]
# A loss is there to be followed downhill: the check asks for its gradients, too. (This cell belongs to the check.)


# %% nbgrader={"grade_id": "probe-vae-loss", "locked": true}
def slopes_of_your_loss(logits, x, mu, logvar, beta):
    """The loss, and its gradients with respect to logits, mu and logvar (None: nothing arrives)."""
    given = [one.clone().requires_grad_() for one in (logits, mu, logvar)]
    loss = vae_loss(given[0], x.clone(), given[1], given[2], beta)
    if not getattr(loss, "requires_grad", False):
        return loss, None, None, None
    return loss.detach(), *torch.autograd.grad(loss.sum(), given, allow_unused=True)


# %% nbgrader={"grade_id": "test-vae-loss", "grade": true, "points": 3}
def expect_loss(mu, logvar, beta, draw):
    b, d = mu.shape
    logits, x = 1.2 * draw.image(b, 1, 28, 28), torch.rand(b, 1, 28, 28, generator=draw.generator)
    given = [one.double().requires_grad_() for one in (logits, mu, logvar)]
    nats = -torch.distributions.Bernoulli(logits=given[0], validate_args=False).log_prob(x.double()).sum()
    cloud = torch.distributions.Normal(given[1], (0.5 * given[2]).exp())
    kl = torch.distributions.kl_divergence(cloud, torch.distributions.Normal(0.0, 1.0)).sum()
    truth = (nats + beta * kl) / b
    what = f"vae_loss of {b} pictures, d={d}, beta={beta:g} (reconstruction {nats / b:.1f}, KL {kl / b:.1f})"
    loss, *slopes = slopes_of_your_loss(logits, x, mu, logvar, beta)
    expect_shape(loss, (), f"{what}: one number", see="task 11")
    expect_close(loss, truth.detach(), what, see="task 11: sums over pixels and dimensions, mean over pictures")
    for name, slope, wanted in zip(("logits", "mu", "logvar"), slopes, torch.autograd.grad(truth, given), strict=True):
        if beta or name == "logits":
            arrives = (
                f"{what}: no gradient arrives at {name}; is something detached, or made an ordinary number on the way?"
            )
            expect_true(slope is not None, arrives, see="task 11")
            expect_close(slope, wanted, f"gradient of {what} with respect to {name}", see="task 11")


expect_loss(torch.zeros(2, 5), torch.zeros(2, 5), 1.0, Draw())  # KL = 0: the reconstruction alone
expect_loss(torch.tensor([[2.0, -1], [0.5, 3], [-2, 0]]), torch.tensor([[1.0, -2], [0.5, -1], [-1, 0.5]]), 1.0, Draw())
expect_loss(3 * torch.ones(2, 4), torch.ones(2, 4), 0.0, Draw())  # beta = 0: the KL costs nothing
expect_loss(3 * torch.ones(2, 4), torch.ones(2, 4), 2.0, Draw())
### BEGIN HIDDEN TESTS
draw = Draw()
for b, d in [(1, 1), (1, 4), (draw.whole(2, 6), 1), (draw.whole(2, 6), draw.whole(2, 9))]:
    given("a batch of one" if b == 1 else "codes of one number" if d == 1 else "")
    expect_loss(4 * draw.image(b, d), 0.8 * draw.image(b, d), draw.whole(15, 40) / 10, draw)
### END HIDDEN TESTS

# %% [markdown]
# ### Task 12: the network (4 points)
#
# Complete the fully connected VAE. `encode` gives both heads, `(B, d)` each; `decode` gives **logits** `(B, 1, 28, 28)`; `forward` gives
# (logits, mu, logvar), with a freshly drawn ε at every call
# (in evaluation mode, too: the model is random, and its bound is measured with draws).
#
# ```
# x ─flatten─→ 784 ─→ 400 ─ReLU─┬─→ d  (mu)       z: d ─→ 400 ─ReLU─→ 784 ─→ 1×28×28 (logits)
#                               └─→ d  (logvar)
# ```
#
# <!-- not allowed: course.models.VAE, course.models.*_vae -->
#
# <details><summary>Hint 1: a nudge</summary>Follow the arrows of the drawing with a finger. Where is the encoder's
# only ReLU? A mean may be negative, and so may a logarithm.</details>
# <details><summary>Hint 2: the idea</summary>ε ~ N(0, I), new for each number of each picture, at every call:
# <code>torch.randn_like(mu)</code> draws it with the right shape on the right device. (<code>rand</code> would be
# uniform.)</details>
# <details><summary>Hint 3: almost</summary><code>encode</code>: rows, hidden layer, ReLU; both heads see the same
# result, mu comes first. <code>decode</code>: the decoder's rows become pictures, without a sigmoid.
# <code>forward</code>: encode, then section 5's line with σ from task 5, also in evaluation mode; decode; return
# three tensors.</details>


# %% nbgrader={"grade_id": "network", "solution": true}
class DenseVAE(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.to_mu = nn.Linear(400, d)
        self.to_logvar = nn.Linear(400, d)
        self.decoder = nn.Sequential(nn.Linear(d, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x):
        """(B, 1, 28, 28) -> mu (B, d), logvar (B, d)"""
        ### BEGIN SOLUTION
        h = F.relu(self.hidden(x.flatten(1)))
        return self.to_mu(h), self.to_logvar(h)
        ### END SOLUTION

    def decode(self, z):
        """(B, d) -> logits (B, 1, 28, 28)"""
        ### BEGIN SOLUTION
        return self.decoder(z).reshape(-1, 1, 28, 28)
        ### END SOLUTION

    def forward(self, x):
        """(B, 1, 28, 28) -> logits (B, 1, 28, 28), mu (B, d), logvar (B, d)"""
        ### BEGIN SOLUTION
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decode(z), mu, logvar
        ### END SOLUTION


# %% nbgrader={"grade_id": "probe-network", "locked": true}
def network_in_numbers(d, pictures, given):
    """With the given weights: your network's answer to pictures, the codes its decoder got in two calls, what decode gives.

    Sizes of its weights come first, by name; nothing else, if they are not those of the given ones. Last comes where it stops.
    """
    network, codes = DenseVAE(d), []
    sizes = {name: tuple(weight.shape) for name, weight in network.named_parameters()}
    if sizes != {name: tuple(weight.shape) for name, weight in given.items()}:
        return sizes, codes, None, None, None, None, None, ""
    stops = where_it_stops(network, pictures)
    results = None if stops else network(pictures)
    if not stops and not (isinstance(results, tuple | list) and len(results) == 3):
        stops = "gives something else than three results: logits, mu, logvar"
    if stops:
        return sizes, codes, None, None, None, None, None, stops
    hook = network.decoder[0].register_forward_hook(lambda layer, inputs, output: codes.append(inputs[0].detach()))
    with torch.no_grad():
        for name, weight in network.named_parameters():
            weight.copy_(given[name])
    logits, mu, logvar = network(pictures)
    weights = dict(network.named_parameters())
    idle = []  # the weights that get no gradient: from the logits, from mu, from logvar
    for result in (logits, mu, logvar):
        idle.append(list(weights))
        if result.requires_grad:
            gradients = torch.autograd.grad(
                result.square().sum(), list(weights.values()), retain_graph=True, allow_unused=True
            )
            idle[-1] = [name for name, grad in zip(weights, gradients, strict=True) if grad is None or not grad.any()]
    with torch.no_grad():
        network.eval()(pictures)  # the second call, in evaluation mode
        hook.remove()
        decoded = network.decode(mu[:3])
    return sizes, codes, logits.detach(), mu.detach(), logvar.detach(), decoded, idle, ""


# %% nbgrader={"grade_id": "test-network", "grade": true, "points": 4}
def expect_network(d, b, shift, draw):
    pictures = torch.rand(b, 1, 28, 28, generator=draw.generator)
    sizes = {
        "hidden": (400, 784),
        "to_mu": (d, 400),
        "to_logvar": (d, 400),
        "decoder.0": (400, d),
        "decoder.2": (784, 400),
    }
    shapes = {f"{layer}.weight": size for layer, size in sizes.items()}
    shapes |= {f"{layer}.bias": size[:1] for layer, size in sizes.items()}
    w = dict(zip(shapes, draw.weights(*shapes.values()), strict=True))
    w["to_logvar.weight"] *= 0.3
    w["to_mu.bias"] += shift  # far enough that a ReLU on a head shows
    w["to_logvar.bias"] += shift
    own, codes, logits, mu, logvar, decoded, idle, stops = network_in_numbers(d, pictures, w)
    what = f"DenseVAE({d}) on {b} pictures"
    given = f"names and sizes of the weights of DenseVAE({d}): the lines of __init__ are given, leave them as they are"
    expect_equal(own, shapes, given, see="task 12")
    expect_true(not stops, f"{what}: it {stops}", see="task 12")
    expect_shape(mu, (b, d), f"mu of {what}", see="task 12")
    h = F.relu(F.linear(pictures.flatten(1), w["hidden.weight"], w["hidden.bias"]))
    for name, head in (("mu", mu), ("logvar", logvar)):
        truth = F.linear(h, w[f"to_{name}.weight"], w[f"to_{name}.bias"])
        expect_close(head, truth, f"{name} of {what}, against to_{name}(ReLU(hidden(x)))", see="the drawing of task 12")
    expect_true(
        len(codes) == 2,
        f"{what}: each call should send one batch of codes through self.decoder; two calls sent {len(codes)}",
        see="task 12",
    )
    for z, moment in zip(codes, ("first call", "second call, after network.eval()"), strict=True):
        expect_shape(z, (b, d), f"the codes that the decoder got from {what}, {moment}", see="task 12")

    def logits_of(z):
        hidden = F.relu(F.linear(z, w["decoder.0.weight"], w["decoder.0.bias"]))
        return F.linear(hidden, w["decoder.2.weight"], w["decoder.2.bias"]).reshape(-1, 1, 28, 28)

    expect_close(
        logits, logits_of(codes[0]), f"logits of {what}, against its decoder's at the same codes", see="task 12"
    )
    expect_close(decoded, logits_of(mu[:3]), f"decode of three codes, DenseVAE({d})", see="task 12")
    # (z - mu) / sigma must be N(0, 1), new for each number of each picture and call: six standard errors.
    eps = [((z - mu) / (logvar / 2).exp()).double() for z in codes]
    for noise, moment in zip(eps, ("first call", "second call, after network.eval()"), strict=True):
        expect_close(
            noise.mean(),
            0,
            f"mean of (z − mu) / σ, which is ε, {what}, {moment}",
            see="task 12, hint 2: ε ~ N(0, 1), new for each number of each picture",
            atol=6 / (b * d) ** 0.5,
        )
        expect_close(
            (noise**2).mean(),
            1,
            f"mean square of (z − mu) / σ, which is ε, {what}, {moment}",
            see="task 12: ε is drawn at every call, from N(0, 1), and σ is not σ² (section 2)",
            atol=6 * (2 / (b * d)) ** 0.5,
        )
    for limit, truth in ((0.5, 0.3829), (2, 0.9545)):  # noise of another shape has other shares
        near = f"share of the ε of {what}, both calls, between −{limit} and {limit} ({truth} for Gaussian noise)"
        share = (torch.cat(eps).abs() < limit).double().mean()
        spread = (truth * (1 - truth) / (2 * b * d)) ** 0.5
        expect_close(share, truth, near, see="task 12: ε is drawn from N(0, 1)", atol=6 * spread)
    pairs = [("two pictures", eps[0][1:], eps[0][:-1]), ("two calls", *eps)]
    if d > 1:
        pairs.append(("two dimensions", eps[0][:, 1:], eps[0][:, :-1]))
    for name, one, other in pairs:
        expect_close(
            (one * other).mean(),
            0,
            f"mean product of the ε of {name}, {what} (0: each is drawn by itself)",
            see="task 12, hint 2",
            atol=6 / one.numel() ** 0.5,
        )
    expect_equal(
        idle[0],
        [],
        f"weights of {what} that get no gradient from the logits",
        see="section 5: z must lead back to mu and to logvar",
    )
    for name, other, none in (("mu", "to_logvar", idle[1]), ("logvar", "to_mu", idle[2])):
        away = [weight for weight in shapes if weight.startswith((other, "decoder"))]
        without = f"weights of {what} that get no gradient from {name}: those that it does not depend on"
        expect_equal(sorted(none), sorted(away), without, see="section 3: KL needs mu and logvar as they are")


expect_network(2, 500, -1.5, Draw())
### BEGIN HIDDEN TESTS
draw = Draw()
expect_network(1, draw.whole(500, 600), 1.5, draw)
expect_network(draw.whole(3, 6), 500, -2.0, draw)
### END HIDDEN TESTS

# %% [markdown]
# ### Train it
#
# `train` is the loop of Exercise 3-2; only the loss is new. Watch the number: nats per picture.
#
# <details><summary>Task 11 or 12 is not done yet?</summary>Go on with the course's own and come back. In a new cell:
# <code>from course.models import dense_vae as DenseVAE</code>; in the next cell, in place of the two lines of <code>loss</code>:
# <code>from course.models import negative_elbo; return negative_elbo(model, batch, beta)</code>.</details>

# %%
EPOCHS = profile.choose(grading=2, laptop=20, gpu=30)


def loss_with(beta):
    """The loss in the form that train() wants."""

    def loss(model, batch):
        logits, mu, logvar = model(batch)
        return vae_loss(logits, batch, mu, logvar, beta)

    return loss


networks = {}
for d in (1, 10, 100):
    profile.seed_everything(0)
    networks[d] = DenseVAE(d)
    train(networks[d], x, epochs=EPOCHS, loss=loss_with(1.0), batch_size=128, learning_rate=3e-3, title=f"VAE, d = {d}")

# %% [markdown]
# The same with convolutions: the strided autoencoder of Exercise 3-2, with a layer of 128 units between its maps and the two heads, and another
# behind the code. *Predict*: what does it gain, and
# where: in the reconstruction or in the KL?

# %%
# @title Predict: what convolutions gain
predict(
    "convolutions-gain",
    "The same d = 10, with convolutions: where is the larger change?",
    ["the reconstruction falls", "the KL falls", "the reconstruction rises", "the KL rises"],
)

# %%
# @title What convolutions gain
profile.seed_everything(0)
convolutional = conv_vae(10)
train(
    convolutional, x, epochs=profile.choose(grading=1, laptop=10, gpu=20), loss=loss_with(1.0), batch_size=128,
    learning_rate=4e-3, title="convolutional VAE, d = 10",
)  # fmt: skip
rows = []
for name, network in (("fully connected", networks[10]), ("convolutional", convolutional)):
    result = measure(network, x_test)
    rows.append((name, sum(w.numel() for w in network.parameters()), result.reconstruction, result.kl, result.bound))
change, part = max(
    ((rows[1][i] - rows[0][i], part) for i, part in ((2, "reconstruction"), (3, "KL"))), key=lambda c: abs(c[0])
)
with result_of(
    "convolutions-gain",
    truth=f"the {part} {'falls' if change < 0 else 'rises'}",
    why="With half the weights: what to tell about a digit costs as before, and is used better by a decoder that knows neighbours. "
    "(On 10,000 digits about six nats are gained.)",
):
    display(
        Table(["d = 10", "parameters", "reconstruction", "KL", "ELBO"], rows, caption="Test digits, nats per picture")
    )

# %% [markdown]
# ## 7 One, ten, a hundred
#
# How large should the code be? *Predict* for d = 1, 10, 100: the reconstruction, the KL, and how many of the dimensions will be used.

# %%
# @title Predict: one, ten, a hundred
predict(
    "ten-times-as-many",
    "From d = 10 to d = 100: what becomes of the KL, and of the reconstruction?",
    [
        "the KL grows tenfold, the reconstruction falls to nearly 0",
        "the KL grows a little, the reconstruction falls a little",
        "neither changes",
        "the KL falls, the reconstruction rises",
    ],
)
predict(
    "used-of-100",
    "How many of the hundred dimensions will be used?",
    ["fewer than 10", "10 to 40", "40 to 80", "more than 80"],
)

# %% [markdown]
# A dimension that is not used has $q(z_i|x) = \mathcal{N}(0, 1)$ for every picture: it says nothing, and costs nothing (KL = 0).
#
# ### Task 13: count what is used (2 points)
#
# Write `active_units(mu, logvar, threshold)`: the number of dimensions whose KL, **averaged over the pictures**, is at least `threshold`
# nats; `mu` and `logvar` are `(N, d)`.
#
# <!-- not allowed: course.models.kl_to_standard_normal, course.models.measure, course.models.Measures,
# course.explorers.kl.numbers.Divergence -->
#
# <details><summary>Hint 1: a nudge</summary>For which shape do you need the KL here: one number for each picture, or
# one for each dimension?</details>
# <details><summary>Hint 2: the idea</summary>Section 3's formula without the sum over dimensions. Then the mean, over
# which axis?</details>
# <details><summary>Hint 3: almost</summary>From (N, d) to (d,) to one whole number: average, compare (a mean that is
# just as large counts, too), count the dimensions for which it is true. <code>int</code> makes an ordinary number of
# the count.</details>


# %% nbgrader={"grade_id": "active-units", "solution": true}
def active_units(mu, logvar, threshold):
    """Number of dimensions with a mean KL of at least threshold nats."""
    ### BEGIN SOLUTION
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return int((kl.mean(0) >= threshold).sum())
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-active-units", "grade": true, "points": 2}
mu = torch.tensor([[2.0, 0.0, 0.6, 0.0, 0.0], [-2.0, 0.0, 0.0, 0.0, 0.0]])
logvar = torch.tensor([-3.0, 0.0, 0.0, -3.0, -3.0]).repeat(2, 1)
for threshold, used in ((0.1, 3), (2.0, 1)):
    expect_equal(
        call(active_units, mu, logvar, threshold),
        used,
        f"active_units of five dimensions with a mean KL of 3.02, 0, 0.09, 1.02, 1.02 nats, threshold {threshold:g}",
        see="task 13",
    )
expect_equal(
    call(active_units, torch.ones(4, 2), torch.zeros(4, 2), 0.5),
    2,
    "active_units with mu = 1 and logvar = 0, where each KL is ½, threshold ½ (at least)",
    see="task 13",
)
what = "active_units of two pictures with mu = 0 and logvar = 2, −2: KLs of 2.19 and 0.57 nats, threshold 1"
expect_equal(call(active_units, torch.zeros(2, 1), torch.tensor([[2.0], [-2.0]]), 1.0), 1, what, see="task 13")
### BEGIN HIDDEN TESTS
draw = Draw()
for _ in range(4):
    n, d, threshold = draw.whole(3, 6), draw.whole(12, 30), draw.whole(10, 30) / 10
    mean_kl = threshold * (1 + 0.08 * draw.image(d))  # from 2 to 18 % below or above
    mean_kl[:2] = threshold * torch.tensor([0.8, 1.2])
    mu, logvar = torch.zeros(n, d), 0.4 * draw.image(n, d)  # as wide in one picture and as narrow in another
    # Each dimension's mean KL is made up by one picture: its maximum and its sum are above the threshold anyway.
    by_logvar = 0.5 * (logvar.exp() - 1 - logvar).sum(0)
    mu[torch.randint(n, (d,), generator=draw.generator), torch.arange(d)] = (2 * (n * mean_kl - by_logvar)).sqrt()
    expect_equal(
        call(active_units, mu, logvar, threshold),
        int((mean_kl > threshold).sum()),
        f"active_units of {n} pictures, d={d}, threshold={threshold:g}, mean KLs {[round(k, 2) for k in mean_kl.tolist()]}",
    )
### END HIDDEN TESTS

# %%
# @title One, ten, a hundred
results = {d: measure(networks[d], x_test) for d in (1, 10, 100)}
HEADER = ["d", "reconstruction", "KL", "ELBO", "active"]
rows = []
for d, result in results.items():
    with torch.no_grad():
        used = active_units(*networks[d].encode(x_test), 0.1)
    rows.append((str(d), result.reconstruction, result.kl, result.bound, used))
courses_rows = [
    (str(entry["d"]), entry["reconstruction"], entry["kl"], entry["bound"], entry["active"])
    for entry in reference("vae")["by_latent_dim"]
    if entry["d"] in results
]
with result_of(
    "ten-times-as-many",
    truth="the KL grows a little, the reconstruction falls a little",
    why="A nat of code is paid only for what saves more than a nat in the picture; after ten numbers little is left to save.",
):
    caption = (
        "Yours: one network, trained in the same way on the same digits, at three sizes. Test digits, nats per picture."
    )
    display(Table(HEADER, rows, caption=caption))
    caption = "The course's: again one network and the same digits for all sizes, but a convolutional one, 10 epochs on all 60,000."
    display(Table(HEADER, courses_rows, caption=caption))
with result_of(
    "used-of-100",
    truth=["fewer than 10", "10 to 40", "40 to 80", "more than 80"][sum(used >= limit for limit in (10, 40, 80))],
    why="The others say nothing and cost nothing: their clouds are N(0, 1) whatever the picture is.",
):
    print(f"{used} of 100 dimensions carry at least 0.1 nats")

# %% [markdown]
# Within a table only d changes, so that what differs is due to d. From one table to the other two things change, the network and the
# number of digits: do not read the difference as either's.

# %%
generator = torch.Generator().manual_seed(3)
rows = {"input": x_test[:12]}
with torch.no_grad():
    for d in (1, 10, 100):  # rebuilt from μ, the middle of the cloud; the nats above are of a z drawn from it
        rows[f"d = {d}"] = networks[d].decode(networks[d].encode(x_test[:12])[0]).sigmoid()
    for d in (1, 10, 100):
        rows[f"sampled, d = {d}"] = networks[d].decode(torch.randn(12, d, generator=generator)).sigmoid()
show(
    digit_rows(rows),
    alt="Twelve digits, their reconstructions and twelve samples for d = 1, 10 and 100. With d = 1 both are blurred and often the wrong "
    "digit; with 10 and 100 nearly all reconstructions can be read, and about half of the samples.",
)

# %% [markdown]
# What does 100 buy over 10? And what do the other dimensions do? The nats of each dimension, sorted:

# %%
ordered = {d: results[d].kl_per_dimension.sort(descending=True).values for d in (10, 100)}
show(
    lines(
        list(range(1, 41)), {f"d = {d}": (nats.tolist() + 30 * [math.nan])[:40] for d, nats in ordered.items()},
        xlabel="dimension, the most active first", ylabel="KL (nats)",
    ),
    alt="Two falling curves. For d = 10 all ten dimensions carry between 1.4 and 2.1 nats. For d = 100 about twenty carry more than 0.1 nats, "
    "and the rest are near 0.",
)  # fmt: skip

# %% [markdown]
# Most of the hundred dimensions carry **almost nothing**: for them the encoder answers almost N(0, 1) whatever the picture is. This is **posterior collapse**, dimension by
# dimension. It is no bug: a dimension that helps less than it costs is switched off. The VAE chooses by itself how large its code is. When *all* dimensions
# collapse (a decoder that needs no code, or a KL that weighs too much), it is a disaster.
#
# With d = 1 the whole model fits into one picture: the digits along the line, from one end of N(0, 1) to the other. Compare the histogram of the
# codes with the curve: they do *not* follow N(0, 1). Why may the loss allow that? (What does moving apart save, what does it cost?)

# %%
with torch.no_grad():
    line_codes = networks[1].encode(x_test[:2000])[0]
    course_codes = courses[1].encode(x_test[:2000])[0]
ChoiceExplorer(
    {"the course's, d = 1": LatentLineExplorer(course_codes, unseen.labels[:2000], both_ways(courses[1])[1], images=x_test[:2000]),
     "yours, d = 1": LatentLineExplorer(line_codes, unseen.labels[:2000], both_ways(networks[1])[1], images=x_test[:2000])}
)  # fmt: skip

# %% [markdown]
# The same digit, or the same dice ε, through the three sizes:

# %%
ChoiceExplorer(
    {whose: CompareExplorer({f"d = {d}": both_ways(vaes[d]) for d in (1, 10, 100)}, x_test[:40], unseen.labels[:40])
     for whose, vaes in (("the course's", courses), ("yours", networks))}
)  # fmt: skip

# %% [markdown]
# ### Written answer 1 (4 points)
#
# What does the latent size change? In about 150 words, compare d = 1, 10 and 100: reconstruction, KL and ELBO (with numbers), active
# units, and what you see in reconstructions and in samples. Why does the KL grow by a third only from 10 to 100, and not tenfold? Which d would you choose for
# drawing new digits, which for storing digits, and why?
#
# *What earns points:* numbers for the three sizes (1); what you see, in reconstructions **and** samples (1); the reason for the KL with the
# active units (1); a choice that follows (1).
#
# <details><summary>Hint 1: a nudge</summary>The numbers are in the first table of section 7, the pictures below it:
# three rows of reconstructions, then three of samples. The curves of nats for each dimension are below
# those.</details>
# <details><summary>Hint 2: the idea</summary>Follow one more dimension: what would the loss gain by using it, and
# what would it pay? See where the second curve ends.</details>
# <details><summary>Hint 3: almost</summary>Five parts: three numbers for each d; reconstructions, from d = 1 to 100;
# samples, from d = 1 to 100; a sentence that leads from the active units to the KL; two choices, each with a
# "because" that points to one of these numbers or pictures.</details>

# %% [markdown] nbgrader={"grade_id": "question-size", "locked": true}
# Write your answer in the cell below.
# ### BEGIN MARK SCHEME
# - 1: reconstruction, KL, ELBO (or two of them) for 1, 10 and 100 from the student's own table.
# - 1: d = 1: blurred, classes confused, samples look alike; 10 and 100: readable; samples with d = 100 hardly better, sometimes worse.
# - 1: a dimension is used only if the nats it saves in the reconstruction exceed the nats it costs; most of 100 are off (with a number).
# - 1: a choice with a reason: 10 for drawing (all dimensions meaningful), 10 or 100 for storing by reconstruction error; other choices if argued.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "answer-size", "grade": true, "solution": true, "points": 4}
# ### BEGIN SOLUTION
# ELBO −177, −116 and −112 nats for d = 1, 10 and 100; the reconstruction falls from 174 to 98 and 88, while the KL rises from 3 to 17 and 23. With d = 1
# reconstructions are blurred and often another digit (each 4 comes back as a 9), and samples are a dozen variations of one line. With 10 reconstructions can be
# read, and about half of the samples. With 100 reconstructions get a little sharper, samples do not. The KL grows by a third only because only 20 of the 100
# dimensions are active: a dimension stays on only if it saves more nats in the reconstruction than it costs in KL, and after twenty there is little left to save.
# For drawing I take d = 10: every number means something, and nothing is wasted. For storing I take 100 and keep the 20 active numbers only: the rest is noise
# that the decoder ignores.
# ### END SOLUTION

# %% [markdown]
# ## 8 The latent space
#
# ### Walking
#
# Take the code of a digit, change one number, decode. What does this dimension mean?
#
# ### Task 14: a walk (2 points)
#
# Write `latent_walk(z, dimension, values)`: K copies of the code `z`, `(d,)`, in which the number at `dimension` is replaced by the K
# `values`: `(K, d)`. The code `z` itself must stay as it is.
#
# <details><summary>Hint 1: a nudge</summary>Print <code>z</code> after you have called your function. Is it still
# what it was?</details>
# <details><summary>Hint 2: the idea</summary><code>repeat</code> makes copies; <code>expand</code> makes views of the
# same memory, where one change shows in all of them.</details>
# <details><summary>Hint 3: almost</summary>Make K rows that are copies of z, then put all values into one column at
# once: <code>codes[…, …] = …</code>. They replace what stood there; nothing is added. Dimensions count from
# 0.</details>


# %% nbgrader={"grade_id": "walk", "solution": true}
def latent_walk(z, dimension, values):
    """Codes (K, d): z with one number replaced by each of K values."""
    ### BEGIN SOLUTION
    codes = z.repeat(len(values), 1)
    codes[:, dimension] = torch.as_tensor(values)
    return codes
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-walk", "grade": true, "points": 2}
z = torch.tensor([5.0, 6, 7])
expect_close(
    call(latent_walk, z, 1, torch.tensor([-1.0, 0])),
    [[5, -1, 7], [5, 0, 7]],
    "latent_walk((5, 6, 7), 1, (-1, 0))",
    see="task 14",
)
expect_close(latent_walk(z, 0, torch.tensor([1.5])), [[1.5, 6, 7]], "latent_walk((5, 6, 7), 0, (1.5,))", see="task 14")
expect_close(z, [5, 6, 7], "the code z after latent_walk", see="task 14: the code must stay as it is")
### BEGIN HIDDEN TESTS
draw = Draw()
for d, k in [(1, 3), (1, 1), (3, 1), (4, 4), (draw.whole(2, 9), draw.whole(1, 7))]:
    given("codes of one number" if d == 1 else "one value" if k == 1 else "")
    z, values, dimension = draw.image(d), draw.image(k), draw.whole(0, d - 1)
    before = z.clone()
    truth = torch.stack([torch.cat([z[:dimension], value[None], z[dimension + 1 :]]) for value in values])
    expect_close(latent_walk(z, dimension, values), truth, f"latent_walk with d={d}, dimension {dimension}, {k} values")
    expect_close(z, before, "the code z after latent_walk")
### END HIDDEN TESTS

# %%
with torch.no_grad():
    code = networks[10].encode(x_test[:1])[0][0]
    walks = {
        f"number {i + 1}": networks[10].decode(latent_walk(code, i, torch.linspace(-2.5, 2.5, 11))).sigmoid()
        for i in range(10)
    }
show(
    digit_rows(walks),
    alt="Ten rows of eleven pictures. In each row one number of a 7's code goes from −2.5 to 2.5: the digit leans, bends, thickens, "
    "fades, or closes into a 0.",
)

# %% [markdown]
# Some numbers change the slant or the thickness, most change several things at once. A code in which each number changes one thing only is called
# **disentangled**: the price of the code pulls its numbers towards independence, but promises no more than that. (The explorer counts a dimension as active if the
# variance of μ is above 0.01, a weaker demand than section 7's 0.1 nats: so it finds more of them.) Play with all of them. The first models in the list
# come with the course; the others are yours.

# %%
LatentSlidersExplorer(
    {"the course's, d = 10": both_ways(courses[10]), "the course's, d = 100": both_ways(courses[100]),
     "yours, d = 10": both_ways(networks[10]), "yours, d = 100": both_ways(networks[100])},
    x_test[:1000], unseen.labels[:1000],
)  # fmt: skip

# %% [markdown]
# ### The plane of digits
#
# With d = 2 the latent space is a map, as in Exercise 3-2, but now without gaps: every place has been paid for. *Predict* what is in
# the middle, where N(0, I) is densest.

# %%
# @title Predict: the middle of the map
predict(
    "middle",
    "What lies in the middle of the course's map?",
    [
        "a gap, where the decoder draws nearly nothing",
        "one class, with room around it",
        "a border, at which several classes meet",
    ],
)

# %%
# @title The middle of the map
profile.seed_everything(0)
networks[2] = DenseVAE(2)
train(networks[2], x, epochs=EPOCHS, loss=loss_with(1.0), batch_size=128, learning_rate=3e-3, title="VAE, d = 2")
maps = {}
for name, network in (("the course's, d = 2", courses[2]), ("yours, d = 2", networks[2])):
    with torch.no_grad():
        places = network.encode(x_test[:2000])[0]
    maps[name] = LatentMapExplorer(places, unseen.labels[:2000], both_ways(network)[1], images=x_test[:2000])
with torch.no_grad():
    inmost = unseen.labels[courses[2].encode(x_test)[0].norm(dim=1).argsort()[:50]].bincount(minlength=10)
counted = ", ".join(f"{inmost[digit]} × {digit}" for digit in inmost.argsort(descending=True).tolist() if inmost[digit])
with result_of(
    "middle",
    truth="one class, with room around it" if inmost.max() > 35 else "a border, at which several classes meet",
    why="The middle is the cheapest place: the KL draws all classes there, and those that resemble others come nearest.",
):
    print("The 50 test digits nearest to the middle:", counted)
    display(ChoiceExplorer(maps))

# %% [markdown]
# Where the dice fall, and what the decoder makes of it: *reach* is how far from the middle the square goes. Which digits have much room, which little?
# What becomes of digits at a reach of 4, where hardly any training digit was?

# %%
PlaneExplorer({"yours, d = 2": both_ways(networks[2])[1], "the course's, d = 2": both_ways(courses[2])[1]})

# %% [markdown]
# ### Between two digits
#
# Against the autoencoder of section 2. The explorer offers a *spherical* path as well: in many dimensions nearly all of N(0, I) lies in a thin
# shell at radius √d. (The density is highest in the middle, but there is little room.) Halfway between two random codes the straight line is
# only about √(d/2) from the middle. *Predict* what stands at α = ½: which rows show a digit, which two pale ones?

# %%
# @title Predict: half way
predict(
    "half-way",
    "Half way between two digits, on the straight line: which rows show two pale digits, one over the other?",
    ["pixels", "pixels and the autoencoder", "pixels, and both VAEs", "all of them"],
)

# %%
# @title Half way
with result_of(
    "half-way",
    truth="pixels",
    why="The decoders are bent, that of the autoencoder, too: between two codes they draw strokes that neither digit has.",
):
    display(InterpolationExplorer(
        x_test[:40], unseen.labels[:40],
        {"autoencoder, d = 10": (autoencoder.encode, autoencoder.decode), "VAE, d = 10": both_ways(networks[10]),
         "convolutional VAE, d = 10": both_ways(convolutional)}, spherical=True,
    ))  # fmt: skip

# %% [markdown]
# ### Are the codes N(0, I)?
#
# Sort the codes of one dimension and compare them with the quantiles of N(0, 1): a **Q–Q plot**. (A quantile is the value below which a
# given share lies.) On the diagonal, this number is distributed rightly; whether the numbers are independent, it cannot show. For the VAE we take z,
# not μ: all clouds together should fill N(0, I), their centres alone are narrower.

# %%
with torch.no_grad():
    mu, logvar = networks[10].encode(x_test)
    codes = {
        "autoencoder": autoencoder.encode(x_test),
        "VAE: z ~ q(z|x)": reparameterize(mu, logvar, torch.randn(mu.shape, generator=generator)),
    }
levels = (torch.arange(1, 40) / 40).double()
quantiles = torch.distributions.Normal(0.0, 1.0).icdf(levels).float()
panels = {}
for name, z in codes.items():
    curves = {
        f"number {i + 1}": torch.stack([quantiles, z[:, i].double().quantile(levels).float()], dim=1) for i in range(3)
    }
    panels[name] = {**curves, "N(0, 1)": torch.tensor([[-2.0, -2], [2, 2]])}
show(
    clouds(panels, axes_names=("quantile of N(0, 1)", "quantile of the codes")),
    alt="Q–Q plots of three numbers of the codes. Autoencoder: lines far steeper than the diagonal and shifted. VAE: all three close to the diagonal.",
)

# %%
with torch.no_grad():
    m, s = autoencoder.encode(x).mean(0), autoencoder.encode(x).std(0)
    dice = torch.randn(12, 10, generator=torch.Generator().manual_seed(4))
    rows = {
        "autoencoder,\nN(0, I)": autoencoder.decode(dice),
        "autoencoder,\nfitted N(m, diag s²)": autoencoder.decode(m + s * dice),
        "VAE, N(0, I)": networks[10].decode(dice).sigmoid(),
        "convolutional VAE,\nN(0, I)": convolutional.decode(dice).sigmoid(),
        "the course's,\nN(0, I)": courses[10].decode(dice).sigmoid(),
    }
show(
    digit_rows(rows),
    alt="Samples from the same dice. The autoencoder's from N(0, I) are nearly black, its fitted ones hard strokes, half of them digits. The VAE draws soft "
    "digits and some tangles, the convolutional one clearer digits, the course's the clearest.",
)

# %% [markdown]
# And the reconstructions? *Predict*: which has the smallest error per pixel? (Only the autoencoder was trained for it.)

# %%
# @title Predict: the smallest error
predict(
    "smallest-error",
    "Rebuilt from μ, with d = 10: which has the smallest squared error per pixel?",
    ["autoencoder", "VAE", "convolutional VAE"],
)

# %%
# @title The smallest error
with torch.no_grad():
    rebuilt = {
        "autoencoder": autoencoder(x_test),
        "VAE": networks[10].decode(networks[10].encode(x_test)[0]).sigmoid(),
        "convolutional VAE": convolutional.decode(convolutional.encode(x_test)[0]).sigmoid(),
    }
errors = {name: float(((pictures - x_test) ** 2).mean()) for name, pictures in rebuilt.items()}
with result_of(
    "smallest-error",
    truth=min(errors, key=errors.get),
    why="A code that is free of charge may say more; the VAE draws the mean of all digits that share a cloud, and that is softer.",
):
    show(
        digit_rows({"input": x_test[:12], **{name: pictures[:12] for name, pictures in rebuilt.items()}}),
        alt="Twelve digits and their reconstructions. The fully connected VAE's are the softest: its 9 and its 5 are smeared. The convolutional VAE's "
        "are nearly as clear as the autoencoder's.",
    )
    by_name = [(name, f"{error:.4f}") for name, error in errors.items()]
    display(Table(["d = 10, rebuilt from μ", "error per pixel"], by_name, caption="Test digits"))

# %% [markdown]
# ### Written answer 2 (4 points)
#
# Autoencoder against VAE: compare reconstructions, samples and codes, in about 150 words. Use a number and a picture from this notebook for
# each. (The autoencoder is convolutional: its fair rival is the convolutional VAE.) Where are the VAE's pictures softer, and why? Is there a use for which you would still take the autoencoder?
#
# *What earns points:* codes, with the Q–Q plot (1); samples, with pictures (1); why soft: the reason (1); a use for the autoencoder, argued (1).
#
# <details><summary>Hint 1: a nudge</summary>For each of the three a place: the Q–Q plot, the rows of samples from the
# same dice, the table of errors. Compare the autoencoder with the convolutional VAE.</details>
# <details><summary>Hint 2: the idea</summary>For the softness, think of what one z may stand for, and of what the
# loss asks of the decoder then. For the use, ask which of your three comparisons matters there, and which does
# not.</details>
# <details><summary>Hint 3: almost</summary>Five parts: codes, with what you read off the plot; samples, with how many
# of the twelve you can read in which row; reconstructions, with two errors; softness, as a consequence of how the VAE
# is trained; a use, and the property that it needs.</details>

# %% [markdown] nbgrader={"grade_id": "question-ae-vae", "locked": true}
# Write your answer in the cell below.
# ### BEGIN MARK SCHEME
# - 1: codes: the VAE's follow N(0, 1) (the Q–Q plot lies on the diagonal), the autoencoder's are shifted, wide, dependent.
# - 1: samples, named: with N(0, I) the autoencoder's are nearly black and the VAE's resemble digits; fitting repairs about half. Noting that the
#   fully connected VAE is hardly better than the fitted autoencoder is right, too; the fair rival is the convolutional VAE.
# - 1: softness: one z stands for a cloud of pictures and the decoder draws their mean; overlapping clouds; pixels independent given z; the KL limits the
#   information in the code.
# - 1: compression or features for classification, outlier detection, wherever reconstruction counts and nobody samples.
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "answer-ae-vae", "grade": true, "solution": true, "points": 4}
# ### BEGIN SOLUTION
# The Q–Q plot of the VAE's codes lies close to the diagonal from −2 to 2: drawn codes look like N(0, 1). The autoencoder's numbers are shifted and up to five times
# wider; nothing in its loss cares. So dice suit the VAE: with N(0, I) the autoencoder's twelve samples are nearly black, and even with a fitted Gaussian I can read
# only half of them; of the convolutional VAE's I read most, without any fitting. The price is softness. The VAE must let clouds overlap to keep its KL at 17 nats, so the decoder gets the same z from somewhat different digits, and the best
# answer for them is their mean, which is blurred; pixels are also drawn independently given z. The autoencoder reconstructs more sharply with the same ten numbers: an error of 0.0158 per pixel, against
# 0.0171 of the convolutional VAE and 0.0191 of the fully connected one. I would
# take it for storing pictures, for features of a classifier, or to notice faulty parts by a large error: there nobody samples.
# ### END SOLUTION

# %% [markdown]
# ## 9 What β trades
#
# A **β-VAE** (Higgins et al., 2017) weighs the price of the code: loss = reconstruction + β · KL. With β = 1 the loss is −ELBO. Its authors took
# β > 1, to get codes that are more disentangled (section 8). What does that cost? *Predict* for β = 0.5 and
# β = 4: reconstruction, KL, active units, samples.

# %%
# @title Predict: what β trades
predict(
    "beta-trades",
    "From β = 1 to β = 4: what becomes of reconstruction and KL?",
    ["both fall", "the reconstruction falls, the KL rises", "the reconstruction rises, the KL falls", "both rise"],
)
predict("beta-active", "How many of the ten units are active at β = 4?", ["1 to 3", "4 to 6", "7 to 9", "all ten"])

# %%
by_beta = {1.0: networks[10]}
for beta in (0.5, 4.0):
    profile.seed_everything(0)
    by_beta[beta] = DenseVAE(10)
    train(
        by_beta[beta], x, epochs=EPOCHS, loss=loss_with(beta), batch_size=128, learning_rate=3e-3, title=f"β = {beta:g}"
    )
by_beta = dict(sorted(by_beta.items()))

# %%
# @title What β trades
rows = []
for beta, network in by_beta.items():
    result = measure(network, x_test)
    rows.append((f"{beta:g}", result.reconstruction, result.kl, f"{result.bound:.1f}", result.active))
(_, cost_1, kl_1, *_), (_, cost_4, kl_4, _, active_4) = rows[1:]
ups = "falls" if cost_4 < cost_1 else "rises", "falls" if kl_4 < kl_1 else "rises"
with result_of(
    "beta-trades",
    truth=f"the reconstruction {ups[0]}, the KL {ups[1]}" if len(set(ups)) == 2 else f"both {ups[0].rstrip('s')}",
    why="β is the price of a nat of code: at 4, a nat is bought only if it saves four nats of reconstruction.",
):
    display(
        Table(
            ["β (d = 10)", "reconstruction", "KL", "ELBO", "active units"],
            rows,
            caption="Test digits, nats per picture; the ELBO always with β = 1",
        )
    )
with result_of(
    "beta-active",
    truth=["1 to 3", "4 to 6", "7 to 9", "all ten"][sum(active_4 > limit for limit in (3, 6, 9))],
    why="A unit is switched off only if all that it says is worth less than its price; ten is few for digits, and each says less.",
):
    print(f"β = 4: {active_4} of 10 units are active")

# %%
courses_by_beta = {beta: pretrained_vae(10, beta) for beta in (0.5, 1.0, 4.0)}
ChoiceExplorer(
    {whose: CompareExplorer({beta: both_ways(vae) for beta, vae in vaes.items()}, x_test[:40], unseen.labels[:40], slider="β")
     for whose, vaes in (("the course's, d = 10", courses_by_beta), ("yours, d = 10", by_beta))}
)  # fmt: skip

# %% [markdown]
# ### Written answer 3 (4 points)
#
# What does β trade? In about 120 words: describe with numbers what happens to reconstruction, KL and active units from β = 0.5 over 1 to 4, and
# what you see in reconstructions and samples. Explain with the loss why. Which β has the best ELBO, and why must it be that one (nearly)?
#
# *What earns points:* the numbers (1); what is seen, in both (1); the explanation with the loss (1); the ELBO (1).
#
# <details><summary>Hint 1: a nudge</summary>Read the table down its columns. Then move the explorer's β from end to
# end, once with <em>one digit</em> and once with <em>samples</em>.</details>
# <details><summary>Hint 2: the idea</summary>In the loss, β is a price. The price of what, and when is it worth
# paying? For the last question: what exactly was made small in each of the three trainings?</details>
# <details><summary>Hint 3: almost</summary>Five parts: the numbers for three β; a reconstruction at both ends; the
# samples at both ends; the rule by which the encoder spends a nat, taken from the loss; the ELBO: which β, why, and
# why only "nearly".</details>

# %% [markdown] nbgrader={"grade_id": "question-beta", "locked": true}
# Write your answer in the cell below.
# ### BEGIN MARK SCHEME
# - 1: reconstruction rises and KL falls as β grows, with numbers from the table; active units fall or stay, each carrying less.
# - 1: β = 4: reconstructions blurred, samples soft and alike; β = 0.5: sharp reconstructions, samples worse.
# - 1: β is the price of a nat: a nat of code is bought only if it saves at least β nats of reconstruction.
# - 1: β = 1, because it is the ELBO that is trained (on the training digits; on test digits the order can differ slightly).
# ### END MARK SCHEME

# %% [markdown] nbgrader={"grade_id": "answer-beta", "grade": true, "solution": true, "points": 4}
# ### BEGIN SOLUTION
# From β = 0.5 over 1 to 4 the reconstruction rises from 95 to 98 and 119 nats, the KL falls from 22 to 17 and 8; all 10 units stay active, but each carries less. With
# β = 0.5 reconstructions are sharpest, but more samples are tangles, because clouds overlap less and leave gaps. With β = 4 samples are softer and more alike, and
# reconstructions lose slant and detail: a 4 comes back as a 9. β is the price of a nat: the encoder spends a nat on the code only if it saves at least β
# nats in the reconstruction. At β = 4 most details are not worth it. The ELBO is best at β = 1, since exactly this sum was made small in training; the others
# minimise something else.
# ### END SOLUTION

# %% [markdown]
# ### How loose is the bound?
#
# The ELBO is below log p(x), by how much we do not know. Several draws for one picture give a tighter bound (Burda et al., 2016):
#
# $$\log p(x) \ge \mathbb{E}\Big[\log \frac1K \sum_{k=1}^{K} w_k\Big], \qquad w_k = \frac{p(x|z_k)\, p(z_k)}{q(z_k|x)}, \quad z_k \sim q(z|x)$$
#
# With K = 1 this is the ELBO; for K → ∞ it becomes log p(x).
#
# ### Task 15: the importance-weighted bound (2 points)
#
# Write `importance_bound(log_w)` for the logarithms of the weights, `(K, B)`: the bound for each picture, `(B,)`. Weights like $e^{-100}$ must not
# underflow.
#
# <details><summary>Hint 1: a nudge</summary>Try <code>torch.tensor(-1000.0).exp().log()</code>. What has happened on
# the way?</details>
# <details><summary>Hint 2: the idea</summary>The mean of exponentials inside a logarithm:
# <code>torch.logsumexp</code>, minus what?</details>
# <details><summary>Hint 3: almost</summary>A mean is a sum divided by K, and a logarithm turns the division into a
# difference. K is the number of draws: which axis is that? The other one stays. Check: K = 1 must give
# <code>log_w</code> itself.</details>


# %% nbgrader={"grade_id": "importance", "solution": true}
def importance_bound(log_w):
    """log (1/K Σ_k exp(log_w)) of each picture: (K, B) -> (B,)."""
    ### BEGIN SOLUTION
    return torch.logsumexp(log_w, dim=0) - math.log(len(log_w))
    ### END SOLUTION


# %% nbgrader={"grade_id": "test-importance", "grade": true, "points": 2}
log_w = torch.tensor([[-100.0, 0.0, -1000], [-101, math.log(3), -1000]])
expect_close(
    call(importance_bound, log_w),
    [-100 + math.log((1 + math.exp(-1)) / 2), math.log(2), -1000],
    "importance_bound, K=2, B=3",
    see="task 15",
)
expect_close(
    call(importance_bound, log_w[:1]),
    [-100, 0, -1000],
    "importance_bound with K=1: the weights themselves",
    see="task 15",
)
far_apart = torch.tensor([[-270.0], [270]])
expect_close(call(importance_bound, far_apart), [270 - math.log(2)], "importance_bound of −270 and 270", see="task 15")
### BEGIN HIDDEN TESTS
draw = Draw()
for k, b in [(3, 1), (1, 1), (2, 1), (draw.whole(4, 9), draw.whole(2, 5))]:
    given("a batch of one" if b == 1 else "one draw" if k == 1 else "")
    log_w = 120 * draw.image(k, b)
    log_w[:2] = torch.tensor([[270.0], [-270]])[:k]  # far apart: neither may overflow or underflow
    truth = (log_w.double() - log_w.double().amax(0)).exp().mean(0).log() + log_w.double().amax(0)
    expect_close(call(importance_bound, log_w), truth, f"importance_bound with K={k}, B={b}")
### END HIDDEN TESTS

# %%
few = x_test[:200]
with torch.no_grad():
    mu, logvar = networks[10].encode(few)
    log_w = []
    for _ in range(profile.choose(grading=50, laptop=300, gpu=300)):
        z = reparameterize(mu, logvar, torch.randn(mu.shape, generator=generator))
        log_p = -F.binary_cross_entropy_with_logits(networks[10].decode(z), few, reduction="none").sum((1, 2, 3))
        log_p += torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(1)
        log_w.append(log_p - torch.distributions.Normal(mu, (0.5 * logvar).exp()).log_prob(z).sum(1))
    log_w = torch.stack(log_w)
sizes = [k for k in (1, 5, 20, 50, 100, 300) if k <= len(log_w)]
Table(
    ["K", "bound on log p(x) (nats)"],
    [
        (str(k), f"{torch.stack([importance_bound(part) for part in log_w.split(k) if len(part) == k]).mean():.2f}")
        for k in sizes
    ],
    caption="The first 200 test digits (so not the table's ELBO of all); K = 1 is the ELBO",
)

# %% [markdown]
# So the true log p(x) is at least two to three nats above the ELBO: the last row is still a lower bound. Part of the ELBO's price is not the model's fault, but the encoder's: its clouds are
# axis-parallel Gaussians, and the true p(z|x) is not.
#
# ### A digit of your own
#
# Clear the pad and draw, or photograph a digit on plain paper; your networks answer each time you lift the pen. *Predict*: what will a letter
# cost that a careful 3 does not? Where will its cloud lie on the plane?

# %%
# @title Predict: the price of a letter
predict(
    "letter",
    "The letter X against the test digits: what costs more than twice as many nats?",
    ["nothing", "the code (KL)", "the reconstruction", "both"],
)

# %%
# @title The price of a letter
letter = torch.zeros(1, 1, 28, 28)
for i in range(6, 22):
    letter[..., i, i - 1 : i + 2] = letter[..., i, 26 - i : 29 - i] = 1
prices = [measure(courses[10], pictures) for pictures in (x_test, letter)]
dear = prices[1].kl > 2 * prices[0].kl, prices[1].reconstruction > 2 * prices[0].reconstruction
with result_of(
    "letter",
    truth={
        (False, False): "nothing",
        (True, False): "the code (KL)",
        (False, True): "the reconstruction",
        (True, True): "both",
    }[dear],
    why="The encoder sends it to a place among the digits, at their price. What the decoder draws there is no X, and that costs.",
):
    show(
        digit_rows(
            {"X": letter, "the course's,\nd = 10": both_ways(courses[10])[1](courses[10].encode(letter)[0]).detach()}
        ),
        alt="A letter X, and what the course's VAE with ten numbers makes of it: strokes of a digit.",
    )
    names = ["test digits, mean", "letter X"]
    nats = [(name, price.reconstruction, price.kl) for name, price in zip(names, prices, strict=True)]
    display(Table(["d = 10, nats", "reconstruction", "KL"], nats))

# %%
from course.explorers import DrawingPad


def rebuilt(digit):
    """A digit, and what VAEs with codes of four sizes make of it, from μ."""
    rows = {"yours": digit.repeat(4, 1, 1, 1)}
    with torch.no_grad():
        for whose, vaes in (("your VAEs", networks), ("the course's", courses)):
            pairs = [both_ways(vaes[d]) for d in (1, 2, 10, 100)]
            rows[f"{whose},\nd = 1 2 10 100"] = torch.cat([decode(encode(digit)) for encode, decode in pairs])
    return rows


pad = DrawingPad(rebuilt, alt="Your digit, rebuilt by your VAEs and by the course's with 1, 2, 10 and 100 numbers.")
pad

# %% [markdown]
# What does it cost, and where does it lie? (`pad.digit` is the picture; run this cell again after each drawing.)

# %%
with torch.no_grad():
    mu, logvar = networks[10].encode(pad.digit)
    nats = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)[0]
    planes, rings = {}, []
    for whose, vae in (("yours", networks[2]), ("the course's", courses[2])):
        centre, spread = (part[0] for part in vae.encode(pad.digit))
        places = vae.encode(x_test[:1000])[0]
        nearest = (places - centre).norm(dim=1).argsort()[:20]
        title = f"{whose}, d = 2: most neighbours are {int(unseen.labels[nearest].mode().values)}s"
        planes[title] = {"test digits": places, "the 20 nearest": places[nearest]}
        rings.append((centre, spread.exp().diag()))
show(
    clouds(planes, axes_names=("z₁", "z₂"), gaussians=rings),
    alt="Your plane of codes and the course's: the test digits, the cloud q(z|x) of your digit as two rings, and the 20 test digits nearest to it.",
)
show(
    lines(list(range(1, 11)), {f"yours, {nats.sum():.1f} in all": nats.tolist(), "mean of the test digits": results[10].kl_per_dimension.tolist()},
          xlabel="dimension", ylabel="KL (nats), d = 10"),
    alt="Two curves over ten dimensions: the nats of your digit, and their mean over the test digits.",
)  # fmt: skip

# %% [markdown]
# ## To discuss
#
# A student trains two VAEs and finds: model A has the better ELBO, model B draws the nicer samples. She asks which one has "learnt the digits better". What
# would you answer? Can a model have a perfect ELBO and ugly samples, or perfect samples and a bad ELBO? (Think of a model that has memorised its training set.)
#
# **Read on:** Kingma & Welling, *Auto-encoding variational Bayes* (arXiv:1312.6114). Doersch, *Tutorial on variational autoencoders* (arXiv:1606.05908). Higgins et
# al., *β-VAE* (ICLR 2017). Burda, Grosse & Salakhutdinov, *Importance weighted autoencoders* (arXiv:1509.00519). Lucas et al., *Don't blame the ELBO!*
# (arXiv:1911.02469), on posterior collapse.
