"""Whom the product believes to be who they say they are."""

import ssl
from functools import cache

import httpx


@cache
def usual_trust() -> ssl.SSLContext:
    """Give the certificates that are usually believed; reading them takes a while."""
    return httpx.create_ssl_context()
