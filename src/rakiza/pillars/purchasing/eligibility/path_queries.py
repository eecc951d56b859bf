"""What the rooms of the way know of devices, within what the reader may see of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.certification.enums import DocumentKind
from rakiza.pillars.certification.models import CertificationCase
from rakiza.pillars.certification.queries import cases_for
from rakiza.pillars.industry.models import Device, DeviceQuerySet
from rakiza.pillars.industry.queries import devices_for
from rakiza.pillars.purchasing.eligibility.path import Holder, Leg, Mark, Path, Span, path_of, spans_of
from rakiza.pillars.registration.dossier_queries import dossiers_for
from rakiza.pillars.registration.models import Dossier


def devices_on_their_way(actor: Actor) -> DeviceQuerySet:
    """Return the devices whose way the actor may follow: a maker's own, all for those who oversee."""
    require(actor, "eligibility.see_openings")
    return devices_for(actor).active().select_related("maker").order_by("name", "pk")


def paths_for(actor: Actor, devices: Sequence[Device], today: date) -> Mapping[int, Path]:
    """Return the way of each device, in a constant number of queries.

    A maker's declaration and certifications are on the way of each device that they cover. Dossiers of
    the authority show only to those who may read them.
    """
    makers = {device.maker_id for device in devices}
    cases: dict[int, list[CertificationCase]] = defaultdict(list)
    known_cases = cases_for(actor).filter(maker_id__in=makers).prefetch_related("audits", "documents")
    for case in known_cases.order_by("pk"):
        cases[case.maker_id].append(case)
    dossiers: dict[int, list[Dossier]] = defaultdict(list)
    for dossier in dossiers_for(actor).filter(applicant_id__in=makers).order_by("pk"):
        dossiers[dossier.applicant_id].append(dossier)
    return {
        device.pk: path_of(
            [
                *(
                    span
                    for case in cases[device.maker_id]
                    if not case.scope_families or device.family in case.scope_families
                    for span in _of_case(case, today)
                ),
                *(
                    span
                    for dossier in dossiers[device.maker_id]
                    if dossier.device_id in {None, device.pk}
                    for span in _of_dossier(dossier, today)
                ),
            ]
        )
        for device in devices
    }


def _of_case(case: CertificationCase, today: date) -> Iterable[Span]:
    audits = sorted(case.audits.all(), key=lambda audit: (audit.planned_on, audit.pk))
    held = [audit.held_on for audit in audits if audit.held_on and audit.stage != "surveillance"]
    marks = [Mark(_day(case.created_at), "prepare", Holder.MAKER)]
    if case.filed_on:
        marks.append(Mark(case.filed_on, "review", Holder.BODY))
    if held:
        marks.append(Mark(held[0], "audits", Holder.BODY))
    if case.decided_on:
        marks.append(Mark(case.decided_on, None, Holder.BODY))
    elif case.state in {"cancelled", "refused"}:
        marks.append(Mark(_day(case.updated_at), None, Holder.MAKER))
    yield from spans_of(Leg.CERTIFICATION, marks, today)
    tests = [
        _day(piece.file.created_at)
        for piece in case.documents.all()
        if piece.kind == DocumentKind.TEST_REPORT and case.filed_on
    ]
    if tests and case.filed_on:
        report = [Mark(_day(case.created_at), "tests", Holder.MAKER), Mark(max(tests), None, Holder.MAKER)]
        yield from spans_of(Leg.TESTS, report, today)


def _of_dossier(dossier: Dossier, today: date) -> Iterable[Span]:
    leg = Leg.DECLARATION if dossier.process == "declaration" else Leg.REGISTRATION
    marks = [Mark(_day(dossier.created_at), "prepare", Holder.MAKER)]
    dated = (
        (dossier.filed_on, "completeness"),
        (dossier.admitted_on, "evaluation"),
        (dossier.evaluated_on, "commission"),
        (dossier.opinion_on, "decision"),
        (dossier.decided_on, None),
    )
    marks += [Mark(on, step, Holder.AUTHORITY) for on, step in dated if on is not None]
    return spans_of(leg, marks, today)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
