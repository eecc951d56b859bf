"""What a maker does with offers files: hand one over. Confirming it belongs to industry."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.purchasing.offers.reading import review


@transaction.atomic
def upload_offers(actor: Actor, chunks: Iterable[bytes], *, name: str, year: int) -> StoredFile:
    """Keep a file that can be read as offers; FileRefused or Refused where it can't, and nothing is kept."""
    require(actor, "industry.add_device")
    stored = store(chunks, name=name, organisation=actor.organisation, uploaded_by=actor.user)
    found = review(actor, stored, year)
    record(
        actor,
        "offers.upload",
        stored,
        after={"file": stored.original_name, "year": year, "rows": len(found.rows), "sha256": stored.sha256},
    )
    return stored
