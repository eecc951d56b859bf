"""Signing in through the host's identity provider, clicked: in, declined, unknown, with a second factor."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.one_person import ACCOUNT, OTHER
from tests.browser.people import People, Site, Visitor
from tests.kernel.identity.fake_provider import Fake
from tests.security.test_own_account import code_of

from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD

NAME = "Santé Connect"
ADDRESS = f"{ACCOUNT}@{DOMAIN}"


@pytest.fixture
def known(provider: Fake) -> Iterator[Fake]:
    """The provider, which vouches for the small site's one person."""
    provider.claims = {"email": ADDRESS}
    yield provider
    provider.claims = {}


def leave(page: Page, site: Site, *, button: str = f"Se connecter avec {NAME}") -> None:
    """Go from the sign-in page to the provider's, which the page in between opens by itself."""
    page.goto(f"{site.url}/compte/login/")
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile("/authorize"))


def test_who_is_vouched_for_gets_in_and_cuts_the_link(known: Fake, visitor: Visitor) -> None:
    page, site = visitor.page, visitor.site
    leave(page, site)
    page.get_by_role("link", name="Agree").click()
    page.wait_for_url(f"{site.url}/")

    page.goto(f"{site.url}/compte/")
    expect(page.get_by_text("lié à votre compte")).to_be_visible()
    page.get_by_role("button", name="Couper le lien").click()
    expect(page.get_by_role("status")).to_have_text(re.compile(f"n'est plus lié à {NAME}"))
    expect(page.get_by_text("lié à votre compte")).to_have_count(0)
    assert visitor.complaints == []


def test_who_declines_is_back_where_they_were(known: Fake, visitor: Visitor) -> None:
    page, site = visitor.page, visitor.site
    leave(page, site)
    page.get_by_role("link", name="Decline").click()

    page.wait_for_url(f"{site.url}/compte/login/")
    expect(page.get_by_text(f"Connexion par {NAME} abandonnée.")).to_be_visible()
    page.goto(f"{site.url}/compte/")
    expect(page).to_have_url(re.compile("/compte/login/"))


@pytest.mark.parametrize(
    ("language", "button", "title", "way_on"),
    [
        ("fr", f"Se connecter avec {NAME}", "Pas encore de compte", "Demander à rejoindre le cluster"),
        ("ar", f"الدخول عبر {NAME}", "لا حساب بعد", "طلب الانضمام إلى التجمع"),
        ("en", f"Sign in with {NAME}", "No account yet", "Ask to join the cluster"),
    ],
)
def test_who_has_no_account_is_led_to_the_request_to_join(
    known: Fake, people: People, language: str, button: str, title: str, way_on: str
) -> None:
    known.claims = {"email": "inconnue@example.org", "sub": "s-2"}
    visitor = people("", language)
    page, site = visitor.page, visitor.site
    leave(page, site, button=button)
    with page.expect_navigation() as back:
        page.get_by_role("link", name="Agree").click()

    assert back.value.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("link", name=way_on).click()
    page.wait_for_url(f"{site.url}/rejoindre/")


def test_a_second_factor_is_asked_for_behind_the_provider(known: Fake, people: People) -> None:
    """The provider's word replaces the password, never the code; without a code nobody is in."""
    first = people()
    page, site = first.page, first.site
    known.claims = {"email": f"{OTHER}@{DOMAIN}", "sub": "s-3"}
    page.goto(f"{site.url}/compte/login/")
    page.fill("#id_login", f"{OTHER}@{DOMAIN}")
    page.fill("#id_password", PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(f"{site.url}/")
    page.goto(f"{site.url}/compte/second-facteur/totp/activate/")
    page.fill("#id_password", PASSWORD)
    page.locator("#id_password").press("Enter")
    secret = page.locator("#authenticator_secret").input_value()
    page.fill("#id_code", code_of(secret, steps=-1))
    page.locator("#id_code").press("Enter")
    page.wait_for_url(re.compile("recovery-codes"))

    page = people().page
    leave(page, site)
    page.get_by_role("link", name="Agree").click()
    page.wait_for_url(re.compile("/compte/second-facteur/|/compte/2fa/|authenticate"))
    page.fill("#id_code", "000000")
    page.locator("#id_code").press("Enter")
    expect(page.locator("#id_code")).to_be_visible()
    page.fill("#id_code", code_of(secret))
    page.locator("#id_code").press("Enter")
    page.wait_for_url(f"{site.url}/")
