"""One's own account: changed by oneself only, traced, with a second factor whose secret is sealed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.app_settings import TOTP_PERIOD
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, validate_totp_code
from allauth.usersessions.models import UserSession
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from tests.factories import an_actor
from tests.security.permissions import OWN

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.identity.adapter import SecondFactorAdapter
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.enums import Role

PHRASE = "une-phrase-longue"
OTHER = "une-autre-phrase"
pytestmark = pytest.mark.django_db


def someone() -> User:
    user = an_actor(Role.BUYER).user
    user.set_password(PHRASE)
    user.save()
    return user


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"


def signed_in(user: User, agent: str = "") -> Client:
    client = Client(headers={"User-Agent": agent})
    answer = client.post("/compte/login/", {"login": user.email, "password": PHRASE})
    assert answer.status_code == 302
    return client


def traced(action: str) -> AuditEvent:
    event = AuditEvent.objects.get(action=action)
    assert verify_chain().intact
    return event


def code_of(secret: str, steps: int = 0) -> str:
    """Return the code of so many steps of half a minute from now."""
    counter = int(time.time()) // TOTP_PERIOD + steps
    return str(format_hotp_value(hotp_value(secret, counter)))


def with_code_app(client: Client) -> str:
    """Activate an application of codes and return its secret."""
    client.post(reverse("account_reauthenticate"), {"password": PHRASE})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = str(page.context["form"].secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=[1])


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_visitor_signs_in_first(name: str) -> None:
    answer = Client().get(address(name))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/compte/login/")


def test_a_person_without_organisation_keeps_their_account() -> None:
    user = User.objects.create_user("seul@example.org", name="Personne seule")
    client = Client()
    client.force_login(user)

    assert client.get(reverse("own-account")).status_code == 200
    assert client.get("/").status_code == 403


def test_one_changes_ones_name_and_language() -> None:
    user = someone()
    client = signed_in(user)

    answer = client.post(
        reverse("own-account"), {"name": "Nom nouveau", "language": "ar"}, REMOTE_ADDR="10.1.2.3"
    )

    user.refresh_from_db()
    event = traced("identity.describe_oneself")
    assert (answer.status_code, user.name, user.language) == (302, "Nom nouveau", "ar")
    assert (event.user, event.origin, event.after) == (
        user,
        "page 10.1.2.3",
        {"name": "Nom nouveau", "language": "ar", "digest": False},
    )
    assert 'lang="ar"' in client.get("/").content.decode()


@pytest.mark.parametrize("fields", [{"name": "", "language": "fr"}, {"name": "A", "language": "zz"}, {}])
def test_a_wrong_description_changes_nothing(fields: Mapping[str, str]) -> None:
    user = someone()

    answer = signed_in(user).post(reverse("own-account"), fields)

    before = user.name
    user.refresh_from_db()
    assert (answer.status_code, user.name, user.language) == (422, before, "fr")
    assert not AuditEvent.objects.filter(action="identity.describe_oneself").exists()


def test_a_new_password_ends_the_other_sessions() -> None:
    user = someone()
    here, elsewhere = signed_in(user), signed_in(user)

    here.post(
        reverse("account_change_password"), {"oldpassword": PHRASE, "password1": OTHER, "password2": OTHER}
    )

    user.refresh_from_db()
    assert user.check_password(OTHER)
    assert traced("identity.password_changed").user == user
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_the_old_password_is_asked_for() -> None:
    user = someone()

    signed_in(user).post(
        reverse("account_change_password"), {"oldpassword": "faux", "password1": OTHER, "password2": OTHER}
    )

    user.refresh_from_db()
    assert user.check_password(PHRASE)
    assert not AuditEvent.objects.filter(action="identity.password_changed").exists()


def test_other_sessions_can_be_ended() -> None:
    user = someone()
    here, elsewhere = signed_in(user), signed_in(user)

    here.post(reverse("usersessions_list"))

    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_one_session_is_known_by_its_browser_and_closed() -> None:
    user, other = someone(), someone()
    here, elsewhere, third = (signed_in(user, agent) for agent in (FIREFOX, CHROME, ""))
    theirs = signed_in(other)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox · Windows" in page
    assert "Chrome · Android" in page
    ids = {one.user_agent: one.pk for one in UserSession.objects.filter(user=user)}

    assert theirs.post(reverse("end-session", args=[ids[CHROME]])).status_code == 404
    assert elsewhere.get("/compte/").status_code == 200
    assert here.post(reverse("end-session", args=[ids[CHROME]])).status_code == 302

    assert elsewhere.get("/compte/").status_code == 302
    assert [client.get("/compte/").status_code for client in (here, third, theirs)] == [200, 200, 200]
    row = AuditEvent.objects.get(action="identity.end_session")
    assert (row.user_id, row.object_id) == (user.pk, str(user.pk))


def test_a_second_factor_is_asked_for_and_its_secret_is_sealed(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    user = someone()
    with django_capture_on_commit_callbacks(execute=True):
        secret = with_code_app(signed_in(user))

    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]
    visitor = Client()
    first = visitor.post("/compte/login/", {"login": user.email, "password": PHRASE})
    before = visitor.get("/").status_code

    assert secret not in kept
    assert SecondFactorAdapter().decrypt(kept) == secret
    assert traced("identity.code_app_added").user == user
    assert (first.headers["Location"], before) == (reverse("mfa_authenticate"), 302)

    wrong = visitor.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert (wrong.status_code, visitor.get("/").status_code) == (200, 302)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_typed_slowly_is_taken_a_step_late(
    monkeypatch: pytest.MonkeyPatch, steps: int, *, taken: bool
) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    now = 1_790_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)

    assert validate_totp_code(secret, code_of(secret, steps)) is taken


def test_a_recovery_code_serves_once() -> None:
    user = someone()
    client = signed_in(user)
    with_code_app(client)
    codes = (
        Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    )

    def enter() -> int:
        visitor = Client()
        visitor.post("/compte/login/", {"login": user.email, "password": PHRASE})
        visitor.post(reverse("mfa_authenticate"), {"code": codes[0]})
        return visitor.get("/").status_code

    assert (enter(), enter()) == (200, 302)


def test_a_secret_sealed_with_another_key_opens_nothing() -> None:
    sealed = SecondFactorAdapter().encrypt("SECRET")

    with override_settings(SECRET_KEY="another"):
        assert SecondFactorAdapter().decrypt(sealed) == ""


def test_anothers_key_is_not_mine_to_remove() -> None:
    owner, other = someone(), someone()
    TOTP.activate(owner, "JBSWY3DPEHPK3PXP")
    key = Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "k"})

    answer = signed_in(other).post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert answer.status_code in {302, 404}
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_of_several_keys_each_is_told_apart_renamed_and_removed() -> None:
    user = someone()
    client = signed_in(user)
    work, phone = (
        Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.WEBAUTHN,
            last_used_at=used,
            data={"name": name, "credential": {"clientExtensionResults": {"credProps": {"rk": alone}}}},
        )
        for name, used, alone in (
            ("Bureau", datetime(2026, 3, 5, 9, 30, tzinfo=UTC), True),
            ("Poche", None, False),
        )
    )

    client.post(reverse("account_reauthenticate"), {"password": PHRASE})
    shown = client.get(reverse("mfa_list_webauthn")).content.decode()
    client.post(reverse("mfa_edit_webauthn", args=[phone.pk]), {"name": "Téléphone"})
    asked = client.get(reverse("mfa_remove_webauthn", args=[work.pk])).content.decode()
    client.post(reverse("mfa_remove_webauthn", args=[work.pk]))

    assert shown.index("ouvre sans mot de passe") < shown.index("dernier usage le 5 mars 2026")
    assert shown.index("après le mot de passe") < shown.index("jamais utilisée")
    assert "Bureau" in asked
    assert [one.wrap().name for one in Authenticator.objects.filter(user=user)] == ["Téléphone"]
    assert AuditEvent.objects.filter(user=user, action="identity.key_removed").count() == 1


def test_without_mail_no_link_is_promised() -> None:
    page = Client().get("/compte/login/").content.decode()

    assert reverse("account_reset_password") not in page
    assert Client().get(reverse("account_reset_password")).status_code == 403


def test_with_mail_a_forgotten_password_is_renewed_by_link(mailoutbox: list[EmailMessage]) -> None:
    user = someone()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    visitor = Client()

    with override_settings(RAKIZA_MAILS=True):
        sent = visitor.post(reverse("account_reset_password"), {"email": user.email})
        unknown = visitor.post(reverse("account_reset_password"), {"email": "personne@example.org"})
    link = re.findall(r"http://testserver(/compte/mot-de-passe/cle/\S+)", str(mailoutbox[0].body))[0]
    form = visitor.get(link, follow=True)
    visitor.post(form.redirect_chain[-1][0], {"password1": OTHER, "password2": OTHER})

    user.refresh_from_db()
    assert user.check_password(OTHER)
    assert (sent.status_code, sent.headers["Location"]) == (302, unknown.headers["Location"])  # no hint
    assert traced("identity.password_reset").user == user
