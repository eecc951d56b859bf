"""A certificate decided outside the platform is followed on it: its surveillances to come are due as any other's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from rakiza.kernel.audit.actions import Deed, record_all
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.certification.enums import CaseState, Scheme
from rakiza.pillars.certification.models import Certificate, CertificationCase


def follow(actor: Actor, decided: Sequence[tuple[Certificate, date]]) -> None:
    """Open the cases of certificates that stand, decided already and never filed here; none of those that have ended.

    `decided`: each with the day of its decision. In the caller's transaction, which has checked who acts.
    """
    today = timezone.localdate()
    cases = CertificationCase.objects.bulk_create(
        CertificationCase(
            maker=certificate.maker,
            body=certificate.body,
            scheme=Scheme.SYSTEM,
            standard=certificate.standard,
            edition=certificate.edition,
            site=certificate.site,
            scope_families=certificate.scope_families,
            state=CaseState.CERTIFIED,
            decided_on=day,
            certificate=certificate,
        )
        for certificate, day in decided
        if certificate.valid_to >= today
    )
    record_all(actor, (Deed("certification.follow", case, after=_said(case)) for case in cases))


def _said(case: CertificationCase) -> dict[str, object]:
    return {"certificate": case.certificate_id, "decided_on": case.decided_on}
