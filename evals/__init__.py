"""Is it good: conversations as data, played, scored and compared with a baseline."""
