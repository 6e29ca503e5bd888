"""Clips as scenes: any codec, rate, rotation and colour, frame by frame."""
