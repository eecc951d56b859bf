"""Parties ask to join from outside; the cluster decides once; the directory shows no more than it may."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.factories import OrganisationFactory, an_actor
from tests.web.api.caller import Caller
from tests.web.api.caller import said as told_of

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.applications import accept_join_request, refuse_join_request
from rakiza.kernel.organisations.enums import ApplicationState, OrganisationKind, Role
from rakiza.kernel.organisations.models import Invitation, JoinRequest, Membership, Organisation, Site
from rakiza.kernel.organisations.permissions import NotAllowed, Refused

ASKED = {
    "kind": "maker",
    "organisation_name": "Atelier fictif",
    "ice": "",
    "region": "MA-06",
    "contact_name": "Contact",
    "contact_email": "contact@example.org",
    "message": "Nous moulons du plastique.",
}
pytestmark = pytest.mark.django_db


def browser_of(actor: Actor) -> Client:
    browser = Client()
    browser.force_login(actor.user)
    return browser


def filed(**more: str) -> JoinRequest:
    Client().post(reverse("organisations:join"), {**ASKED, **more})
    return JoinRequest.objects.get()


def test_a_visitor_asks_and_follows() -> None:
    staff = an_actor(Role.CLUSTER_STAFF)
    visitor = Client()

    answer = visitor.post(reverse("organisations:join"), ASKED)
    page = visitor.get(answer.headers["Location"]).content.decode()

    request = JoinRequest.objects.get()
    assert answer.headers["Location"] == reverse("organisations:follow", args=[request.reference])
    assert ("Atelier fictif" in page, "déposée" in page) == (True, True)
    assert [str(message) for message in awaiting(staff)] == ["Atelier fictif demande à rejoindre le cluster."]
    assert not Organisation.objects.filter(name="Atelier fictif").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "cluster"),
        ("kind", "authority_health"),
        ("region", "MA-99"),
        ("contact_email", "rien"),
        ("organisation_name", ""),
        ("message", "x" * 2001),
    ],
)
def test_a_wrong_request_is_told_and_not_kept(field: str, value: str) -> None:
    answer = Client().post(reverse("organisations:join"), {**ASKED, field: value})

    assert answer.status_code == 422
    assert not JoinRequest.objects.exists()


def test_who_is_in_already_is_sent_to_their_own_people() -> None:
    OrganisationFactory(name="Atelier fictif")

    answer = Client().post(reverse("organisations:join"), {**ASKED, "organisation_name": "ATELIER FICTIF"})

    assert answer.status_code == 422
    assert "participe déjà" in answer.content.decode()


def test_a_network_asks_so_often_only() -> None:
    visitor = Client(REMOTE_ADDR="203.0.113.9")
    for number in range(10):
        visitor.post(reverse("organisations:join"), {**ASKED, "organisation_name": f"Atelier {number}"})

    refused = visitor.post(reverse("organisations:join"), ASKED)
    elsewhere = Client(REMOTE_ADDR="203.0.113.10").post(reverse("organisations:join"), ASKED)

    assert (refused.status_code, elsewhere.status_code) == (422, 302)
    assert JoinRequest.objects.count() == 11


def test_an_accepted_party_gets_its_organisation_and_an_invitation() -> None:
    sent = accept_join_request(an_actor(Role.CLUSTER_STAFF), filed())

    request = JoinRequest.objects.get()
    opened = Organisation.objects.get(name="Atelier fictif")
    invitation = Invitation.objects.get()
    assert (request.state, request.organisation) == (ApplicationState.ACCEPTED, opened)
    assert (opened.kind, opened.region) == (OrganisationKind.MAKER, "MA-06")
    assert (invitation.email, invitation.role, invitation.manages) == ("contact@example.org", "maker", True)
    assert sent.secret


def test_two_officers_deciding_at_once_one_wins() -> None:
    request = filed()
    accept_join_request(an_actor(Role.CLUSTER_STAFF), request)
    before = AuditEvent.objects.count()

    with pytest.raises(Refused, match="quelqu'un d'autre"):
        refuse_join_request(an_actor(Role.ADMINISTRATOR), request, reason="R")

    assert JoinRequest.objects.get().state == ApplicationState.ACCEPTED
    assert AuditEvent.objects.count() == before


def test_a_refusal_says_why() -> None:
    request = filed()
    refuse_join_request(an_actor(Role.CLUSTER_STAFF), request, reason="Hors du secteur")

    page = Client().get(reverse("organisations:follow", args=[request.reference])).content.decode()

    assert "Hors du secteur" in page
    assert not Organisation.objects.filter(name="Atelier fictif").exists()


def test_a_name_taken_meanwhile_is_told_and_nothing_is_half_done() -> None:
    request = filed()
    OrganisationFactory(name="Atelier fictif")

    with pytest.raises(Refused) as refusal:
        accept_join_request(an_actor(Role.CLUSTER_STAFF), request)

    assert refusal.value.code == "name_taken"
    assert JoinRequest.objects.get().state == ApplicationState.FILED
    assert not Invitation.objects.exists()


def test_only_the_cluster_decides() -> None:
    request = filed()

    with pytest.raises(NotAllowed):
        accept_join_request(an_actor(Role.MAKER), request)

    assert JoinRequest.objects.get().state == ApplicationState.FILED


def test_people_and_identifiers_are_for_the_party_itself_and_the_cluster() -> None:
    maker = an_actor(Role.MAKER)
    Organisation.objects.filter(pk=maker.organisation.pk).update(ice="001234567000089", tax_number="4711")
    address = reverse("organisations:organisation", args=[maker.organisation.pk])

    own = browser_of(maker).get(address).content.decode()
    staff = browser_of(an_actor(Role.CLUSTER_STAFF)).get(address).content.decode()
    other = browser_of(an_actor(Role.MAKER)).get(address).content.decode()

    for shown in (maker.user.email, "001234567000089", "4711"):
        assert (shown in own, shown in staff, shown in other) == (True, True, False), shown


def test_a_doubtful_ice_is_told_and_kept() -> None:
    maker = an_actor(Role.MAKER)
    office = browser_of(an_actor(Role.CLUSTER_STAFF))

    page = office.post(
        reverse("organisations:describe", args=[maker.organisation.pk]),
        {"ice": "0012 34567000088", "region": "MA-06", "languages": ["fr", "ar"]},
        follow=True,
    ).content.decode()

    maker.organisation.refresh_from_db()
    assert (maker.organisation.ice, maker.organisation.languages) == ("001234567000088", "fr,ar")
    assert "vérifiez-le" in page


GOOD, DOUBTFUL = "001234567000062", "001234567000088"


@pytest.mark.parametrize("ice", [GOOD, DOUBTFUL])
def test_who_asks_and_who_decides_are_told_of_a_doubtful_ice_and_nobody_is_turned_away(ice: str) -> None:
    browser, office = Client(), browser_of(an_actor(Role.CLUSTER_STAFF))
    followed = browser.post(reverse("organisations:join"), {**ASKED, "ice": ice}, follow=True)
    kept = JoinRequest.objects.get()
    decided = office.get(reverse("organisations:request", args=[kept.pk])).content.decode()

    assert kept.ice == ice
    for page in (followed.content.decode(), decided):
        assert ("règle de contrôle" in page) == (ice == DOUBTFUL)
    accept_join_request(an_actor(Role.CLUSTER_STAFF), kept)
    assert Organisation.objects.filter(ice=ice).count() == 1


def test_the_cluster_is_told_that_another_party_has_the_same_ice_and_a_member_is_not() -> None:
    maker, other = an_actor(Role.MAKER), an_actor(Role.MAKER)
    Organisation.objects.filter(pk__in=[maker.organisation.pk, other.organisation.pk]).update(ice=GOOD)
    request = filed(ice=GOOD)
    office = browser_of(an_actor(Role.CLUSTER_STAFF))
    said = "Une autre organisation porte déjà ce numéro"
    address = reverse("organisations:organisation", args=[maker.organisation.pk])

    asked = office.get(reverse("organisations:request", args=[request.pk])).content.decode()
    shown = office.get(address).content.decode()
    own = browser_of(maker).get(address).content.decode()

    assert asked.count(said) == 2
    assert (shown.count(said), str(other.organisation) in shown, said in own) == (1, True, False)


def test_a_program_is_told_that_an_ice_is_doubtful_and_keeps_it() -> None:
    maker = an_actor(Role.MAKER)
    Membership.objects.filter(user=maker.user).update(manages=True)
    caller = Caller.of(Actor.of(Membership.objects.get(user=maker.user)))
    path = f"/organisations/{maker.organisation.pk}"

    for ice, doubt in ((DOUBTFUL, True), (GOOD, False), ("", False)):
        answer = caller.put(path, {"ice": ice})
        told = told_of(answer)["identity"]
        assert (answer.status_code, told["ice"], told["ice_doubtful"]) == (200, ice, doubt)


def test_a_site_is_named_once_and_closed_once() -> None:
    maker, office = an_actor(Role.MAKER), browser_of(an_actor(Role.CLUSTER_STAFF))
    fields = {"kind": "plant", "name": "Usine", "city": "Settat", "region": "MA-06"}
    address = reverse("organisations:add-site", args=[maker.organisation.pk])

    assert [office.post(address, fields).status_code for _ in range(2)] == [302, 422]
    site = Site.objects.get()
    closing = reverse("organisations:close-site", args=[site.pk])
    assert "déjà fermé" not in office.post(closing, follow=True).content.decode()
    assert "déjà fermé" in office.post(closing, follow=True).content.decode()


def test_an_establishment_belongs_to_a_group() -> None:
    office = browser_of(an_actor(Role.CLUSTER_STAFF))
    group = an_actor(Role.BUYER).organisation
    part = {"kind": "establishment", "name": "Clinique fictive"}

    alone = office.post(reverse("organisations:create"), part)
    wrong = office.post(reverse("organisations:create"), {"kind": "maker", "name": "M", "parent": group.pk})
    office.post(reverse("organisations:create"), {**part, "parent": group.pk})

    assert (alone.status_code, wrong.status_code) == (422, 422)
    assert Organisation.objects.get(name="Clinique fictive").parent == group


def test_closed_parties_are_the_clusters_to_see() -> None:
    closed = OrganisationFactory(name="Maison close", active=False)
    address = reverse("organisations:organisation", args=[closed.pk])

    assert browser_of(an_actor(Role.CLUSTER_STAFF)).get(address).status_code == 200
    assert browser_of(an_actor(Role.BUYER)).get(address).status_code == 404
    assert "Maison close" not in browser_of(an_actor(Role.BUYER)).get("/organisations/").content.decode()


def test_the_directory_filters_and_exports_what_it_shows() -> None:
    OrganisationFactory(name="Alpha", kind=OrganisationKind.MAKER, region="MA-01")
    OrganisationFactory(name="Bêta", kind=OrganisationKind.LABORATORY, region="MA-02")
    reader = browser_of(an_actor(Role.BUYER))

    page = reader.get("/organisations/?nature=maker&region=MA-01").content.decode()
    sheet = reader.get("/organisations/?nature=maker&export=1")

    assert ("Alpha" in page, "Bêta" in page) == (True, False)
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="organisations.xlsx"'
    assert "Aucune organisation" in reader.get("/organisations/?q=zzz").content.decode()


@pytest.mark.parametrize("count", [2, 60])
def test_the_directory_makes_as_many_queries_whatever_its_length(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = browser_of(an_actor(Role.BUYER))
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    for _ in range(count):
        OrganisationFactory(kind=OrganisationKind.ESTABLISHMENT, parent=group)
    reader.get("/organisations/")

    with django_assert_num_queries(6):
        reader.get("/organisations/")
