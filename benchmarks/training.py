"""Training, ours against the loop that tutorials show."""

from __future__ import annotations

import os
import subprocess
import sys
from unittest import mock

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks.common import milliseconds, mnist_folder, side_by_side
from course.data import digits
from course.models.autoencoders import strided_autoencoder
from course.models.vae import dense_vae, measure, negative_elbo
from course.training.loop import train
from course.training.threads import FastestThreads

OUR_BATCH_SIZE = 100
OUR_BETAS = (0.9, 0.98)
OUR_LEARNING_RATE = 8e-3


def one_epoch() -> None:
    """The strided autoencoder once through 10,000 digits, with `train` against the loop that tutorials show.

    Both with one thread: what more threads do where others need the cores is measured below.
    """
    from torch.utils.data import DataLoader
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    x = digits("train").images
    with mnist_folder() as folder:
        dataset = MNIST(folder, transform=ToTensor())

        def ours() -> None:
            train(strided_autoencoder(8), x, epochs=1, learning_rate=4e-3)

        def peer() -> None:
            model = strided_autoencoder(8)
            optimiser = torch.optim.Adam(model.parameters(), lr=4e-3)
            for images, _ in DataLoader(dataset, batch_size=64, shuffle=True):
                loss = nn.functional.mse_loss(model(images), images)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()

        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        side_by_side("one epoch of the strided autoencoder", ours, "Dataset, ToTensor, DataLoader", peer, 1)
        torch.set_num_threads(threads)


def one_epoch_beside_another_program() -> None:
    """2,500 digits while another program keeps one core busy, with `FastestThreads` against torch's own choice."""
    x = digits("train", n=2500).images

    def ours() -> None:
        train(strided_autoencoder(8), x, epochs=1, learning_rate=4e-3)

    def peer() -> None:  # on a device that is no CPU, threads stay as they are
        with mock.patch("course.training.loop.FastestThreads", return_value=FastestThreads(torch.device("meta"))):
            ours()

    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        side_by_side(
            "2,500 digits, one core taken by others", ours, f"always {torch.get_num_threads()} threads", peer, 1
        )
    finally:
        busy.kill()
        busy.wait()


class ExampleVAE(nn.Module):
    """The VAE of pytorch/examples, 784-400-20, up to the sigmoid."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1, self.fc21, self.fc22 = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20)
        self.fc3, self.fc4 = nn.Linear(20, 400), nn.Linear(400, 784)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h = F.relu(self.fc1(x.view(-1, 784)))
        mu, logvar = self.fc21(h), self.fc22(h)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * logvar)
        return self.fc4(F.relu(self.fc3(z))).view(-1, 1, 28, 28), mu, logvar


def train_as_the_example(folder: str, epochs: int) -> ExampleVAE:
    """Dataset, DataLoader and loop as pytorch/examples has them, without its tests after every epoch."""
    from torch.utils.data import DataLoader
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    model = ExampleVAE()
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    loader = DataLoader(MNIST(folder, transform=ToTensor()), batch_size=128, shuffle=True)
    for _ in range(epochs):
        for x, _ in loader:
            optimiser.zero_grad()
            logits, mu, logvar = model(x)
            reconstruction = F.binary_cross_entropy(torch.sigmoid(logits), x, reduction="sum")
            loss = reconstruction - 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
            loss.backward()
            optimiser.step()
            loss.item()
    return model


def vae_training() -> None:
    """Ten epochs of pytorch/examples' VAE against as few of `train` as reach its test loss; with one thread each.

    On all 60,000 digits if COURSE_DATA is set, else on the 10,000 shipped, where an epoch has fewer steps.
    """
    full = bool(os.environ.get("COURSE_DATA"))
    epochs = 3 if full else 4
    x, x_test = digits("train", full=full).images, digits("test", full=full).images
    models: dict[str, nn.Module] = {}

    def ours() -> None:
        models["ours"] = dense_vae(20)
        train(
            models["ours"],
            x,
            epochs=epochs,
            loss=negative_elbo,
            batch_size=OUR_BATCH_SIZE,
            learning_rate=OUR_LEARNING_RATE,
            betas=OUR_BETAS,
            title="",
        )

    def peer() -> None:
        models["peer"] = train_as_the_example(folder, epochs=10)

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    with mnist_folder(full=full) as folder:
        mine, theirs = milliseconds(ours) / 1000, milliseconds(peer) / 1000
    torch.set_num_threads(threads)
    losses = {name: -measure(model, x_test).bound for name, model in models.items()}
    what = f"VAE, {len(x):,} digits, {epochs} epochs of one cycle"
    print(
        f"{what:44} {mine:9.1f} s    {'10 epochs of pytorch/examples':34} {theirs:9.1f} s    {theirs / mine:5.1f} times"
    )
    print(f"{'':44} {losses['ours']:9.1f} nats per test picture {'':15} {losses['peer']:9.1f} nats")
