"""What each role reads by the API: what its pages show, and nothing of another organisation's."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.security.api_writes import caller_of, device_number
from tests.security.house import House
from tests.web.api.caller import Caller, said

from rakiza.kernel.organisations.enums import MEMBERS, OVERSEERS, Role
from rakiza.pillars.certification.models import CertificationCase, StandardEdition
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device, Plant, ProductionLine
from rakiza.pillars.purchasing.eligibility.models import TitleAlert
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.registration.models import Dossier

STAFF = frozenset({Role.CLUSTER_STAFF, Role.ADMINISTRATOR})
OFFICERS = frozenset({Role.CERTIFICATION_OFFICER, Role.REGISTRATION_OFFICER})
# Each list with one object of the house: who opens the list, and whose stranger sees the object in it.
LISTS: dict[str, tuple[frozenset[Role], frozenset[Role]]] = {
    "/devices": (MEMBERS, MEMBERS - {Role.MAKER}),
    "/offers": (OVERSEERS | {Role.MAKER}, OVERSEERS),
    "/plants": (STAFF | {Role.MAKER}, STAFF),
    "/lines": (STAFF | {Role.MAKER}, STAFF),
    "/certification/certificates": (MEMBERS, MEMBERS - {Role.MAKER, Role.CERTIFICATION_OFFICER}),
    "/certification/cases": (STAFF | {Role.MAKER, Role.CERTIFICATION_OFFICER}, STAFF),
    "/certification/standards": (MEMBERS, MEMBERS),
    "/registration/titles/registration": (MEMBERS, MEMBERS - {Role.MAKER, Role.REGISTRATION_OFFICER}),
    "/registration/dossiers": (frozenset({Role.MAKER, Role.REGISTRATION_OFFICER}), frozenset()),
    "/alerts": (OVERSEERS | {Role.MAKER, Role.BUYER}, OVERSEERS),
    "/paths": (OVERSEERS | {Role.MAKER}, OVERSEERS),
    "/purchasing/orders": (OVERSEERS | {Role.MAKER, Role.BUYER}, OVERSEERS),
}


def numbers(house: House) -> dict[str, int]:
    return {
        "/devices": device_number(house),
        "/offers": house.scene.offers[0].pk,
        "/plants": Plant.objects.get().pk,
        "/lines": ProductionLine.objects.get(name="Presse").pk,
        "/certification/certificates": house.certificate.pk,
        "/certification/cases": CertificationCase.objects.get().pk,
        "/certification/standards": StandardEdition.objects.latest("pk").pk,
        "/registration/titles/registration": house.registration.pk,
        "/registration/dossiers": Dossier.objects.get().pk,
        "/alerts": TitleAlert.objects.get().pk,
        "/paths": device_number(house),
        "/purchasing/orders": Order.objects.get().pk,
    }


def seen(caller: Caller, path: str, number: int) -> tuple[int, bool, int]:
    """Return how the list answers, whether the object is in it, and how its own address answers."""
    answer = caller.get(f"{path}?size=200")
    listed = answer.status_code == 200 and number in {row["id"] for row in said(answer)["items"]}
    return answer.status_code, listed, caller.get(f"{path}/{number}").status_code


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reads_what_concerns_it_and_a_stranger_what_is_everybodys(house: House, role: Role) -> None:
    own, stranger = caller_of(house.people[role]), caller_of(house.strangers[role])

    for path, number in numbers(house).items():
        opens, everybody = LISTS[path]
        if role not in opens:
            assert (path, *seen(own, path, number)) == (path, 403, False, 403)
            assert (path, *seen(stranger, path, number)) == (path, 403, False, 403)
        else:
            assert (path, *seen(own, path, number)) == (path, 200, True, 200)
            shared = role in everybody
            assert (path, *seen(stranger, path, number)) == (path, 200, shared, 200 if shared else 404)


def test_everybody_finds_the_organisations(house: House) -> None:
    number = house.people[Role.MAKER].organisation.pk
    for role in Role:
        assert seen(caller_of(house.strangers[role]), "/organisations", number) == (200, True, 200)


def test_what_officers_write_for_themselves_is_not_told_to_the_applicant(house: House) -> None:
    officer = house.people[Role.REGISTRATION_OFFICER]
    Dossier.objects.update(
        internal_note="Entre nous",
        opinion="unfavourable",
        assigned_to=officer.user,
        evaluated_on="2026-02-01",
    )
    path = f"/registration/dossiers/{Dossier.objects.get().pk}"
    hidden = ("internal_note", "opinion", "assigned_to", "evaluated_on")

    told = said(caller_of(officer).get(path))
    maker = caller_of(house.people[Role.MAKER])
    kept = said(maker.get(path))

    assert [told[name] for name in hidden] == [
        "Entre nous",
        "unfavourable",
        {"id": officer.user.pk, "name": officer.user.name},
        "2026-02-01",
    ]
    assert [kept[name] for name in hidden] == [None] * 4
    assert "Entre nous" not in maker.get("/registration/dossiers").content.decode()


def test_a_version_is_told_to_the_maker_and_to_who_oversees(house: House) -> None:
    path = f"/devices/{device_number(house)}"
    told = {role: said(caller_of(house.people[role]).get(path))["version"] for role in MEMBERS}

    version = current_version(Device.objects.get(pk=device_number(house)))
    assert told == {role: version if role in OVERSEERS | {Role.MAKER} else None for role in MEMBERS}


@pytest.mark.parametrize("kind", ["registration", "declaration", "authorisation"])
def test_the_public_register_needs_no_key_and_says_no_more_than_its_page(house: House, kind: str) -> None:
    page = said(Client().get(f"/api/v1/register/{kind}"))
    open_data = Client().get(f"/homologation/registre.json?nature={kind}")
    published = json.loads(b"".join(open_data.streaming_content))

    rows = [{name: value for name, value in row.items() if name != "id"} for row in page["items"]]
    assert rows == published
    assert page["total"] == len(published)
    for row in page["items"]:
        assert said(Client().get(f"/api/v1/register/{kind}/{row['id']}")) == row


def test_alerts_say_what_the_reader_has_at_stake(house: House) -> None:
    path = f"/alerts/{TitleAlert.objects.get().pk}"
    maker, overseer = (
        said(caller_of(house.people[role]).get(path)) for role in (Role.MAKER, Role.COORDINATOR)
    )

    assert maker["cause_code"] == overseer["cause_code"] == "eligibility.certificate_expires"
    assert [stake["months"] for stake in maker["stakes"]] == [[10, 11, 12]]
    assert float(maker["value"]) < float(overseer["value"])  # excluding tax, including it


def test_lists_cost_a_constant_number_of_queries(house: House, django_assert_max_num_queries) -> None:
    callers = {role: caller_of(house.people[role]) for role in (Role.MAKER, Role.ADMINISTRATOR)}
    for path, (opens, _everybody) in LISTS.items():
        caller = callers[Role.MAKER if Role.MAKER in opens else Role.ADMINISTRATOR]
        caller.get(path)
        with django_assert_max_num_queries(14 if path == "/paths" else 9):  # three rooms stand behind a way
            caller.get(path)


def test_the_description_is_public_and_kept_for_an_hour(db: None) -> None:
    answer = Client().get("/api/v1/openapi.json")

    document = said(answer)
    assert (document["openapi"], document["info"]["version"]) == ("3.1.0", "1")
    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "max-age=3600"}
    mark = answer.headers["ETag"]
    assert Client().get("/api/v1/openapi.json", headers={"If-None-Match": mark}).status_code == 304


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_page_of_the_api_shows_every_endpoint_and_needs_nothing_from_elsewhere(
    db: None, language: str
) -> None:
    text = Client(headers={"Accept-Language": language}).get("/api/").content.decode()
    paths = said(Client().get("/api/v1/openapi.json"))["paths"]

    assert {path for path in paths if f">{path}<" not in text} == set()
    assert "<script>" not in text
    assert " style=" not in text
    assert f'lang="{language}"' in text
