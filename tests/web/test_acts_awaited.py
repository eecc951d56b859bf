"""What asks for an act leaves the inbox when the act is done, by whichever way it is done, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.loans import a_proposed_loan
from tests.pillars.certification import marks
from tests.pillars.certification import office as certification
from tests.pillars.industry.test_content import a_declared
from tests.pillars.industry.test_content_audits import CORRECTED, NOTHING
from tests.pillars.registration import office as registration

from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.applications import file_join_request, refuse_join_request
from rakiza.kernel.organisations.delegations import drop_delegation
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification import case_actions as cases
from rakiza.pillars.certification.audits import Remark
from rakiza.pillars.certification.contracts import agree_contract, offer_contract
from rakiza.pillars.certification.enums import Grade
from rakiza.pillars.certification.enums import SendBackReason as CaseReason
from rakiza.pillars.certification.models import Finding
from rakiza.pillars.certification.process import ANSWER_WITHIN
from rakiza.pillars.industry.content.actions import answer_contest, open_contest, settle_contest
from rakiza.pillars.industry.content.auditing import answer_findings, decide_audit, open_audit, send_findings
from rakiza.pillars.registration import decisions, dossier_actions, review_actions
from rakiza.pillars.registration.enums import Process, Request, SendBackReason

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def awaited() -> dict[str, int]:
    """Return in how many days each act that is asked for is awaited."""
    rows = Notification.objects.unread().filter(deadline__isnull=False)
    return {row.code.partition(".")[2]: (row.deadline - TODAY()).days for row in rows if row.deadline}


def test_a_certification_case_asks_each_side_in_its_turn() -> None:
    office = certification.an_office()
    case = certification.a_filed(office)
    assert awaited() == {"case_filed": 15}
    cases.send_back(office.auditor, case, reason=CaseReason.SCOPE, remark="Quel domaine ?")
    assert awaited() == {"case_sent_back": 30}
    cases.file_case(office.maker, case)
    assert awaited() == {"case_filed": 15}
    cases.accept_case(office.auditor, case)
    assert awaited() == {}
    made = offer_contract(office.auditor, case, certification.the_terms())
    assert set(awaited()) == {"contract_offered"}
    agree_contract(office.maker, case, contract=made.pk)
    assert awaited() == {"contract_agreed": 15}
    planned = TODAY() + timedelta(days=9)
    cases.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=planned)
    assert awaited() == {"audit_planned": 9}
    cases.cancel_case(office.maker, case)
    assert awaited() == {}


def test_a_mark_asks_for_its_contract_then_for_its_tests() -> None:
    office = certification.an_office()
    case = marks.an_accepted_mark(office)
    made = offer_contract(office.auditor, case, marks.the_terms_of_a_mark())
    assert set(awaited()) == {"contract_offered"}
    agree_contract(office.maker, case, contract=made.pk)
    assert awaited() == {"contract_agreed": 15}
    marks.an_ordered_test(office, case)
    assert "contract_agreed" not in awaited()


def test_non_conformities_are_awaited_until_the_last_is_answered() -> None:
    office = certification.an_office()
    certification.an_audited(office, Remark(Grade.MINOR, "Un."), Remark(Grade.MINOR, "Deux."))
    first, second = Finding.objects.order_by("pk")
    days = ANSWER_WITHIN.days
    assert awaited() == {"findings_to_answer": days}
    cases.answer_finding(office.maker, first, cause="Oubli", plan="Contrôle")
    assert awaited() == {"findings_to_answer": days, "finding_answered": 15}
    cases.settle_finding(office.auditor, first, accepted=False, remark="Et la cause ?")
    assert awaited() == {"findings_to_answer": days, "finding_returned": days}
    for finding in (first, second):
        cases.answer_finding(office.maker, finding, cause="Oubli", plan="Contrôle")
    assert awaited() == {"finding_answered": 15}
    for finding in (first, second):
        cases.settle_finding(office.auditor, finding, accepted=True)
    assert awaited() == {}


@pytest.mark.parametrize(("process", "days"), [(Process.REGISTRATION, 120), (Process.DECLARATION, 30)])
def test_a_dossier_asks_each_side_in_its_turn(process: Process, days: int) -> None:
    office = registration.an_office()
    dossier = registration.a_filed(office, process)
    assert awaited() == {"dossier_filed": days}
    review_actions.assign(office.evaluator, dossier, officer=office.decider.user)
    assert awaited() == {"dossier_assigned": days}
    review_actions.send_back(
        office.decider, dossier, reason=SendBackReason.INCOMPLETE, remark="Il manque une pièce."
    )
    assert awaited() == {"dossier_sent_back": 60}
    dossier_actions.file_dossier(office.maker, dossier)
    assert awaited() == {"dossier_filed": days}


def test_a_decision_and_a_withdrawal_leave_nothing_awaited() -> None:
    office = registration.an_office()
    decided = registration.to_decide(office)
    given_up = registration.a_filed(office)
    review_actions.send_back(
        office.decider, given_up, reason=SendBackReason.INCOMPLETE, remark="Il manque une pièce."
    )
    assert awaited() == {"dossier_filed": 120, "dossier_sent_back": 60}
    decisions.refuse(office.decider, decided, remark="Essais insuffisants.")
    dossier_actions.cancel_dossier(office.maker, given_up)
    assert awaited() == {}


def test_an_offer_to_transfer_awaits_its_last_addressee_until_they_ask() -> None:
    office = registration.an_office()
    title = decisions.grant(office.decider, registration.to_decide(office), valid_from=TODAY())
    taker = registration.an_office()
    for to in (an_actor(Role.MAKER).organisation, taker.maker.organisation):
        dossier_actions.offer_transfer(office.maker, title, to=to)
        title.refresh_from_db()
    told = Notification.objects.unread().get(deadline__isnull=False)
    assert (told.organisation, awaited()) == (taker.maker.organisation, {"transfer_offered": 30})
    office = registration.Office(taker.maker, office.evaluator, office.decider)
    registration.a_draft(office, request=Request.TRANSFER, registration=title)
    assert awaited() == {}


def test_a_contest_awaits_the_maker_then_the_cluster() -> None:
    maker, cluster = an_actor(Role.MAKER), an_actor(Role.CLUSTER_STAFF)
    bill = a_declared(maker)
    first, second = (open_contest(an_actor(Role.MAKER), bill, reason="Non.") for _ in range(2))
    assert awaited() == {"contested": 15}
    answer_contest(maker, first, answer="Si.")
    assert awaited() == {"contested": 15, "contest_answered": 15}
    settle_contest(cluster, second, upheld=False, reason="Vu.")
    assert awaited() == {"contest_answered": 15}
    settle_contest(cluster, first, upheld=False, reason="Vu.")
    assert awaited() == {}


def test_a_control_awaits_the_maker_then_a_second_person() -> None:
    maker, auditor = an_actor(Role.MAKER), an_actor(Role.CLUSTER_STAFF)
    second = an_actor(Role.ADMINISTRATOR, auditor.organisation)
    bill = a_declared(maker)
    audit = open_audit(auditor, bill, year=TODAY().year)
    assert awaited() == {}
    send_findings(auditor, audit, CORRECTED)
    assert awaited() == {"audit_findings": 15}
    answer_findings(maker, audit, agrees=True)
    assert awaited() == {"findings_answered": 15}
    decide_audit(second, audit, upheld=False, reason="Vu.")
    assert awaited() == {}
    again = open_audit(auditor, bill, year=TODAY().year, reason="Nouveau fournisseur.")
    send_findings(auditor, again, NOTHING)
    assert awaited() == {"audit_to_decide": 15}


def test_one_who_asks_to_join_and_a_loan_await_the_cluster() -> None:
    cluster = an_actor(Role.CLUSTER_STAFF)
    request = file_join_request(
        {"kind": "maker", "organisation_name": "Atelier fictif", "contact_email": "c@example.org"}
    )
    assert awaited() == {"join_request": 15}
    refuse_join_request(cluster, request, reason="Hors du champ.")
    assert awaited() == {}
    officer = an_actor(Role.REGISTRATION_OFFICER)
    loans = [
        a_proposed_loan(officer),
        a_proposed_loan(an_actor(Role.REGISTRATION_OFFICER, officer.organisation)),
    ]
    for loan in loans:
        assert set(awaited()) == {"delegation_proposed"}
        drop_delegation(cluster, loan)
    assert awaited() == {}
