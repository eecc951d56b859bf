"""An audit that is planned passes to another auditor or to another day: nobody's absence stops a case."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.certification.audits import check_auditor
from rakiza.pillars.certification.case_actions import locked_case
from rakiza.pillars.certification.enums import Stage
from rakiza.pillars.certification.models import Audit, CertificationCase
from rakiza.pillars.certification.process import AUDITED
from rakiza.pillars.certification.surveillance import check_day
from rakiza.pillars.certification.telling import tell_planned


@transaction.atomic
def replan_audit(actor: Actor, case: CertificationCase, *, auditor: User, planned_on: date) -> Audit:
    """Give the audit of a case that is planned and not held another auditor, or another day."""
    require(actor, "certification.handle", case)
    kept = locked_case(case, AUDITED)
    audit = Audit.objects.select_for_update().filter(case=kept, outcome="").order_by("-pk").first()
    if audit is None:
        raise Refused("case.state", _("Le dossier a changé entre-temps : rechargez la page."))
    if audit.stage == Stage.SURVEILLANCE:
        check_day(kept, planned_on)
    elif planned_on < timezone.localdate():
        raise Refused("case.past", _("Un audit se planifie à partir d'aujourd'hui."))
    check_auditor(kept, auditor)
    before = {"on": audit.planned_on, "auditor": audit.auditor_id}
    audit.auditor, audit.planned_on = auditor, planned_on
    audit.save()
    record(
        actor,
        "certification.replan_audit",
        kept,
        before=before,
        after={"stage": audit.stage, "on": planned_on, "auditor": auditor.pk},
    )
    if before["on"] != planned_on:
        tell_planned(kept, planned_on)
    return audit
