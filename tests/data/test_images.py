import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

import course
from course.data import images, load_image, sample_image, save_image

_ROTATED_LEFT = 8  # EXIF orientation: turn the stored picture by 90 degrees anticlockwise to see it upright


def save(path: Path, pixels: np.ndarray, mode: str | None = None, **settings: object) -> Path:
    picture = Image.fromarray(pixels)
    (picture.convert(mode) if mode else picture).save(path, **settings)
    return path


@pytest.fixture
def pixels():
    return np.random.default_rng(0).integers(0, 256, (6, 9, 3), dtype=np.uint8)


def test_the_sample_is_ready_for_a_convolutional_layer():
    image = sample_image()
    assert (image.shape, image.dtype) == ((1, 3, 600, 512), torch.float32)
    assert image.is_contiguous()
    assert 0 <= image.min() < 0.1
    assert 0.9 < image.max() <= 1
    assert torch.nn.Conv2d(3, 2, 3)(image).shape == (1, 2, 598, 510)


def test_the_licence_file_states_the_checksum_of_every_shipped_file():
    assets = Path(course.__file__).parent / "assets"
    stated = dict(
        line.split()[::-1]
        for line in (assets / "LICENSES.md").read_text().splitlines()
        if ".gz" in line[64:] or line.endswith("  sample.jpg")
    )
    files = {path.relative_to(assets).as_posix() for path in [assets / "sample.jpg", *assets.glob("mnist/*.gz")]}
    assert set(stated) == files
    assert all(hashlib.sha256((assets / name).read_bytes()).hexdigest() == digest for name, digest in stated.items())


@pytest.mark.parametrize(("size", "shape"), [(32, (32, 32)), ((20, 50), (20, 50)), ((700, 1), (700, 1))])
def test_size_is_height_and_width(size, shape):
    assert sample_image(size=size).shape == (1, 3, *shape)


def test_resizing_crops_about_the_centre_and_does_not_distort(tmp_path):
    stripes = np.zeros((10, 30), dtype=np.uint8)
    stripes[:, 10:20] = 255
    assert (load_image(save(tmp_path / "a.png", stripes), size=10, grayscale=True) == 1).all()


