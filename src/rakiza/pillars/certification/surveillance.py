"""Surveillance of certificates that came from a case: what is due, planned, held, late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.certification.audits import Remark, account_of, check_auditor, write_findings
from rakiza.pillars.certification.case_actions import locked_case
from rakiza.pillars.certification.enums import CaseState, CertificateState, Outcome, Stage
from rakiza.pillars.certification.models import Audit, CertificationCase
from rakiza.pillars.certification.process import ANSWER_WITHIN, Due, surveillances
from rakiza.pillars.certification.telling import settle_surveillance, tell_held, tell_planned


@dataclass(frozen=True, slots=True)
class Watched:
    """One surveillance due, and the audit that answers it, if any."""

    due: Due
    audit: Audit | None

    def late(self, today: date) -> bool:
        """Tell whether its time is over and it wasn't held."""
        return today > self.due.last and (self.audit is None or not self.audit.outcome)


def watched(case: CertificationCase, audits: Iterable[Audit]) -> tuple[Watched, ...]:
    """Return the surveillances of a certified case with the audits that answer them, in order.

    An audit answers the surveillance whose time had begun on its day, and those that nobody had held before it:
    one that comes late is held late, and the next stays due. Of a certificate taken over, those whose time was
    over before are in its body's own records.
    """
    certificate = case.certificate
    if certificate is None:
        return ()
    held = sorted((audit for audit in audits if audit.stage == Stage.SURVEILLANCE), key=_day)
    since = case.taken_over_on or certificate.valid_from
    first = _day(held[0])[0] if held else None
    due = surveillances(certificate.valid_from, certificate.valid_to, case.decided_on, first)
    if due[0].last < since:  # whatever was held since isn't the first
        due = surveillances(certificate.valid_from, certificate.valid_to, case.decided_on)
    answers: list[Audit | None] = [None] * len(due)
    for audit in held:
        begun = sum(one.first <= _day(audit)[0] for one in due)
        answers[:begun] = [known or audit for known in answers[:begun]]
    found = (Watched(one, audit) for one, audit in zip(due, answers, strict=True))
    return tuple(one for one in found if one.due.last >= since)


def _day(audit: Audit) -> tuple[date, int]:
    return audit.held_on or audit.planned_on, audit.pk


@transaction.atomic
def plan_surveillance(actor: Actor, case: CertificationCase, *, auditor: User, planned_on: date) -> Audit:
    """Plan a surveillance audit of a certified case; one at a time."""
    require(actor, "certification.handle", case)
    kept = locked_case(case, frozenset({CaseState.CERTIFIED}))
    if Audit.objects.filter(case=kept, stage=Stage.SURVEILLANCE, outcome="").exists():
        raise Refused("surveillance.planned", _("Une surveillance est déjà planifiée."))
    check_day(kept, planned_on)
    check_auditor(kept, auditor)
    audit = Audit.objects.create(case=kept, stage=Stage.SURVEILLANCE, auditor=auditor, planned_on=planned_on)
    record(actor, "certification.plan_surveillance", kept, after={"on": planned_on, "auditor": auditor.pk})
    settle_surveillance(kept)
    tell_planned(kept, planned_on)
    return audit


def check_day(kept: CertificationCase, planned_on: date) -> None:
    """Refuse a day that is past, of no certificate, or after the one until which the next surveillance is due.

    One that is late already is planned for any day until the certificate ends.
    """
    today, certificate = timezone.localdate(), kept.certificate
    if planned_on < today:
        raise Refused("case.past", _("Un audit se planifie à partir d'aujourd'hui."))
    if (
        certificate is None
        or certificate.state == CertificateState.WITHDRAWN
        or planned_on > certificate.valid_to
    ):
        raise Refused("surveillance.no_certificate", _("Le certificat ne sera pas en vigueur ce jour-là."))
    held = kept.audits.filter(stage=Stage.SURVEILLANCE).exclude(outcome="")
    left = [one.due.last for one in watched(kept, held) if one.audit is None]
    if left and today <= left[0] < planned_on:
        raise Refused(
            "surveillance.after_due",
            _("Cette surveillance est à tenir au plus tard le %(day)s."),
            day=left[0].isoformat(),
        )


@transaction.atomic
def hold_surveillance(
    actor: Actor,
    audit: Audit,
    *,
    held_on: date,
    outcome: Outcome,
    note: str,
    findings: Sequence[Remark] = (),
) -> None:
    """Write down what a surveillance found; the maker answers its non-conformities as it did before.

    What follows for the certificate is decided on its own page.
    """
    require(actor, "certification.handle", audit.case)
    if audit.auditor_id != actor.user.pk:
        raise Refused("case.not_the_auditor", _("Seul l'auditeur désigné rend compte de l'audit."))
    if held_on > timezone.localdate():
        raise Refused("case.future", _("Un audit à venir n'a pas encore de résultat."))
    certificate = audit.case.certificate
    if certificate is not None and held_on < certificate.valid_from:
        raise Refused("surveillance.before_start", _("La surveillance ne peut pas précéder le certificat."))
    changed = Audit.objects.filter(pk=audit.pk, stage=Stage.SURVEILLANCE, outcome="").update(
        held_on=held_on, outcome=outcome, note=note
    )
    if not changed:
        raise Refused("case.state", _("Le dossier a changé entre-temps : rechargez la page."))
    due = held_on + ANSWER_WITHIN
    write_findings(audit, findings, due)
    record(
        actor,
        "certification.hold_surveillance",
        audit.case,
        after=account_of(Audit.objects.get(pk=audit.pk), findings, due),
    )
    tell_held(audit.case, due if findings else None)
