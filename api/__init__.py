"""Doors: HTTP, streams and the command line. No rules live here."""
