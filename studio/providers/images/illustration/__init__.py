"""The built-in illustrator: words to a layered picture, with no model."""
