"""Signing in through the host's provider: an account that exists, is active and proven; nothing else, never a 500."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter as second_factors
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from tests.factories import an_actor
from tests.kernel.identity.fake_provider import CLIENT, CODE, SECRET, Fake, listening
from tests.security.test_own_account import code_of

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.identity.models import User
from rakiza.kernel.identity.oidc.values import OpenIdProvider
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership

pytestmark = pytest.mark.django_db
START, BACK = "/compte/fournisseur/", "/compte/fournisseur/retour/"
ADDRESS = "nadia@example.org"


@pytest.fixture(autouse=True)
def _no_attempts() -> None:
    cache.clear()


@pytest.fixture
def fake(settings: Settings) -> Iterator[Fake]:
    """The provider that the environment names."""
    with listening() as provider:
        settings.RAKIZA_OIDC = OpenIdProvider(provider.issuer, CLIENT, SECRET, "Santé Connect")
        yield provider


def nadia(*, proven: bool = True, active: bool = True) -> User:
    """Return a buyer whose address is the one that the provider states."""
    user = an_actor(Role.BUYER).user
    User.objects.filter(pk=user.pk).update(email=ADDRESS, is_active=active)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=proven, primary=True)
    user.refresh_from_db()
    return user


def leave(client: Client, fake: Fake, **form: str) -> str:
    """Leave for the provider; return the state that it must bring back."""
    response = client.post(START, form)
    assert response.status_code == 200, response.content.decode()
    address = response.headers["Refresh"].removeprefix("0; url=")
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{fake.issuer}/authorize?")
    fake.nonce, fake.challenge, fake.spent = asked["nonce"][0], asked["code_challenge"][0], False
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert asked["code_challenge_method"] == ["S256"]
    return asked["state"][0]


def come_back(client: Client, state: str, code: str = CODE) -> object:
    """Come back from the provider."""
    return client.get(BACK, {"state": state, "code": code})


def events() -> list[tuple[str, str]]:
    """Return what the trail says of the provider: the act, and the reason of a refusal."""
    rows = AuditEvent.objects.filter(action__startswith="identity.provider").order_by("pk")
    return [(row.action.removeprefix("identity.provider_"), row.after.get("reason", "")) for row in rows]


def outside(client: Client) -> bool:
    """Tell whether nobody is signed in."""
    return client.get("/").status_code == 302


def test_without_a_provider_nothing_of_it_is_there() -> None:
    assert "Se connecter avec Santé" not in Client().get("/compte/login/").content.decode()
    assert "/compte/fournisseur/" not in Client().get("/compte/login/").content.decode()
    assert Client().post(START).status_code == 404
    assert Client().get(BACK).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Se connecter avec Santé Connect"),
        ("ar", "الدخول عبر Santé Connect"),
        ("en", "Sign in with Santé Connect"),
    ],
)
def test_the_sign_in_page_offers_it_in_each_language(fake: Fake, language: str, said: str) -> None:
    page = Client().get("/compte/login/", headers={"Accept-Language": language}).content.decode()
    assert said in page
    assert SECRET not in page


def test_somebody_known_and_proven_gets_in_is_linked_and_traced(fake: Fake) -> None:
    user, client = nadia(), Client()

    response = come_back(client, leave(client, fake, next="/besoins/"))

    assert (response.status_code, response.url) == (302, "/besoins/")
    assert int(client.session["_auth_user_id"]) == user.pk
    assert list(SocialAccount.objects.values_list("user", "uid", "extra_data")) == [(user.pk, "s-1", {})]
    assert events() == [("linked", ""), ("sign_in", "")]
    assert set(AuditEvent.objects.values_list("user", flat=True)) == {user.pk}


def test_a_second_time_the_link_suffices_whatever_the_address(fake: Fake) -> None:
    user = nadia()
    come_back(first := Client(), leave(first, fake))
    fake.claims = {"email": "autre@example.org", "email_verified": False}

    come_back(client := Client(), leave(client, fake))

    assert int(client.session["_auth_user_id"]) == user.pk
    assert SocialAccount.objects.count() == 1
    assert events() == [("linked", ""), ("sign_in", ""), ("sign_in", "")]


def test_the_address_may_come_from_user_info(fake: Fake) -> None:
    user, client = nadia(), Client()
    fake.claims = {"email": None, "email_verified": None}
    fake.info = {"sub": "s-1", "email": "Nadia@Example.org", "email_verified": "true"}

    come_back(client, leave(client, fake))

    assert int(client.session["_auth_user_id"]) == user.pk


def test_never_leads_to_another_site(fake: Fake) -> None:
    nadia()
    client = Client()
    assert come_back(client, leave(client, fake, next="https://example.org/")).url == "/"


def test_a_second_factor_is_asked_for_as_ever(fake: Fake) -> None:
    user, client = nadia(), Client()
    secret = "JBSWY3DPEHPK3PXP"
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": second_factors().encrypt(secret)}
    )

    response = come_back(client, leave(client, fake))

    assert response.url == "/compte/second-facteur/authenticate/"
    assert outside(client)
    assert events() == [("linked", "")]
    code = code_of(secret)
    client.post(response.url, {"code": code})
    assert int(client.session["_auth_user_id"]) == user.pk
    assert events() == [("linked", ""), ("sign_in", "")]


Scene = Callable[[Fake], object]


def _says(**claims: object) -> Scene:
    return lambda fake: fake.claims.update(claims)


def _answers(path: str, status: int, body: bytes) -> Scene:
    return lambda fake: fake.answers.update({path: (status, body)})


def _describes(**stated: object) -> Scene:
    return lambda fake: fake.description.update(stated)


def _signs(*, signer: str = "own", algorithm: str = "RS256") -> Scene:
    def set_up(fake: Fake) -> None:
        fake.signer, fake.algorithm = signer, algorithm

    return set_up


def _info_of_another(fake: Fake) -> None:
    fake.claims, fake.info = {"email": None}, {"sub": "s-2", "email": ADDRESS, "email_verified": True}


DISTRUSTED = {
    "another signature": (_signs(signer="another"), 403, "untrusted"),
    "no signature": (_signs(algorithm="none"), 403, "untrusted"),
    "a shared secret": (_signs(algorithm="HS256"), 403, "untrusted"),
    "another audience": (_says(aud="another"), 403, "untrusted"),
    "several audiences": (_says(aud=[CLIENT, "another"]), 403, "untrusted"),
    "another party": (_says(azp="another"), 403, "untrusted"),
    "another issuer": (_says(iss="https://another.example.org"), 403, "untrusted"),
    "another nonce": (_says(nonce="of-another-exchange"), 403, "untrusted"),
    "no nonce": (_says(nonce=None), 403, "untrusted"),
    "an odd nonce": (_says(nonce=5), 403, "untrusted"),
    "expired": (_says(exp=1_700_000_000), 403, "untrusted"),
    "of tomorrow": (_says(iat=4_000_000_000), 403, "untrusted"),
    "nobody": (_says(sub=None), 403, "untrusted"),
    "an endless number": (_says(sub="s" * 300), 403, "untrusted"),
    "info of another": (_info_of_another, 403, "untrusted"),
    "unproven there": (_says(email_verified=False), 403, "unproven_there"),
    "not said to be proven": (_says(email_verified=None), 403, "unproven_there"),
    "no address": (_says(email=7), 403, "unproven_there"),
    "nobody here": (_says(email="inconnue@example.org"), 403, "no_account"),
    "refused code": (_answers("/token", 400, b'{"error": "invalid_grant"}'), 502, "unreachable"),
    "a page for a token": (_answers("/token", 200, b"<html>"), 502, "unreachable"),
    "a list for a token": (_answers("/token", 200, b"[]"), 502, "unreachable"),
    "no token": (_answers("/token", 200, b'{"access_token": "a"}'), 403, "untrusted"),
    "a token of rubbish": (_answers("/token", 200, b'{"id_token": "a.b.c"}'), 403, "untrusted"),
    "a number for a token": (_answers("/token", 200, b'{"id_token": 5}'), 403, "untrusted"),
    "no keys": (_answers("/keys", 200, b'{"keys": []}'), 403, "untrusted"),
    "rubbish for keys": (_answers("/keys", 200, b'{"keys": [5]}'), 403, "untrusted"),
    "failing keys": (_answers("/keys", 500, b""), 502, "unreachable"),
    "sent on": (_answers("/keys", 302, b""), 502, "unreachable"),
}


@pytest.mark.parametrize("case", list(DISTRUSTED))
def test_what_does_not_hold_opens_nothing(fake: Fake, case: str) -> None:
    nadia()
    people, rights = User.objects.count(), Membership.objects.count()
    scene, status, reason = DISTRUSTED[case]
    client = Client()
    state = leave(client, fake)
    scene(fake)

    response = come_back(client, state)

    assert response.status_code == status
    assert "Santé Connect" in response.content.decode()
    assert outside(client)
    assert not SocialAccount.objects.exists()
    assert (User.objects.count(), Membership.objects.count()) == (people, rights)
    assert events() == ([] if reason == "unreachable" else [("refused", reason)])


DESCRIPTIONS = {
    "down": _answers("/.well-known/openid-configuration", 503, b""),
    "rubbish": _answers("/.well-known/openid-configuration", 200, b"\xff\xfe"),
    "no address": _describes(token_endpoint=None),
    "odd address": _describes(jwks_uri="file:///etc/passwd"),
    "another issuer": _describes(issuer="http://127.0.0.1:1"),
}


@pytest.mark.parametrize("case", list(DESCRIPTIONS))
def test_a_provider_that_fails_is_said_so_before_anybody_leaves(fake: Fake, case: str) -> None:
    DESCRIPTIONS[case](fake)

    response = Client().post(START)

    assert response.status_code in {403, 502}
    assert "Revenir à la connexion" in response.content.decode()
    assert not User.objects.exists()


def test_a_provider_that_does_not_listen_is_said_so(settings: Settings) -> None:
    settings.RAKIZA_OIDC = OpenIdProvider("http://127.0.0.1:1", CLIENT, SECRET, "Santé Connect")

    response = Client().post(START)

    assert response.status_code == 502
    assert "Santé Connect n'a pas répondu comme prévu" in response.content.decode().replace("&#x27;", "'")


def test_an_answer_serves_once(fake: Fake) -> None:
    nadia()
    client = Client()
    state = leave(client, fake)
    come_back(client, state)
    client.post("/compte/logout/")

    response = come_back(client, state)

    assert response.status_code == 400
    assert outside(client)


def test_an_answer_serves_in_the_browser_that_asked_only(fake: Fake) -> None:
    nadia()
    state = leave(Client(), fake)

    response = come_back(client := Client(), state)

    assert response.status_code == 400
    assert outside(client)
    assert not SocialAccount.objects.exists()


def test_a_token_of_an_exchange_before_does_not_serve_again(fake: Fake) -> None:
    nadia()
    state = leave(client := Client(), fake)
    stolen = fake.token()
    second = leave(client, fake)
    fake.answers["/token"] = (200, f'{{"id_token": "{stolen}"}}'.encode())

    response = come_back(client, second)

    assert state != second
    assert response.status_code == 403
    assert outside(client)
    assert events() == [("refused", "untrusted")]


@pytest.mark.parametrize("linked", [False, True])
def test_a_deactivated_account_stays_closed(fake: Fake, *, linked: bool) -> None:
    user = nadia()
    if linked:
        come_back(first := Client(), leave(first, fake))
    User.objects.filter(pk=user.pk).update(is_active=False)

    response = come_back(client := Client(), leave(client, fake))

    assert response.status_code == 403
    assert "Ce compte est désactivé" in response.content.decode()
    assert outside(client)
    assert SocialAccount.objects.exists() is linked
    last = AuditEvent.objects.latest("pk")
    assert (last.action, last.object_id) == ("identity.provider_refused", str(user.pk))
    assert last.after["reason"] == "inactive"


def test_an_address_never_proven_here_is_not_taken(fake: Fake) -> None:
    nadia(proven=False)

    response = come_back(client := Client(), leave(client, fake))

    assert response.status_code == 403
    assert outside(client)
    assert not SocialAccount.objects.exists()
    assert events() == [("refused", "unproven_here")]


def test_who_inherits_an_address_at_the_provider_does_not_inherit_the_account(fake: Fake) -> None:
    nadia()
    come_back(first := Client(), leave(first, fake))
    fake.claims = {"sub": "s-2"}

    response = come_back(client := Client(), leave(client, fake))

    assert response.status_code == 403
    assert outside(client)
    assert events()[-1] == ("refused", "linked_elsewhere")


def test_what_one_issuer_vouched_for_does_not_hold_for_another(fake: Fake, settings: Settings) -> None:
    user = nadia()
    SocialAccount.objects.create(
        user=user, provider=OpenIdProvider("https://a.org", "", "", "").key, uid="s-1"
    )
    fake.claims = {"email": "inconnue@example.org"}

    response = come_back(client := Client(), leave(client, fake))

    assert response.status_code == 403
    assert outside(client)


def test_who_is_unknown_is_led_to_the_request_to_join(fake: Fake) -> None:
    response = come_back(client := Client(), leave(client, fake))

    page = response.content.decode()
    assert 'href="/rejoindre/"' in page
    assert not User.objects.filter(email=ADDRESS).exists()


def test_who_gives_up_is_back_at_the_sign_in_page(fake: Fake) -> None:
    client = Client()
    state = leave(client, fake)

    response = client.get(BACK, {"state": state, "error": "access_denied"}, follow=True)

    assert "Connexion par Santé Connect abandonnée" in response.content.decode()
    assert outside(client)


@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?error=server_error", "?state=%F0%9F&code=%00"])
def test_odd_ways_back_are_answered(fake: Fake, query: str) -> None:
    assert Client().get(BACK + query).status_code == 400


def test_attempts_are_counted(fake: Fake) -> None:
    client = Client()
    for _attempt in range(30):
        client.get(BACK)

    assert client.get(BACK).status_code == 429
    assert client.post(START).status_code == 429


def test_the_link_is_shown_and_cut_by_its_owner(fake: Fake) -> None:
    user, client = nadia(), Client()
    come_back(client, leave(client, fake))
    assert "lié à votre compte" in client.get("/compte/").content.decode()

    other = Client()
    other.force_login(an_actor(Role.BUYER).user)
    other.post("/compte/fournisseur/delier/")
    assert SocialAccount.objects.filter(user=user).exists()
    client.post("/compte/fournisseur/delier/")

    assert not SocialAccount.objects.exists()
    assert events()[-1] == ("unlinked", "")
    assert re.search("se lie à la première connexion", client.get("/compte/").content.decode())
