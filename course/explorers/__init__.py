"""Interactive pictures: thin widgets around functions that compute every number on screen."""

from course.explorers.convolution_widget import ConvolutionExplorer
from course.explorers.epochs_widget import EpochExplorer
from course.explorers.interpolation_widget import InterpolationExplorer
from course.explorers.latent_map_widget import LatentMapExplorer
from course.explorers.still import Explorer

__all__ = [
    "ConvolutionExplorer",
    "EpochExplorer",
    "Explorer",
    "InterpolationExplorer",
    "LatentMapExplorer",
]
