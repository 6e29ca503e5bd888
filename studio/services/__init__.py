"""Use cases, one file per noun: plain functions over a unit of work."""
