"""Hero objects, each drawn around a centre within a radius."""
