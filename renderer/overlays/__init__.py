"""On-screen text beside the captions: titles, names, numbers, calls to action, progress."""
