"""What the rooms of the way know of devices, within what the reader may see of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.pillars.certification.enums import DocumentKind, Scheme
from rakiza.pillars.certification.models import CertificationCase, TypeTest
from rakiza.pillars.certification.queries import cases_for
from rakiza.pillars.industry.models import Device, DeviceQuerySet
from rakiza.pillars.industry.queries import devices_for, sites_of
from rakiza.pillars.purchasing.eligibility.path import Holder, Leg, Mark, Path, Span, path_of, spans_of
from rakiza.pillars.registration.dossier_queries import (
    DossierDates,
    applicants_under_way,
    dates_of_dossiers,
    devices_awaiting_tests,
)


@dataclass(frozen=True, slots=True)
class Round:
    """Tests for one filing: since when, the days on which reports were handed over, whether one is awaited still."""

    first: date
    reports: Sequence[date]
    awaited: bool = False


def devices_on_their_way(actor: Actor) -> DeviceQuerySet:
    """Return the devices whose way the actor may follow: a maker's own, all for those who oversee."""
    require(actor, "eligibility.see_openings")
    return (
        devices_for(actor)
        .active()
        .select_related("maker")
        .order_by(NameColumn("name", ("ar", "en")).expression(), "pk")
    )


def paths_for(actor: Actor, devices: Sequence[Device], today: date) -> Mapping[int, Path]:
    """Return the way of each device, in a constant number of queries.

    A maker's declaration and certifications are on the way of each device that they cover: of its family, and
    where it is made; a certification of another site leads it nowhere. Of dossiers
    the cluster sees dates, never what they say.

    Nobody records the day on which tests begin. Those for a filing are counted from the day on which its file was
    opened, and those that a dossier is sent back for from that day, to the last report handed over for it; where
    it can't be filed without a report that is still missing, or to correct, they run on. Tests of an NM mark's
    product run from the day on which its body ordered them to the laboratory's report.
    """
    makers = {device.maker_id for device in devices}
    cases: dict[int, list[CertificationCase]] = defaultdict(list)
    known_cases = (
        cases_for(actor)
        .filter(maker_id__in=makers)
        .prefetch_related("audits", "documents", "type_tests", "contracts")
    )
    for case in known_cases.order_by("pk"):
        cases[case.maker_id].append(case)
    sites = sites_of(devices)
    dossiers: dict[int, list[DossierDates]] = defaultdict(list)
    for dossier in dates_of_dossiers(actor, makers):
        dossiers[dossier.applicant].append(dossier)
    return {
        device.pk: path_of(
            [
                *(
                    span
                    for case in cases[device.maker_id]
                    if _leads(case, device, sites[device.pk])
                    for span in _of_case(case, device, today)
                ),
                *(
                    span
                    for dossier in dossiers[device.maker_id]
                    if dossier.device in {None, device.pk}
                    for span in _of_dossier(dossier, today)
                ),
            ]
        )
        for device in devices
    }


def _leads(case: CertificationCase, device: Device, sites: frozenset[int]) -> bool:
    """Say whether a case is on a device's way; where nothing says where the device is made, any site may be it.

    A mark is on the way of the products that it names alone.
    """
    if case.scheme == Scheme.PRODUCT and case.devices.all():
        return device in case.devices.all()
    of_family = not case.scope_families or device.family in case.scope_families
    return of_family and (case.site_id is None or not sites or case.site_id in sites)


def _of_case(case: CertificationCase, device: Device, today: date) -> Iterable[Span]:
    audits = sorted(case.audits.all(), key=lambda audit: (audit.planned_on, audit.pk))
    held = [audit.held_on for audit in audits if audit.held_on and audit.stage != "surveillance"]
    marks = [Mark(_day(case.created_at), "prepare", Holder.MAKER)]
    if case.filed_on:
        marks.append(Mark(case.filed_on, "review", Holder.BODY))
    marks += _contracts(case)
    if held:
        marks.append(Mark(held[0], "audits", Holder.BODY))
    if case.decided_on:
        marks.append(Mark(case.decided_on, None, Holder.BODY))
    elif case.state in {"cancelled", "refused"}:
        marks.append(Mark(_day(case.updated_at), None, Holder.MAKER))
    yield from spans_of(Leg.CERTIFICATION, marks, today)
    yield from _tests(_rounds_of_case(case), today)
    for test in (one for one in case.type_tests.all() if one.device_id == device.pk):
        ordered = [Mark(test.ordered_on, "tests", Holder.BODY)]
        if test.reported_on:
            ordered.append(Mark(test.reported_on, None, Holder.BODY))
        yield from spans_of(Leg.TESTS, ordered, today)


