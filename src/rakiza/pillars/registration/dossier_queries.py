"""Reads of dossiers: whose they are, and what their pages show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from rakiza.kernel.audit.models import AuditEventQuerySet
from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.contents import TESTS, Piece, missing, needed, sections
from rakiza.pillars.registration.enums import DossierState, Process
from rakiza.pillars.registration.models import AnyTitle, Dossier, DossierDocument, DossierQuerySet, Pause
from rakiza.pillars.registration.process import ORIGINS, Step
from rakiza.pillars.registration.queries import KINDS


def dossiers_for(actor: Actor) -> DossierQuerySet:
    """Return a maker's own dossiers, or those that were filed with an officer's authority; none for others."""
    dossiers = Dossier.objects.select_related(
        "applicant", "authority", "device", "site", "assigned_to", "registration", "declaration"
    ).prefetch_related(Prefetch("pauses", Pause.objects.order_by("pk")))
    if actor.plays(Role.REGISTRATION_OFFICER):
        return (
            dossiers.filter(authority=actor.organisation)
            .exclude(state=DossierState.DRAFT)
            .exclude(filed_on__isnull=True)
        )
    if actor.plays(Role.MAKER):
        return dossiers.filter(applicant=actor.organisation)
    return dossiers.none()


@dataclass(frozen=True, slots=True)
class DossierDates:
    """When a dossier passed its steps, and when it was with its applicant: nothing of what it says.

    `tests`: when each report of tests was handed over; `tests_awaited`: it can't be filed without one more.
    """

    applicant: int
    device: int | None
    process: str
    state: str
    opened: datetime
    changed: datetime
    filed: date | None
    admitted: date | None
    evaluated: date | None
    heard: date | None
    decided: date | None
    pauses: tuple[tuple[date, date | None], ...]
    tests: tuple[datetime, ...]
    tests_awaited: bool


def dates_of_dossiers(actor: Actor, applicants: Collection[int]) -> list[DossierDates]:
    """Return the dates of dossiers: to who reads them, and to the cluster; three queries."""
    reports = DossierDocument.objects.filter(section__in=TESTS).order_by("pk")
    dossiers = (
        _followed(actor)
        .filter(applicant_id__in=applicants)
        .prefetch_related(Prefetch("documents", reports))
        .order_by("pk")
    )
    return [
        DossierDates(
            one.applicant_id,
            one.device_id,
            one.process,
            one.state,
            one.created_at,
            one.updated_at,
            one.filed_on,
            one.admitted_on,
            one.evaluated_on,
            one.opinion_on,
            one.decided_on,
            tuple((pause.starts_on, pause.ends_on) for pause in one.pauses.all()),
            tuple(report.created_at for report in one.documents.all()),
            _awaits_tests(one, one.documents.all()),
        )
        for one in dossiers
    ]


def devices_awaiting_tests(actor: Actor) -> set[int]:
    """Return the devices of dossiers that can't be filed without a report of tests more; two queries."""
    reports = DossierDocument.objects.filter(section__in=TESTS).order_by("pk")
    with_applicant = _followed(actor).filter(state__in=ORIGINS[Step.FILE], device__isnull=False)
    dossiers = with_applicant.prefetch_related(Prefetch("documents", reports))
    return {one.device_id for one in dossiers if one.device_id and _awaits_tests(one, one.documents.all())}


def _awaits_tests(dossier: Dossier, reports: Iterable[Piece]) -> bool:
    """Say whether a dossier that is with its applicant lacks a report, or has one to correct."""
    if dossier.state not in ORIGINS[Step.FILE] or dossier.process != Process.REGISTRATION:
        return False
    if not dossier.risk_class:  # what is asked for goes by class
        return False
    wanted = needed(dossier.process, dossier.request, risk_class=dossier.risk_class, purpose=dossier.purpose)
    of_tests = (one for one in sections(dossier.process, dossier.risk_class) if one.code in TESTS)
    return bool(missing(of_tests, wanted, reports))


def applicants_under_way(actor: Actor, process: str) -> Iterable[tuple[int, int | None]]:
    """Return the applicant and device of each dossier of a process that hasn't ended, as a subquery's rows."""
    return _followed(actor).open().filter(process=process).values_list("applicant_id", "device_id")


def _followed(actor: Actor) -> DossierQuerySet:
    """Return the dossiers whose dates the actor may follow."""
    if actor.plays(Role.CLUSTER_STAFF, Role.ADMINISTRATOR):
        return Dossier.objects.prefetch_related(Prefetch("pauses", Pause.objects.order_by("pk")))
    return dossiers_for(actor)


def told_of(dossier: Dossier) -> AuditEventQuerySet:
    """Return what an applicant may know of what was done to its dossier: no assignment, no examination."""
    untold = {Step.ASSIGN, Step.CONCLUDE}
    own = ("registration.open_dossier", "registration.add_document")
    told = [*own, *(f"registration.dossier_{step.name.lower()}" for step in Step if step not in untold)]
    return history_of(dossier).filter(action__in=told)


def title_of(dossier: Dossier) -> AnyTitle | None:
    """Return the title that the decision on a dossier gave; None where it gave none of its own."""
    found: AnyTitle | None = KINDS[dossier.process]._default_manager.filter(dossier=dossier).first()
    return found
