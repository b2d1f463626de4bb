"""Answers to `interleave`."""


# %% right: the pixel shuffle of sub-pixel convolution
def interleave(parts):
    s = len(parts)
    channels = torch.stack([part for row in parts for part in row])
    return F.pixel_shuffle(channels[None], s)[0, 0]


# %% right: NumPy, axes moved, then one reshape
import numpy as np


def interleave(parts):
    block = np.array([[part.numpy() for part in row] for row in parts])  # (a, b, r, c)
    s, _, height, width = block.shape
    return block.transpose(2, 0, 3, 1).reshape(height * s, width * s)


# %% right: one pixel at a time, a nested list
def interleave(parts):
    s = len(parts)
    height, width = parts[0][0].shape
    return [[parts[y % s][x % s][y // s, x // s] for x in range(s * width)] for y in range(s * height)]


# %% wrong: side by side in place of interleaved
def interleave(parts):
    return torch.cat([torch.cat(row, dim=1) for row in parts], dim=0)


# %% wrong: rows and columns are swapped
def interleave(parts):
    s = len(parts)
    height, width = parts[0][0].shape
    whole = torch.zeros(s * height, s * width)
    for a in range(s):
        for b in range(s):
            whole[b::s, a::s] = parts[a][b]
    return whole


# %% wrong: reshaped without moving the axes
# students: the stack is reshaped as it is, so that pixels stay together that belong apart (see task 11)
def interleave(parts):
    block = torch.stack([torch.stack(row) for row in parts])
    s, _, height, width = block.shape
    return block.reshape(s * height, s * width)


# %% wrong: always four parts
# students: there are taken to be 2 × 2 pictures, whatever s is (see task 11)
def interleave(parts):
    height, width = parts[0][0].shape
    whole = torch.zeros(2 * height, 2 * width)
    for a in (0, 1):
        for b in (0, 1):
            whole[a::2, b::2] = parts[a][b]
    return whole


# %% wrong: pictures as high as they are wide
# students: the pictures are taken to be square (see task 11)
def interleave(parts):
    s, size = len(parts), parts[0][0].shape[0]
    whole = torch.zeros(s * size, s * size)
    for a in range(s):
        for b in range(s):
            whole[a::s, b::s] = parts[a][b]
    return whole


# %% wrong: takes the pictures' height for s
# students: the pictures' height is taken for s (see task 11)
def interleave(parts):
    height, width = parts[0][0].shape
    s = height
    whole = torch.zeros(s * height, s * width)
    for u in range(s):
        for v in range(s):
            whole[u::s, v::s] = parts[u][v]
    return whole


# %% wrong: a canvas of whole numbers
# students: the canvas holds whole numbers only, so that fractions are cut off
def interleave(parts):
    s = len(parts)
    whole = torch.full((s * len(parts[0][0]), s * parts[0][0].shape[1]), 0)
    for u in range(s):
        for v in range(s):
            whole[u::s, v::s] = parts[u][v]
    return whole


# %% wrong: at most 3 × 3 parts (hidden)
# students: only the first 3 × 3 pictures are used
def interleave(parts):
    s = min(len(parts), 3)
    height, width = parts[0][0].shape
    whole = torch.zeros(len(parts) * height, len(parts) * width)
    for u in range(s):
        for v in range(s):
            whole[u :: len(parts), v :: len(parts)] = parts[u][v]
    return whole


# %% wrong: pictures of 3 × 2 pixels, as in the example (hidden)
# students: only the first 3 × 2 pixels of each picture are used, as in the example
def interleave(parts):
    s = len(parts)
    whole = torch.zeros(s * parts[0][0].shape[0], s * parts[0][0].shape[1])
    for u in range(s):
        for v in range(s):
            for r in range(min(3, parts[0][0].shape[0])):
                for c in range(min(2, parts[0][0].shape[1])):
                    whole[r * s + u, c * s + v] = parts[u][v][r, c]
    return whole


# %% wrong: the parts are added up
# students: all pictures are added up at the same places (see section 5)
def interleave(parts):
    s = len(parts)
    height, width = parts[0][0].shape
    whole = torch.zeros(s * height, s * width)
    for u in range(s):
        for v in range(s):
            whole[::s, ::s] += parts[u][v]
    return whole


# %% wrong: interleaved along the rows only, side by side along the columns
def interleave(parts):
    s = len(parts)
    height, width = parts[0][0].shape
    whole = torch.zeros(s * height, s * width)
    for u in range(s):
        for v in range(s):
            whole[u::s, v * width : (v + 1) * width] = parts[u][v]
    return whole


# %% wrong: interleaved along the columns only, below one another along the rows
def interleave(parts):
    s = len(parts)
    height, width = parts[0][0].shape
    whole = torch.zeros(s * height, s * width)
    for u in range(s):
        for v in range(s):
            whole[u * height : (u + 1) * height, v::s] = parts[u][v]
    return whole


# %% wrong: four axes are left
# students: the result has four axes still, not the two of a picture (see task 11)
def interleave(parts):
    stack = torch.stack([torch.stack(list(row)) for row in parts])
    return stack.permute(2, 0, 3, 1)


# %% wrong: height and width of the whole are swapped
def interleave(parts):
    s = len(parts)
    height, width = parts[0][0].shape
    stack = torch.stack([torch.stack(list(row)) for row in parts]).permute(2, 0, 3, 1)
    return stack.reshape(s * width, s * height)


# %% wrong: the last part is forgotten
def interleave(parts):
    s = len(parts)
    height, width = parts[0][0].shape
    whole = torch.zeros(s * height, s * width)
    for u in range(s):
        for v in range(s):
            if s == 1 or (u, v) != (s - 1, s - 1):
                whole[u::s, v::s] = parts[u][v]
    return whole
