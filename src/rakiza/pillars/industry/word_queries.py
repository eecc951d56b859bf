"""Devices by the words of a text, for needs that no family covers."""

from __future__ import annotations

from rakiza.engine.search import Query
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.queries import devices_for
from rakiza.pillars.industry.search_index import index_for


def devices_with_words(actor: Actor, text: str, limit: int) -> tuple[Device, ...]:
    """Return the devices that the actor may see and that hold the most words of a text, best first; one query."""
    hits = index_for(actor).search(Query(text=f"{text} ", limit=limit)).hits
    found = devices_for(actor).in_bulk([int(hit.id) for hit in hits])
    return tuple(found[int(hit.id)] for hit in hits if int(hit.id) in found)
