"""Word times for any voice, from its text and its sound."""
