"""What officers write for themselves is handed to nobody else: no page, no export, no file, no program, no mail, no message.

Every place where such a word is kept holds one of its own; then each role but the authority's opens every address
that it may, on pages with the exports that they offer, and every address of the API.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from django.core import mail
from django.db import models
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from tests.security.api_writes import caller_of
from tests.security.house import House
from tests.security.permissions import PAGES

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.digest import send_digests
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration import review_actions
from rakiza.pillars.registration.expertise.models import Consultation
from rakiza.pillars.registration.models import Dossier, DossierDocument

EXPORTS = ("", "export=1", "export=csv", "export=xlsx")
WORDS = ("mot-reserve-rapport", "mot-reserve-piece", "mot-reserve-conseil", "mot-reserve-journal")


@pytest.fixture
def reserved(house: House) -> House:
    """Write a word of its own wherever the authority writes for itself, and in the trail of each object."""
    officer = house.people[Role.REGISTRATION_OFFICER]
    dossier, document, asked = (
        Dossier.objects.get(),
        DossierDocument.objects.get(),
        Consultation.objects.get(),
    )
    Dossier.objects.update(assigned_to=officer.user)
    review_actions.review_document(officer, document, status="accepted", internal_note=WORDS[1])  # type: ignore[arg-type]
    dossier.refresh_from_db()
    review_actions.conclude(officer, dossier, opinion="unfavourable", internal_note=WORDS[0])  # type: ignore[arg-type]
    Consultation.objects.update(
        internal_note=WORDS[2], answer="Réponse", state="answered", answered_at=timezone.now()
    )
    kept: models.Model
    for kept in (dossier, document, asked):
        record(officer, "registration.review_document", kept, after={"internal_note": WORDS[3]})
    return house


def said(response: HttpResponseBase) -> str:
    """Return all the text of an answer: of a workbook its cells, of a PDF its pages."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    if content.startswith(b"%PDF-") and b"startxref" in content:
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return str(content.decode("utf-8", "ignore"))


def told(text: str) -> list[str]:
    return [word for word in WORDS if word in text]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGISTRATION_OFFICER}))
def test_no_page_and_no_export_hands_an_internal_word_out(reserved: House, role: Role) -> None:
    client = reserved.client(reserved.people[role])
    found = {}
    for name, page in PAGES.items():
        if not page.reads or role not in page.open:
            continue
        address = reserved.address(name)
        for export in EXPORTS:
            text = said(
                client.get(f"{address}{'&' if '?' in address else '?'}{export}" if export else address)
            )
            if told(text):
                found[name, export] = told(text)
    assert found == {}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLUSTER_STAFF, Role.ADMINISTRATOR])
def test_the_trail_hands_none_to_who_oversees(reserved: House, role: Role) -> None:
    client = reserved.client(reserved.people[role])
    numbers = {
        Dossier: Dossier.objects.get().pk,
        DossierDocument: DossierDocument.objects.get().pk,
        Consultation: Consultation.objects.get().pk,
    }
    for model, number in numbers.items():
        for day in ("", f"?au={timezone.localdate() + timedelta(days=1)}"):
            page = client.get(f"/journal/{model._meta.label_lower}/{number}/{day}")
            assert (page.status_code, told(said(page))) == (200, [])


def paths(house: House) -> Iterator[str]:
    """Yield every address of the API that is read, each number tried by every object of the rooms of registration."""
    numbers = {Dossier.objects.get().pk, Consultation.objects.get().pk, house.registration.pk}
    described = json.loads(Client().get(reverse("api:openapi")).content)
    for path, operations in described["paths"].items():
        if "get" not in operations:
            continue
        if "{" not in path:
            yield path
            continue
        for kind in ("registration", "declaration") if "{kind}" in path else ("",):
            for number in numbers:
                yield re.sub(r"{\w+}", str(number), path.replace("{kind}", kind))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGISTRATION_OFFICER}))
def test_no_program_is_told_an_internal_word(reserved: House, role: Role) -> None:
    caller = caller_of(reserved.people[role])
    read = 0
    for path in paths(reserved):
        answer = caller.get(path.removeprefix("/api/v1"))
        read += answer.status_code == 200
        assert (path, told(said(answer))) == (path, [])
    assert read > 5


def test_those_who_write_them_read_them(reserved: House) -> None:
    """The words are where a leak would show: the authority's own pages and programs hold them."""
    officer = reserved.people[Role.REGISTRATION_OFFICER]
    client, caller = reserved.client(officer), caller_of(officer)
    number = Dossier.objects.get().pk
    pages = "".join(
        said(client.get(reserved.address(f"registration:{name}")))
        for name in ("dossier", "section", "consultation")
    )
    read = said(caller.get(f"/registration/dossiers/{number}"))
    read += "".join(said(caller.get(path.removeprefix("/api/v1"))) for path in paths(reserved))

    assert told(pages) == list(WORDS[:3])
    assert told(read) == list(WORDS[:3])


@override_settings(RAKIZA_MAILS=True)
def test_no_message_and_no_mail_carries_one(reserved: House) -> None:
    kept: list[Mapping[str, object]] = list(Notification.objects.values("params", "link"))
    send_digests(timezone.localdate())

    assert told(json.dumps(kept)) == []
    assert mail.outbox
    assert told("".join(f"{one.subject}{one.body}{one.alternatives}" for one in mail.outbox)) == []
