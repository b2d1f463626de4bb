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
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: gradients cleared between backward and step
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    optimiser.zero_grad()
    optimiser.step()
    return loss.item()


# %% wrong: no step
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    return loss.item()


# %% wrong: the step comes before the gradients
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    optimiser.step()
    optimiser.zero_grad()
    loss.backward()
    return loss.item()


# %% wrong: the loss after the change
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    F.mse_loss(model(batch), batch).backward()
    optimiser.step()
    return F.mse_loss(model(batch), batch).item()


# %% wrong: the target is the reconstruction itself
def training_step(model, optimiser, batch):
    reconstruction = model(batch)
    loss = F.mse_loss(reconstruction, reconstruction.detach())
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: the reconstruction is detached
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    loss = F.mse_loss(model(batch).detach(), batch)
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: summed, not averaged
def training_step(model, optimiser, batch):
    optimiser.zero_grad()
    loss = F.mse_loss(model(batch), batch, reduction="sum")
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: trains with the quadratic loss, returns the error per pixel
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
def training_step(model, optimiser, batch):
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss = F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: descends by hand with the learning rate of the example (hidden)
def training_step(model, optimiser, batch):
    model.zero_grad()
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    with torch.no_grad():
        for weight in model.parameters():
            weight -= 0.1 * weight.grad
    return loss.item()


# %% wrong: the loss as a tensor that still carries its graph
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
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    loss.backward()
    optimiser.step()
    optimiser.zero_grad()
    return loss.item()


# %% wrong: the batch is centred in place
def training_step(model, optimiser, batch):
    kept = batch.clone()
    batch -= batch.mean()
    optimiser.zero_grad()
    loss = F.mse_loss(model(kept), kept)
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: descends by hand with the optimiser's learning rate (hidden)
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for weight in model.parameters():
            weight -= optimiser.param_groups[0]["lr"] * weight.grad
    return loss.item()


# %% wrong: two steps
def training_step(model, optimiser, batch):
    for _ in range(2):
        loss = F.mse_loss(model(batch), batch)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return loss.item()


# %% wrong: one step for each picture
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
def training_step(model, optimiser, batch):
    loss = F.l1_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: half of the error is trained and returned
def training_step(model, optimiser, batch):
    loss = 0.5 * F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: the sign: climbs in place of descending
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    (-loss).backward()
    optimiser.step()
    return loss.item()


# %% wrong: the first picture only
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch[:1]), batch[:1])
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return loss.item()


# %% wrong: gradients are clipped
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 0.01)
    optimiser.step()
    return loss.item()


# %% wrong: the loss is rounded
def training_step(model, optimiser, batch):
    loss = F.mse_loss(model(batch), batch)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return round(loss.item(), 2)
