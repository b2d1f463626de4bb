"""Interactive pictures: thin widgets around functions that compute every number on screen."""

from course.explorers.choice import ChoiceExplorer
from course.explorers.compare_widget import CompareExplorer
from course.explorers.convolution_widget import ConvolutionExplorer
from course.explorers.epochs_widget import EpochExplorer
from course.explorers.interpolation_widget import InterpolationExplorer
from course.explorers.kl import KLExplorer
from course.explorers.latent_line_widget import LatentLineExplorer
from course.explorers.latent_map_widget import LatentMapExplorer
from course.explorers.latent_sliders_widget import LatentSlidersExplorer
from course.explorers.plane import PlaneExplorer
from course.explorers.still import Explorer

__all__ = [
    "ChoiceExplorer",
    "CompareExplorer",
    "ConvolutionExplorer",
    "EpochExplorer",
    "Explorer",
    "InterpolationExplorer",
    "KLExplorer",
    "LatentLineExplorer",
    "LatentMapExplorer",
    "LatentSlidersExplorer",
    "PlaneExplorer",
]
