"""Who may act no more, and what is too large to be read: refused on page, by API and by command, each time with a row.

A delegation that is over, an account that was closed while its session was open, an organisation that left.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.keys import a_key, membership_of
from tests.pillars.certification.office import a_draft as a_case
from tests.pillars.certification.office import an_office as a_body
from tests.pillars.registration.office import a_draft, a_filed, an_office, state_of
from typer.testing import CliRunner

from rakiza.cli import app
from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.accounts import close_account
from rakiza.kernel.organisations.actions import deactivate_organisation
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.pillars.registration.enums import DossierState
from rakiza.pillars.registration.models import Dossier

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    client.get("/")
    return client


def over(officer: Actor) -> None:
    """Let the officer act by a loan, and the loan be over since yesterday."""
    lender = membership_of(an_actor(Role.REGISTRATION_OFFICER, officer.organisation))
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=officer.user).update(
        delegated_by=lender, valid_from=yesterday, valid_to=yesterday
    )


def closed(officer: Actor) -> None:
    close_account(an_actor(Role.ADMINISTRATOR), officer.user, reason="Départ")


def closed_by_other_means(officer: Actor) -> None:
    User.objects.filter(pk=officer.user.pk).update(is_active=False)


def left(officer: Actor) -> None:
    deactivate_organisation(an_actor(Role.CLUSTER_STAFF), officer.organisation, reason="Départ")


@pytest.mark.parametrize(
    ("end", "codes", "words"),
    [
        (over, ("no_membership", "membership_ended", "no_membership"), "en vigueur"),
        (closed, ("account_closed", "account_closed", "account_closed"), "Ce compte est désactivé"),
        (closed_by_other_means, ("account_closed",) * 3, "Ce compte est désactivé"),
        (left, ("no_membership", "key_revoked", "no_membership"), "révoquée"),
    ],
)
def test_who_is_out_does_nothing_on_page_by_api_nor_by_command(
    end: Callable[[Actor], None], codes: tuple[str, ...], words: str
) -> None:
    office = an_office()
    dossier, officer = a_filed(office), office.evaluator
    client, key = signed_in(officer), a_key(officer)
    path = f"/api/v1/registration/dossiers/{dossier.pk}/transitions/admit"
    bearer = {"Authorization": f"Bearer {key.text}"}
    end(officer)
    events = AuditEvent.objects.count()

    page = client.post(reverse("registration:dossier-step", args=[dossier.pk, "recevoir"]))
    api = Client().post(path, {}, content_type="application/json", headers=bearer)
    done = CliRunner().invoke(
        app, ["step", f"registration/dossiers/{dossier.pk}", "admit", "--as", officer.user.email]
    )

    told = json.loads(api.content)
    assert (page.status_code, api.status_code, done.exit_code, done.stdout) == (403, 401, 1, "")
    assert (told["code"], words in told["detail"]) == (codes[1], True)
    assert api.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    for said in (unescape(page.content.decode()), done.stderr):
        assert ("désactivé" if "account_closed" in codes else "aucune organisation active") in said
    rows = RefusedAct.objects.order_by("pk")
    assert [(row.user, row.code) for row in rows] == [(officer.user, code) for code in codes]
    assert [row.origin.split()[0] for row in rows] == ["page", "api", "command"]
    assert rows[1].about == str(dossier.pk)
    assert (AuditEvent.objects.count(), state_of(dossier)) == (events, DossierState.FILED)
    assert verify_chain().intact


@pytest.mark.parametrize("revoked", [True, False])
def test_a_key_that_ended_says_why_and_reading_by_it_leaves_no_row(*, revoked: bool) -> None:
    maker = an_actor(Role.MAKER)
    key, today = a_key(maker), timezone.localdate()
    ended = {"revoked_at": timezone.now()} if revoked else {"expires_on": today - timedelta(days=1)}
    AccessKey.objects.update(**ended)
    bearer = {"Authorization": f"Bearer {key.text}"}

    read = Client().get("/api/v1/me", headers=bearer)
    public = Client().get("/api/v1/register/registration", headers=bearer)

    code = "key_revoked" if revoked else "key_expired"
    assert (read.status_code, json.loads(read.content)["code"], public.status_code) == (401, code, 200)
    assert not RefusedAct.objects.exists()
    Client().post("/api/v1/devices", {}, content_type="application/json", headers=bearer)
    row = RefusedAct.objects.get()
    assert (row.user, row.organisation, row.code, row.page) == (
        maker.user,
        None,
        code,
        "POST /api/v1/devices",
    )


def test_a_guessed_key_is_nobodys_and_leaves_no_row() -> None:
    maker = an_actor(Role.MAKER)
    made = a_key(maker)
    AccessKey.objects.update(revoked_at=timezone.now())
    guessed = f"rak_{made.key.prefix}_{'a' * 43}"

    answer = Client().post(
        "/api/v1/devices",
        {},
        content_type="application/json",
        headers={"Authorization": f"Bearer {guessed}"},
    )

    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "no_key")
    assert not RefusedAct.objects.exists()


def test_a_piece_too_large_is_turned_away_on_page_by_api_and_by_command(settings, tmp_path: Path) -> None:
    settings.RAKIZA_UPLOAD_MAX_BYTES = 1024 * 1024
    office = an_office()
    dossier, maker = a_draft(office), office.maker
    content = b"%PDF-1.4 " + bytes(2 * 1024 * 1024 + 1)
    piece = tmp_path / "piece.pdf"
    piece.write_bytes(content)
    client, key = signed_in(maker), a_key(maker)
    about = f"registration/dossiers/{dossier.pk}"
    fields = {"section": "1.04", "language": "fr"}
    before = _kept()

    with piece.open("rb") as file:
        page = client.post(
            reverse("registration:add-document", args=[dossier.pk, "1.04"]), {"language": "fr", "file": file}
        )
    with piece.open("rb") as file:
        api = Client().post(
            f"/api/v1/{about}/documents",
            {**fields, "file": file},
            headers={"Authorization": f"Bearer {key.text}"},
        )
    words = [word for name, value in fields.items() for word in ("-f", f"{name}={value}")]
    done = CliRunner().invoke(
        app, ["step", about, "documents", "--as", maker.user.email, *words, "--file", str(piece)]
    )

    assert (page.status_code, api.status_code, done.exit_code, done.stdout) == (413, 413, 1, "")
    for said in (unescape(page.content.decode()), json.loads(api.content)["detail"], done.stderr):
        assert "dépasse 1 Mo. Réduisez-le ou découpez-le" in said
    rows = RefusedAct.objects.order_by("pk")
    tried = (maker.user, maker.organisation, maker.role, "too_large")
    assert [(row.user, row.organisation, row.role, row.code) for row in rows] == [tried] * 3
    assert [row.origin.split()[0] for row in rows] == ["page", "api", "command"]
    assert _kept() == before
    assert verify_chain().intact


def test_a_body_of_json_too_large_is_written_down_too() -> None:
    officer = a_body()
    case = a_case(officer)
    key = a_key(officer.maker)

    answer = Client().post(
        f"/api/v1/certification/cases/{case.pk}/transitions/file",
        json.dumps({"note": "x" * (1024 * 1024 + 1)}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key.text}"},
    )

    row = RefusedAct.objects.get()
    assert answer.status_code == 413
    assert (row.user, row.organisation, row.code) == (
        officer.maker.user,
        officer.maker.organisation,
        "too_large",
    )


def _kept() -> list[object]:
    return [
        StoredFile.objects.count(),
        AuditEvent.objects.count(),
        list(Dossier.objects.values_list("pk", "state")),
    ]
