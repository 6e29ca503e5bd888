"""Programs that the renderer starts, and what binds them."""
