import subprocess
import sys
import textwrap
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest
from numpy.random import _common  # a compiled library that can be loaded

# A stand-in for torchvision: the same order of imports, and a library of which the test says whether it loads.
_FAKE = {
    "__init__.py": "from . import extension\nfrom torchvision import _meta_registrations\n",
    "extension.py": """
        import torch
        LOADS = {loads}
        if LOADS:
            library = torch.library.Library("torchvision", "DEF")
            library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
            library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
            library.impl("nms", lambda dets, scores, iou_threshold: scores + 1, "CPU")
        def _has_ops(): return LOADS
    """,
    "_meta_registrations.py": """
        import torch, torchvision.extension
        @torch.library.register_fake("torchvision::nms")
        def meta_nms(dets, scores, iou_threshold): return scores
        @torch.library.register_fake("torchvision::qnms")
        def meta_qnms(dets, scores, iou_threshold): return scores
    """,
}


def python(code: str, *paths: Path) -> str:
    """Run code in a fresh interpreter, with folders put before the installed packages; return what it prints."""
    head = "".join(f"import sys; sys.path.insert(0, {str(path)!r})\n" for path in paths)
    command = [sys.executable, "-W", "error::UserWarning", "-c", head + textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.fixture
def fake_torchvision(tmp_path):
    def write(*, loads: bool) -> Path:
        package = tmp_path / "torchvision"
        package.mkdir()
        for name, text in _FAKE.items():
            (package / name).write_text(textwrap.dedent(text).replace("{loads}", str(loads)))
        library = package / f"_C{EXTENSION_SUFFIXES[-1]}"
        library.write_bytes(Path(_common.__file__).read_bytes() if loads else b"made for another torch")
        return tmp_path

    return write


def test_torchvision_can_be_imported_afterwards():
    out = python("""
        import course.data.torchvision_operators
        import torch, torchvision
        from torchvision import datasets, models
        from torchvision.transforms import v2
        from torchvision.utils import make_grid
        image = v2.Compose([v2.Resize(8), v2.ToDtype(torch.float32, scale=True)])(torch.zeros(3, 16, 16).byte())
        print(tuple(image.shape), tuple(make_grid(torch.zeros(4, 1, 28, 28)).shape), datasets.MNIST.__name__)
        print(tuple(models.resnet18()(torch.zeros(1, 3, 64, 64)).shape))
    """)
    assert out.splitlines() == ["(3, 8, 8) (3, 32, 122) MNIST", "(1, 1000)"]


def test_torchvision_can_be_imported_after_a_first_import_failed():
    code = """
        try:
            import torchvision
        except RuntimeError:
            pass
        import course.data.torchvision_operators, torchvision
        print(torchvision.utils.make_grid.__name__)
    """
    assert python(code) == "make_grid"


def test_a_compiled_library_that_loads_keeps_its_own_operators(fake_torchvision):
    code = """
        import course.data.torchvision_operators, torch, torchvision
        print(torch.ops.torchvision.nms(torch.zeros(1, 4), torch.zeros(1), 0.5).item())
    """
    assert python(code, fake_torchvision(loads=True)) == "1.0"


def test_calling_a_missing_operator_says_why_it_is_missing(fake_torchvision):
    code = """
        import course.data.torchvision_operators, torch, torchvision
        for name in ("nms", "qnms"):
            try:
                getattr(torch.ops.torchvision, name)(torch.zeros(1, 4), torch.zeros(1), 0.5)
            except RuntimeError as error:
                print(error)
    """
    lines = python(code, fake_torchvision(loads=False)).splitlines()
    assert len(lines) == 2
    assert all("does not fit torch" in line and "install the torchvision made for this torch" in line for line in lines)


def test_operators_declared_by_someone_else_are_left_alone(fake_torchvision):
    code = """
        import torch
        library = torch.library.Library("torchvision", "DEF")
        library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        library.impl("nms", lambda dets, scores, iou_threshold: scores + 2, "CPU")
        import course.data.torchvision_operators, torchvision
        print(torch.ops.torchvision.nms(torch.zeros(1, 4), torch.zeros(1), 0.5).item())
    """
    assert python(code, fake_torchvision(loads=False)) == "2.0"


def test_without_torchvision_its_import_fails_in_the_usual_way():
    code = """
        import sys, torch, course.data
        sys.path.clear()
        import course.data.torchvision_operators
        try:
            import torchvision
        except ModuleNotFoundError as error:
            print(error)
    """
    assert python(code) == "No module named 'torchvision'"


def test_neither_the_course_nor_the_declaration_imports_torchvision_and_no_hook_is_left():
    code = """
        import sys
        before = list(sys.meta_path), list(sys.path_hooks)
        import course
        print("torch" in sys.modules)
        import course.data.torchvision_operators
        print("torchvision" in sys.modules, (sys.meta_path, sys.path_hooks) == before)
    """
    assert python(code).split() == ["False", "False", "True"]
