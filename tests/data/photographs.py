"""Photographs of digits, made up: ink on paper under uneven light."""

import io

import torch
import torch.nn.functional as F
from PIL import Image


def photograph(digit, *, size=100, sheet=(300, 400), light_on_dark=False, noise=0.03, thinner=0, seed=0):
    """A digit, (1, 1, 28, 28), as large as that many pixels on a sheet, (1, 1, H, W)."""
    ink = F.interpolate(digit, size=(size, size), mode="bicubic").clamp(0, 1)
    ink = ((ink - 0.5) * 4 + 0.5).clamp(0, 1)  # a pen's edges are sharp
    ink = -F.max_pool2d(-ink, 2 * thinner + 1, stride=1, padding=thinner)
    page = torch.zeros(1, 1, *sheet)
    top, left = (sheet[0] - size) // 3, (sheet[1] - size) // 2
    page[..., top : top + size, left : left + size] = ink
    grey = torch.linspace(0.55, 0.9, sheet[1]) * (1 - 0.75 * page)
    grey = 1 - grey if light_on_dark else grey
    return (grey + noise * torch.randn(grey.shape, generator=torch.Generator().manual_seed(seed))).clamp(0, 1)


def png(picture):
    """Bytes of a PNG file with a picture, (1, 1, H, W)."""
    buffer = io.BytesIO()
    Image.fromarray((picture[0, 0] * 255).byte().numpy()).save(buffer, "PNG")
    return buffer.getvalue()
