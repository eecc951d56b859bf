"""A passkey, with Chromium's own authenticator: added to an account, then the only thing that signs in."""

from __future__ import annotations

import re

from playwright.sync_api import CDPSession, Page, expect
from tests.browser.one_person import WITH_KEY
from tests.browser.people import Site, Visitor

from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD


def at_a_name(site: Site) -> str:
    """Return the site's address by name: browsers take keys for names only, never for numbers."""
    return site.url.replace("127.0.0.1", "localhost")


def with_authenticator(page: Page) -> tuple[CDPSession, str]:
    """Plug a virtual authenticator in, which agrees to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session, made["authenticatorId"]


def test_a_passkey_is_added_and_signs_in_alone(visitor: Visitor) -> None:
    page, home = visitor.page, at_a_name(visitor.site)
    session, authenticator = with_authenticator(page)

    page.goto(f"{home}/compte/login/")
    page.fill("#id_login", f"{WITH_KEY}@{DOMAIN}")
    page.fill("#id_password", PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(f"{home}/")
    page.goto(f"{home}/compte/second-facteur/webauthn/add/")
    page.fill("#id_password", PASSWORD)  # whoever changes how one signs in says who they are again
    page.locator("#id_password").press("Enter")
    page.fill("#id_name", "Clé de travail")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile(r"/compte/second-facteur/(?!webauthn/add)"))
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert [(one["rpId"], one["isResidentCredential"]) for one in kept] == [("localhost", True)]

    page.context.clear_cookies()
    page.goto(f"{home}/compte/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{home}/")

    page.goto(f"{home}/compte/")
    expect(page.get_by_text(f"{WITH_KEY}@{DOMAIN}").first).to_be_visible()
    expect(page.get_by_text("1 clé de sécurité")).to_be_visible()
    assert visitor.complaints == []


def test_another_authenticator_signs_nobody_in(visitor: Visitor) -> None:
    page, home = visitor.page, at_a_name(visitor.site)
    session, authenticator = with_authenticator(page)

    page.goto(f"{home}/compte/login/")
    with page.expect_console_message(lambda message: message.type == "error"):
        page.click("#passkey_login")

    assert page.url == f"{home}/compte/login/"
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert kept == []
