"""The turns of calls to providers: shared over Redis, in memory, and the lanes that take them."""
