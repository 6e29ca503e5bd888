"""Stock libraries."""
