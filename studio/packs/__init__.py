"""Niche packs and script templates: those that come along, and how such files are read."""
