"""What a certificate certifies stays written on it: a product mark is no management system, wherever it is read."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import OrganisationFactory, an_actor
from tests.pillars.certification.office import TODAY, Office, a_draft
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.case_actions import open_case
from rakiza.pillars.certification.enums import Scheme
from rakiza.pillars.certification.models import Certificate, CertificateProposal, CertificationCase
from rakiza.pillars.certification.proposals import confirm_certificate
from rakiza.pillars.certification.queries import titles_for
from rakiza.pillars.certification.register_files.actions import confirm_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


@pytest.fixture
def maker() -> Organisation:
    made: Organisation = OrganisationFactory(name="Fabrique fictive", kind=OrganisationKind.MAKER)
    return made


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def a_certificate(
    officer: Actor, maker: Organisation, scheme: Scheme, standard: str, number: str
) -> Certificate:
    return issue_certificate(
        officer,
        maker=maker,
        scheme=scheme,
        standard=standard,
        number=number,
        scope_families=("syringe_hypodermic",),
        valid_from=TODAY(),
        valid_to=TODAY() + timedelta(days=900),
    )


def asked(maker: Organisation, **more: object) -> dict[str, object]:
    day = TODAY().isoformat()
    dates = {"decided_on": day, "valid_from": day, "valid_to": f"{TODAY() + timedelta(days=900)}"}
    families = {"scope_families": ["syringe_hypodermic"]}
    return {"maker": maker.pk, "standard": "NM 03.7.012", "number": "NM-1", **families, **dates, **more}


def test_a_product_mark_alone_qualifies_no_maker(officer: Actor, maker: Organisation) -> None:
    a_certificate(officer, maker, Scheme.PRODUCT, "NM ISO 13485", "NM-1")
    assert titles_for(TODAY().year) == ()

    a_certificate(officer, maker, Scheme.SYSTEM, "NM ISO 13485", "C-1")
    assert [title.number for title in titles_for(TODAY().year)] == ["C-1"]


@pytest.mark.parametrize("door", ["page", "interface", "register"])
def test_a_mark_taken_over_stays_a_mark(officer: Actor, maker: Organisation, door: str) -> None:
    second = an_actor(Role.CERTIFICATION_OFFICER, officer.organisation)
    if door == "page":
        signed_in(officer).post(reverse("certification:issue"), asked(maker, scheme="product"))
    elif door == "interface":
        answer = Caller.of(officer).post("/certification/certificates", asked(maker, scheme="product"))
        assert said(answer)["scheme"] == "product"
    else:
        day = f"{TODAY():%d/%m/%Y}"
        row = f"NM-1;Fabrique fictive;Marque NM;NM 03.7.012;syringe_hypodermic;{day};{day};{TODAY() + timedelta(days=900):%d/%m/%Y}"
        file = (
            f"Numéro;Fabricant;Objet;Norme;Familles couvertes;Décidé le;Valable du;Valable au\n{row}".encode()
        )
        client = signed_in(officer)
        address = client.post(
            reverse("certification:certificates-upload"), {"file": SimpleUploadedFile("c.csv", file)}
        )
        review = client.get(address["Location"])
        assert "marque de produit NM" in unescape(review.content.decode())
        client.post(address["Location"], {"reviewed": review.context["mark"]})
    waiting = signed_in(second).get(reverse("certification:proposals"))
    assert "marque de produit NM" in unescape(waiting.content.decode())
    assert AuditEvent.objects.get(action="certification.propose_certificate").after["scheme"] == "product"

    if door == "register":
        confirm_file(second, StoredFile.objects.get())
    else:
        confirm_certificate(second, CertificateProposal.objects.get())

    made, case = Certificate.objects.get(), CertificationCase.objects.get()
    assert (made.scheme, case.scheme, case.certificate) == (Scheme.PRODUCT, Scheme.PRODUCT, made)
    assert AuditEvent.objects.get(action="certification.issue").after["scheme"] == "product"
    shown = Caller.of(second).get(f"/certification/certificates/{made.pk}")
    assert said(shown)["scheme"] == "product"
    page = signed_in(second).get(reverse("certification:certificate", args=[made.pk]))
    assert "marque de produit NM" in unescape(page.content.decode())


def test_the_page_asks_what_is_certified_and_a_file_may_not_name_something_else(
    officer: Actor, maker: Organisation
) -> None:
    client = signed_in(officer)
    assert client.post(reverse("certification:issue"), asked(maker)).status_code == 422
    assert client.post(reverse("certification:issue"), asked(maker, scheme="x")).status_code == 422
    answer = Caller.of(officer).post("/certification/certificates", asked(maker, scheme="x"))
    assert answer.status_code == 422
    file = (
        "Numéro;Fabricant;Objet;Norme;Décidé le;Valable du;Valable au\n"
        "C-1;Fabrique fictive;jouet;ISO 9001;01/01/2015;01/01/2015;31/12/2017"
    ).encode()
    address = client.post(
        reverse("certification:certificates-upload"), {"file": SimpleUploadedFile("c.csv", file)}
    )
    problems = client.get(address["Location"]).context["problems"]
    assert [one.kind.code for one in problems] == ["register.scheme"]
    assert not CertificateProposal.objects.exists()


def test_lists_keep_one_kind_apart(officer: Actor, maker: Organisation) -> None:
    a_certificate(officer, maker, Scheme.PRODUCT, "NM 03.7.012", "NM-1")
    a_certificate(officer, maker, Scheme.SYSTEM, "ISO 9001:2015", "C-1")
    client, caller = signed_in(officer), Caller.of(officer)

    page = client.get(reverse("certification:list"), {"objet": "product"})
    assert [row.certificate.number for row in page.context["rows"]] == ["NM-1"]
    found = said(caller.get("/certification/certificates?scheme=system"))["items"]
    assert [(one["number"], one["scheme"]) for one in found] == [("C-1", "system")]
    assert caller.get("/certification/certificates?scheme=toy").status_code == 422


def test_lists_of_cases_keep_one_kind_apart(office: Office) -> None:
    a_draft(office)
    client = signed_in(office.maker)
    shown = {
        scheme: len(client.get(reverse("certification:cases"), {"objet": scheme}).context["rows"])
        for scheme in Scheme.values
    }
    assert shown == {"system": 1, "product": 0}
    assert said(Caller.of(office.maker).get("/certification/cases?scheme=product"))["items"] == []


def test_a_mark_is_not_renewed_as_a_management_system(office: Office) -> None:
    kept = a_certificate(office.auditor, office.maker.organisation, Scheme.PRODUCT, "NM 03.7.012", "NM-1")

    with pytest.raises(Refused) as refusal:
        open_case(
            office.maker, body=office.body, scheme=Scheme.SYSTEM, standard="NM 03.7.012:2020", renews=kept
        )

    assert refusal.value.code == "case.other_scheme"
    assert not CertificationCase.objects.exists()
    assert not AuditEvent.objects.filter(action="certification.open_case").exists()


def test_opening_a_case_is_written_down_whole(office: Office) -> None:
    case = a_draft(office)

    assert AuditEvent.objects.get(action="certification.open_case").after == {
        "body": office.body.pk,
        "scheme": "system",
        "standard": "ISO 13485:2016",
        "site": None,
        "scope_families": [],
        "renews": None,
        "devices": [],
    }
    assert case.scheme == Scheme.SYSTEM
