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
# students: the values are written into the code z itself (see task 14)
def latent_walk(z, dimension, values):
    codes = []
    for value in values:
        z[dimension] = value
        codes.append(z.clone())
    return torch.stack(codes)


# %% wrong: the same code K times, and it is changed
# students: all rows are z itself, into which each value is written (see task 14)
def latent_walk(z, dimension, values):
    codes = []
    for value in values:
        code = z
        code[dimension] = value
        codes.append(code)
    return torch.stack(codes)


# %% wrong: views of the same memory
# students: all rows share the memory of z, so that a value written into one is in all (see task 14)
def latent_walk(z, dimension, values):
    codes = z.expand(len(values), -1)
    codes[:, dimension] = torch.as_tensor(values)
    return codes


# %% wrong: views of the same memory, filled row by row
# students: all rows share the memory of z, so that a value written into one is in all (see task 14)
def latent_walk(z, dimension, values):
    codes = z.expand(len(values), -1)
    for k, value in enumerate(values):
        codes[k, dimension] = value
    return codes


# %% wrong: the values are added
# students: the values are added to the number; they are to replace it (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] += torch.as_tensor(values)
    return codes


# %% wrong: the wrong axis
# students: the values are written into a row; the dimension is a column (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[dimension] = torch.as_tensor(values)
    return codes


# %% wrong: codes as columns
# students: the codes stand in columns, where rows are asked for (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] = torch.as_tensor(values)
    return codes.T


# %% wrong: one long row of copies
# students: the copies stand in one long row (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values))
    codes[dimension :: len(z)] = torch.as_tensor(values)
    return codes


# %% wrong: the other numbers become 0
# students: the other numbers of the code become 0 (see task 14)
def latent_walk(z, dimension, values):
    codes = torch.zeros(len(values), len(z))
    codes[:, dimension] = torch.as_tensor(values)
    return codes


# %% wrong: dimensions are counted from 1
# students: the dimensions are counted from 1; the first is number 0 (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension - 1] = torch.as_tensor(values)
    return codes


# %% wrong: a walk through the second number, as in the example
# students: the second number is changed, whatever the dimension (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, 1] = torch.as_tensor(values)
    return codes


# %% wrong: all codes are one and the same tensor
# students: all codes are the last one: one tensor was used for all (see task 14)
def latent_walk(z, dimension, values):
    code = z.clone()
    codes = []
    for value in values:
        code[dimension] = value
        codes.append(code)
    return torch.stack([codes[-1]] * len(codes))


# %% wrong: a view of the code where there is one value
# students: for a single value, the row is z itself, into which the value is written (see task 14)
def latent_walk(z, dimension, values):
    codes = z[None] if len(values) == 1 else z.repeat(len(values), 1)
    codes[:, dimension] = torch.as_tensor(values)
    return codes


# %% wrong: values cut to whole numbers
# students: the values are cut to whole numbers (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] = torch.as_tensor(values).trunc()
    return codes


# %% wrong: the values are multiplied
# students: the number is multiplied by the values; they are to replace it (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] *= torch.as_tensor(values)
    return codes


# %% wrong: the last dimension, whatever is asked for
# students: the last number is changed, whatever the dimension (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, -1] = torch.as_tensor(values)
    return codes


# %% wrong: all numbers are replaced
# students: all numbers of the code are replaced (see task 14)
def latent_walk(z, dimension, values):
    return torch.as_tensor(values)[:, None].repeat(1, len(z))


# %% wrong: the first value only
# students: only the first of the values is used (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(len(values), 1)
    codes[:, dimension] = values[0]
    return codes


# %% wrong: seven values, whatever is given
# students: the number of rows is fixed, not that of the values (see task 14)
def latent_walk(z, dimension, values):
    codes = z.repeat(7, 1)
    for n, value in enumerate(values[:7]):
        codes[n, dimension] = value
    return codes[: max(3, len(values))]
