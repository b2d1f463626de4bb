import gzip
import hashlib
import importlib.util
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from course.data import DataError, digits, mnist, mnist_full
from course.data.idx import parse_idx

NAMES = [name for files in mnist_full._FULL.values() for name in files]


def idx(array: np.ndarray) -> bytes:
    return struct.pack(f">2xBB{array.ndim}I", 8, array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def small_full_set(monkeypatch):
    """Four files of 3 training and 2 test digits, taken for the full set: name -> unpacked bytes."""
    draw = np.random.default_rng(0)
    files = {}
    for split, count in (("train", 3), ("test", 2)):
        image_name, label_name = mnist_full._FULL[split]
        files[image_name] = idx(draw.integers(0, 256, (count, 28, 28), dtype=np.uint8))
        files[label_name] = idx(draw.integers(0, 10, count, dtype=np.uint8))
        sums = {name: hashlib.md5(files[name]).hexdigest() for name in (image_name, label_name)}
        monkeypatch.setitem(mnist_full._FULL, split, sums)
    return files


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def cache(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_DATA", raising=False)
    monkeypatch.setattr(mnist_full, "_CACHE", tmp_path / "cache")
    return tmp_path / "cache"


def write(folder: Path, files: dict[str, bytes], *, packed: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in files.items():
        (folder / (f"{name}.gz" if packed else name)).write_bytes(gzip.compress(raw) if packed else raw)


@pytest.mark.parametrize(
    ("split", "count", "first"), [("train", 10_000, [5, 0, 4, 1, 9]), ("test", 2_000, [7, 2, 1, 0, 4])]
)
def test_the_shipped_digits_are_mnists_first(split, count, first):
    images, labels = digits(split)
    assert (images.shape, images.dtype) == ((count, 1, 28, 28), torch.float32)
    assert (labels.shape, labels.dtype) == ((count,), torch.int64)
    assert (images.min(), images.max()) == (0, 1)
    assert labels[:5].tolist() == first
    assert labels.unique().tolist() == list(range(10))


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16])
def test_floating_point_values_are_the_bytes_divided_by_255(dtype):
    bytes_ = digits("test", n=50, dtype=torch.uint8).images
    assert bytes_.dtype == torch.uint8
    assert torch.equal(digits("test", n=50, dtype=dtype).images, (bytes_.double() / 255).to(dtype))


def test_each_call_gives_tensors_of_its_own():
    for dtype in (torch.float32, torch.uint8):
        first = digits("test", n=10, dtype=dtype)
        first.images.fill_(1)
        first.labels.fill_(1)
        again = digits("test", n=10, dtype=dtype)
        assert again.images.float().mean() != 1
        assert again.labels.tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


def test_a_generator_draws_a_random_sample_without_repeats_that_keeps_images_and_labels_together():
    everything = digits("test", dtype=torch.uint8)
    sample = digits("test", n=100, dtype=torch.uint8, generator=torch.Generator().manual_seed(3))
    order = torch.randperm(2_000, generator=torch.Generator().manual_seed(3))[:100]
    assert torch.equal(sample.images, everything.images[order])
    assert torch.equal(sample.labels, everything.labels[order])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"split": "valid"}, "split is 'valid'; expected 'train' or 'test'"),
        ({"dtype": torch.int64}, "dtype is torch.int64; expected a floating-point type"),
        ({"n": 10_001}, "n is 10001; expected 1 to 10000, .* full=True has 60,000"),
        ({"dtype": "float32"}, "dtype is float32; expected a floating-point type"),
        ({"n": 0}, "n is 0; expected 1 to 10000"),
        ({"n": 1.5}, "n is 1.5; expected 1 to 10000"),
    ],
)
def test_a_wrong_setting_is_said_with_what_was_expected(settings, message):
    with pytest.raises(ValueError, match=message):
        digits(**settings)


