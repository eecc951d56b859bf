"""Taking over a maker's offers given all at once, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.industry.actions import add_device, submit_offer
from rakiza.pillars.industry.import_outcome import Imported, Outcome
from rakiza.pillars.industry.offer_queries import OfferedRow, compare_offers, mark_of


@transaction.atomic
def import_offers(actor: Actor, rows: Sequence[OfferedRow], *, reviewed: str, source: str) -> Imported:
    """Create and change the actor's own offers, all or none.

    `reviewed` is the mark of what the person saw; where offers have changed since, nothing is done.
    """
    require(actor, "industry.add_device")
    Organisation.objects.select_for_update().get(pk=actor.organisation.pk)
    changes = compare_offers(actor, rows)
    if mark_of(changes) != reviewed:
        raise Refused(
            "industry.import_moved",
            _("Vos offres ont changé depuis cette revue. Relisez ce qui suit, puis confirmez."),
        )
    for change in changes:
        if change.outcome is not Outcome.UNCHANGED:
            submit_offer(actor, change.device or add_device(actor, change.row.article), change.after)
    imported = Imported.of(change.outcome for change in changes)
    record(
        actor,
        "industry.import_offers",
        actor.organisation,
        after={
            "file": source,
            "created": imported.created,
            "changed": imported.changed,
            "unchanged": imported.unchanged,
        },
    )
    return imported
