"""Answers to `interpolate`."""


# %% right: one code for each α, a loop
def interpolate(h0, h1, alphas):
    return torch.stack([h0 + alpha * (h1 - h0) for alpha in alphas])


# %% right: torch.lerp
def interpolate(h0, h1, alphas):
    return torch.lerp(h0, h1, torch.as_tensor(alphas).unsqueeze(1))


# %% right: an outer product in float64
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas, dtype=torch.float64)
    return h0 + torch.outer(alphas, (h1 - h0).double())


# %% right: a matrix product with both codes
def interpolate(h0, h1, alphas):
    if not torch.is_tensor(alphas):
        alphas = torch.tensor(alphas)
    weights = torch.stack([1 - alphas, alphas], dim=1)
    return weights @ torch.stack([h0, h1])


# %% right: NumPy
import numpy as np


def interpolate(h0, h1, alphas):
    alphas = np.asarray(alphas).reshape(-1, 1)
    return (1 - alphas) * np.asarray(h0) + alphas * np.asarray(h1)


# %% right: number by number, nested lists
def interpolate(h0, h1, alphas):
    return [[(1 - float(a)) * float(p) + float(a) * float(q) for p, q in zip(h0, h1)] for a in alphas]


# %% wrong: α on the wrong end
# students: α runs from the second code to the first, not from the first to the second (see section 6)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[:, None]
    return alphas * h0 + (1 - alphas) * h1


# %% wrong: even steps in place of the given values of α
# students: even steps are taken, whatever the values of α (see task 11)
def interpolate(h0, h1, alphas):
    steps = torch.linspace(0, 1, len(alphas))[:, None]
    return (1 - steps) * h0 + steps * h1


# %% wrong: α meets the codes' own axis
# students: α lies along the numbers of a code, so that each number gets an α of its own (see task 11)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)
    return (1 - alphas) * h0 + alphas * h1


# %% wrong: codes as columns
# students: the codes stand in columns, where rows are asked for (see task 11)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[None, :]
    return (1 - alphas) * h0[:, None] + alphas * h1[:, None]


# %% wrong: a list cannot be indexed like a tensor
# students: α is taken to be a tensor; a list has no second axis (see task 11)
def interpolate(h0, h1, alphas):
    alphas = alphas[:, None]
    return (1 - alphas) * h0 + alphas * h1


# %% wrong: the difference is added to the wrong code
# students: the way is walked from the wrong end: it starts at the second code (see section 6)
def interpolate(h0, h1, alphas):
    return torch.stack([h1 + alpha * (h1 - h0) for alpha in alphas])


# %% wrong: only the first α
# students: only the first α is used (see task 11)
def interpolate(h0, h1, alphas):
    for alpha in alphas:
        return ((1 - alpha) * h0 + alpha * h1)[None]


# %% wrong: made for codes of three numbers (hidden)
# students: codes are taken to have three numbers, as in the example (see task 11)
def interpolate(h0, h1, alphas):
    return torch.stack([torch.stack([(1 - a) * h0[i] + a * h1[i] for i in range(3)]) for a in alphas])


# %% wrong: α rounded to quarters (hidden)
# students: α is rounded to quarters (see section 6)
def interpolate(h0, h1, alphas):
    alphas = (4 * torch.as_tensor(alphas)[:, None]).round() / 4
    return (1 - alphas) * h0 + alphas * h1


# %% wrong: the course's own solution, from inside an explorer
# students: a function of the course does the work, which the task rules out (see task 11)
from course.explorers.vectors import lerp


def interpolate(h0, h1, alphas):
    return torch.tensor([lerp(h0.tolist(), h1.tolist(), float(alpha)) for alpha in alphas])


# %% wrong: on the sphere, not on the line
# students: the way goes along an arc round the origin, not along the straight line (see section 6)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[:, None]
    a, b = h0 / h0.norm(), h1 / h1.norm()
    angle = torch.arccos((a @ b).clamp(-1, 1))
    way = (torch.sin((1 - alphas) * angle) * a + torch.sin(alphas * angle) * b) / torch.sin(angle)
    return way * ((1 - alphas) * h0.norm() + alphas * h1.norm())


# %% wrong: slerp of the codes themselves
# students: the way goes along an arc round the origin, not along the straight line (see section 6)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[:, None]
    a, b = h0 / h0.norm(), h1 / h1.norm()
    angle = torch.arccos((a @ b).clamp(-1, 1))
    return (torch.sin((1 - alphas) * angle) * h0 + torch.sin(alphas * angle) * h1) / torch.sin(angle)


# %% wrong: α rounded to two places (hidden)
# students: α is rounded to two places (see section 6)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[:, None]
    alphas = (alphas * 100).round() / 100
    return (1 - alphas) * h0 + alphas * h1


# %% wrong: α rounded to one place
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[:, None]
    alphas = (alphas * 10).round() / 10
    return (1 - alphas) * h0 + alphas * h1


# %% wrong: α squared
# students: α is squared, so that the codes lie on the line, but unevenly (see section 6)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[:, None]
    return (1 - alphas**2) * h0 + alphas**2 * h1


# %% wrong: the sum in place of the line
# students: the second code is added to the whole first one, which should fade out (see section 6)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[:, None]
    return h0 + alphas * h1


# %% wrong: the middle for all
# students: all codes are the middle of the line, whatever α is (see section 6)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[:, None]
    return 0.5 * (h0 + h1) + 0 * alphas


# %% wrong: smooth steps in place of even ones
# students: α is bent to start and end slowly, as in animations; the formula takes it as it is (see section 6)
def interpolate(h0, h1, alphas):
    alphas = torch.as_tensor(alphas)[:, None]
    alphas = alphas**2 * (3 - 2 * alphas)
    return (1 - alphas) * h0 + alphas * h1
