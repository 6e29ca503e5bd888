"""Frames into files: settings, encoders, and joining without encoding again."""