def test_loading_is_silent_and_imports_no_torchvision():
    code = "import sys; from course.data import digits; digits(); digits('test'); print('torchvision' in sys.modules)"
    done = subprocess.run([sys.executable, "-W", "default", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_a_damaged_shipped_file_is_named(monkeypatch, tmp_path):
    shutil.copytree(mnist._ASSETS, tmp_path / "mnist")
    monkeypatch.setattr(mnist, "_ASSETS", tmp_path / "mnist")
    path = tmp_path / "mnist" / "train-labels-idx1-ubyte.gz"
    damaged = bytearray(path.read_bytes())
    damaged[100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(
        DataError, match=r"train-labels-idx1-ubyte\.gz is damaged: its SHA-256 is .*install the course again"
    ):
        digits("train")
    path.unlink()
    with pytest.raises(DataError, match=r"train-labels-idx1-ubyte\.gz, which comes with the course, is missing"):
        digits("train")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("layout", ["MNIST/raw", "."])
def test_course_data_is_read_in_either_layout_packed_or_not(layout, packed, small_full_set, monkeypatch, tmp_path):
    write(tmp_path / layout, small_full_set, packed=packed)
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    for split, count in (("train", 3), ("test", 2)):
        images, labels = digits(split, full=True, dtype=torch.uint8)
        image_name, label_name = mnist_full._FULL[split]
        assert images.shape == (count, 1, 28, 28)
        assert images.numpy().tobytes() == small_full_set[image_name][16:]
        assert labels.tolist() == list(small_full_set[label_name][8:])


@pytest.mark.parametrize("inside", [False, True])
def test_files_with_a_dot_in_their_names_are_found_also_in_folders_of_their_own(inside, tmp_path):
    name = "train-images.idx3-ubyte"
    path = tmp_path / name / name if inside else tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    assert mnist_full._find(tmp_path, "train-images-idx3-ubyte") == path


def test_course_data_that_is_no_folder_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match=r"COURSE_DATA names .*nowhere, which is not a folder.*unset it"):
        digits(full=True)


def test_course_data_without_the_files_says_which_and_where_they_may_lie(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"has no train-images-idx3-ubyte and no train-labels.*MNIST/raw"):
        digits(full=True)


@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_file_in_course_data_is_named(packed, small_full_set, monkeypatch, tmp_path):
    write(tmp_path, small_full_set, packed=packed)
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    path = next(tmp_path.glob("t10k-labels*"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(
        DataError, match=r"t10k-labels-idx1-ubyte.* (cannot be unpacked|is damaged or not MNIST).*; delete it"
    ):
        digits("test", full=True)


def test_another_data_set_in_course_data_is_not_taken_for_mnist(monkeypatch, tmp_path, small_full_set):
    write(tmp_path, small_full_set, packed=False)
    monkeypatch.undo()
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"is damaged or not MNIST: unpacked, its MD5 is .*, expected 6bbc9ace"):
        digits("train", full=True)


@pytest.mark.usefixtures("no_network")
def test_without_a_network_the_way_out_is_said_and_stderr_stays_empty(cache, capfd):
    timeout = socket.getdefaulttimeout()
    with pytest.raises(DataError, match=r"could not be downloaded .*digits\('train'\).*COURSE_DATA") as info:
        digits(full=True)
    assert str(cache) in str(info.value)
    assert capfd.readouterr().err == ""
    assert socket.getdefaulttimeout() == timeout


def test_a_download_goes_to_the_cache_once_and_its_progress_is_not_shown(cache, small_full_set, monkeypatch, capfd):
    from torchvision import datasets

    calls = []

    def fake_download(dataset) -> None:
        calls.append(dataset.raw_folder)
        print("50%|#####", file=sys.stderr)
        write(Path(dataset.raw_folder), small_full_set, packed=False)

    monkeypatch.setattr(datasets.MNIST, "download", fake_download)
    assert len(digits("train", full=True).labels) == 3
    assert len(digits("test", full=True).labels) == 2
    assert calls == [str(cache / "MNIST" / "raw")]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is not an idx file of bytes: it begins with nothing"),
        (b"<html>", "it begins with 3c 68 74 6d"),
        (b"\0\0\x08\x03\0\0\0\1", "is not an idx file"),
        (idx(np.zeros((2, 3), dtype=np.uint8))[:-1], r"has 5 values .* announces the shape \(2, 3\)"),
    ],
)
def test_an_idx_file_that_is_not_one_is_refused(raw, message):
    with pytest.raises(DataError, match=message):
        parse_idx(raw, name="labels")


def test_the_subset_is_cut_from_the_front_and_packed_the_same_each_time():
    path = Path(__file__).parents[2] / "scripts" / "make_mnist_subset.py"
    spec = importlib.util.spec_from_file_location("make_mnist_subset", path)
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    array = np.arange(5 * 2 * 2, dtype=np.uint8).reshape(5, 2, 2)
    cut = maker.first_digits(idx(array), 3, 4)
    np.testing.assert_array_equal(parse_idx(cut, name="cut"), array[:3])
    assert gzip.decompress(maker.pack(cut)) == cut
    assert maker.pack(cut)[4:8] == b"\0\0\0\0"  # no time of making
    assert set(maker.FILES) == set(NAMES)
