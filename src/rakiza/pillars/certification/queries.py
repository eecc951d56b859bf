"""Reads of certificates, and the titles that the planning engine takes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from rakiza.engine.planning.values import Site, Title, TitleKind
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.enums import CaseState, Scheme
from rakiza.pillars.certification.models import (
    CaseDocument,
    CaseQuerySet,
    Certificate,
    CertificateQuerySet,
    CertificationCase,
    Contract,
    Finding,
    TypeTest,
)
from rakiza.pillars.industry.models import Device

# ISO 13485 under whatever adoption and edition: ISO 9001 alone says nothing of devices.
_DEVICES_SYSTEM = r"(^|[^0-9])13485($|[^0-9])"


def titles_for(year: int, makers: Collection[int] | None = None) -> tuple[Title, ...]:
    """Return the certificates of devices' quality systems that touch the year, of `makers` or of all, as titles.

    A product mark is none: it says what a product is, never how its maker works.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    certificates = (
        Certificate.objects.touching(first, last)
        .filter(scheme=Scheme.SYSTEM, standard__iregex=_DEVICES_SYSTEM)
        .select_related("site")
        .prefetch_related("suspensions")
        .order_by("pk")
    )
    if makers is not None:
        certificates = certificates.filter(maker_id__in=makers)
    return tuple(_title(certificate) for certificate in certificates)


def _title(certificate: Certificate) -> Title:
    return Title(
        kind=TitleKind.CERTIFICATE,
        maker=str(certificate.maker_id),
        number=certificate.number,
        valid_from=certificate.valid_from,
        valid_to=certificate.last_day,
        families=tuple(certificate.scope_families),
        suspended=tuple((one.starts_on, one.ends_on) for one in certificate.suspensions.all()),
        site=Site(str(certificate.site.pk), str(certificate.site)) if certificate.site else None,
        closed=certificate.site.closed_on if certificate.site else None,
    )


def certificates_for(actor: Actor) -> CertificateQuerySet:
    """Return the certificates that concern the actor: a body's own, a maker's own, else all."""
    certificates = (
        Certificate.objects.select_related("maker", "body", "site")
        .prefetch_related("suspensions", "devices")
        .order_by("valid_to", "pk")
    )
    if actor.plays(Role.CERTIFICATION_OFFICER):
        return certificates.filter(body=actor.organisation)
    if actor.plays(Role.MAKER):
        return certificates.filter(maker=actor.organisation)
    return certificates


def cases_for(actor: Actor) -> CaseQuerySet:
    """Return the cases that concern the actor: a maker's own, those of a body; all for the cluster."""
    cases = CertificationCase.objects.select_related("maker", "body", "certificate", "site").prefetch_related(
        "devices"
    )
    if actor.plays(Role.CLUSTER_STAFF, Role.ADMINISTRATOR):
        return cases
    if actor.plays(Role.CERTIFICATION_OFFICER):
        never_filed = Q(state=CaseState.DRAFT) | Q(state=CaseState.CANCELLED, filed_on__isnull=True)
        return cases.filter(body=actor.organisation).exclude(never_filed)
    if actor.plays(Role.MAKER):
        return cases.filter(maker=actor.organisation)
    return cases.none()


def files_of(case: CertificationCase) -> frozenset[int]:
    """Return the numbers of the files that stand in a case: pieces, evidence, contracts, test reports."""
    pieces = CaseDocument.objects.filter(case=case).values_list("file_id", flat=True)
    evidence = Finding.objects.filter(audit__case=case).values_list("evidence_id", flat=True)
    contracts = Contract.objects.filter(case=case).values_list("file_id", flat=True)
    reports = TypeTest.objects.filter(case=case).values_list("report_id", flat=True)
    return frozenset(one for one in (*pieces, *evidence, *contracts, *reports) if one is not None)


def certificates_about(actor: Actor, device: Device) -> list[Certificate]:
    """Return the certificates that concern a device: its maker's systems, and the marks that name it or its family."""
    found = certificates_for(actor).filter(maker=device.maker)
    return [one for one in found if one.scheme == Scheme.SYSTEM or _marks(one, device)]


def _marks(mark: Certificate, device: Device) -> bool:
    named = mark.devices.all()
    return device in named if named else device.family in mark.scope_families


def in_a_case_of_another(sha256: str, maker: int) -> bool:
    """Say whether a content stands in a case of another company than `maker`: as a piece, or as evidence."""
    pieces = CaseDocument.objects.exclude(case__maker=maker).filter(file__sha256=sha256)
    evidence = Finding.objects.exclude(audit__case__maker=maker).filter(evidence__sha256=sha256)
    reports = TypeTest.objects.exclude(case__maker=maker).filter(report__sha256=sha256)
    return pieces.exists() or evidence.exists() or reports.exists()


def decisions(certificates: CertificateQuerySet) -> dict[int, date]:
    """Return the day on which each was decided, by number, where it is known: its case's, or as it was taken over.

    One that had ended when it was taken over has no case; the trail keeps what was confirmed.
    """
    taken_over = AuditEvent.objects.filter(
        action="certification.confirm_certificate", object_type=Certificate._meta.label_lower
    ).values_list("object_id", "after__decided_on")
    known = {int(number): date.fromisoformat(day) for number, day in taken_over if day}
    cases = certificates.order_by().filter(case__decided_on__isnull=False)
    return known | {pk: day for pk, day in cases.values_list("pk", "case__decided_on") if day}
