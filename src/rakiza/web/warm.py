"""What a server process makes ready before its first request, so that nobody waits for it."""

from __future__ import annotations

import gc

from django.urls import get_resolver

from rakiza.pillars.purchasing.needs.knowledge import families, reader
from rakiza.web.pages.families import families_with_words


def warm_up() -> None:
    """Load the addresses and their views, the knowledge base, the reader and the search over families."""
    list(get_resolver().url_patterns)
    families()
    reader().read("seringue 10 ml")
    families_with_words("seringue", "", "fr")
    spare_the_collector()


def spare_the_collector() -> None:
    """Leave what stays for the life of the process out of every later garbage collection.

    The knowledge base is several hundred thousand objects; walking them held up one request in eight
    by 160 ms.
    """
    gc.collect()
    gc.freeze()
