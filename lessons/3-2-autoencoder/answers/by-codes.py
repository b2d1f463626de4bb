"""Answers to `by-codes`."""


# %% right: two loops
def classify_by_codes(known_codes, known_labels, codes):
    labels = []
    for code in codes:
        best, nearest = float("inf"), None
        for known, label in zip(known_codes, known_labels):
            distance = (code - known).square().sum().item()
            if distance < best:
                best, nearest = distance, int(label)
        labels.append(nearest)
    return labels


# %% right: all differences at once
def classify_by_codes(known_codes, known_labels, codes):
    differences = codes.unsqueeze(1) - known_codes.unsqueeze(0)
    return known_labels[differences.norm(dim=2).argmin(dim=1)]


# %% right: distances the other way round, sorted
def classify_by_codes(known_codes, known_labels, codes):
    order = torch.cdist(known_codes, codes).sort(dim=0).indices
    return torch.stack([known_labels[index] for index in order[0]])


# %% right: |a|² − 2ab, as the new code's own length does not matter
def classify_by_codes(known_codes, known_labels, codes):
    score = known_codes.pow(2).sum(1) - 2 * codes @ known_codes.T
    return known_labels.gather(0, score.topk(1, largest=False).indices.squeeze(1))


# %% right: NumPy
import numpy as np


def classify_by_codes(known_codes, known_labels, codes):
    known, new = known_codes.numpy().astype(float), codes.numpy().astype(float)
    distances = ((new[:, None, :] - known[None, :, :]) ** 2).sum(axis=-1)
    return np.take(known_labels.numpy(), np.argmin(distances, axis=1))


# %% wrong: the index in place of the label
# students: the place of the nearest code in the list is returned, not its label (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return torch.cdist(codes, known_codes).argmin(1)


# %% wrong: the farthest code
# students: the farthest known code is taken, not the nearest (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[torch.cdist(codes, known_codes).argmax(1)]


# %% wrong: the nearest new code for each known one
# students: for each known code the nearest new one is looked for, not the other way round (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[torch.cdist(codes, known_codes).argmin(0)]


# %% wrong: the arguments of cdist swapped, the axis not
# students: for each known code the nearest new one is looked for, not the other way round (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[torch.cdist(known_codes, codes).argmin(1)]


# %% wrong: the distance in place of its place
# students: the smallest distance is returned, not the label of the code that has it (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return torch.cdist(codes, known_codes).amin(1)


# %% wrong: angles in place of distances
# students: the codes with the smallest angle are taken, not those with the smallest distance (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[F.cosine_similarity(codes[:, None], known_codes[None], dim=2).argmax(1)]


# %% wrong: the largest product
# students: the largest product of two codes is taken for the smallest distance (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[(codes @ known_codes.T).argmax(1)]


# %% wrong: differences are summed without a square
# students: differences are summed with their signs, so that they cancel (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[(codes[:, None] - known_codes).sum(2).abs().argmin(1)]


# %% wrong: Manhattan distance
# students: absolute differences are summed, which is another distance than the Euclidean (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[torch.cdist(codes, known_codes, p=1).argmin(1)]


# %% wrong: the nearest mean of a class
# students: the nearest mean of a class is looked for, not the nearest known code (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    classes = known_labels.unique()
    means = torch.stack([known_codes[known_labels == label].mean(0) for label in classes])
    return classes[torch.cdist(codes, means).argmin(1)]


# %% wrong: one label for all new codes together
# students: there is one label for all new codes, where each has its own (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[((codes[:, None] - known_codes) ** 2).sum((0, 2)).argmin()]


# %% wrong: the first 50 known codes only (hidden)
# students: only the first known codes are looked at (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[torch.cdist(codes, known_codes[:50]).argmin(1)]


# %% wrong: the first 100 known codes only (hidden)
# students: only the first known codes are looked at (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[torch.cdist(codes, known_codes[:100]).argmin(1)]


# %% wrong: each number is divided by its spread first
# students: each number is divided by its spread first, which changes the distances (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    spread = known_codes.std(0)
    return known_labels[torch.cdist(codes / spread, known_codes / spread).argmin(1)]


# %% wrong: a vote of the three nearest
# students: several neighbours vote; asked is the label of the nearest alone (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    nearest = torch.cdist(codes, known_codes).topk(min(3, len(known_codes)), largest=False).indices
    return known_labels[nearest].mode(1).values


# %% wrong: a vote of the five nearest
# students: several neighbours vote; asked is the label of the nearest alone (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    nearest = torch.cdist(codes, known_codes).topk(min(5, len(known_codes)), largest=False).indices
    return known_labels[nearest].mode(1).values


# %% wrong: the largest difference in one number
# students: the largest difference in one number is taken for the distance (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[(codes[:, None] - known_codes).abs().max(2).values.argmin(1)]


# %% wrong: the second nearest
# students: the second nearest code is taken (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[torch.cdist(codes, known_codes).topk(min(2, len(known_codes)), largest=False).indices[:, -1]]


# %% wrong: the most frequent label for all
# students: all new codes get the most frequent label (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels.mode().values.repeat(len(codes))


# %% wrong: the lengths of the codes are compared
# students: only the lengths of the codes are compared, not where they lie (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[(codes.norm(dim=1)[:, None] - known_codes.norm(dim=1)).abs().argmin(1)]


# %% wrong: the first number of each code only
# students: only the first number of each code is compared (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[(codes[:, :1] - known_codes[:, 0]).abs().argmin(1)]


# %% wrong: an axis too many
# students: the labels stand in a column, with an axis too many (see task 13)
def classify_by_codes(known_codes, known_labels, codes):
    return known_labels[torch.cdist(codes, known_codes).argmin(1, keepdim=True)]
