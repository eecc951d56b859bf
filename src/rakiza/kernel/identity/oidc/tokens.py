"""Reading an identity token as OpenID Connect Core 1.0, 3.1.3.7 wants it read: nothing is taken on trust."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

import jwt

from rakiza.kernel.identity.oidc.values import Identity, NotTaken, OpenIdProvider, Why

# Signatures with a public key only: a shared secret proves nothing of who signed, `none` nothing at all.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 60
LONGEST = 190


def claims_of(token: object, *, keys: object, provider: OpenIdProvider, nonce: str) -> Mapping[str, Any]:
    """Return what a token says; raise `NotTaken` unless the provider signed it now, for us, for this exchange."""
    try:
        header = jwt.get_unverified_header(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(keys, header.get("kid")),
            algorithms=list(ALGORITHMS),
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError, KeyError, AttributeError) as reason:
        raise NotTaken(Why.UNTRUSTED, str(reason)) from reason
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise NotTaken(Why.UNTRUSTED, "nonce")
    if "azp" in claims and claims["azp"] != provider.client_id:
        raise NotTaken(Why.UNTRUSTED, "azp")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise NotTaken(Why.UNTRUSTED, "several audiences")
    return claims


def _key(keys: object, wanted: object) -> object:
    """Return the provider's key of that number; its only one where the token names none."""
    known = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in {None, "sig"}]
    found = [key for key in known if key.key_id == wanted] if wanted is not None else known
    if len(found) != 1:
        raise ValueError("no such key")
    return found[0]


def identity_of(claims: Mapping[str, Any]) -> Identity:
    """Return who the claims are about; raise `NotTaken` where they name nobody."""
    subject, email = claims.get("sub"), claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST or "\0" in subject:
        raise NotTaken(Why.UNTRUSTED, "subject")
    usable = isinstance(email, str) and 0 < len(email) <= LONGEST and "\0" not in email
    proven = usable and claims.get("email_verified") in (True, "true")
    return Identity(subject, str(email).strip().lower() if usable else "", proven)
