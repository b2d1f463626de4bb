"""Numbers, words and figures of explorers need nothing but Python's standard library, so that a page can run them."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.explorers.plain_python import COURSE, first_picture, names

BLOCKED = ("numpy", "PIL", "matplotlib", "torch", "torchvision", "ipywidgets", "IPython", "traitlets")
ROOT = Path(__file__).parents[2]
PYODIDE = Path(sys.prefix) / "pyodide"
# -I and -S: without PYTHONPATH and site-packages; the names are blocked for Pythons that have packages elsewhere, too.
PLAIN = f"""
import sys
sys.modules.update(dict.fromkeys({BLOCKED}))
sys.path[:0] = {[str(ROOT), str(COURSE.parent)]}
from tests.explorers.plain_python import pictures
print(pictures(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def plain_pictures() -> dict[str, str]:
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", PLAIN, *names()]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, f"what only needs Python's standard library now needs more:\n{done.stderr}"
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", names())
def test_without_any_package_the_first_picture_is_the_same(name: str, plain_pictures: dict[str, str]):
    assert plain_pictures[name] == first_picture(name)
    root = ElementTree.fromstring(plain_pictures[name])
    assert root.findtext("{http://www.w3.org/2000/svg}desc")


def test_every_figure_has_an_example_of_plain_numbers():
    missing = [name for name in names() if not (ROOT / "tests/explorers/plain_examples" / f"{name}.py").exists()]
    assert not missing, "write tests/explorers/plain_examples/<name>.py with first_picture(), as the others there"


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed: Pyodide's core runs in it")
@pytest.mark.skipif(not PYODIDE.exists(), reason=f"no Pyodide: run scripts/pyodide {PYODIDE} (it fetches it from npm)")
def test_in_pyodides_core_two_first_pictures_are_the_same():
    two = ["convolution", "latent_map"]
    command = ["node", str(ROOT / "tests/explorers/in_pyodide.mjs"), str(PYODIDE), str(ROOT), *two]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    drawn = json.loads(done.stdout)
    assert list(drawn) == two
    for name in two:
        assert without_pixels(drawn[name]) == without_pixels(first_picture(name))


def without_pixels(svg: str) -> str:
    """An SVG without its pictures' bytes, which another zlib may compress in another way."""
    return re.sub(r"base64,[^\"]+", "", svg)
