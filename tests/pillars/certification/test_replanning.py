"""No absence stops a case, a surveillance keeps its delay and has its non-conformities, and what ended awaits nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.factories import an_actor
from tests.pillars.certification.office import TODAY, Office, a_draft, an_agreed, an_audited

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification.actions import withdraw_certificate
from rakiza.pillars.certification.audits import Remark
from rakiza.pillars.certification.enums import CaseState, FindingState, Grade, Outcome
from rakiza.pillars.certification.models import Audit, Certificate, CertificationCase, Finding
from rakiza.pillars.certification.process import ends_on, years_after
from rakiza.pillars.certification.queries import cases_for
from rakiza.pillars.certification.reminders import remind
from rakiza.pillars.certification.replanning import replan_audit
from rakiza.pillars.certification.surveillance import hold_surveillance, plan_surveillance, watched

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def a_certified(office: Office, begun: date) -> CertificationCase:
    """Return a case certified since `begun`."""
    case = an_audited(office)
    made = actions.grant_case(office.decider, case, number="C-7", valid_from=TODAY())
    Certificate.objects.filter(pk=made.pk).update(valid_from=begun, valid_to=ends_on(begun))
    return CertificationCase.objects.get(pk=case.pk)


def test_an_audit_passes_to_another_when_its_auditor_left(office: Office) -> None:
    case = an_agreed(office)
    actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    Membership.objects.filter(user=office.auditor.user).update(valid_to=TODAY() - TOMORROW)
    held = {"held_on": TODAY(), "outcome": Outcome.CONCLUSIVE, "note": "Vu."}
    with pytest.raises(Refused, match="auditeur désigné"):
        actions.hold_audit(office.decider, case, **held)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="chargé de certification"):
        replan_audit(office.decider, case, auditor=office.auditor.user, planned_on=TODAY())
    with pytest.raises(Refused, match="à partir d'aujourd'hui"):
        replan_audit(office.decider, case, auditor=office.decider.user, planned_on=TODAY() - TOMORROW)
    stranger = an_actor(Role.CERTIFICATION_OFFICER)
    for nobody in (stranger, office.maker):
        with pytest.raises(NotAllowed):
            replan_audit(nobody, case, auditor=office.decider.user, planned_on=TODAY())

    client = Client()
    client.force_login(office.decider.user, backend="django.contrib.auth.backends.ModelBackend")
    later = TODAY() + TOMORROW
    fields = {"replanifier-auditor": office.decider.user.pk, "replanifier-planned_on": later.isoformat()}
    told = Notification.objects.filter(code="certification.audit_planned").count()
    assert client.post(f"/certification/dossiers/{case.pk}/replanifier/", fields).status_code == 302

    audit = Audit.objects.get(case=case)
    assert (audit.auditor, audit.planned_on) == (office.decider.user, later)
    written = AuditEvent.objects.get(action="certification.replan_audit")
    assert written.before == {"on": TODAY().isoformat(), "auditor": office.auditor.user.pk}
    assert Notification.objects.filter(code="certification.audit_planned").count() == told + 1
    actions.hold_audit(office.decider, case, **held)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="changé entre-temps"):
        replan_audit(office.decider, case, auditor=office.decider.user, planned_on=TODAY())


def test_what_ended_before_it_was_filed_or_held_is_in_no_list_of_the_body(office: Office) -> None:
    draft, filed = a_draft(office), an_agreed(office)
    actions.plan_audit(office.auditor, filed, auditor=office.auditor.user, planned_on=TODAY())
    for case in (draft, filed):
        actions.cancel_case(office.maker, case)
    client = Client()
    client.force_login(office.auditor.user, backend="django.contrib.auth.backends.ModelBackend")

    assert list(cases_for(office.auditor)) == [filed]  # what was never filed stays the maker's own
    assert client.get(f"/certification/dossiers/{draft.pk}/").status_code == 404
    assert str(office.maker.organisation) not in client.get("/certification/calendrier/").content.decode()


def test_a_surveillance_is_planned_within_its_delay_while_the_certificate_stands(office: Office) -> None:
    case = a_certified(office, TODAY() - timedelta(days=300))
    person, due = office.auditor.user, years_after(TODAY() - timedelta(days=300), 1)
    with pytest.raises(Refused, match=due.isoformat()):
        plan_surveillance(office.auditor, case, auditor=person, planned_on=due + TOMORROW)
    plan_surveillance(office.auditor, case, auditor=person, planned_on=due)
    with pytest.raises(Refused, match=due.isoformat()):
        replan_audit(office.auditor, case, auditor=person, planned_on=due + TOMORROW)
    audit = replan_audit(office.auditor, case, auditor=person, planned_on=TODAY())
    assert watched(case, [audit])[0].audit == audit

    certificate = Certificate.objects.get()
    withdraw_certificate(office.decider, certificate, on=TODAY(), reason="R")
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert str(office.maker.organisation) not in client.get("/certification/calendrier/").content.decode()
    audit.delete()
    with pytest.raises(Refused, match="en vigueur"):
        plan_surveillance(office.auditor, case, auditor=person, planned_on=TODAY())


def test_a_late_surveillance_is_planned_all_the_same_but_not_after_the_certificates_end(
    office: Office,
) -> None:
    begun = TODAY() - timedelta(days=400)
    case = a_certified(office, begun)
    with pytest.raises(Refused, match="en vigueur"):
        plan_surveillance(
            office.auditor, case, auditor=office.auditor.user, planned_on=ends_on(begun) + TOMORROW
        )
    plan_surveillance(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY() + TOMORROW)


def test_the_non_conformities_of_a_surveillance_are_answered_and_lifted(office: Office) -> None:
    case = a_certified(office, TODAY())
    audit = plan_surveillance(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    hold_surveillance(
        office.auditor,
        audit,
        held_on=TODAY(),
        outcome=Outcome.CONCLUSIVE,
        note="Vu.",
        findings=[Remark(Grade.MINOR, "Lots sans étiquette.")],
    )
    finding = Finding.objects.get()
    reminded = Notification.objects.filter(code="certification.finding_due", organisation=case.maker)
    remind(finding.due_on - TOMORROW, lambda *_: None)
    remind(finding.due_on - TOMORROW, lambda *_: None)
    assert reminded.count() == 1

    actions.answer_finding(office.maker, finding, cause="C", plan="P")
    actions.settle_finding(office.auditor, finding, accepted=False, remark="Encore.")
    actions.answer_finding(office.maker, finding, cause="C", plan="P2")
    actions.settle_finding(office.auditor, finding, accepted=True)

    finding.refresh_from_db()
    case.refresh_from_db()
    assert (finding.state, finding.plan, case.state) == (FindingState.CLOSED, "P2", CaseState.CERTIFIED)
