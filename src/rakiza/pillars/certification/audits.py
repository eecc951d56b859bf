"""What holds of a case's audits: what is planned from which state, who audits, when, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.organisations.queries import acts_within_group
from rakiza.pillars.certification.enums import CaseState, Grade, Outcome, Stage
from rakiza.pillars.certification.models import Audit, CertificationCase, Finding

# The audit that each state has planned next, and the state it leads to.
PLANNED: dict[CaseState, tuple[Stage, CaseState]] = {
    CaseState.AGREED: (Stage.STAGE_1, CaseState.STAGE_1),
    CaseState.STAGE_2_READY: (Stage.STAGE_2, CaseState.STAGE_2),
    CaseState.FACTORY_READY: (Stage.FACTORY, CaseState.FACTORY),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A non-conformity as the auditor states it."""

    grade: Grade
    text: str


def write_findings(audit: Audit, findings: Sequence[Remark], due: date) -> None:
    """Write down what an audit found, to be answered by a day."""
    for remark in findings:
        Finding.objects.create(audit=audit, grade=remark.grade, text=remark.text, due_on=due)


def account_of(audit: Audit, findings: Sequence[Remark], due: date) -> dict[str, object]:
    """Return what the trail keeps of an audit that was held: when, what came of it, each finding in full."""
    return {
        "audit": audit.pk,
        "on": audit.held_on,
        "outcome": audit.outcome,
        "note": audit.note,
        "findings": [{"grade": one.grade, "text": one.text, "due": due} for one in findings],
    }


def check_order(kept: CertificationCase, held_on: date) -> None:
    """Refuse an audit held before the case was filed, or before the stage that precedes it."""
    if kept.filed_on is not None and held_on < kept.filed_on:
        raise Refused("case.before_filing", _("L'audit ne peut pas précéder le dépôt du dossier."))
    before = Audit.objects.filter(case=kept, held_on__gt=held_on)
    if before.exists():
        raise Refused("case.before_stage", _("L'audit ne peut pas précéder l'étape d'avant."))


def after(audit: Audit, *, findings: bool) -> CaseState:
    """Return the state that an audit held leads to."""
    if audit.stage == Stage.STAGE_1:
        return CaseState.STAGE_2_READY if audit.outcome == Outcome.CONCLUSIVE else CaseState.AGREED
    if audit.outcome == Outcome.INCONCLUSIVE:
        return CaseState.FACTORY_READY if audit.stage == Stage.FACTORY else CaseState.STAGE_2_READY
    return CaseState.FINDINGS if findings else CaseState.DECISION


def check_auditor(case: CertificationCase, auditor: User) -> None:
    """Refuse an auditor who isn't an officer of the body, or who acts for the maker's group."""
    officer = Membership.objects.valid_on(timezone.localdate()).filter(
        user=auditor, organisation=case.body, role=Role.CERTIFICATION_OFFICER
    )
    if not officer.exists():
        raise Refused("case.auditor", _("L'auditeur doit être un chargé de certification de l'organisme."))
    if acts_within_group(auditor, case.maker):
        raise Refused("case.auditor_tied", _("Cet auditeur agit aussi pour le fabricant ou son groupe."))
