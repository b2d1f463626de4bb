"""Files as phones, scanners and editors write them: read rightly, or refused in one sentence that says what to do."""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from course.data.picture_files import read_picture

RAMP = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4)
PICTURE = Image.fromarray((RAMP * 255).round().astype(np.uint8)).convert("RGB")
EXIF = b"II*\0\x08\0\0\0"  # TIFF's header, little endian, the directory at 8


def saved(picture, kind, **settings):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **settings)
    return buffer.getvalue()


def directory(*entries):
    """A TIFF directory of entries ``(tag, type, count, four bytes)``."""
    packed = b"".join(struct.pack("<HHI", *entry[:3]) + entry[3] for entry in entries)
    return struct.pack("<H", len(entries)) + packed + bytes(4)


TURNED = (0x0112, 3, 1, struct.pack("<HH", 6, 0))
MALFORMED = {
    "a rational of -1 / 0": EXIF
    + directory(TURNED, (0x011A, 10, 1, struct.pack("<I", 38)))
    + struct.pack("<ii", -1, 0),
    "a position of 0 / 0": EXIF
    + directory(TURNED, (0x8825, 4, 1, struct.pack("<I", 38)))
    + directory((2, 5, 1, struct.pack("<I", 56)))
    + bytes(8),
    "a maker's note far outside": EXIF
    + directory(TURNED, (0x8769, 4, 1, struct.pack("<I", 38)))
    + directory((0x927C, 7, 0x7FFFFFFF, struct.pack("<I", 0x7FFFFFF0))),
    "a directory outside": EXIF + directory(TURNED, (0x8769, 4, 1, struct.pack("<I", 0xFFFFFF00))),
    "the orientation as text": EXIF + directory((0x0112, 2, 2, b"6\0\0\0")),
}
SILENT = {
    "an orientation that is none": EXIF + directory((0x0112, 3, 1, struct.pack("<HH", 9, 0))),
    "the orientation in words": EXIF + directory((0x0112, 2, 4, b"top\0")),
    "half a directory": EXIF + b"\x05\0\x12\x01",
    "no directory": EXIF,
    "another header": b"no TIFF here",
    "nothing": b"",
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("exif", MALFORMED.values(), ids=MALFORMED)
def test_whatever_a_camera_noted_wrongly_its_picture_stands_upright(kind, exif):
    assert read_picture(saved(PICTURE, kind, exif=b"Exif\0\0" + exif), "photo").size == (3, 4)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("exif", SILENT.values(), ids=SILENT)
def test_a_picture_without_a_readable_orientation_stays_as_it_is(kind, exif):
    assert read_picture(saved(PICTURE, kind, exif=b"Exif\0\0" + exif), "photo").size == (4, 3)


def test_a_note_with_a_wrong_checksum_does_not_keep_a_png_from_being_read():
    content = bytearray(saved(PICTURE, "PNG", dpi=(72, 72)))
    content[content.index(b"pHYs") + 13] ^= 255
    assert np.array_equal(read_picture(bytes(content), "a.png"), PICTURE)


@pytest.mark.parametrize("white", [1, 255, 65535])
def test_a_tiff_of_real_numbers_is_scaled_from_black_to_white(white):
    content = saved(Image.fromarray(RAMP * white), "TIFF")
    assert np.array_equal(read_picture(content, "a.tif"), PICTURE.convert("L"))


def test_sharpened_real_numbers_a_little_outside_are_clipped():
    found = np.array(read_picture(saved(Image.fromarray(RAMP * 1.2 - 0.1), "TIFF"), "a.tif"))
    assert (found.min(), found.max()) == (0, 255)
    assert 118 < found.mean() < 137


@pytest.mark.parametrize("values", [RAMP * 1e6, 2 * RAMP - 1, RAMP * np.nan], ids=["large", "signed", "NaN"])
def test_numbers_that_are_no_grey_levels_are_said_with_their_range(values):
    with pytest.raises(ValueError, match=r"^a\.tif has pixels from .* to .*; expected 0 to 1, .*: save it with 8 bits"):
        read_picture(saved(Image.fromarray(values.astype(np.float32)), "TIFF"), "a.tif")


@pytest.mark.parametrize("white_is_zero", [False, True])
def test_sixteen_bits_of_a_scanner_are_scaled_and_turned_the_right_way(white_is_zero):
    levels = (RAMP * 65535).round().astype(np.uint16)
    stored = Image.fromarray(65535 - levels if white_is_zero else levels)
    content = saved(stored, "TIFF", tiffinfo={262: 0} if white_is_zero else {})
    assert np.allclose(read_picture(content, "scan.tif"), PICTURE.convert("L"), atol=1)


def test_a_transparent_grey_level_of_sixteen_bits_turns_white():
    content = saved(Image.fromarray((RAMP * 65535).round().astype(np.uint16)), "PNG", transparency=0)
    assert np.array(read_picture(content, "a.png"))[0, 0] == 255


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_of_several_pictures_in_a_file_the_first_is_taken(kind):
    settings = {"lossless": True} if kind == "WEBP" else {}
    content = saved(PICTURE, kind, save_all=True, append_images=[PICTURE.rotate(180)], **settings)
    assert np.array_equal(read_picture(content, "several").convert("L"), PICTURE.convert("L"))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\0\0\0\x24ftypheic" + bytes(40), "a HEIC or AVIF picture"),
        (b"%PDF-1.7", "a PDF"),
        (b'<?xml version="1.0"?>\n<svg>', "an SVG drawing"),
        (b"<!DOCTYPE html><title>Photo</title>", "a web page"),
        (b"", "empty"),
    ],
)
def test_what_is_taken_for_a_picture_is_called_by_its_name(content, what):
    with pytest.raises(ValueError, match=rf"^me\.jpg is {what}; expected JPEG, PNG, .*: save or export it as JPEG or"):
        read_picture(content, "me.jpg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.3, 0.6])
def test_half_a_file_is_called_damaged_in_every_format(kind, share):
    content = saved(Image.effect_noise((64, 64), 90).convert("RGB"), kind)
    with pytest.raises(ValueError, match=r"^half is (damaged|not a picture|a TIFF picture of a kind)"):
        read_picture(content[: int(share * len(content))], "half")
