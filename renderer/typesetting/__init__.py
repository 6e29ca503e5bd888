"""Words as shapes: typefaces, lines and emoji."""
