"""Texts, outputs and notebooks of strangers made harmless for whoever looks at them."""
