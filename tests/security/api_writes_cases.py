"""What programs may do to the contract of a certification case, and to the products and tests of a mark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from tests.security.api_write import CERTIFIER, MAKER, Made, Write
from tests.security.house import House

from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.certification.models import CertificationCase, Contract, TypeTest


def case(step: str) -> Callable[[House], str]:
    return lambda _house: f"/certification/cases/{CertificationCase.objects.get().pk}/transitions/{step}"


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def terms(_house: House) -> Made:
    return {
        "scope": "Un site.",
        "audit_days": "3.5",
        "fee": "40000",
        "stage_1_on": in_days(30),
        "stage_2_on": in_days(60),
        "answer_by": in_days(10),
    }


def accepted(_house: House) -> None:
    CertificationCase.objects.update(state="accepted")


def offered(_house: House) -> None:
    case = CertificationCase.objects.get()
    Contract.objects.create(case=case, scope="Un site.", audit_days=3, fee=1, answer_by=timezone.localdate())
    CertificationCase.objects.update(state="offered")


def read(**more: object) -> Callable[[House], Made]:
    return lambda _house: {"contract": Contract.objects.get().pk, **more}


def a_mark(house: House) -> CertificationCase:
    """Make the house's case one of the NM mark for a product of its maker's."""
    case = CertificationCase.objects.get()
    CertificationCase.objects.update(scheme="product", standard="NM 03.7.012", state="tests")
    case.devices.set([house.scene.offers[0].device])
    Organisation.objects.create(name="Laboratoire fictif", kind="laboratory")
    return case


def a_mark_to_name(house: House) -> None:
    a_mark(house)
    CertificationCase.objects.update(state="draft")


def a_test(house: House) -> None:
    TypeTest.objects.create(
        case=a_mark(house),
        device=house.scene.offers[0].device,
        laboratory=Organisation.objects.get(kind="laboratory"),
        standard="NM 03.7.012",
        ordered_on=timezone.localdate(),
        ordered_by=house.people[Role.CERTIFICATION_OFFICER].user,
        due_on=timezone.localdate(),
    )


def ordered(house: House) -> Made:
    return {
        "device": house.scene.offers[0].device.pk,
        "laboratory": Organisation.objects.get(kind="laboratory").pk,
        "standard": "NM 03.7.012",
        "due_on": in_days(30),
    }


def reported(_house: House) -> Made:
    day = timezone.localdate().isoformat()
    return {"test": str(TypeTest.objects.get().pk), "result": "passed", "reported_on": day}


CASES_WRITES: dict[str, Write] = {
    "certification_offer": Write(
        "POST", case("offer"), terms, CERTIFIER, "certification.case_offer", accepted
    ),
    "certification_offer_with_document": Write(
        "POST",
        case("offer-with-document"),
        terms,
        CERTIFIER,
        "certification.case_offer",
        accepted,
        file=True,
    ),
    "certification_agree": Write("POST", case("agree"), read(), MAKER, "certification.case_agree", offered),
    "certification_products": Write(
        "POST",
        case("name-products"),
        lambda h: {"devices": [h.scene.offers[0].device.pk]},
        MAKER,
        "certification.name_products",
        a_mark_to_name,
    ),
    "certification_order": Write(
        "POST", case("order-test"), ordered, CERTIFIER, "certification.case_order_test", a_mark
    ),
    "certification_report": Write(
        "POST",
        case("report-test"),
        reported,
        CERTIFIER,
        "certification.case_report_test",
        a_test,
        file=True,
    ),
    "certification_decline": Write(
        "POST",
        case("decline"),
        read(choice="other_terms", reason="R"),
        MAKER,
        "certification.case_decline",
        offered,
    ),
}
