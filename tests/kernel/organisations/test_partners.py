"""People of universities, laboratories, investors and experts: invited as any other, with the least rights."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import DeviceFactory, OrganisationFactory, an_actor

from rakiza.kernel.organisations.applications import accept_join_request, file_join_request
from rakiza.kernel.organisations.enums import ROLES_OF_KIND, OrganisationKind, Role
from rakiza.kernel.organisations.invitations import accept_as_new, approve_invitation, invite
from rakiza.kernel.organisations.models import Membership
from rakiza.pillars.purchasing.plans.queries import plans_for

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in OrganisationKind if Role.PARTNER in ROLES_OF_KIND[kind]]


def test_people_of_every_kind_of_party_have_a_role() -> None:
    assert set(ROLES_OF_KIND) == set(OrganisationKind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_partner_joins_by_invitation(kind: OrganisationKind) -> None:
    organisation = OrganisationFactory(kind=kind)
    staff = an_actor(Role.CLUSTER_STAFF)

    asked = invite(
        staff, organisation, email="labo@example.org", name="Labo", role=Role.PARTNER, manages=True
    )
    sent = approve_invitation(an_actor(Role.CLUSTER_STAFF), asked.invitation)
    user = accept_as_new(sent.secret, name="Labo", password="une-phrase-longue")

    membership = Membership.objects.get(user=user)
    assert (membership.organisation, membership.role, membership.manages) == (organisation, "partner", True)
    client = Client()
    client.force_login(user)
    assert client.get("/").status_code == 200
    assert client.get(f"/organisations/{organisation.pk}/inviter/").status_code == 200


def test_a_university_asks_to_join() -> None:
    fields = {"kind": "university", "organisation_name": "Université fictive", "region": "MA-04"}
    contact = {"contact_name": "Contact", "contact_email": "c@example.org", "message": "Nous cherchons."}
    filed = file_join_request({**fields, **contact})

    sent = accept_join_request(an_actor(Role.CLUSTER_STAFF), filed)

    assert (sent.invitation.role, sent.invitation.organisation.kind) == ("partner", "university")


def test_a_partner_finds_families_and_nothing_of_the_members() -> None:
    partner = an_actor(Role.PARTNER)
    DeviceFactory(name="Seringue introuvable")
    client = Client()
    client.force_login(partner.user)

    found = client.get("/recherche/", {"q": "seringue"})

    assert "Seringue introuvable" not in found.content.decode()
    assert [group.key for group in found.context["found"]] == ["families"]
    assert not plans_for(partner).exists()
    assert client.get("/industrie/dispositifs/").status_code == 403
    links = [link.url for section in found.context["shell"].navigation for link in section.items]
    assert links == ["/", "/organisations/", "/familles/", "/lecture/"]
