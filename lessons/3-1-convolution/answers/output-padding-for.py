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
# students: kernel size, padding and dilation are left out, as if every window had one size (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    return (i + 1) % s


# %% wrong: always 0, the transpose is taken for the inverse
# students: always 0, as if the transposed convolution were the inverse and brought every size back (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    return 0


# %% wrong: the dilation is forgotten
# students: the dilation is left out: a kernel with holes spans more than k pixels (see section 3, the convolution)
def output_padding_for(i, k, s, p, d):
    return (i + 2 * p - k) % s


# %% wrong: the padding is on one side only
# students: the padding is counted on one side only (see section 3, the convolution)
def output_padding_for(i, k, s, p, d):
    return (i + p - d * (k - 1) - 1) % s


# %% wrong: counts what is missing to the next window
# students: it is counted what is missing to the next window, not what remains after the last (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    return -(i + 2 * p - d * (k - 1) - 1) % s


# %% wrong: nothing is returned
def output_padding_for(i, k, s, p, d):
    (i + 2 * p - d * (k - 1) - 1) % s


# %% wrong: knows the examples by heart (hidden)
# students: the answers to the examples are written down, and nothing is computed for other numbers (see task 6)
def output_padding_for(i, k, s, p, d):
    return {7: 0, 8: 1, 10: 4}.get(i, 0)


# %% wrong: only small output paddings are tried (hidden)
# students: a remainder of 6 pixels or more is given as 0 (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    o = (i + 2 * p - d * (k - 1) - 1) // s + 1
    short = i - (s * (o - 1) + d * (k - 1) + 1 - 2 * p)
    return short if short < 6 else 0


# %% wrong: (i − 1) % s, which fits all examples (hidden)
# students: kernel size, padding and dilation are left out, which fits the examples by luck (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    return (i - 1) % s


# %% wrong: a search that ends at 7 (hidden)
# students: the search ends at 7, though large strides can need more (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    small = (i + 2 * p - d * (k - 1) - 1) // s + 1
    for a in range(8):
        if (small - 1) * s - 2 * p + d * (k - 1) + 1 + a == i:
            return a


# %% wrong: i % s
# students: only size and stride count: kernel size, padding and dilation are left out (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    return i % s


# %% wrong: (i − k) % s, without padding and dilation
# students: padding and dilation are left out (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    return (i - k) % s


# %% wrong: a dilated kernel is taken to span d · k pixels
# students: a dilated kernel is taken to span d · k pixels, as if a hole came after its last weight (see section 3, the convolution)
def output_padding_for(i, k, s, p, d):
    return (i + 2 * p - d * k) % s


# %% wrong: one too many: the formula's − 1 is forgotten
# students: a kernel is taken to span one pixel less than it does (see section 3, the convolution)
def output_padding_for(i, k, s, p, d):
    return (i + 2 * p - d * (k - 1)) % s


# %% wrong: the padding is forgotten
def output_padding_for(i, k, s, p, d):
    return (i - d * (k - 1) - 1) % s


# %% wrong: the padding is taken off in place of added
def output_padding_for(i, k, s, p, d):
    return (i - 2 * p - d * (k - 1) - 1) % s


# %% wrong: the stride less one, always
# students: the largest output padding allowed, whatever is left over (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    return s - 1


# %% wrong: 1 for whatever does not divide evenly
# students: any remainder counts as one pixel, however large it is (see the text above task 6)
def output_padding_for(i, k, s, p, d):
    return int((i + 2 * p - d * (k - 1) - 1) % s != 0)


# %% wrong: the output size in place of the output padding
def output_padding_for(i, k, s, p, d):
    return (i + 2 * p - d * (k - 1) - 1) // s + 1


# %% wrong: the padding is squared (hidden)
# students: the padding is squared, which is right for some of its values by luck (see section 3, the convolution)
def output_padding_for(i, k, s, p, d):
    return (i + p**2 - d * (k - 1) - 1) % s
