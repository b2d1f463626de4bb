"""The student's own picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.data.images import Size
    from course.explorers.image_choice.widget import ImageChoice


def choose_image(*, size: Size | None = None, grayscale: bool = False, max_side: int | None = 1024) -> ImageChoice:
    """Let the student choose a picture of their own; until then, and after a file that is no picture, keep the sample.

    In JupyterLab and VS Code the returned object shows a button; on Colab its upload dialog opens at once. Read the
    picture in a later cell::

        choice = choose_image()
        choice          # the last line of a cell shows the button
        x = choice.image

    Parameters
    ----------
    size, grayscale, max_side
        As in `load_image`; they hold for the sample picture as well.

    Returns
    -------
    ImageChoice
        A widget whose `image` is a new tensor ``(1, C, H, W)``, float32 between 0 and 1, each time it is read.

    Raises
    ------
    ValueError
        If a setting is out of range.
    """
    from course.explorers.image_choice.widget import (
        ImageChoice,  # ipywidgets takes 0.1 s to import, and graded cells show no button
    )

    return ImageChoice(size=size, grayscale=grayscale, max_side=max_side)
