"""A real PostgreSQL and a real Valkey out of wheels, launched and stopped by us."""
