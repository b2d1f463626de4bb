"""A plane of decoded digits."""
