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
# students: an inverse (or pseudo-inverse) of C is used, as if the gradient had to undo the convolution (see section 2, the transpose of C)
def backward(C, grad_y, input_shape):
    return (torch.linalg.pinv(C) @ grad_y.flatten()).reshape(input_shape)


# %% wrong: C itself in place of its transpose
# students: C itself is used once more, which goes from input to output, not back (see section 2, the transpose of C)
def backward(C, grad_y, input_shape):
    return (C @ grad_y.flatten()).reshape(input_shape)


# %% wrong: the shape of the example (hidden)
# students: the result has the shape of the example, whatever input_shape says (see task 3)
def backward(C, grad_y, input_shape):
    return (C.T @ grad_y.flatten()).reshape(4, 5)


# %% wrong: stays a column
# students: the result is one column of numbers, not a picture of shape input_shape (see task 3)
def backward(C, grad_y, input_shape):
    return C.T @ grad_y.reshape(-1, 1)


# %% wrong: flattens column by column
# students: the gradient is read into a column of numbers column by column, not row by row (see section 2)
def backward(C, grad_y, input_shape):
    return (C.T @ grad_y.T.flatten()).reshape(input_shape)


# %% wrong: the gradient is used up in place
# students: grad_y itself is overwritten, which is still needed outside (see task 3)
def backward(C, grad_y, input_shape):
    result = (C.T @ grad_y.flatten()).reshape(input_shape)
    grad_y -= grad_y
    return result


# %% wrong: the pseudo-inverse for tall pictures, the transpose for others (hidden)
# students: for pictures higher than wide a pseudo-inverse is used, as if the gradient had to undo the convolution (see section 2, the transpose of C)
def backward(C, grad_y, input_shape):
    back = torch.linalg.pinv(C) if input_shape[0] > input_shape[1] else C.T
    return (back @ grad_y.flatten()).reshape(input_shape)


# %% wrong: tall pictures are read column by column (hidden)
# students: pictures higher than wide are read column by column, not row by row (see section 2)
def backward(C, grad_y, input_shape):
    back = C.T @ grad_y.flatten()
    if input_shape[0] > input_shape[1]:
        return back.reshape(input_shape[1], input_shape[0]).T
    return back.reshape(input_shape)


# %% wrong: a picture that lies on its side: height and width swapped
# students: height and width of the result are swapped (see task 3)
def backward(C, grad_y, input_shape):
    return (C.T @ grad_y.flatten()).reshape(input_shape[1], input_shape[0])


# %% wrong: a column of numbers, not a picture
# students: the result is one column of numbers, not a picture of shape input_shape (see task 3)
def backward(C, grad_y, input_shape):
    return C.T @ grad_y.flatten()


# %% wrong: the gradient is divided by the number of outputs
# students: the gradient is divided by the number of outputs, as if the loss were a mean over them (see section 2, the transpose of C)
def backward(C, grad_y, input_shape):
    return (C.T @ grad_y.flatten()).reshape(input_shape) / grad_y.numel()


# %% wrong: the sign of a descent
# students: the sign is that of a step downhill; the gradient itself points uphill (see section 2, the transpose of C)
def backward(C, grad_y, input_shape):
    return -(C.T @ grad_y.flatten()).reshape(input_shape)


# %% wrong: the matrix forwards and back: C is multiplied once more
# students: the gradient is sent through the convolution and back once too often (see section 2, the transpose of C)
def backward(C, grad_y, input_shape):
    return (C.T @ (C @ (C.T @ grad_y.flatten()))).reshape(input_shape)


# %% wrong: a square input
# students: the input is taken to be square, whatever input_shape says (see task 3)
def backward(C, grad_y, input_shape):
    side = input_shape[0]
    return (C.T @ grad_y.flatten())[: side * side].reshape(side, side)


# %% wrong: the shape of the gradient, one larger (hidden)
# students: the input's shape is worked out for the example's kernel, not taken from input_shape (see task 3)
def backward(C, grad_y, input_shape):
    shape = grad_y.shape[0] + 2, grad_y.shape[1] + 1
    return (C.T @ grad_y.flatten()).reshape(shape)


# %% wrong: the gradient is normalised in place
# students: the gradient is scaled to a largest value of 1, and grad_y itself is changed (see task 3)
def backward(C, grad_y, input_shape):
    grad_y /= grad_y.abs().max()
    return (C.T @ grad_y.flatten()).reshape(input_shape)
