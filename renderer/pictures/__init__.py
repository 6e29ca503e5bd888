"""Still pictures: opened, and fitted to a frame around what matters in them."""
