"""Answers to `training-step`."""


# %% right: gradients cleared first, the difference squared by hand
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    reconstruction = model(batch)
    loss = ((reconstruction - batch) ** 2).mean()
    loss.backward()
    optimiser.step()
    return float(loss.detach())


# %% right: a closure
def training_step(model, optimiser, batch):
    def closure():
        optimiser.zero_grad()
        loss = torch.mean((batch - model.forward(batch)) ** 2)
        loss.backward()
        return loss

    return optimiser.step(closure).item()


# %% right: gradients written into the weights
def training_step(model, opt, images):
    weights = list(model.parameters())
    loss = nn.MSELoss()(model(images), images)
    for weight, gradient in zip(weights, torch.autograd.grad(loss, weights)):
        weight.grad = gradient
    opt.step()
    return loss.detach().numpy().item()


# %% right: the model's own zero_grad, a sum that is divided
def training_step(model, optimiser, batch):
    model.zero_grad()
    difference = (model(batch) - batch).flatten()
    loss = difference @ difference / batch.numel()
    loss.backward()
    value = loss.item()
    optimiser.step()
    return value


# %% wrong: old gradients are not cleared
# students: gradients of the step before are still there, and are added to the new ones (see task 6)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: gradients cleared between backward and step
# students: the new gradients are cleared before the optimiser has used them (see task 6)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    optimiser.zero_grad()
    optimiser.step()
    return loss.item()


# %% wrong: no step
# students: the optimiser is never told to change the weights (see task 6)
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    return loss.item()


# %% wrong: the step comes before the gradients
# students: the optimiser changes the weights before the new gradients are there (see task 6)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    optimiser.step()
    optimiser.zero_grad()
    loss.backward()
    return loss.item()


# %% wrong: the loss after the change
# students: the loss is measured again after the change; asked is the one before it (see task 6)
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    F.mse_loss(model(batch), batch).backward()
    optimiser.step()
    return F.mse_loss(model(batch), batch).item()


# %% wrong: the target is the reconstruction itself
# students: the reconstruction is compared with itself, not with the batch (see task 6)
def training_step(model, optimiser, batch):
    reconstruction = model(batch)
    loss = F.mse_loss(reconstruction, reconstruction.detach())
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: the reconstruction is detached
# students: the reconstruction is detached, so that no gradient gets to the weights (see task 6)
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    loss = F.mse_loss(model(batch).detach(), batch)
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: summed, not averaged
# students: squared differences are summed, not averaged: this is no error per pixel (see task 6)
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    loss = F.mse_loss(model(batch), batch, reduction="sum")
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: trains with the quadratic loss, returns the error per pixel
# students: it is trained with the quadratic loss, whose gradients are larger (see section 1)
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    squares = (model(batch) - batch) ** 2
    (0.5 * squares.sum() / len(batch)).backward()
    optimiser.step()
    return squares.mean().item()


# %% wrong: nothing is returned
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    optimiser.step()


# %% wrong: an optimiser of its own
# students: a new optimiser is made at each step, and the one that was handed in is not used (see task 6)
def training_step(model, optimiser, batch):
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss = F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: descends by hand with the learning rate of the example (hidden)
# students: the weights are changed by hand with a fixed learning rate, past the optimiser (see task 6)
def training_step(model, optimiser, batch):
    model.zero_grad()
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    with torch.no_grad():
        for weight in model.parameters():
            weight -= 0.1 * weight.grad
    return loss.item()


# %% wrong: the loss as a tensor that still carries its graph
# students: the loss is returned as a tensor with all its gradients, not as an ordinary number (see task 6)
def training_step(model, optimiser, batch):
    model.train()
    criterion = nn.MSELoss()
    output = model(batch)
    loss = criterion(output, batch)
    optimiser.zero_grad(set_to_none=False)
    loss.backward()
    optimiser.step()
    return loss


# %% wrong: gradients cleared at the end, for the next step
# students: gradients are cleared at the end only, so that what came before the first step is added to it (see task 6)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    optimiser.step()
    optimiser.zero_grad()
    return loss.item()


# %% wrong: the batch is centred in place
# students: the pictures of the batch are changed, and whoever uses them next meets others (see task 6)
def training_step(model, optimiser, batch):
    kept = batch.clone()
    batch -= batch.mean()
    optimiser.zero_grad()
    loss = F.mse_loss(model(kept), kept)
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: descends by hand with the optimiser's learning rate (hidden)
# students: the weights are changed by hand, past the optimiser, which may do more than plain descent (see task 6)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for weight in model.parameters():
            weight -= optimiser.param_groups[0]["lr"] * weight.grad
    return loss.item()


# %% wrong: two steps
# students: the weights are changed twice (see task 6)
def training_step(model, optimiser, batch):
    for _ in range(2):
        loss = F.mse_loss(model(batch), batch)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return loss.item()


# %% wrong: one step for each picture
# students: there is a step for each picture, not one for the batch (see task 6)
def training_step(model, optimiser, batch):
    losses = []
    for picture in batch:
        loss = F.mse_loss(model(picture[None]), picture[None])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


# %% wrong: absolute differences
# students: differences are taken without their sign, not squared (see task 6)
def training_step(model, optimiser, batch):
    loss = F.l1_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: half of the error is trained and returned
# students: the loss is half of the error per pixel (see task 6)
def training_step(model, optimiser, batch):
    loss = 0.5 * F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: the sign: climbs in place of descending
# students: the sign is turned: the weights climb to a larger error (see task 6)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    (-loss).backward()
    optimiser.step()
    return loss.item()


# %% wrong: the first picture only
# students: only the first picture of the batch is used (see task 6)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch[:1]), batch[:1])
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: gradients are clipped
# students: gradients are cut down to a small length before the step (see task 6)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 0.01)
    optimiser.step()
    return loss.item()


# %% wrong: the loss is rounded
# students: the loss is rounded before it is returned (see task 6)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return round(loss.item(), 2)
