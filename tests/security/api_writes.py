"""What programs may change: each endpoint that writes, who may use it, on what, and what it leaves in the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.factories import DeviceFactory, OrganisationFactory
from tests.factories.keys import a_key
from tests.security.api_states import (
    appointment_held,
    audit_planned,
    audited_by_another,
    bare_plant,
    case_complete,
    case_in,
    certificate_suspended,
    certified,
    class_changed,
    dossier_complete,
    dossier_in,
    entrusted,
    finding_answered,
    no_dossier,
    question_in,
    surveillance_planned,
    title_suspended,
    waiting_apart,
)
from tests.security.api_write import (
    ADMINISTRATOR,
    CERTIFIER,
    MAKER,
    REGISTRAR,
    STAFF,
    Made,
    Write,
    empty,
)
from tests.security.api_writes_cases import CASES_WRITES
from tests.security.api_writes_makers import MAKERS_WRITES
from tests.security.api_writes_orders import ORDERS_WRITES
from tests.security.house import FIRST, LAST, House
from tests.security.registers import REGISTER_WRITES
from tests.web.api.caller import Caller

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Site
from rakiza.pillars.certification.models import (
    CertificateProposal,
    CertificationCase,
    Finding,
    StandardEdition,
)
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device, Plant, ProductionLine
from rakiza.pillars.registration.expertise.models import Consultation, Slot
from rakiza.pillars.registration.models import (
    AgendaItem,
    CommissionSession,
    Dossier,
    DossierDocument,
    TitleProposal,
)


def today() -> str:
    return timezone.localdate().isoformat()


def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=1)).isoformat()


def ended(_house: House) -> Made:
    return {"on": today(), "reason": "Contrôle"}


def case(step: str) -> Callable[[House], str]:
    return lambda _house: f"/certification/cases/{CertificationCase.objects.get().pk}/transitions/{step}"


def finding(step: str) -> Callable[[House], str]:
    return lambda _house: f"/certification/findings/{Finding.objects.get().pk}/transitions/{step}"


def certificate(step: str) -> Callable[[House], str]:
    return lambda house: f"/certification/certificates/{house.certificate.pk}/transitions/{step}"


def dossier(step: str) -> Callable[[House], str]:
    return lambda _house: f"/registration/dossiers/{Dossier.objects.get().pk}/transitions/{step}"


def title(step: str) -> Callable[[House], str]:
    return lambda house: f"/registration/titles/registration/{house.registration.pk}/transitions/{step}"


def proposal(step: str) -> Callable[[House], str]:
    return lambda _house: f"/registration/proposals/{TitleProposal.objects.get().pk}/transitions/{step}"


def certificate_proposal(step: str) -> Callable[[House], str]:
    return lambda _house: (
        f"/certification/proposals/{CertificateProposal.objects.get().pk}/transitions/{step}"
    )


def a_document(_house: House) -> str:
    document = DossierDocument.objects.get()
    return f"/registration/dossiers/{document.dossier_id}/documents/{document.pk}/transitions/review"


def free_slot() -> str:
    return f"/registration/expertise/slots/{Slot.objects.free().latest('pk').pk}"


def question(step: str) -> Callable[[House], str]:
    return lambda _house: f"/registration/expertise/{Consultation.objects.get().pk}/transitions/{step}"


def in_a_month() -> str:
    return (timezone.localdate() + timedelta(days=30)).isoformat()


def at(path: str) -> Callable[[House], str]:
    return lambda _house: path


def device_number(house: House) -> int:
    return house.scene.offers[0].device_id


def a_title(house: House, **changed: object) -> Made:
    device = {
        "device": device_number(house),
        "number": "T-9",
        "decided_on": "2026-01-01",
        "valid_from": "2026-01-01",
        "valid_to": "2028-12-31",
    }
    return {**device, **changed}


def a_device(**changed: object) -> dict[str, object]:
    usual = {
        "family": "syringe_hypodermic",
        "reference": "R-900",
        "name": "Seringue nouvelle",
        "attributes": [{"name": "volume", "value": 20, "unit": "mL"}],
        "packs": [{"unit": "boite", "quantity": 100}],
        "pack_size": 100,
    }
    return {**usual, **changed}


def same_device(house: House) -> Made:
    kept = Device.objects.get(pk=device_number(house))
    return a_device(
        reference=kept.reference, family=kept.family, name="Autre nom", seen=current_version(kept)
    )


OFFER: Made = {"year": 2028, "tiers": [{"from_quantity": "0", "unit_price": "1.25"}], "monthly_capacity": 500}
LINE: Made = {"name": "Ligne 2", "monthly_capacity": "1200.50", "process": "injection_moulding"}
REPORT: Made = {"held_on": "2026-02-01", "outcome": "conclusive", "note": "Conforme"}

WRITES: dict[str, Write] = {
    **MAKERS_WRITES,
    **REGISTER_WRITES,
    **ORDERS_WRITES,
    **CASES_WRITES,
    "certification_issue": Write(
        "POST",
        at("/certification/certificates"),
        lambda h: {
            "maker": h.scene.makers[0].organisation.pk,
            "standard": "ISO 9001",
            "number": "C-9",
            "decided_on": FIRST.isoformat(),
            "valid_from": FIRST.isoformat(),
            "valid_to": LAST.isoformat(),
        },
        CERTIFIER,
        "certification.propose_certificate",
        alone=False,
    ),
    "certification_confirm": Write(
        "POST", certificate_proposal("confirm"), empty, CERTIFIER, "certification.confirm_certificate"
    ),
    "certification_drop": Write(
        "POST", certificate_proposal("drop"), empty, CERTIFIER, "certification.drop_certificate"
    ),
    "certification_suspend": Write("POST", certificate("suspend"), ended, CERTIFIER, "certification.suspend"),
    "certification_withdraw": Write(
        "POST", certificate("withdraw"), ended, CERTIFIER, "certification.withdraw"
    ),
    "certification_reinstate": Write(
        "POST",
        certificate("reinstate"),
        lambda _: {"on": today()},
        CERTIFIER,
        "certification.reinstate",
        certificate_suspended,
    ),
    "certification_open_case": Write(
        "POST",
        at("/certification/cases"),
        lambda h: {
            "body": h.people[Role.CERTIFICATION_OFFICER].organisation.pk,
            "scheme": "system",
            "standard": "ISO 9001:2015",
        },
        MAKER,
        "certification.open_case",
        alone=False,
    ),
    "certification_file_case": Write(
        "POST", case("file"), empty, MAKER, "certification.case_file", case_complete
    ),
    "certification_send_back": Write(
        "POST",
        case("send-back"),
        lambda _: {"reason": "incomplete", "remark": "R"},
        CERTIFIER,
        "certification.case_send_back",
        case_in("filed"),
    ),
    "certification_accept": Write(
        "POST", case("accept"), empty, CERTIFIER, "certification.case_accept", case_in("filed")
    ),
    "certification_plan": Write(
        "POST",
        case("plan"),
        lambda h: {"auditor": h.people[Role.CERTIFICATION_OFFICER].user.pk, "planned_on": tomorrow()},
        CERTIFIER,
        "certification.case_plan",
        case_in("agreed"),
    ),
    "certification_replan": Write(
        "POST",
        case("replan"),
        lambda h: {"auditor": h.people[Role.CERTIFICATION_OFFICER].user.pk, "planned_on": tomorrow()},
        CERTIFIER,
        "certification.replan_audit",
        audit_planned,
    ),
    "certification_hold": Write(
        "POST",
        case("hold"),
        lambda _: {**REPORT, "findings": [{"grade": "minor", "text": "T"}]},
        CERTIFIER,
        "certification.case_hold",
        audit_planned,
    ),
    "certification_grant": Write(
        "POST",
        case("grant"),
        lambda _: {"number": "C-10", "valid_from": today()},
        CERTIFIER,
        "certification.case_grant",
        audited_by_another,
    ),
    "certification_refuse": Write(
        "POST",
        case("refuse"),
        lambda _: {"remark": "R"},
        CERTIFIER,
        "certification.case_refuse",
        audited_by_another,
    ),
    "certification_cancel": Write("POST", case("cancel"), empty, MAKER, "certification.case_cancel"),
    "certification_plan_surveillance": Write(
        "POST",
        case("plan-surveillance"),
        lambda h: {"auditor": h.people[Role.CERTIFICATION_OFFICER].user.pk, "planned_on": tomorrow()},
        CERTIFIER,
        "certification.plan_surveillance",
        certified,
    ),
    "certification_hold_surveillance": Write(
        "POST",
        case("hold-surveillance"),
        lambda _: REPORT,
        CERTIFIER,
        "certification.hold_surveillance",
        surveillance_planned,
    ),
    "certification_answer": Write(
        "POST",
        finding("answer"),
        lambda _: {"cause": "C", "plan": "P"},
        MAKER,
        "certification.answer_finding",
    ),
    "certification_lift": Write(
        "POST", finding("lift"), empty, CERTIFIER, "certification.settle_finding", finding_answered
    ),
    "certification_give_back": Write(
        "POST",
        finding("return"),
        lambda _: {"remark": "R"},
        CERTIFIER,
        "certification.settle_finding",
        finding_answered,
    ),
    "certification_add_document": Write(
        "POST",
        lambda _: f"/certification/cases/{CertificationCase.objects.get().pk}/documents",
        lambda _: {"kind": "scope"},
        MAKER,
        "certification.add_document",
        case_in("draft"),
        file=True,
    ),
    "certification_answer_with_evidence": Write(
        "POST",
        finding("answer-with-evidence"),
        lambda _: {"cause": "C", "plan": "P"},
        MAKER,
        "certification.answer_finding",
        file=True,
    ),
    "standards_enter": Write(
        "POST",
        at("/certification/standards"),
        lambda _: {
            "standard": "ISO 7864",
            "edition": "2027",
            "title": "Aiguilles",
            "published": "2027-01",
            "source": "essai",
        },
        STAFF | CERTIFIER,
        "certification.enter_edition",
        alone=False,
    ),
    "standards_attach": Write(
        "POST",
        certificate("attach-edition"),
        lambda _: {"edition": StandardEdition.objects.get(standard="ISO 13485", edition="2016").pk},
        CERTIFIER,
        "certification.attach_edition",
    ),
    "people_add_site": Write(
        "POST",
        lambda h: f"/organisations/{h.people[Role.MAKER].organisation.pk}/sites",
        lambda _: {"kind": "warehouse", "name": "Dépôt", "city": "Oujda", "region": "MA-02"},
        STAFF,
        "organisations.add_site",
        alone=False,
    ),
    "people_close_site": Write(
        "POST",
        lambda _: f"/sites/{Site.objects.order_by('pk')[0].pk}/transitions/close",
        empty,
        STAFF,
        "organisations.close_site",
        alone=False,
    ),
    "organisations_describe": Write(
        "PUT",
        lambda h: f"/organisations/{h.people[Role.MAKER].organisation.pk}",
        lambda _: {"region": "MA-01", "ice": "001234567000089", "languages": ["fr", "ar"]},
        STAFF,
        "organisations.describe",
        alone=False,
    ),
    "people_close": Write(
        "POST",
        lambda h: f"/organisations/{h.people[Role.MAKER].organisation.pk}/transitions/close",
        lambda _: {"reason": "Cessation"},
        STAFF,
        "organisations.deactivate",
        alone=False,
    ),
    "people_end_membership": Write(
        "POST",
        lambda h: f"/memberships/{h.people[Role.MAKER].user.memberships.get().pk}/transitions/end",
        lambda _: {"reason": "Départ"},
        STAFF,
        "organisations.end_membership",
        alone=False,
    ),
    "people_close_account": Write(
        "POST",
        lambda h: f"/accounts/{h.people[Role.MAKER].user.pk}/transitions/close",
        lambda _: {"reason": "Départ"},
        ADMINISTRATOR,
        "organisations.close_account",
        alone=False,
    ),
    "devices_add": Write(
        "POST", at("/devices"), lambda _: a_device(), MAKER, "industry.add_device", alone=False
    ),
    "devices_change": Write(
        "PUT", lambda h: f"/devices/{device_number(h)}", same_device, MAKER, "industry.change_device"
    ),
    "devices_withdraw": Write(
        "POST",
        lambda h: f"/devices/{device_number(h)}/transitions/withdraw",
        empty,
        MAKER,
        "industry.withdraw_device",
    ),
    "offers_offer_device": Write(
        "POST",
        lambda h: f"/offers/of-device/{device_number(h)}",
        lambda _: OFFER,
        MAKER,
        "industry.submit_offer",
    ),
    "offers_withdraw": Write(
        "POST",
        lambda h: f"/offers/{h.scene.offers[0].pk}/transitions/withdraw",
        empty,
        MAKER,
        "industry.withdraw_offer",
    ),
    "plants_declare": Write(
        "POST",
        at("/plants"),
        lambda _: {"site": Site.objects.get(name="Annexe").pk, "materials": ["pvc"]},
        MAKER,
        "industry.declare_plant",
        alone=False,
    ),
    "plants_change_plant": Write(
        "PUT",
        lambda _: f"/plants/{Plant.objects.get().pk}",
        lambda _: {"sector": "plastics"},
        MAKER,
        "industry.change_plant",
    ),
    "plants_close_plant": Write(
        "POST",
        lambda _: f"/plants/{Plant.objects.get().pk}/transitions/close",
        empty,
        MAKER,
        "industry.close_plant",
        bare_plant,
    ),
    "production_lines_add_line": Write(
        "POST", at("/lines"), lambda _: LINE, MAKER, "industry.add_line", alone=False
    ),
    "production_lines_change_line": Write(
        "PUT",
        lambda _: f"/lines/{ProductionLine.objects.get(name='Presse').pk}",
        lambda _: LINE,
        MAKER,
        "industry.change_line",
    ),
    "production_lines_close_line": Write(
        "POST",
        lambda _: f"/lines/{ProductionLine.objects.get(name='Presse').pk}/transitions/close",
        empty,
        MAKER,
        "industry.close_line",
    ),
    "titles_declare": Write(
        "POST",
        at("/registration/declarations"),
        lambda h: {
            "maker": h.scene.makers[0].organisation.pk,
            "number": "D-9",
            "decided_on": "2026-01-01",
            "valid_from": "2026-01-01",
        },
        REGISTRAR,
        "registration.propose_title",
        alone=False,
    ),
    "titles_register_device": Write(
        "POST",
        at("/registration/registrations"),
        a_title,
        REGISTRAR,
        "registration.propose_title",
        alone=False,
    ),
    "titles_authorise": Write(
        "POST",
        at("/registration/authorisations"),
        lambda h: a_title(h, purpose="experimental"),
        REGISTRAR,
        "registration.propose_title",
        alone=False,
    ),
    "titles_confirm": Write("POST", proposal("confirm"), empty, REGISTRAR, "registration.confirm_title"),
    "titles_drop": Write("POST", proposal("drop"), empty, REGISTRAR, "registration.drop_title"),
    "titles_suspend": Write("POST", title("suspend"), ended, REGISTRAR, "registration.suspended"),
    "titles_withdraw": Write("POST", title("withdraw"), ended, REGISTRAR, "registration.withdrawn"),
    "titles_reinstate": Write(
        "POST", title("reinstate"), empty, REGISTRAR, "registration.reinstate", title_suspended
    ),
    "titles_cede": Write(
        "POST",
        title("cede"),
        lambda _: {"to": OrganisationFactory(kind="maker").pk},
        MAKER,
        "registration.offer_transfer",
    ),
    "dossiers_open_dossier": Write(
        "POST",
        at("/registration/dossiers"),
        lambda h: {
            "process": "registration",
            "authority": h.people[Role.REGISTRATION_OFFICER].organisation.pk,
            "device": DeviceFactory(maker=h.people[Role.MAKER].organisation).pk,
            "risk_class": "I",
        },
        MAKER,
        "registration.open_dossier",
        no_dossier,
    ),
    "dossiers_file_dossier": Write(
        "POST", dossier("file"), empty, MAKER, "registration.dossier_file", dossier_complete
    ),
    "dossiers_take_class": Write(
        "POST",
        dossier("take-class"),
        lambda _: {"risk_class": "III"},
        MAKER,
        "registration.dossier_take_class",
        class_changed,
    ),
    "dossiers_cancel": Write("POST", dossier("cancel"), empty, MAKER, "registration.dossier_cancel"),
    "dossiers_admit": Write(
        "POST", dossier("admit"), empty, REGISTRAR, "registration.dossier_admit", dossier_in("filed")
    ),
    "dossiers_assign": Write(
        "POST",
        dossier("assign"),
        lambda h: {"officer": h.people[Role.REGISTRATION_OFFICER].user.pk},
        REGISTRAR,
        "registration.dossier_assign",
    ),
    "dossiers_send_back": Write(
        "POST",
        dossier("send-back"),
        lambda _: {"reason": "incomplete", "remark": "R"},
        REGISTRAR,
        "registration.dossier_send_back",
    ),
    "dossiers_add_document": Write(
        "POST",
        lambda _: f"/registration/dossiers/{Dossier.objects.get().pk}/documents",
        lambda _: {"section": "1.04", "language": "fr"},
        MAKER,
        "registration.add_document",
        dossier_in("draft"),
        file=True,
    ),
    "dossiers_review_document": Write(
        "POST",
        a_document,
        lambda _: {"status": "to_correct", "remark": "R"},
        REGISTRAR,
        "registration.review_document",
    ),
    "commission_call_session": Write(
        "POST",
        at("/registration/commission"),
        lambda _: {"held_on": tomorrow()},
        REGISTRAR,
        "registration.call_session",
        alone=False,
    ),
    "commission_opine": Write(
        "POST",
        lambda _: f"/registration/commission/items/{AgendaItem.objects.get().pk}/transitions/opine",
        lambda _: {"opinion": "favourable", "grounds": "Conforme"},
        REGISTRAR,
        "registration.dossier_opine",
        dossier_in("commission"),
    ),
    "commission_complete": Write(
        "POST",
        lambda _: f"/registration/commission/{CommissionSession.objects.get().pk}/transitions/complete",
        empty,
        REGISTRAR,
        "registration.complete_agenda",
        waiting_apart,
    ),
    "commission_move": Write(
        "POST",
        lambda _: f"/registration/commission/{CommissionSession.objects.get().pk}/transitions/move",
        lambda _: {"held_on": tomorrow()},
        REGISTRAR,
        "registration.move_session",
    ),
    "commission_close": Write(
        "POST",
        lambda _: f"/registration/commission/{CommissionSession.objects.get().pk}/transitions/close",
        lambda _: {"present": 7},
        REGISTRAR,
        "registration.close_session",
    ),
    "expertise_declare": Write(
        "PUT",
        at("/registration/expertise/profile"),
        lambda _: {"fields": ["risk"]},
        REGISTRAR,
        "registration.declare_expertise",
        alone=False,
    ),
    "expertise_open_slots": Write(
        "POST",
        at("/registration/expertise/slots"),
        lambda _: {"on": in_a_month(), "at": "10:00", "minutes": 30},
        REGISTRAR,
        "registration.open_slots",
    ),
    "expertise_withdraw_slot": Write(
        "POST",
        lambda _: f"{free_slot()}/transitions/withdraw",
        empty,
        REGISTRAR,
        "registration.withdraw_slot",
    ),
    "expertise_ask": Write(
        "POST",
        lambda _: f"{free_slot()}/questions",
        lambda _: {"field": "clinical", "question": "Q ?", "device": Consultation.objects.get().device_id},
        MAKER,
        "registration.ask_expert",
    ),
    "expertise_accept": Write("POST", question("accept"), empty, REGISTRAR, "registration.expert_accept"),
    "expertise_agree": Write(
        "POST", question("agree"), empty, MAKER, "registration.expert_agree", question_in("moved")
    ),
    "expertise_move": Write(
        "POST",
        question("move"),
        lambda _: {"slot": int(free_slot().rpartition("/")[2]), "reason": "R"},
        REGISTRAR,
        "registration.expert_move",
    ),
    "expertise_answer": Write(
        "POST",
        question("answer"),
        lambda _: {"text": "Réponse"},
        REGISTRAR,
        "registration.expert_answer",
        appointment_held,
    ),
    "expertise_decline": Write(
        "POST", question("decline"), lambda _: {"reason": "R"}, REGISTRAR, "registration.expert_decline"
    ),
    "expertise_cancel": Write(
        "POST", question("cancel"), lambda _: {"reason": "R"}, MAKER | REGISTRAR, "registration.expert_cancel"
    ),
    "dossiers_conclude": Write(
        "POST",
        dossier("conclude"),
        lambda _: {"opinion": "favourable", "internal_note": "N"},
        REGISTRAR,
        "registration.dossier_conclude",
        entrusted,
    ),
    "dossiers_grant": Write(
        "POST",
        dossier("grant"),
        lambda _: {"valid_from": today()},
        REGISTRAR,
        "registration.dossier_grant",
        dossier_in("decision"),
    ),
    "dossiers_refuse": Write(
        "POST",
        dossier("refuse"),
        lambda _: {"remark": "R"},
        REGISTRAR,
        "registration.dossier_refuse",
        dossier_in("decision"),
    ),
}
# What a stranger of the same role is told where the body names what isn't theirs.
NAMED_BY_BODY = frozenset({"plants_declare", "dossiers_open_dossier", "expertise_ask", "orders_create"})


@contextmanager
def undone() -> Iterator[None]:
    """Leave the house as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def caller_of(actor: Actor) -> Caller:
    return Caller(a_key(actor, name="Programme de l'essai").text, Client())
