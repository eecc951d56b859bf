"""What a person says of readings: right as it is, or to be read otherwise from now on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.purchasing.needs.enums import Memory
from rakiza.pillars.purchasing.needs.knowledge import linter, specified
from rakiza.pillars.purchasing.needs.memory import CorrectionMemory, read_line, words_key
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.relaxations import Relaxations
from rakiza.pillars.purchasing.needs.remarks import COUNTS, Market, remarks_on
from rakiza.pillars.purchasing.needs.values import (
    READING_COLUMNS,
    CorrectedReading,
    apply_reading,
    corrected,
    reading_of,
)

_BATCH = 1000
_SETTLED = (*READING_COLUMNS, "memory", *COUNTS, "to_confirm", "confirmed_by", "confirmed_at")


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
    ReadingCorrection.objects.update_or_create(
        organisation=actor.organisation,
        folded=line.folded,
        defaults={
            "designation": line.text,
            "words": words_key(line.folded),
            "kind": correction.kind.value,
            "family": correction.family or "",
            "reading": dump(corrected(line.text, correction)),
            "corrected_by": actor.user,
        },
    )
    now = timezone.now()
    relaxations = Relaxations.of(actor.organisation.pk, line.year, line.folded)
    market = Market.of({correction.family} if correction.family else (), linter())
    for twin in lines:
        apply_reading(twin, corrected(twin.text, correction))
        relaxations.apply(twin, remarks_on(linter(), twin.text, reading_of(twin), market))
        twin.memory, twin.to_confirm = Memory.OWN, False
        twin.confirmed_by, twin.confirmed_at = actor.user, now
    NeedLine.objects.bulk_update(lines, _SETTLED, batch_size=_BATCH)
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


@transaction.atomic
def reopen_readings(actor: Actor, need_import: NeedImport, decided_at: datetime) -> int:
    """Take back what was settled in one go at `decided_at`; return how many lines are open again.

    Texts are read as if nobody had answered, and what the answer put into the memory is forgotten.
    Lines of a published plan are left as they are: Refused where none other is left.
    """
    require(actor, "needs.change", need_import)
    decided = NeedLine.objects.changeable().filter(
        organisation=actor.organisation, year=need_import.year, confirmed_at=decided_at
    )
    lines = list(decided.select_for_update(of=("self",)))
    if not lines:
        raise Refused(
            "needs.nothing_to_reopen", _("Il n'y a plus rien à reprendre : ces lignes ont changé depuis.")
        )
    ReadingCorrection.objects.filter(
        organisation=actor.organisation, folded__in={line.folded for line in lines if line.memory}
    ).delete()
    memory = CorrectionMemory.of(actor.organisation)
    relaxations = Relaxations.of(actor.organisation.pk, need_import.year)
    for line in lines:
        read = specified().read(line.designation, None, line.specification)
        read_line(line, memory.recall(line.text, read) or read)
    market = Market.of({line.family for line in lines if line.family}, linter())
    for line in lines:
        relaxations.apply(line, remarks_on(linter(), line.text, reading_of(line), market))
        line.confirmed_by, line.confirmed_at, line.to_confirm = None, None, True
    NeedLine.objects.bulk_update(lines, _SETTLED, batch_size=_BATCH)
    recount({line.need_import_id for line in lines})
    record(actor, "needs.reopen_readings", need_import, after={"lines": len(lines)})
    return len(lines)


@transaction.atomic
def forget_correction(actor: Actor, correction: ReadingCorrection) -> None:
    """Drop one text from the organisation's memory; lines already read keep their reading."""
    require(actor, "needs.forget", correction)
    record(
        actor,
        "needs.forget_correction",
        correction,
        before={"text": correction.designation, "kind": correction.kind, "family": correction.family},
    )
    correction.delete()


def recount(import_ids: Collection[int]) -> None:
    """Bring the counts of readings to confirm up to date."""
    counted = NeedImport.objects.filter(pk__in=import_ids).annotate(
        waiting=Count("lines", filter=Q(lines__to_confirm=True))
    )
    for import_id, waiting in counted.values_list("pk", "waiting"):
        NeedImport.objects.filter(pk=import_id).update(to_confirm_count=waiting)
