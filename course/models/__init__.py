"""The networks that the lessons train, the arithmetic behind them, and weights that come with the course."""

from typing import TYPE_CHECKING

from course.lazy import lazily

if TYPE_CHECKING:
    from course.models.autoencoders import PCA, Autoencoder, layer_sizes, strided_autoencoder
    from course.models.convolution import conv2d_by_definition, conv_transpose2d_by_definition, matrix_of
    from course.models.pretrained import pretrained_vae
    from course.models.shapes import conv_output_size, conv_transpose_output_size
    from course.models.vae import VAE, Measures, conv_vae, dense_vae, kl_to_standard_normal, measure, negative_elbo

__all__ = [
    "PCA",
    "VAE",
    "Autoencoder",
    "Measures",
    "conv2d_by_definition",
    "conv_output_size",
    "conv_transpose2d_by_definition",
    "conv_transpose_output_size",
    "conv_vae",
    "dense_vae",
    "kl_to_standard_normal",
    "layer_sizes",
    "matrix_of",
    "measure",
    "negative_elbo",
    "pretrained_vae",
    "strided_autoencoder",
]
__getattr__, __dir__ = lazily(__name__)
