"""Benchmarks: figures that the documentation quotes, made by anyone who runs them."""
