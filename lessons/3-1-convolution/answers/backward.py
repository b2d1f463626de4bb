"""Answers to `backward`."""


# %% right: a row vector from the left
def backward(C, grad_y, input_shape):
    return torch.reshape(grad_y.reshape(1, -1) @ C, input_shape)


# %% right: autograd through the matrix
def backward(C, grad_y, input_shape):
    x = torch.zeros(input_shape, requires_grad=True)
    (C @ x.flatten()).backward(grad_y.flatten())
    return x.grad


# %% right: loops over output and input pixels, a nested list
def backward(C, grad_y, input_shape):
    rows, columns = input_shape
    flat = [0.0] * (rows * columns)
    for o, g in enumerate(grad_y.flatten().tolist()):
        for i in range(rows * columns):
            flat[i] += C[o, i].item() * g
    return [flat[r * columns : (r + 1) * columns] for r in range(rows)]


# %% wrong: the inverse in place of the transpose
def backward(C, grad_y, input_shape):
    return (torch.linalg.pinv(C) @ grad_y.flatten()).reshape(input_shape)


# %% wrong: C itself in place of its transpose
def backward(C, grad_y, input_shape):
    return (C @ grad_y.flatten()).reshape(input_shape)


# %% wrong: the shape of the example (hidden)
def backward(C, grad_y, input_shape):
    return (C.T @ grad_y.flatten()).reshape(4, 5)


# %% wrong: stays a column
def backward(C, grad_y, input_shape):
    return C.T @ grad_y.reshape(-1, 1)


# %% wrong: flattens column by column
def backward(C, grad_y, input_shape):
    return (C.T @ grad_y.T.flatten()).reshape(input_shape)


# %% wrong: the gradient is used up in place
def backward(C, grad_y, input_shape):
    result = (C.T @ grad_y.flatten()).reshape(input_shape)
    grad_y -= grad_y
    return result
