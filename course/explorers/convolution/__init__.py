"""Convolution and transposed convolution, one output pixel at a time."""
