"""Captions over the picture, and subtitles beside it."""
