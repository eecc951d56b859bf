"""When the machine fails: the page says so in the reader's language, and nothing is half done."""

from __future__ import annotations

import errno

import pytest
from django.db import OperationalError
from django.test import Client
from tests.factories import an_actor, csv_of
from tests.security.house import a_file

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.needs.models import NeedImport

LIST = csv_of("Seringue 10 ml;100;pièce")
pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


def signed_in(actor: Actor, language: str = "fr") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(actor.user)
    client.cookies["django_language"] = language
    return client


def upload(client: Client) -> object:
    return client.post("/besoins/deposer/", {"year": "2027", "file": a_file(LIST)})


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_nothing_is_kept(buyer: Actor, monkeypatch, number: int) -> None:
    def full(_handle: int) -> None:
        raise OSError(number, "No space left on device")

    monkeypatch.setattr("rakiza.kernel.files.storage.os.fsync", full)

    response = upload(signed_in(buyer))

    assert response.status_code == 507
    assert "Le disque du serveur est plein" in response.content.decode()
    assert not NeedImport.objects.exists()
    assert not StoredFile.objects.exists()
    assert not AuditEvent.objects.exists()


def test_another_fault_of_the_disk_is_a_fault(buyer: Actor, monkeypatch) -> None:
    def broken(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("rakiza.kernel.files.storage.os.fsync", broken)

    assert upload(signed_in(buyer)).status_code == 500
    assert not NeedImport.objects.exists()


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_a_fault_is_told_in_the_readers_language_and_logged(
    buyer: Actor, monkeypatch, caplog, language: str, direction: str
) -> None:
    def fault(*_args: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("rakiza.web.pages.views.steps_for", fault)

    response = signed_in(buyer, language).get("/")

    assert response.status_code == 500
    page = response.content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert "broken on purpose" not in page
    assert "broken on purpose" in caplog.text


def test_a_database_that_does_not_answer_is_said_to_be_busy(buyer: Actor, monkeypatch, caplog) -> None:
    def locked(*_args: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("rakiza.web.pages.views.steps_for", locked)

    response = signed_in(buyer).get("/")

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "database_unavailable" in caplog.text


def test_the_same_file_twice_is_told_and_counts_once_a_person_says_so(buyer: Actor) -> None:
    client = signed_in(buyer)
    upload(client)
    second = upload(client)

    page = client.get(second.url).content.decode()

    first = NeedImport.objects.order_by("pk").first()
    assert first is not None
    assert NeedImport.objects.count() == 2
    assert f"/besoins/imports/{first.pk}/" in page
