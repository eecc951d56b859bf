"""Catalogue search for people: as one types, in three languages, with facets and units.

Build a `SearchIndex` from records and a knowledge base, then `index.search(Query("seringue 10 ml"))`.
Not for pairing requirements with devices: that is `rakiza.engine.matching`, to which `ByWords` lends the
words of needs that no family covers.
"""

from __future__ import annotations

from rakiza.engine.search.index import SearchIndex
from rakiza.engine.search.unfamiliar import ByWords
from rakiza.engine.search.values import (
    Correction,
    Count,
    Facet,
    Hit,
    Query,
    SearchRecord,
    SearchResult,
    Span,
    ValueCount,
)

__all__ = [
    "ByWords",
    "Correction",
    "Count",
    "Facet",
    "Hit",
    "Query",
    "SearchIndex",
    "SearchRecord",
    "SearchResult",
    "Span",
    "ValueCount",
]
