"""What is handed over: judged by its content, limited in size and in number, said on the page."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import an_actor, csv_of
from tests.security.house import a_file, finish

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.needs.models import NeedImport

ADDRESS = "/besoins/deposer/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


def signed_in(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(actor.user)
    return client


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("besoins.xlsx", b"MZ\x90\x00 a program"),
        ("besoins.csv", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("besoins.xlsx", b"%PDF-1.7 not a list"),
        ("besoins.csv", b"<html><script>alert(1)</script></html>"),
        ("besoins.xlsx", b""),
    ],
)
def test_a_file_is_judged_by_what_it_holds(buyer: Actor, name: str, content: bytes) -> None:
    response = signed_in(buyer).post(ADDRESS, {"year": "2027", "file": a_file(content, name)})

    assert response.status_code == 422
    assert not NeedImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_over_the_limit_is_refused_at_its_field(buyer: Actor, settings) -> None:
    settings.RAKIZA_UPLOAD_MAX_BYTES = 1024 * 1024

    response = signed_in(buyer).post(ADDRESS, {"year": "2027", "file": a_file(b"a;b\n" * 300_000)})

    assert response.status_code == 422
    assert "dépasse 1 Mo" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_body_far_over_the_limit_is_not_even_read(buyer: Actor, settings) -> None:
    settings.RAKIZA_UPLOAD_MAX_BYTES = 1024 * 1024

    response = signed_in(buyer).post(ADDRESS, {"year": "2027", "file": a_file(b"a;b\n" * 600_000)})

    assert response.status_code == 413
    assert "dépasse 1 Mo" in response.content.decode()
    assert not NeedImport.objects.exists()


def test_a_name_with_folders_stays_a_name(buyer: Actor) -> None:
    content = csv_of("Seringue 10 ml;100;pièce")

    signed_in(buyer).post(ADDRESS, {"year": "2027", "file": a_file(content, "..\\..\\etc/passwd.csv")})

    assert StoredFile.objects.get().original_name == "passwd.csv"


def test_a_person_hands_over_so_many_files_an_hour(buyer: Actor, settings) -> None:
    settings.RAKIZA_UPLOADS_PER_HOUR = 2
    client = signed_in(buyer)
    for number in range(2):
        content = csv_of(f"Seringue {number} ml;100;pièce")
        assert client.post(ADDRESS, {"year": "2027", "file": a_file(content)}).status_code == 302

    response = client.post(ADDRESS, {"year": "2027", "file": a_file(csv_of("Gants;100;pièce"))})

    assert response.status_code == 429
    assert "2 fichiers" in response.content.decode()
    assert NeedImport.objects.count() == 2
    colleague = an_actor(Role.BUYER, buyer.organisation)
    kept = signed_in(colleague).post(ADDRESS, {"year": "2027", "file": a_file(csv_of("Gants;100;pièce"))})
    assert kept.status_code == 302


def test_a_download_is_always_a_file_to_keep(buyer: Actor) -> None:
    client = signed_in(buyer)
    client.post(
        ADDRESS, {"year": "2027", "file": a_file(csv_of("Seringue 10 ml;100;pièce"), "be\r\nsoins<b>.csv")}
    )

    response = client.get(f"/besoins/imports/{NeedImport.objects.get().pk}/fichier/")

    assert response["Content-Disposition"].startswith("attachment;")
    assert "\n" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    finish(response)
