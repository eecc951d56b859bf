"""Two tabs of one browser, two organisations: what a page sends is never done for another than it was opened for."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.factories import an_actor

from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.pillars.certification.models import CertificationCase

pytestmark = pytest.mark.django_db
NEW = "/certification/dossiers/nouveau/"


@pytest.fixture
def two_makers() -> tuple[Actor, Membership, Membership]:
    """One person who acts for two makers, the first unless another is chosen."""
    own, other = an_actor(Role.MAKER), an_actor(Role.MAKER)
    second = Membership.objects.create(
        user=own.user, organisation=other.organisation, role=Role.MAKER, manages=True
    )
    return own, Membership.objects.get(user=own.user, organisation=own.organisation), second


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def carried_by(page: str) -> set[str]:
    return set(re.findall(r'name="acting_as" value="(\d+)"', page))


def fields(**more: object) -> dict[str, object]:
    body = an_actor(Role.CERTIFICATION_OFFICER).organisation
    return {"body": body.pk, "scheme": "system", "standard": "ISO 13485:2016", **more}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_page_opened_for_another_organisation_does_nothing_and_says_so(
    two_makers: tuple[Actor, Membership, Membership], language: str
) -> None:
    own, first, second = two_makers
    own.user.language = language
    own.user.save()
    client = signed_in(own)
    carried = carried_by(client.get(NEW).content.decode())
    assert carried == {str(first.pk)}
    assert client.post("/organisation/", {"membership": second.pk, "acting_as": first.pk}).status_code == 302
    written = AuditEvent.objects.count()

    refused = client.post(NEW, fields(acting_as=carried.pop()))

    said = refused.content.decode()
    words = {"fr": "rien n&#x27;a été fait", "ar": "لم يُنجز شيء", "en": "nothing was done"}
    assert (refused.status_code, words[language] in said) == (403, True)
    for organisation in (first.organisation, second.organisation):
        assert organisation.name in said
    assert (CertificationCase.objects.count(), AuditEvent.objects.count()) == (0, written)
    kept = RefusedAct.objects.get()
    assert (kept.user_id, kept.code, kept.page) == (
        own.user.pk,
        "acting_for_another",
        "certification:open-case",
    )
    assert client.post(NEW, fields(acting_as=second.pk)).status_code == 302
    assert CertificationCase.objects.get().maker == second.organisation


@pytest.mark.parametrize("stated", ["0", "x", "999999", "1; --"])
def test_a_role_that_is_none_of_ones_own_is_refused_without_naming_anybody(
    two_makers: tuple[Actor, Membership, Membership], stated: str
) -> None:
    other = an_actor(Role.MAKER)
    theirs = Membership.objects.get(user=other.user)
    client = signed_in(two_makers[0])
    for value in (stated, theirs.pk):
        refused = client.post(NEW, fields(acting_as=value))
        assert refused.status_code == 403
        assert other.organisation.name not in refused.content.decode()
    assert CertificationCase.objects.count() == 0


def test_a_partial_request_says_it_in_its_header(two_makers: tuple[Actor, Membership, Membership]) -> None:
    own, first, second = two_makers
    client = signed_in(own)
    assert client.post(NEW, fields(), headers={"X-Acting-As": str(second.pk)}).status_code == 403
    assert client.post(NEW, fields(), headers={"X-Acting-As": str(first.pk)}).status_code == 302


def test_a_page_left_behind_may_still_change_the_organisation(
    two_makers: tuple[Actor, Membership, Membership],
) -> None:
    own, first, second = two_makers
    client = signed_in(own)
    for chosen in (second, first, second):
        answer = client.post("/organisation/", {"membership": chosen.pk, "acting_as": first.pk})
        assert answer.status_code == 302
    assert carried_by(client.get(NEW).content.decode()) == {str(second.pk)}


def test_what_carries_nothing_goes_on_and_a_visitor_carries_nothing(
    two_makers: tuple[Actor, Membership, Membership],
) -> None:
    assert signed_in(two_makers[0]).post(NEW, fields()).status_code == 302
    assert carried_by(Client().get("/compte/login/").content.decode()) == set()
