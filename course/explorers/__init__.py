"""Interactive pictures: thin widgets around functions that compute every number on screen."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.explorers.base import Explorer
    from course.explorers.choice.widget import ChoiceExplorer
    from course.explorers.compare.widget import CompareExplorer
    from course.explorers.convolution.widget import ConvolutionExplorer
    from course.explorers.drawing_pad.widget import DrawingPad
    from course.explorers.epochs.widget import EpochExplorer
    from course.explorers.image_choice.choose import choose_image
    from course.explorers.interpolation.widget import InterpolationExplorer
    from course.explorers.kl.widget import KLExplorer
    from course.explorers.latent_line.widget import LatentLineExplorer
    from course.explorers.latent_map.widget import LatentMapExplorer
    from course.explorers.latent_sliders.widget import LatentSlidersExplorer
    from course.explorers.plane.widget import PlaneExplorer

__all__ = [
    "ChoiceExplorer",
    "CompareExplorer",
    "ConvolutionExplorer",
    "DrawingPad",
    "EpochExplorer",
    "Explorer",
    "InterpolationExplorer",
    "KLExplorer",
    "LatentLineExplorer",
    "LatentMapExplorer",
    "LatentSlidersExplorer",
    "PlaneExplorer",
    "choose_image",
]
__getattr__, __dir__ = lazily(__name__)
