"""Queries, one file per noun; all SQL of the product is here."""