def test_grayscale_has_one_channel_made_of_the_three(pixels, tmp_path):
    path = save(tmp_path / "a.png", pixels)
    grey = load_image(path, grayscale=True)
    luma = (load_image(path) * torch.tensor([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1)).sum(1, keepdim=True)
    assert grey.shape == (1, 1, 6, 9)
    torch.testing.assert_close(grey, luma, atol=1 / 255, rtol=0)


def test_values_and_axes_are_those_of_the_file(pixels, tmp_path):
    image = load_image(str(save(tmp_path / "a.png", pixels)))
    torch.testing.assert_close(image[0].permute(1, 2, 0), torch.from_numpy(pixels).float() / 255)


def test_changing_the_tensor_does_not_change_the_next_one():
    sample_image().zero_()
    assert sample_image().max() > 0


def test_the_cameras_orientation_is_honoured(pixels, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = _ROTATED_LEFT
    image = load_image(save(tmp_path / "a.png", pixels, exif=exif))
    torch.testing.assert_close(image[0].permute(1, 2, 0), torch.from_numpy(np.rot90(pixels).copy()).float() / 255)


@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_large_pictures_are_scaled_down_unless_asked_not_to(name, tmp_path):
    path = save(tmp_path / name, np.zeros((1500, 3000, 3), dtype=np.uint8))
    assert load_image(path).shape == (1, 3, 512, 1024)
    assert load_image(path, max_side=300).shape == (1, 3, 150, 300)
    assert load_image(path, max_side=None).shape == (1, 3, 1500, 3000)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1"])
def test_every_usual_kind_of_picture_has_three_channels(mode, pixels, tmp_path):
    path = save(tmp_path / "a.tif", pixels, mode) if mode == "CMYK" else save(tmp_path / "a.png", pixels, mode)
    assert load_image(path).shape == (1, 3, 6, 9)


def test_transparent_parts_turn_white(tmp_path):
    path = save(tmp_path / "a.png", np.zeros((4, 4, 4), dtype=np.uint8))
    assert (load_image(path) == 1).all()


def test_sixteen_bits_a_pixel_are_scaled_not_clipped(tmp_path):
    path = save(tmp_path / "a.png", np.array([[0, 257 * 100, 65535]], dtype=np.uint16))
    torch.testing.assert_close(load_image(path, grayscale=True).flatten(), torch.tensor([0, 100 / 255, 1]))


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none\.png does not exist; expected a picture file"):
        load_image(tmp_path / "none.png")
    with pytest.raises(FileNotFoundError, match="is a folder"):
        load_image(tmp_path)


def test_a_file_that_is_no_picture_is_named_with_what_would_do(tmp_path):
    (tmp_path / "essay.jpg").write_text("To be, or not to be")
    with pytest.raises(ValueError, match=r"essay\.jpg is not a picture .* expected JPEG, PNG"):
        load_image(tmp_path / "essay.jpg")


def test_a_phones_jpeg_with_a_second_picture_in_it_is_read(pixels, tmp_path):
    first = Image.fromarray(pixels)
    first.save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[first.rotate(180)], quality=100)
    torch.testing.assert_close(
        load_image(tmp_path / "a.jpg", grayscale=True)[0, 0],
        torch.from_numpy(np.array(first.convert("L"))).float() / 255,
        atol=0.1,
        rtol=0,
    )


@pytest.mark.parametrize(
    ("kind", "what"), [("EPS", "a PostScript file"), ("PPM", "not a picture that can be read here")]
)
def test_a_kind_of_picture_that_is_not_promised_is_refused_whatever_this_machine_could_read(kind, what, tmp_path):
    Image.new("RGB", (4, 4)).save(tmp_path / "a.picture", kind)
    with pytest.raises(ValueError, match=rf"a\.picture is {what}; expected JPEG"):
        load_image(tmp_path / "a.picture")


def test_a_truncated_picture_is_called_damaged(tmp_path):
    (tmp_path / "half.jpg").write_bytes(images.SAMPLE.read_bytes()[:30_000])
    with pytest.raises(ValueError, match=r"half\.jpg is damaged .*; save or copy the picture again"):
        load_image(tmp_path / "half.jpg")


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(tmp_path, recwarn):
    buffer = io.BytesIO()
    Image.new("1", (10_000, 20_000)).save(buffer, "PNG")
    (tmp_path / "huge.png").write_bytes(buffer.getvalue())
    with pytest.raises(ValueError, match=r"huge\.png has more than 64 million pixels; scale it down"):
        load_image(tmp_path / "huge.png")
    assert not recwarn.list


@pytest.mark.parametrize(
    "settings", [{"size": 0}, {"size": (3,)}, {"size": (3, -1)}, {"size": 2.5}, {"size": (2, 2, 2)}]
)
def test_a_size_out_of_range_is_said(settings):
    with pytest.raises(ValueError, match=r"size is .*; expected \(height, width\)"):
        sample_image(**settings)
    with pytest.raises(ValueError, match="max_side is 0; expected at least 1 pixel, or None"):
        load_image(images.SAMPLE, max_side=0)
    with pytest.raises(ValueError, match=r"max_side is 99\.5; expected"):
        load_image(images.SAMPLE, max_side=99.5)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_saved_picture_is_read_as_it_was(tmp_path, channels):
    image = torch.rand(1, channels, 5, 7).mul(255).round() / 255
    save_image(tmp_path / "new" / "folder" / "picture.png", image)
    read = load_image(tmp_path / "new" / "folder" / "picture.png", grayscale=channels == 1)
    assert torch.allclose(read, image, atol=1e-6)


def test_saving_cuts_what_is_darker_than_black_or_brighter_than_white(tmp_path):
    save_image(tmp_path / "p.png", torch.tensor([[[[-3.0, 0.4, 7.0]]]]))
    assert load_image(tmp_path / "p.png", grayscale=True).mul(255).flatten().tolist() == [0, 102, 255]


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (torch.zeros(3, 4, 4), r"shape \(3, 4, 4\); expected \(1, 1, H, W\)"),
        (torch.zeros(1, 4, 4, 4), r"shape \(1, 4, 4, 4\)"),
        (torch.full((1, 1, 2, 2), torch.inf), "NaN or infinite; none was written"),
    ],
)
def test_what_is_no_picture_is_not_saved(tmp_path, image, message):
    with pytest.raises(ValueError, match=message):
        save_image(tmp_path / "p.png", image)
    assert not list(tmp_path.iterdir())
