"""What a server process makes ready before its first request, so that nobody waits for it."""

from __future__ import annotations

from django.urls import get_resolver

from rakiza.pillars.purchasing.needs.knowledge import families, reader
from rakiza.web.pages.families import find_families


def warm_up() -> None:
    """Load the addresses and their views, the knowledge base, the reader and the search over families."""
    list(get_resolver().url_patterns)
    families()
    reader().read("seringue 10 ml")
    find_families("seringue", "", "fr")
