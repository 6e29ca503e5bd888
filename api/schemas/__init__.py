"""What the API's own resources look like: snake_case JSON."""
