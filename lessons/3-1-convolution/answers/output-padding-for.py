"""Answers to `output-padding-for`."""


# %% right: there and back with the course's rules, and see what is missing
def output_padding_for(i, k, s, p, d):
    small = conv_output_size(i, k, stride=s, padding=p, dilation=d)
    return i - ((small - 1) * s + d * (k - 1) + 1 - 2 * p)


# %% right: tries each value on a layer
def output_padding_for(i, k, s, p, d):
    small = nn.Conv1d(1, 1, k, stride=s, padding=p, dilation=d)(torch.zeros(1, 1, i))
    for a in range(s):
        back = nn.ConvTranspose1d(1, 1, k, stride=s, padding=p, dilation=d, output_padding=a)
        if back(small).shape[-1] == i:
            return torch.tensor(a)


# %% right: lays windows from the left, a float
def output_padding_for(i, k, s, p, d):
    end = d * (k - 1) + 1
    while end + s <= i + 2 * p:
        end += s
    return float(i + 2 * p - end)


# %% wrong: the size of the window does not matter
def output_padding_for(i, k, s, p, d):
    return (i + 1) % s


# %% wrong: always 0, the transpose is taken for the inverse
def output_padding_for(i, k, s, p, d):
    return 0


# %% wrong: the dilation is forgotten
def output_padding_for(i, k, s, p, d):
    return (i + 2 * p - k) % s


# %% wrong: the padding is on one side only
def output_padding_for(i, k, s, p, d):
    return (i + p - d * (k - 1) - 1) % s


# %% wrong: counts what is missing to the next window
def output_padding_for(i, k, s, p, d):
    return -(i + 2 * p - d * (k - 1) - 1) % s


# %% wrong: nothing is returned
def output_padding_for(i, k, s, p, d):
    (i + 2 * p - d * (k - 1) - 1) % s


# %% wrong: knows the examples by heart (hidden)
def output_padding_for(i, k, s, p, d):
    return {7: 0, 8: 1, 10: 4}.get(i, 0)


# %% wrong: only small output paddings are tried (hidden)
def output_padding_for(i, k, s, p, d):
    o = (i + 2 * p - d * (k - 1) - 1) // s + 1
    short = i - (s * (o - 1) + d * (k - 1) + 1 - 2 * p)
    return short if short < 6 else 0


# %% wrong: (i − 1) % s, which fits all examples (hidden)
def output_padding_for(i, k, s, p, d):
    return (i - 1) % s


# %% wrong: a search that ends at 7 (hidden)
def output_padding_for(i, k, s, p, d):
    small = (i + 2 * p - d * (k - 1) - 1) // s + 1
    for a in range(8):
        if (small - 1) * s - 2 * p + d * (k - 1) + 1 + a == i:
            return a


# %% wrong: i % s
def output_padding_for(i, k, s, p, d):
    return i % s


# %% wrong: (i − k) % s, without padding and dilation
def output_padding_for(i, k, s, p, d):
    return (i - k) % s


# %% wrong: a dilated kernel is taken to span d · k pixels
def output_padding_for(i, k, s, p, d):
    return (i + 2 * p - d * k) % s


# %% wrong: one too many: the formula's − 1 is forgotten
def output_padding_for(i, k, s, p, d):
    return (i + 2 * p - d * (k - 1)) % s


# %% wrong: the padding is forgotten
def output_padding_for(i, k, s, p, d):
    return (i - d * (k - 1) - 1) % s


# %% wrong: the padding is taken off in place of added
def output_padding_for(i, k, s, p, d):
    return (i - 2 * p - d * (k - 1) - 1) % s


# %% wrong: the stride less one, always
def output_padding_for(i, k, s, p, d):
    return s - 1


# %% wrong: 1 for whatever does not divide evenly
def output_padding_for(i, k, s, p, d):
    return int((i + 2 * p - d * (k - 1) - 1) % s != 0)


# %% wrong: the output size in place of the output padding
def output_padding_for(i, k, s, p, d):
    return (i + 2 * p - d * (k - 1) - 1) // s + 1


# %% wrong: the padding is squared (hidden)
def output_padding_for(i, k, s, p, d):
    return (i + p**2 - d * (k - 1) - 1) % s
