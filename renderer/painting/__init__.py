"""Frames painted: a segment in, its pixels out."""
