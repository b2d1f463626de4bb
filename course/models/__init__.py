"""The networks that the lessons train, the arithmetic behind them, and weights that come with the course."""

from course.lazy import lazily

__all__, __getattr__ = lazily(
    __name__,
    {
        "autoencoders": ["PCA", "Autoencoder", "layer_sizes", "strided_autoencoder"],
        "convolution": ["conv2d_by_definition", "conv_transpose2d_by_definition", "matrix_of"],
        "pretrained": ["pretrained_vae"],
        "shapes": ["conv_output_size", "conv_transpose_output_size"],
        "vae": ["VAE", "Measures", "conv_vae", "dense_vae", "kl_to_standard_normal", "measure", "negative_elbo"],
    },
)
