"""What a person says of readings: right as it is, or to be read otherwise from now on."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.values import READING_COLUMNS, CorrectedReading, apply_reading, corrected

_BATCH = 1000


@transaction.atomic
def correct_reading(actor: Actor, line: NeedLine, correction: CorrectedReading) -> int:
    """Read a text as the person says: on this line, its twins of the year, and every later import.

    Returns how many lines changed. Lines held by a published plan are left as they are, and no
    plan already run changes: its lots keep what they were made from.
    """
    require(actor, "needs.change", line)
    twins = NeedLine.objects.changeable().filter(
        organisation=actor.organisation, year=line.year, folded=line.folded
    )
    lines = list(twins.select_for_update(of=("self",)))
    if line.pk not in {twin.pk for twin in lines}:
        raise Refused("needs.line_held", _("Cette ligne figure dans un plan publié ou un import annulé."))
    before = {"kind": line.kind, "family": line.family, "emdn": line.emdn}
    reading = corrected(line.designation, correction)
    ReadingCorrection.objects.update_or_create(
        organisation=actor.organisation,
        folded=line.folded,
        defaults={"reading": dump(reading), "corrected_by": actor.user},
    )
    now = timezone.now()
    for twin in lines:
        apply_reading(twin, corrected(twin.designation, correction))
        twin.to_confirm, twin.confirmed_by, twin.confirmed_at = False, actor.user, now
    NeedLine.objects.bulk_update(
        lines, [*READING_COLUMNS, "to_confirm", "confirmed_by", "confirmed_at"], batch_size=_BATCH
    )
    recount({twin.need_import_id for twin in lines})
    record(
        actor,
        "needs.correct_reading",
        line,
        before=before,
        after={"kind": correction.kind, "family": correction.family, "lines": len(lines)},
    )
    line.refresh_from_db()
    return len(lines)


@transaction.atomic
def accept_readings(actor: Actor, need_import: NeedImport, line_ids: Collection[int]) -> int:
    """Confirm that readings are right as they are; return how many lines were waiting for it."""
    require(actor, "needs.change", need_import)
    accepted = (
        NeedLine.objects.changeable()
        .filter(need_import=need_import, pk__in=line_ids, to_confirm=True)
        .values_list("pk", flat=True)
    )
    ids = list(accepted)
    if not ids:
        return 0
    NeedLine.objects.filter(pk__in=ids).update(
        to_confirm=False, confirmed_by=actor.user, confirmed_at=timezone.now()
    )
    recount({need_import.pk})
    record(actor, "needs.accept_readings", need_import, after={"lines": len(ids)})
    return len(ids)


def recount(import_ids: Collection[int]) -> None:
    """Bring the counts of readings to confirm up to date."""
    counted = NeedImport.objects.filter(pk__in=import_ids).annotate(
        waiting=Count("lines", filter=Q(lines__to_confirm=True))
    )
    for import_id, waiting in counted.values_list("pk", "waiting"):
        NeedImport.objects.filter(pk=import_id).update(to_confirm_count=waiting)
