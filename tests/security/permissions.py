"""The table of `permissions.toml`, and the addresses that the site really has."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from rakiza.kernel.organisations.enums import MEMBERS, Role

# Open to a visitor: signing in and out, the language, where a closed account lands, the public register.
PUBLIC = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_email",
        "account_email_verification_sent",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "api:openapi",
        "api:reference",
        "industry:showcase",
        "industry:showcase-picture",
        "industry:showcase-product",
        "industry:showcase-sheet",
        "organisations:join",
        "provider-callback",
        "provider-start",
        "organisations:follow",
        "organisations:accept",
        "registration:register",
        "registration:register-csv",
        "registration:register-json",
        "registration:register-sums",
        "registration:register-title",
        "registration:verify",
        "set_language",
    }
)
# One's own account, whatever one's role: nothing of anybody else is behind them.
OWN = frozenset(
    {
        "own-account",
        "provider-cut",
        "access:new",
        "account_reauthenticate",
        "account_email",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "usersessions_list",
        "end-session",
    }
)


@dataclass(frozen=True)
class Page:
    """One row of the table."""

    name: str
    title: str
    open: frozenset[Role]
    does: frozenset[Role]
    alone: bool
    reads: bool
    hidden: frozenset[Role]
    moves: bool

    def status(self, role: Role) -> int:
        """Return what a role gets when it opens the page."""
        if role in self.open:
            return 302 if self.moves else 200
        return 404 if role in self.hidden else 403


def _roles(listed: list[str]) -> frozenset[Role]:
    groups = {"all": frozenset(Role), "members": MEMBERS}
    return groups[listed[0]] if listed[:1] and listed[0] in groups else frozenset(map(Role, listed))


def load() -> dict[str, Page]:
    """Return the table by address name."""
    stated = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["page"]
    return {
        name: Page(
            name,
            row["title"],
            _roles(row.get("open", [])),
            _roles(row.get("does", [])),
            row.get("alone", False),
            "open" in row,
            _roles(row.get("hidden", [])),
            row.get("moves", False),
        )
        for name, row in stated.items()
    }


def names() -> set[str]:
    """Return the name of every address of the site; one without a name is an error."""
    return set(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "v1":
            continue  # programs' endpoints have a table of their own: `api_writes`
        if isinstance(pattern, URLResolver):
            yield from _walk(
                pattern.url_patterns, space + (f"{pattern.namespace}:" if pattern.namespace else "")
            )
        else:
            assert pattern.name, pattern
            yield space + pattern.name


PAGES = load()
