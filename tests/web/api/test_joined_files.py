"""Files by the API: looked at as on the pages, refused at the file, kept only where the act was done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import DeviceFactory, an_actor
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.models import Dossier, DossierDocument

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 notice"
FIELDS = {"section": "1.04", "language": "fr"}


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.REGISTRATION_OFFICER)


@pytest.fixture
def dossier(maker: Actor, officer: Actor) -> Dossier:
    return Dossier.objects.create(
        process="registration",
        request="initial",
        applicant=maker.organisation,
        authority=officer.organisation,
        device=DeviceFactory(maker=maker.organisation),
        risk_class="I",
    )


def a_file(content: bytes = PDF, name: str = "notice.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def documents(dossier: Dossier) -> str:
    return f"/registration/dossiers/{dossier.pk}/documents"


def nothing_is_kept() -> bool:
    return not StoredFile.objects.exists() and not DossierDocument.objects.exists()


def test_a_document_is_joined_read_and_opened(maker: Actor, officer: Actor, dossier: Dossier) -> None:
    caller = Caller.of(maker)

    answer = caller.join(documents(dossier), FIELDS, a_file())

    assert answer.status_code == 201
    (shown,) = said(answer)["documents"]
    assert (shown["section"], shown["language"], shown["version"], shown["name"]) == (
        "1.04",
        "fr",
        1,
        "notice.pdf",
    )
    assert (shown["status"], shown["internal_note"]) == ("to_review", None)
    Dossier.objects.update(state="filed", filed_on=date(2026, 1, 5))
    for reader in (caller, Caller.of(officer)):
        opened = reader.get(f"/registration/dossiers/{dossier.pk}/files/{shown['file']}")
        assert b"".join(opened.streaming_content) == PDF  # type: ignore[attr-defined]
    assert AuditEvent.objects.filter(action="files.open").count() == 2
    for stranger in (an_actor(Role.MAKER), an_actor(Role.REGISTRATION_OFFICER)):
        answer = Caller.of(stranger).get(f"/registration/dossiers/{dossier.pk}/files/{shown['file']}")
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"PK\x03\x04archive", "notice.pdf", "files.type"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "notice.pdf", "files.type"),
        (b"", "notice.pdf", "files.type"),
        (b"Notice en clair, sans mise en page", "notice.pdf", "files.disguised"),
        (b"%PDF-1.7 notice", "notice.exe", "files.disguised"),
        (b"\x89PNG\r\n\x1a\n", "notice.JPG", "files.disguised"),
        (b"PK\x03\x04 xl/workbook.xml vbaProject", "notice.xlsm", "files.disguised"),
        (b"echo bonjour; del *.*", "notice.bat", "files.disguised"),
        (b"<svg xmlns='x'><script>a(1);</script></svg>", "notice.svg", "files.type"),
        (b"\xef\xbb\xbf\n<!doctype html><p>a;b", "notice.txt", "files.type"),
        ("<html>".encode("utf-16"), "notice.txt", "files.type"),
        (b"a;b\n<script>a(1)</script>", "notice.csv", "files.type"),
        (b"#!/bin/sh\necho a", "notice.txt", "files.type"),
        (b"%PDF-" + b"x" * 2048, "notice.pdf", "files.too_large"),
    ],
)
def test_a_file_that_will_not_do_is_refused_at_the_file(
    maker: Actor, dossier: Dossier, settings, content: bytes, name: str, code: str
) -> None:
    settings.RAKIZA_UPLOAD_MAX_BYTES = 1024

    answer = Caller.of(maker).join(documents(dossier), FIELDS, a_file(content, name))

    document = said(answer)
    assert (answer.status_code, document["code"]) == (422, code)
    assert document["errors"] == [{"code": code, "detail": document["detail"], "pointer": "#/file"}]
    assert nothing_is_kept()
    assert {one.action for one in AuditEvent.objects.all()} == {"access.make_key"}
    assert RefusedAct.objects.get().code == code


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 a", "NOTICE.PDF"),
        (b"%PDF-1.7 b", "notice v1.2"),
        (b"%PDF-1.7 c", "notice"),
        (b"Poids < 3 kg, taille > 2", "notes.txt"),
        ("a;b\n1;2\n".encode("utf-16"), "liste.csv"),
        (b"\xff\xd8\xff\xe0 photo", "photo.jpeg"),
    ],
)
def test_a_file_named_for_what_it_holds_is_kept(
    maker: Actor, dossier: Dossier, content: bytes, name: str
) -> None:
    answer = Caller.of(maker).join(documents(dossier), FIELDS, a_file(content, name))
    assert (answer.status_code, said(answer)["documents"][0]["name"]) == (201, name)


def test_what_a_file_is_refused_for_leaves_nothing_on_the_disk(maker: Actor, dossier: Dossier) -> None:
    before = sorted(Path(settings.RAKIZA_FILES_DIR).rglob("*"))
    caller = Caller.of(maker)
    for content in (b"MZ\x90\x00", b"PK\x03\x04zip", b"<svg/>"):
        assert caller.join(documents(dossier), FIELDS, a_file(content, "notice.pdf")).status_code == 422
    assert sorted(Path(settings.RAKIZA_FILES_DIR).rglob("*")) == before


def test_a_file_of_another_section_is_refused_and_not_kept_twice(maker: Actor, dossier: Dossier) -> None:
    caller = Caller.of(maker)
    caller.join(documents(dossier), FIELDS, a_file())

    answer = caller.join(documents(dossier), {"section": "1.05", "language": "fr"}, a_file())

    assert (answer.status_code, said(answer)["code"]) == (422, "dossier.same_file")
    assert (StoredFile.objects.count(), DossierDocument.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"section": "1.04"}, "#/language", "missing"),
        ({**FIELDS, "language": "tlh"}, "#/language", "enum"),
        ({**FIELDS, "status": "accepted"}, "#/status", "extra_forbidden"),
        ({**FIELDS, "section": ["1.04", "1.05"]}, "#/section", "given_twice"),
    ],
)
def test_a_wrong_field_is_pointed_at(
    maker: Actor, dossier: Dossier, fields: dict[str, object], pointer: str, code: str
) -> None:
    answer = Caller.of(maker).join(documents(dossier), fields, a_file())

    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in said(answer)["errors"]] == [(pointer, code)]
    assert nothing_is_kept()


def test_a_form_without_its_file_says_so(maker: Actor, dossier: Dossier) -> None:
    caller = Caller.of(maker)
    answer = caller.client.post(
        f"/api/v1{documents(dossier)}", FIELDS, headers={"Authorization": f"Bearer {caller.text}"}
    )

    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in said(answer)["errors"]] == [("#/file", "missing")]
    assert nothing_is_kept()


def test_json_is_no_form_and_a_form_no_json(maker: Actor, dossier: Dossier) -> None:
    caller = Caller.of(maker)

    json_to_form = caller.post(documents(dossier), FIELDS)
    form_to_json = caller.join(f"/registration/dossiers/{dossier.pk}/transitions/cancel", {}, a_file())

    assert (json_to_form.status_code, said(json_to_form)["code"]) == (415, "not_form")
    assert (form_to_json.status_code, said(form_to_json)["code"]) == (415, "not_json")
    assert nothing_is_kept()
    dossier.refresh_from_db()
    assert dossier.state == "draft"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_body_larger_than_any_file_is_not_read(
    maker: Actor, dossier: Dossier, settings, language: str
) -> None:
    settings.RAKIZA_UPLOAD_MAX_BYTES = 1024
    caller = Caller.of(maker)

    answer = caller.client.post(
        f"/api/v1{documents(dossier)}",
        {**FIELDS, "file": a_file(b"%PDF-" + b"x" * 1_100_000)},
        headers={"Authorization": f"Bearer {caller.text}", "Accept-Language": language},
    )

    assert (answer.status_code, said(answer)["code"]) == (413, "files.too_large")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert nothing_is_kept()
