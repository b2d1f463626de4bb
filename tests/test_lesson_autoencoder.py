"""What Exercise 3-2 promises: of its networks, trained as its cells train them on a laptop; of cells after a task."""

from pathlib import Path

import nbformat
import pytest
from torch.nn import functional as F

from course.data import digits
from course.models.autoencoders import PCA, strided_autoencoder
from course.notebook.cells import is_standard
from course.training import profile
from course.training.loop import mean_loss, train
from tests.randomness import LONG

NOTEBOOK = Path(__file__).parents[1] / "source" / "3-2-autoencoder" / "autoencoder.ipynb"


@pytest.fixture(scope="module")
def code() -> list[nbformat.NotebookNode]:
    """The lesson's code cells, with solutions; the imports come first."""
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code" and not is_standard(cell)]


def the_one_with(code: list[nbformat.NotebookNode], text: str) -> str:
    (found,) = (cell.source for cell in code if text in cell.source)
    return found


def test_on_a_laptop_the_strided_autoencoder_at_d_8_has_at_most_half_of_pcas_test_error(code, monkeypatch):
    """After the lesson's 15 epochs, in `make test-long`; after 3 of them, in `make test`, three quarters of it."""
    monkeypatch.setenv("COURSE_PROFILE", "laptop")
    x, x_test = digits("train").images, digits("test").images

    def train_shorter(network, examples, *, epochs, **options):
        return train(network, examples, epochs=epochs if LONG else 3, **options)

    names = {"profile": profile, "strided_autoencoder": strided_autoencoder, "x": x, "DIMENSIONS": (8,)}
    names["train"] = train_shorter
    exec(the_one_with(code, "networks[d] = strided_autoencoder(d)"), names)
    assert names["EPOCHS"] == 15, "the lesson's text and its reference results speak of 15 epochs"
    network_error = mean_loss(names["networks"][8], x_test)
    pca_error = F.mse_loss(PCA(x, 8)(x_test), x_test).item()
    print(f"test error at d = 8: {network_error:.5f}, PCA's {pca_error:.5f}, ratio {network_error / pca_error:.3f}")
    assert network_error <= (0.5 if LONG else 0.75) * pca_error


@pytest.mark.parametrize(
    ("answer", "next_cell"),
    [
        ("interpolate", "alphas = torch.linspace(0, 1, 11)"),
        ("classify_by_codes", '"codes of PCA"'),
        ("classify_by_error", "odd = 8"),
    ],
)
def test_a_cell_after_a_task_takes_lists_as_the_tasks_check_does(code, monkeypatch, answer, next_cell):
    monkeypatch.setenv("COURSE_PROFILE", "grading")
    known, unseen = digits("train", n=2000), digits("test", n=100)
    names = {"known": known, "unseen": unseen, "x": known.images, "x_test": unseen.images, "DIMENSIONS": (8, 32)}
    names |= {"networks": {d: strided_autoencoder(d).eval() for d in (8, 32)}}
    names |= {"specialists": [strided_autoencoder(8, width=2).eval() for _ in range(10)]}
    for text in ("from course.figures import Table", f"def {answer}("):
        exec(the_one_with(code, text), names)
    in_tensors = names[answer]
    names[answer] = lambda *arguments: in_tensors(*arguments).tolist()
    exec(the_one_with(code, next_cell), names)
