"""Workers: a timeline and its assets in, a finished artifact out."""
