"""A certificate decided outside the platform is followed on it: its surveillances to come are due as any other's."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.certification.enums import CaseState, Scheme
from rakiza.pillars.certification.models import Certificate, CertificationCase


def follow(actor: Actor, certificate: Certificate, decided_on: date) -> CertificationCase | None:
    """Open the case of a certificate that stands, decided already and never filed here; None where it has ended.

    In the caller's transaction, which has checked who acts.
    """
    if certificate.valid_to < timezone.localdate():
        return None
    case = CertificationCase.objects.create(
        maker=certificate.maker,
        body=certificate.body,
        scheme=Scheme.SYSTEM,
        standard=certificate.standard,
        edition=certificate.edition,
        site=certificate.site,
        scope_families=certificate.scope_families,
        state=CaseState.CERTIFIED,
        decided_on=decided_on,
        certificate=certificate,
    )
    record(
        actor, "certification.follow", case, after={"certificate": certificate.pk, "decided_on": decided_on}
    )
    return case
