"""What the host says of its provider, and why a sign-in through it isn't taken."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """One OpenID Connect provider, as the environment describes it; `secret` is never shown or logged."""

    issuer: str
    client_id: str
    secret: str
    name: str

    @property
    def key(self) -> str:
        """Name of this issuer in links: what one issuer vouched for never holds for another."""
        return f"oidc-{hashlib.sha256(self.issuer.encode()).hexdigest()[:16]}"

    def __repr__(self) -> str:
        return f"OpenIdProvider({self.issuer!r})"


class Why(StrEnum):
    """Why a sign-in isn't taken."""

    UNREACHABLE = "unreachable"  # no answer, or none that the protocol knows
    UNTRUSTED = "untrusted"  # signature, audience, issuer, age or nonce of the token doesn't hold
    STALE = "stale"  # the exchange wasn't begun in this browser, or too long ago, or was used already
    UNPROVEN_THERE = "unproven_there"  # the provider doesn't vouch for the address
    UNPROVEN_HERE = "unproven_here"  # the address of the account was never proven here
    NO_ACCOUNT = "no_account"
    LINKED_ELSEWHERE = "linked_elsewhere"  # the account is linked to another person of the provider
    INACTIVE = "inactive"


class NotTaken(Exception):  # noqa: N818  # an answer, not a fault
    """A sign-in through the provider isn't taken; `detail` is for the log."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why, detail)
        self.why = why
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says somebody is: its own number for them, their address and whether it vouches for it."""

    subject: str
    email: str
    proven: bool
