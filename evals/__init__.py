"""Is it good: datasets, scorers and baselines."""
