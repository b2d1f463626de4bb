"""Interactive pictures: thin widgets around functions that compute every number on screen."""

from course.explorers.convolution_widget import ConvolutionExplorer
from course.explorers.still import Explorer

__all__ = ["ConvolutionExplorer", "Explorer"]
