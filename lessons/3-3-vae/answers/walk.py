"""Answers to `walk`."""


# %% right: a clone for each value, stacked
def latent_walk(z, dimension, values):
    codes = []
    for value in values:
        code = z.clone()
        code[dimension] = value
        codes.append(code)
    return torch.stack(codes)


# %% right: a mask chooses between the two
def latent_walk(z, dimension, values):
    here = torch.arange(len(z)) == dimension
    return torch.where(here, torch.as_tensor(values)[:, None], z)


# %% right: pieces before and after, joined
def latent_walk(z, dimension, values):
    copies = z.expand(len(values), -1)
    return torch.cat([copies[:, :dimension], torch.as_tensor(values).reshape(-1, 1), copies[:, dimension + 1 :]], dim=1)


# %% right: the difference is added along a unit vector
def latent_walk(z, dimension, values):
    direction = F.one_hot(torch.tensor(dimension), len(z)).to(z.dtype)
    return z + torch.outer(torch.as_tensor(values) - z[dimension], direction)


# %% right: lists
def latent_walk(z, dimension, values):
    code = z.tolist()
    return [[float(value) if i == dimension else code[i] for i in range(len(code))] for value in values]


# %% wrong: the code itself is changed
def latent_walk(z, dimension, values):
    codes = []
    for value in values:
        z[dimension] = value
        codes.append(z.clone())
    return torch.stack(codes)


# %% wrong: the same code K times, and it is changed
def latent_walk(z, dimension, values):
    codes = []
    for value in values:
        code = z
        code[dimension] = value
        codes.append(code)
    return torch.stack(codes)


# %% wrong: views of the same memory
def latent_walk(z, dimension, values):
    codes = z.expand(len(values), -1)
    codes[:, dimension] = torch.as_tensor(values)
    return codes


# %% wrong: views of the same memory, filled row by row
def latent_walk(z, dimension, values):
    codes = z.expand(len(values), -1)
    for k, value in enumerate(values):
        codes[k, dimension] = value
    return codes


# %% wrong: the values are added
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] += torch.as_tensor(values)
    return codes


# %% wrong: the wrong axis
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[dimension] = torch.as_tensor(values)
    return codes


# %% wrong: codes as columns
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] = torch.as_tensor(values)
    return codes.T


# %% wrong: one long row of copies
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values))
    codes[dimension :: len(z)] = torch.as_tensor(values)
    return codes


# %% wrong: the other numbers become 0
def latent_walk(z, dimension, values):
    codes = torch.zeros(len(values), len(z))
    codes[:, dimension] = torch.as_tensor(values)
    return codes


# %% wrong: dimensions are counted from 1
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension - 1] = torch.as_tensor(values)
    return codes


# %% wrong: a walk through the second number, as in the example
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, 1] = torch.as_tensor(values)
    return codes


# %% wrong: all codes are one and the same tensor
def latent_walk(z, dimension, values):
    code = z.clone()
    codes = []
    for value in values:
        code[dimension] = value
        codes.append(code)
    return torch.stack([codes[-1]] * len(codes))


# %% wrong: a view of the code where there is one value
def latent_walk(z, dimension, values):
    codes = z[None] if len(values) == 1 else z.repeat(len(values), 1)
    codes[:, dimension] = torch.as_tensor(values)
    return codes


# %% wrong: values cut to whole numbers
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] = torch.as_tensor(values).trunc()
    return codes


# %% wrong: the values are multiplied
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] *= torch.as_tensor(values)
    return codes


# %% wrong: the last dimension, whatever is asked for
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, -1] = torch.as_tensor(values)
    return codes


# %% wrong: all numbers are replaced
def latent_walk(z, dimension, values):
    return torch.as_tensor(values)[:, None].repeat(1, len(z))


# %% wrong: the first value only
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] = values[0]
    return codes


# %% wrong: seven values, whatever is given
def latent_walk(z, dimension, values):
    codes = z.repeat(7, 1)
    for n, value in enumerate(values[:7]):
        codes[n, dimension] = value
    return codes[: max(3, len(values))]
