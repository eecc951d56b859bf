"""What every answer carries, and what no page holds: nothing inline, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html.parser import HTMLParser

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from tests.security.house import House, finish
from tests.security.permissions import PAGES

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.enums import Role
from rakiza.web.errors import failure

POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
}
# A picture that came from outside is a picture and nothing else: it may load, run and send nothing.
LOCKED = {"default-src 'none'", "sandbox"}


# Whoever opens a piece of somebody's file is written down.
WRITTEN_DOWN = {
    "certification:case-file",
    "files:open",
    "industry:content-evidence",
    "industry:device-instructions",
    "needs:original",
    "plans:file",
    "registration:dossier-file",
}
READ = [name for name, page in PAGES.items() if page.reads]


class Inline(HTMLParser):
    """Gathers what a strict policy would block: inline code, inline style, addresses of other sites."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        data = tag == "script" and given.get("type") == "application/json"
        self._inside = tag if tag in {"script", "style"} and "src" not in given and not data else ""
        for name, value in given.items():
            foreign = name in {"src", "href", "action"} and (value or "").startswith(
                ("http:", "https:", "//")
            )
            if (
                name == "style"
                or name.startswith(("on", "hx-on"))
                or foreign
                or "javascript:" in (value or "")
            ):
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside and data.strip():
            self.found.append(f"<{self._inside}>{data.strip()[:60]}")


def inline(html: str) -> list[str]:
    """Return what is inline in a page."""
    parser = Inline()
    parser.feed(html)
    return parser.found


def assert_guarded(response: HttpResponse, policy: Collection[str] = POLICY) -> None:
    """Every guarding header is there."""
    assert set(response["Content-Security-Policy"].split("; ")) == set(policy)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "public" not in response["Cache-Control"]


def test_inline_code_is_found() -> None:
    page = '<p style="a"><a onclick="x()" href="//e.org">o</a><script>y()</script><script type="application/json">{}</script>'

    assert len(inline(page)) == 4


def look_at(house: House, role: Role, names: Iterable[str]) -> None:
    """Open pages as one role: each is guarded, and holds nothing inline."""
    client = house.client(house.people[role])
    for name in names:
        response = client.get(house.address(name))
        assert_guarded(response, LOCKED if response["Content-Type"] == "image/png" else POLICY)
        if response["Content-Type"].startswith("text/html"):
            assert (name, inline(response.content.decode())) == (name, [])
        finish(response)


@pytest.mark.parametrize("role", list(Role))
def test_every_page_is_guarded_holds_nothing_inline_and_leaves_no_trace(house: House, role: Role) -> None:
    before = AuditEvent.objects.count()

    look_at(house, role, [name for name in READ if name not in WRITTEN_DOWN])

    assert AuditEvent.objects.count() == before
    look_at(house, role, sorted(WRITTEN_DOWN))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/compte/login/", 200),
        ("/nulle/part/", 404),
        ("/compte/inactif/", 403),
        ("/?q=%00", 400),
        ("/besoins/", 302),
    ],
)
def test_answers_to_a_visitor_are_guarded(db: None, path: str, status: int) -> None:
    response = Client().get(path)

    assert response.status_code == status
    assert_guarded(response)
    assert inline(response.content.decode()) == []


def test_the_last_resort_page_holds_nothing_inline() -> None:
    assert inline(failure(HttpRequest()).content.decode()) == []


def test_a_fault_is_guarded_and_logged_without_details(house: House, monkeypatch, caplog) -> None:
    def fault(*_args: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("rakiza.web.pages.views.steps_for", fault)
    client = Client(raise_request_exception=False)
    client.force_login(house.people[Role.BUYER].user)

    response = client.get("/")

    assert response.status_code == 500
    assert_guarded(response)
    assert "a secret detail" not in response.content.decode()
    assert "a secret detail" in caplog.text


def test_cookies_are_kept_from_scripts_and_other_sites(house: House, settings) -> None:
    actor = house.people[Role.BUYER]
    actor.user.set_password("une-phrase-longue")
    actor.user.save()
    client = Client()
    client.get("/compte/login/")

    client.post("/compte/login/", {"login": actor.user.email, "password": "une-phrase-longue"})
    client.post("/langue/setlang/", {"language": "en", "next": "/"})

    assert set(client.cookies) >= {"sessionid", "csrftoken", "django_language"}
    for name in ("sessionid", "csrftoken", "django_language"):
        assert (name, bool(client.cookies[name]["httponly"]), client.cookies[name]["samesite"]) == (
            name,
            True,
            "Lax",
        )