def _contracts(case: CertificationCase) -> Iterable[Mark]:
    """Return what the terms of a case put in whose hands: the maker's until it answers, then the body's again."""
    for contract in case.contracts.all():
        if contract.proposed_on:
            yield Mark(contract.proposed_on, "contract", Holder.MAKER)
            if contract.answered_on:
                yield Mark(contract.answered_on, "review", Holder.BODY)


def _rounds_of_case(case: CertificationCase) -> Iterable[Round]:
    """Return the tests of a case: from its opening to the last report before it was filed."""
    reports = [
        _day(piece.created_at) for piece in case.documents.all() if piece.kind == DocumentKind.TEST_REPORT
    ]
    filed = case.filed_on or date.max
    yield Round(_day(case.created_at), [on for on in reports if on <= filed])


def _rounds_of_dossier(dossier: DossierDates) -> Iterable[Round]:
    """Return the tests of a dossier: those it was filed with, then those of each time it was sent back."""
    reports = [_day(moment) for moment in dossier.tests]
    filed = dossier.filed or date.max
    before = [on for on in reports if on <= filed]
    yield Round(_day(dossier.opened), before, awaited=dossier.tests_awaited and not dossier.pauses)
    for first, last in dossier.pauses:
        within = [on for on in reports if first <= on <= (last or date.max) and on not in before]
        yield Round(first, within, awaited=dossier.tests_awaited and last is None)


def _tests(rounds: Iterable[Round], today: date) -> Iterable[Span]:
    """Return each round of tests: to its last report, or to today where one is awaited still."""
    for one in rounds:
        marks = [Mark(one.first, "tests", Holder.MAKER)]
        if one.awaited:
            yield from spans_of(Leg.TESTS, marks, today)
        elif one.reports:
            yield from spans_of(Leg.TESTS, [*marks, Mark(max(one.reports), None, Holder.MAKER)], today)


def _of_dossier(dossier: DossierDates, today: date) -> Iterable[Span]:
    yield from _tests(_rounds_of_dossier(dossier), today)
    leg = Leg.DECLARATION if dossier.process == "declaration" else Leg.REGISTRATION
    dated = (
        (dossier.filed, "completeness"),
        (dossier.admitted, "evaluation"),
        (dossier.evaluated, "commission" if dossier.process == "registration" else "decision"),
        (dossier.heard, "decision"),
    )
    steps = [(on, step) for on, step in dated if on is not None]
    marks = [Mark(_day(dossier.opened), "prepare", Holder.MAKER)]
    marks += [Mark(on, step, Holder.AUTHORITY) for on, step in steps]
    for first, last in dossier.pauses:
        marks.append(Mark(first, "complete", Holder.MAKER))
        if last is not None:
            before = [step for on, step in steps if on <= first]
            marks.append(Mark(last, before[-1] if before else "completeness", Holder.AUTHORITY))
    if dossier.decided is not None:
        marks.append(Mark(dossier.decided, None, Holder.AUTHORITY))
    elif dossier.state == "cancelled":
        marks.append(Mark(_day(dossier.changed), None, Holder.MAKER))
    yield from spans_of(leg, marks, today)


def under_way(actor: Actor, devices: DeviceQuerySet, leg: Leg) -> DeviceQuerySet:
    """Keep the devices for which a file of a leg is under way, among those that the actor may follow."""
    if leg is Leg.TESTS:
        ordered = TypeTest.objects.filter(case__in=cases_for(actor), result="").values("device_id")
        return devices.filter(Q(pk__in=devices_awaiting_tests(actor)) | Q(pk__in=ordered))
    if leg is Leg.CERTIFICATION:
        cases = cases_for(actor).open()
        systems = cases.filter(scheme=Scheme.SYSTEM).values("maker_id")
        marked = cases.filter(scheme=Scheme.PRODUCT, devices__isnull=False).values("devices")
        return devices.filter(Q(maker_id__in=systems) | Q(pk__in=marked))
    process = "declaration" if leg is Leg.DECLARATION else "registration"
    found = list(applicants_under_way(actor, process))
    whole = {applicant for applicant, device in found if device is None}
    return devices.filter(Q(pk__in={device for _a, device in found if device}) | Q(maker_id__in=whole))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
