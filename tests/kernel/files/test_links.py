"""Links to a file: signed, for one organisation, for a quarter of an hour; who opened what is shown."""

from __future__ import annotations

import time

import pytest
from django.core import signing
from django.test import Client
from tests.factories import an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.actions import store
from rakiza.kernel.files.links import LIFE, link_to
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Actor:
    return an_actor(Role.BUYER)


@pytest.fixture
def file(owner: Actor) -> StoredFile:
    return store([b"a;b"], name="liste.csv", organisation=owner.organisation, uploaded_by=owner.user)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def test_a_link_opens_its_file_and_who_opened_it_is_shown(owner: Actor, file: StoredFile) -> None:
    colleague = an_actor(Role.BUYER, owner.organisation)

    answer = signed_in(colleague).get(link_to(owner, file))

    assert b"".join(answer) == b"a;b"  # type: ignore[arg-type]
    assert answer["Content-Disposition"] == 'attachment; filename="liste.csv"'
    event = AuditEvent.objects.get()
    assert (event.action, event.user, event.object_id) == ("files.open", colleague.user, str(file.pk))
    page = signed_in(owner).get(f"/fichiers/{file.pk}/").content.decode()
    assert "Fichier ouvert" in page
    assert colleague.user.name in page


def test_a_link_ends_by_itself(owner: Actor, file: StoredFile, monkeypatch: pytest.MonkeyPatch) -> None:
    link, now = link_to(owner, file), time.time()
    client = signed_in(owner)

    monkeypatch.setattr(signing.time, "time", lambda: now + LIFE.total_seconds() - 60)  # type: ignore[attr-defined]
    assert b"".join(client.get(link)) == b"a;b"  # type: ignore[arg-type]
    monkeypatch.setattr(signing.time, "time", lambda: now + LIFE.total_seconds() + 60)  # type: ignore[attr-defined]
    late = client.get(link)

    assert late.status_code == 403
    assert "Ce lien a expiré" in late.content.decode()
    assert AuditEvent.objects.filter(action="files.open").count() == 1


@pytest.mark.parametrize("role", [Role.BUYER, Role.ADMINISTRATOR])
def test_a_link_is_for_the_organisation_that_it_was_given_to(
    owner: Actor, file: StoredFile, role: Role
) -> None:
    answer = signed_in(an_actor(role)).get(link_to(owner, file))

    assert answer.status_code == 403
    assert "une autre organisation" in answer.content.decode()
    assert AuditEvent.objects.count() == 0


def test_a_visitor_signs_in_first(owner: Actor, file: StoredFile) -> None:
    assert Client().get(link_to(owner, file)).status_code == 302


def test_a_link_that_was_touched_opens_nothing(owner: Actor, file: StoredFile) -> None:
    link = link_to(owner, file)
    client = signed_in(owner)

    for touched in (link[:-2] + "/", "/fichiers/lien/rien/", "/fichiers/lien/a:b:c/"):
        assert client.get(touched).status_code == 403
    forged = signing.dumps([file.pk, owner.organisation.pk], salt="another purpose")
    assert client.get(f"/fichiers/lien/{forged}/").status_code == 403


def test_nobody_makes_a_link_to_what_they_may_not_open(file: StoredFile) -> None:
    stranger = an_actor(Role.MAKER)

    with pytest.raises(NotAllowed):
        link_to(stranger, file)
    assert signed_in(stranger).get(f"/fichiers/{file.pk}/").status_code == 404
