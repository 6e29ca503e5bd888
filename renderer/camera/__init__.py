"""What the camera does: moves, and the ways from one shot to the next."""
