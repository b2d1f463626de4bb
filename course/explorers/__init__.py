"""Interactive pictures: thin widgets around functions that compute every number on screen."""

from course.lazy import lazily

__all__, __getattr__ = lazily(
    __name__,
    {
        "base": ["Explorer"],
        "choice": ["ChoiceExplorer"],
        "compare.widget": ["CompareExplorer"],
        "convolution.widget": ["ConvolutionExplorer"],
        "drawing_pad.widget": ["DrawingPad"],
        "epochs.widget": ["EpochExplorer"],
        "image_choice.choose": ["choose_image"],
        "interpolation.widget": ["InterpolationExplorer"],
        "kl.widget": ["KLExplorer"],
        "latent_line.widget": ["LatentLineExplorer"],
        "latent_map.widget": ["LatentMapExplorer"],
        "latent_sliders.widget": ["LatentSlidersExplorer"],
        "plane.widget": ["PlaneExplorer"],
    },
)
