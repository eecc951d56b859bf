"""The language in which the words of a problem's parameters are written."""

from __future__ import annotations

from django.utils.translation import get_language


def language() -> str:
    """Return the active language as fr, ar or en; French where none is active."""
    return (get_language() or "fr")[:2]
