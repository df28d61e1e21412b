"""How often somebody may ask."""

from django.core.cache import cache

MINUTE = 60
ASKED = 600
"""Requests a minute of one person or token."""
FAILED = 20
"""Wrong tokens a minute from one address."""


def exceeded(what: str, most: int) -> bool:
    """Count one more; tell whether it is more than `most` in this minute."""
    key = f"api:{what}"
    if cache.add(key, 1, MINUTE):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # the minute ended in between
        return False
