"""A certificate decided outside the platform is followed on it: its surveillances to come are due as any other's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from rakiza.kernel.audit.actions import Deed, record_all
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.certification.enums import CaseState
from rakiza.pillars.certification.models import Certificate, CertificationCase


def follow(actor: Actor, decided: Sequence[tuple[Certificate, date]]) -> None:
    """Open the cases of certificates that stand, decided already and never filed here; none of those that have ended.

    `decided`: each with the day of its decision. In the caller's transaction, which has checked who acts.
    """
    today = timezone.localdate()
    named: dict[int, list[int]] = defaultdict(list)
    marks = Certificate.devices.through._default_manager.filter(
        certificate__in=[one for one, _day in decided]
    )
    for certificate_id, device in marks.values_list("certificate_id", "device_id"):
        named[certificate_id].append(device)
    cases = CertificationCase.objects.bulk_create(
        CertificationCase(
            maker=certificate.maker,
            body=certificate.body,
            scheme=certificate.scheme,
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
    through = CertificationCase.devices.through
    through._default_manager.bulk_create(
        through(certificationcase=case, device_id=device)
        for case in cases
        for device in named.get(case.certificate_id or 0, ())
    )
    record_all(actor, (Deed("certification.follow", case, after=_said(case)) for case in cases))


def _said(case: CertificationCase) -> dict[str, object]:
    return {"certificate": case.certificate_id, "decided_on": case.decided_on}
