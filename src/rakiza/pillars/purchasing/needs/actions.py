"""What a buyer does with a list of needs: hand over, map, confirm, undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump
from rakiza.kernel.files.actions import store
from rakiza.kernel.imports.column_map import ColumnMap
from rakiza.kernel.jobs.actions import enqueue
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.failing import put_away
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, UnitAlias
from rakiza.pillars.purchasing.needs.values import SaidUnit

REVIEW_JOB = "needs.review"
FIRST_YEAR, LAST_YEAR = 2000, 2100
_MAPPABLE = (ImportState.UPLOADED, ImportState.MAPPED, ImportState.REVIEWED, ImportState.REFUSED)


@dataclass(frozen=True, slots=True)
class Upload:
    """What handing over gave; `first` is the earlier import of the very same file, if any."""

    need_import: NeedImport
    first: NeedImport | None


def upload_needs(actor: Actor, chunks: Iterable[bytes], *, name: str, year: int) -> Upload:
    """Keep a file as the actor's list for `year`. Nothing is read yet."""
    require(actor, "needs.upload")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(
            "needs.year",
            _("L'année %(year)s est hors limites (de %(first)s à %(last)s)."),
            year=year,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    with transaction.atomic():
        file = store(chunks, name=name, organisation=actor.organisation, uploaded_by=actor.user)
        first = NeedImport.objects.same_content(actor.organisation.pk, year, file.sha256).first()
        need_import = NeedImport.objects.create(
            organisation=actor.organisation,
            year=year,
            file=file,
            uploaded_by=actor.user,
            unit_aliases=_remembered_units(actor),
        )
        record(
            actor,
            "needs.upload",
            need_import,
            after={"file": file.original_name, "sha256": file.sha256, "year": year},
        )
    return Upload(need_import, first)


def _remembered_units(actor: Actor) -> object:
    """Return what the member's people said of units before, as an import keeps it."""
    remembered = UnitAlias.objects.filter(organisation=actor.organisation).order_by("pk")
    return dump(tuple(SaidUnit(one.written, one.unit, one.size) for one in remembered))


@transaction.atomic
def map_columns(actor: Actor, need_import: NeedImport, column_map: ColumnMap | None = None) -> Job:
    """Settle which heading is which column (None: as proposed) and start the reading job.

    May be done again until the import is confirmed; the lines read before are replaced.
    """
    require(actor, "needs.change", need_import)
    job = start_reading(actor, need_import, mapping=dump(column_map) if column_map else None)
    record(actor, "needs.map", need_import, after={"mapping": need_import.mapping})
    return job


def start_reading(actor: Actor, need_import: NeedImport, **settled: object) -> Job:
    """Keep what was settled (columns, units) and read the file, in place of a reading under way.

    In the caller's transaction; Refused where the import is confirmed or undone.
    """
    moved = NeedImport.objects.filter(pk=need_import.pk, state__in=_MAPPABLE).update(
        state=ImportState.MAPPED, refusal={}, refusal_code="", **settled
    )
    if not moved:
        raise Refused("needs.not_mappable", _("Cet import est déjà confirmé ou annulé."))
    need_import.refresh_from_db()
    put_away(need_import)
    for job in Job.objects.about(need_import).unfinished():
        Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    return enqueue(REVIEW_JOB, need_import, actor=actor)


@transaction.atomic
def confirm_import(actor: Actor, need_import: NeedImport) -> NeedImport:
    """Make the lines read part of the year's needs, in one transaction.

    Done twice by one person, the second does nothing. Of two people at once one confirms; the
    other is refused and told who did.
    """
    require(actor, "needs.change", need_import)
    now = timezone.now()
    won = NeedImport.objects.filter(pk=need_import.pk, state=ImportState.REVIEWED, lines_count__gt=0).update(
        state=ImportState.CONFIRMED, confirmed_by=actor.user, confirmed_at=now
    )
    need_import.refresh_from_db()
    if not won:
        _explain_not_confirmed(actor, need_import)
        return need_import
    NeedLine.objects.filter(need_import=need_import).update(confirmed=True, updated_at=now)
    put_away(need_import)
    record(
        actor,
        "needs.confirm",
        need_import,
        before={"state": ImportState.REVIEWED},
        after={
            "state": ImportState.CONFIRMED,
            "lines": need_import.lines_count,
            "rejected": need_import.rejected_count,
        },
    )
    notify(
        "needs.confirmed",
        role=Role.COORDINATOR,
        params={
            "organisation": need_import.organisation,
            "lines": need_import.lines_count,
            "year": need_import.year,
        },
        about=need_import,
    )
    return need_import


def _explain_not_confirmed(actor: Actor, need_import: NeedImport) -> None:
    """Return quietly where the actor has confirmed it already; else refuse and say why."""
    if need_import.state == ImportState.CONFIRMED:
        if need_import.confirmed_by_id == actor.user.pk:
            return
        confirmed_by = need_import.confirmed_by
        raise Refused(
            "needs.already_confirmed",
            _("%(name)s vient de confirmer cet import ; rien n'a été compté deux fois."),
            name=str(confirmed_by),
        )
    if need_import.state == ImportState.REVIEWED:
        raise Refused(
            "needs.nothing_to_confirm", _("Aucune ligne n'a pu être lue : il n'y a rien à confirmer.")
        )
    raise Refused("needs.not_reviewed", _("Cet import n'est pas prêt : relisez-le avant de le confirmer."))


@transaction.atomic
def undo_import(actor: Actor, need_import: NeedImport) -> NeedImport:
    """Take the lines of an import out of the year's needs; refused once a published plan holds them."""
    require(actor, "needs.change", need_import)
    undone = (
        NeedImport.objects.filter(pk=need_import.pk, published_in="")
        .exclude(state=ImportState.UNDONE)
        .update(state=ImportState.UNDONE, undone_by=actor.user, undone_at=timezone.now())
    )
    before = need_import.state
    need_import.refresh_from_db()
    if not undone:
        if need_import.state == ImportState.UNDONE:
            return need_import
        raise Refused(
            "needs.in_published_plan",
            _("Ces lignes figurent dans le plan publié « %(plan)s » : l'import ne peut plus être annulé."),
            plan=need_import.published_in,
        )
    NeedLine.objects.filter(need_import=need_import).update(confirmed=False)
    put_away(need_import)
    record(actor, "needs.undo", need_import, before={"state": before}, after={"state": ImportState.UNDONE})
    return need_import


def hold_imports(plan_name: str, year: int) -> int:
    """Note that a published plan holds the confirmed imports of a year; return how many."""
    return NeedImport.objects.filter(year=year, state=ImportState.CONFIRMED, published_in="").update(
        published_in=plan_name
    )


def release_imports(plan_name: str, year: int) -> int:
    """Note that the plan is no longer published; return how many imports are free again."""
    return NeedImport.objects.filter(year=year, published_in=plan_name).update(published_in="")
