"""What Exercise 3-2 promises of its networks, trained as its cells train them on a laptop (about half a minute)."""

from pathlib import Path

import nbformat
from torch.nn import functional as F

from course import budget
from course.autoencoders import PCA, strided_autoencoder
from course.data import digits
from course.training import mean_loss, train

NOTEBOOK = Path(__file__).parents[1] / "source" / "3-2-autoencoder" / "autoencoder.ipynb"


def training_of_section_5() -> str:
    """The cell that trains the strided autoencoder for each code size."""
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    (found,) = (c.source for c in cells if c.cell_type == "code" and "networks[d] = strided_autoencoder(d)" in c.source)
    return found


def test_on_a_laptop_the_strided_autoencoder_at_d_8_has_at_most_half_of_pcas_test_error(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "laptop")
    x, x_test = digits("train").images, digits("test").images
    names = {"budget": budget, "strided_autoencoder": strided_autoencoder, "train": train, "x": x, "DIMENSIONS": (8,)}
    exec(training_of_section_5(), names)
    assert names["EPOCHS"] == 15, "the lesson's text and its reference results speak of 15 epochs"
    network_error = mean_loss(names["networks"][8], x_test)
    pca_error = F.mse_loss(PCA(x, 8)(x_test), x_test).item()
    print(f"test error at d = 8: {network_error:.5f}, PCA's {pca_error:.5f}, ratio {network_error / pca_error:.3f}")
    assert network_error <= 0.5 * pca_error
