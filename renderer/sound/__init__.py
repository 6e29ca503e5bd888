"""The sound of a video: voices, music, effects, loudness."""
