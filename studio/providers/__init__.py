"""Vendors behind ports, one file each."""
