"""Planes of pixels, and the compiled loops over them."""
