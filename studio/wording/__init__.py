"""Words for people in their own language: what tools say, ask and refuse, told from English.

The code says everything in English, once, where it is thrown or shown. A catalogue holds each of
these sentences with its places for values, and how it is said in another language; what a
catalogue does not know stays in English.
"""

from studio.wording.catalogue import Wording, wording

__all__ = ["Wording", "wording"]
