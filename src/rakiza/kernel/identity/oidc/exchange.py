"""The talk with the provider: where to send the person, then a code for who they are (with PKCE)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from rakiza.kernel.identity.oidc.tokens import claims_of, identity_of
from rakiza.kernel.identity.oidc.values import Identity, NotTaken, OpenIdProvider, Why

TIMEOUT_SECONDS = 5
WELL_KNOWN = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def described(provider: OpenIdProvider) -> Mapping[str, Any]:
    """Return the provider's own description of itself, each address checked; raise `NotTaken`."""
    found = _ask("GET", provider.issuer.rstrip("/") + WELL_KNOWN)
    if found.get("issuer") != provider.issuer:
        raise NotTaken(Why.UNTRUSTED, "the description names another issuer")
    for name in ENDPOINTS:
        if not _fit(found.get(name), provider):
            raise NotTaken(Why.UNREACHABLE, f"the description has no {name} that can be used")
    return found


def identify(
    provider: OpenIdProvider, *, code: str, verifier: str, nonce: str, redirect_uri: str
) -> Identity:
    """Return who the provider says came back with `code`; raise `NotTaken`."""
    known = described(provider)
    given = _ask("POST", known["token_endpoint"], **_request(provider, known, code, verifier, redirect_uri))
    keys = _ask("GET", known["jwks_uri"])
    claims = dict(claims_of(given.get("id_token"), keys=keys, provider=provider, nonce=nonce))
    if "email" not in claims and _fit(known.get("userinfo_endpoint"), provider):
        told = _ask(
            "GET",
            known["userinfo_endpoint"],
            headers={"Authorization": f"Bearer {given.get('access_token')}"},
        )
        if told.get("sub") != claims["sub"]:
            raise NotTaken(Why.UNTRUSTED, "user info is about somebody else")
        claims |= {name: told.get(name) for name in ("email", "email_verified")}
    return identity_of(claims)


def _request(
    provider: OpenIdProvider, known: Mapping[str, Any], code: str, verifier: str, redirect_uri: str
) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    methods = known.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_post" in methods:
        return {"data": {**form, "client_id": provider.client_id, "client_secret": provider.secret}}
    return {"data": form, "auth": (provider.client_id, provider.secret)}


def _fit(address: object, provider: OpenIdProvider) -> bool:
    """Tell whether an address is as safe as the issuer's own: HTTPS wherever the issuer is on HTTPS."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return bool(parts.netloc) and parts.scheme in {"https", urlsplit(provider.issuer).scheme}


def _ask(method: str, address: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - what requests takes
    """Return the object that an address answers with; redirects aren't followed: nothing here needs them."""
    try:
        with requests.Session() as session:
            answer = session.request(method, address, timeout=TIMEOUT_SECONDS, allow_redirects=False, **given)
            told = answer.json() if answer.status_code == requests.codes.ok else None
    except (requests.RequestException, UnicodeError, ValueError) as reason:
        raise NotTaken(Why.UNREACHABLE, type(reason).__name__) from reason
    if not isinstance(told, dict):
        raise NotTaken(Why.UNREACHABLE, f"{method} {urlsplit(address).path}: {answer.status_code}")
    return told
