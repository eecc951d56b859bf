"""What a server process makes ready before its first request, so that nobody waits for it."""

from __future__ import annotations

import gc
from contextlib import suppress

from django.db import DatabaseError
from django.urls import get_resolver

from rakiza.pillars.industry.search_index import warm_index
from rakiza.pillars.purchasing.needs.knowledge import families, reader
from rakiza.web.pages.families import families_with_words


def warm_up() -> None:
    """Load the addresses and their views, the knowledge base, the reader, the search over families and the catalogue's."""
    list(get_resolver().url_patterns)
    families()
    reader().read("seringue 10 ml")
    families_with_words("seringue", "", "fr")
    with suppress(DatabaseError):  # before the tables are there, nobody searches either
        warm_index()
    spare_the_collector()


def spare_the_collector() -> None:
    """Leave what stays for the life of the process out of every later garbage collection.

    The knowledge base is several hundred thousand objects; walking them held up one request in eight
    by 160 ms.
    """
    gc.collect()
    gc.freeze()
