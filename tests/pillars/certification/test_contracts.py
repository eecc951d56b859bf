"""The contract between the review and stage 1, or a mark's tests: proposed, answered, replaced, and taken as accepted where it ran before."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import an_actor
from tests.pillars.certification.office import (
    TODAY,
    Office,
    a_draft,
    a_filed,
    an_accepted,
    an_agreed,
    state_of,
    the_terms,
)
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification.case_rows import next_date
from rakiza.pillars.certification.contracts import agree_contract, decline_contract, offer_contract
from rakiza.pillars.certification.enums import CaseState, ContractState, Decline
from rakiza.pillars.certification.models import Audit, CertificationCase, Contract
from rakiza.pillars.certification.reminders import remind

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def test_terms_are_proposed_accepted_and_written_down(office: Office) -> None:
    case = an_accepted(office)

    made = offer_contract(office.auditor, case, the_terms())

    (told,) = [one for one in awaiting(office.maker) if one.code == "certification.contract_offered"]
    assert (told.deadline, told.link) == (
        TODAY() + timedelta(days=15),
        f"certification.certificationcase:{case.pk}",
    )
    assert (state_of(case), next_date(CertificationCase.objects.get())) == (CaseState.OFFERED, told.deadline)
    offered = AuditEvent.objects.get(action="certification.case_offer")
    assert offered.before == {"state": "accepted"}
    assert (offered.after["state"], offered.after["fee"], offered.after["audit_days"]) == (
        "offered",
        "40000",
        "3.5",
    )

    agree_contract(office.maker, case, contract=made.pk)

    kept = Contract.objects.get()
    assert (kept.state, kept.answered_by, kept.answered_on) == ("accepted", office.maker.user, TODAY())
    assert state_of(case) == CaseState.AGREED
    agreed = AuditEvent.objects.get(action="certification.case_agree")
    assert agreed.before == {"state": "offered", "contract_state": "proposed"}
    assert (agreed.after["contract"], agreed.after["contract_state"]) == (made.pk, "accepted")
    assert "certification.contract_offered" not in [one.code for one in awaiting(office.maker)]
    (heard,) = [one for one in awaiting(office.auditor) if one.code == "certification.contract_agreed"]
    assert heard.link == f"certification.certificationcase:{case.pk}"


@pytest.mark.parametrize("offered", [False, True])
def test_no_stage_1_before_the_contract_is_accepted(office: Office, offered: bool) -> None:
    case = an_accepted(office)
    if offered:
        offer_contract(office.auditor, case, the_terms())
    before = state_of(case), AuditEvent.objects.count()

    with pytest.raises(Refused) as refusal:
        actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())

    assert str(refusal.value) == "Ni audit ni essai avant que le fabricant n'ait accepté le contrat."
    assert (state_of(case), AuditEvent.objects.count(), Audit.objects.count()) == (*before, 0)


def test_declined_terms_give_way_to_others(office: Office) -> None:
    case = an_accepted(office)
    first = offer_contract(office.auditor, case, the_terms())

    decline_contract(
        office.maker, case, contract=first.pk, choice=Decline.OTHER_TERMS, reason="Trop de jours."
    )
    between = state_of(case)
    assert ["Trop de jours." in str(one) for one in awaiting(office.auditor)].count(True) == 1
    second = offer_contract(office.auditor, case, the_terms(audit_days=Decimal(2)))
    agree_contract(office.maker, case, contract=second.pk)

    assert (between, state_of(case)) == (CaseState.ACCEPTED, CaseState.AGREED)
    assert list(Contract.objects.values_list("state", "reason")) == [
        ("accepted", ""),
        ("declined", "Trop de jours."),
    ]
    declined = AuditEvent.objects.get(action="certification.case_decline")
    assert declined.after["reason"] == "Trop de jours."
    assert "Trop de jours." not in "".join(str(one) for one in awaiting(office.auditor))


def test_terms_that_do_not_suit_may_close_the_case(office: Office) -> None:
    case = an_accepted(office)
    made = offer_contract(office.auditor, case, the_terms())

    with pytest.raises(Refused, match="pourquoi"):
        decline_contract(office.maker, case, contract=made.pk, choice=Decline.CLOSE, reason=" ")
    assert state_of(case) == CaseState.OFFERED
    decline_contract(office.maker, case, contract=made.pk, choice=Decline.CLOSE, reason="Trop cher.")

    assert (state_of(case), Contract.objects.get().state) == (CaseState.CANCELLED, ContractState.DECLINED)
    assert "certification.contract_closed" in [one.code for one in awaiting(office.auditor)]


def test_nobody_accepts_other_terms_than_those_that_were_read(office: Office) -> None:
    case = an_accepted(office)
    read = offer_contract(office.auditor, case, the_terms())
    offer_contract(office.auditor, case, the_terms(fee=Decimal(90_000)))
    replaced = AuditEvent.objects.filter(action="certification.case_offer").latest("pk")
    assert (replaced.before["fee"], replaced.after["fee"]) == ("40000.00", "90000")
    before = AuditEvent.objects.count()

    for answer in (
        lambda: agree_contract(office.maker, case, contract=read.pk),
        lambda: decline_contract(
            office.maker, case, contract=read.pk, choice=Decline.CLOSE, reason="Trop cher."
        ),
    ):
        with pytest.raises(Refused) as refusal:
            answer()
        assert refusal.value.code == "contract.replaced"

    assert (state_of(case), AuditEvent.objects.count()) == (CaseState.OFFERED, before)
    assert sorted(Contract.objects.values_list("state", flat=True)) == ["proposed", "replaced"]


def test_an_answer_that_comes_too_late_asks_for_other_terms(office: Office) -> None:
    case = an_accepted(office)
    made = offer_contract(office.auditor, case, the_terms())
    Contract.objects.update(answer_by=TODAY() - timedelta(days=1))

    with pytest.raises(Refused) as refusal:
        agree_contract(office.maker, case, contract=made.pk)

    assert (refusal.value.code, state_of(case)) == ("contract.too_late", CaseState.OFFERED)
    decline_contract(office.maker, case, contract=made.pk, choice=Decline.OTHER_TERMS, reason="En retard.")
    assert state_of(case) == CaseState.ACCEPTED


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("contract.past", {"answer_by": TODAY() - timedelta(days=1)}),
        ("contract.stage_1", {"stage_1_on": TODAY() + timedelta(days=14)}),
        ("contract.stage_2", {"stage_2_on": TODAY() + timedelta(days=29)}),
        ("certification.too_late", {"stage_2_on": TODAY() + timedelta(days=200 * 365)}),
        ("contract.days", {"audit_days": Decimal("1.2")}),
        ("contract.days", {"audit_days": Decimal(0)}),
        ("contract.fee", {"fee": Decimal("1.005")}),
        ("contract.fee", {"fee": Decimal(-1)}),
    ],
)
def test_terms_that_make_no_contract_are_refused(
    office: Office, code: str, changed: dict[str, object]
) -> None:
    case = an_accepted(office)
    before = AuditEvent.objects.count()

    with pytest.raises(Refused) as refusal:
        offer_contract(office.auditor, case, the_terms(**changed))

    assert refusal.value.code == code
    assert (state_of(case), Contract.objects.count(), AuditEvent.objects.count()) == (
        CaseState.ACCEPTED,
        0,
        before,
    )


def test_both_sides_walk_the_pages_with_the_document(office: Office) -> None:
    case = an_accepted(office)
    body, maker = signed_in(office.auditor), signed_in(office.maker)
    page = reverse("certification:case", args=[case.pk])
    offer = reverse("certification:case-step", args=[case.pk, "proposer"])
    given = {
        "scope": "Un site.",
        "audit_days": "3,5",
        "fee": "40 000",
        "answer_by": f"{TODAY() + timedelta(days=5)}",
        "stage_1_on": f"{TODAY() + timedelta(days=30)}",
        "stage_2_on": f"{TODAY() + timedelta(days=60)}",
    }
    fields = {f"proposer-{name}": value for name, value in given.items()}
    upload = {"proposer-file": SimpleUploadedFile("contrat.pdf", b"%PDF-1.4 contrat")}
    disguised = {"proposer-file": SimpleUploadedFile("contrat.pdf", b"\x7fELF\0\0")}

    assert body.post(offer, {**fields, **disguised}).status_code == 422
    assert body.post(offer, {**fields, "proposer-fee": "cher"}).status_code == 422
    assert not Contract.objects.exists()
    assert "Accepter le contrat" not in maker.get(page).content.decode()
    assert body.post(offer, {**fields, **upload}).status_code == 302

    made = Contract.objects.get()
    assert made.file is not None
    shown = unescape(maker.get(page).content.decode())
    assert ("Accepter le contrat" in shown, "40\u202f000" in shown, "contrat.pdf" in shown) == (True,) * 3
    assert "Accepter le contrat" not in body.get(page).content.decode()
    file = reverse("certification:case-file", args=[case.pk, made.file.pk])
    assert b"".join(maker.get(file)) == b"%PDF-1.4 contrat"  # type: ignore[arg-type]
    assert signed_in(an_actor(Role.MAKER)).get(file).status_code == 404
    agree = reverse("certification:case-step", args=[case.pk, "convenir"])
    for nonsense in ("", "x", str(10**30), str(made.pk + 1)):
        assert maker.post(agree, {"convenir-contract": nonsense}).status_code == 422
    assert body.post(agree, {"convenir-contract": ""}).status_code == 403
    assert state_of(case) == CaseState.OFFERED
    assert maker.post(agree, {"convenir-contract": made.pk}).status_code == 302
    assert state_of(case) == CaseState.AGREED


def test_the_interface_says_the_terms_and_takes_the_answer(office: Office) -> None:
    case = an_accepted(office)
    offer_contract(office.auditor, case, the_terms())
    maker, path = Caller.of(office.maker), f"/certification/cases/{case.pk}"

    shown = said(maker.get(path))
    (terms,) = shown["contracts"]
    assert (terms["state"], terms["fee"], terms["answer_by"]) == (
        "proposed",
        "40000.00",
        f"{TODAY() + timedelta(days=15)}",
    )
    assert {"agree", "decline", "offer"} <= set(shown["open_transitions"])
    wrong = maker.post(f"{path}/transitions/agree", {"contract": terms["id"] + 1})
    assert (wrong.status_code, said(wrong)["code"]) == (409, "contract.replaced")
    done = maker.post(f"{path}/transitions/agree", {"contract": terms["id"]})
    assert said(done)["state"] == "agreed"


def test_a_maker_is_reminded_before_its_time_to_answer_is_over(office: Office) -> None:
    case = an_accepted(office)
    offer_contract(office.auditor, case, the_terms(answer_by=TODAY() + timedelta(days=7)))
    for _twice in range(2):
        remind(TODAY(), lambda *_said: None)

    (told,) = Notification.objects.filter(code="certification.contract_due")
    assert (told.organisation, told.deadline) == (office.maker.organisation, TODAY() + timedelta(days=7))
    assert told.link == f"certification.certificationcase:{case.pk}"


def test_running_cases_go_on_and_say_that_their_contract_was_taken_as_accepted(office: Office) -> None:
    waiting, audited, draft, filed = (
        an_accepted(office),
        an_agreed(office),
        a_draft(office),
        a_filed(office),
    )
    Contract.objects.all().delete()
    CertificationCase.objects.filter(pk=audited.pk).update(state="stage_2", filed_on=TODAY())
    events = AuditEvent.objects.count()
    assume = import_module("rakiza.pillars.certification.migrations.0013_contracts_taken_as_agreed").assume

    assume(apps, None)

    assert {one.case_id: (one.state, one.answered_on, one.fee) for one in Contract.objects.all()} == {
        waiting.pk: ("assumed", TODAY(), None),
        audited.pk: ("assumed", TODAY(), None),
    }
    states = [state_of(one) for one in (waiting, audited, draft, filed)]
    assert states == ["agreed", "stage_2", "draft", "filed"]
    taken = AuditEvent.objects.filter(action="certification.assume_contract", object_id=str(waiting.pk)).get()
    assert (taken.user, taken.before, taken.after["state"]) == (None, {"state": "accepted"}, "agreed")
    assert (AuditEvent.objects.count(), verify_chain().intact) == (events + 2, True)
    page = signed_in(office.maker).get(reverse("certification:case", args=[waiting.pk])).content.decode()
    assert "Tenu pour accepté à l'examen du dossier" in unescape(page)
    assert "Contrat tenu pour accepté à l'examen" in unescape(page)
    actions.plan_audit(office.auditor, waiting, auditor=office.auditor.user, planned_on=TODAY())
    assert state_of(waiting) == CaseState.STAGE_1
