"""Sign-in policy: accounts open by invitation only, secrets are kept sealed, each change is traced."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User

# What the sign-in package announces by mail, as the trail names it.
TRACED = {
    "account/email/password_changed": "identity.password_changed",
    "account/email/password_reset": "identity.password_reset",
    "account/email/password_set": "identity.password_changed",
    "account/email/email_changed": "identity.address_changed",
    "account/email/email_confirm": "identity.address_confirmed",
    "account/email/email_deleted": "identity.address_dropped",
    "mfa/email/totp_activated": "identity.code_app_added",
    "mfa/email/totp_deactivated": "identity.code_app_removed",
    "mfa/email/recovery_codes_generated": "identity.recovery_codes_made",
    "mfa/email/webauthn_added": "identity.key_added",
    "mfa/email/webauthn_removed": "identity.key_removed",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody registers alone; what changes at an account is traced, and mailed where mail goes out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: people join by invitation."""
        return False

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Trace the change in the person's own name, then tell them by mail."""
        action = TRACED.get(template_prefix)
        if action is not None:
            record(None, action, user, user=user)
        if settings.RAKIZA_MAILS:
            super().send_notification_mail(template_prefix, user, context, email)

    def post_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse:  # noqa: ANN401 - the package's
        """Trace who came in through the provider, once every step of signing in is behind them."""
        response: HttpResponse = super().post_login(request, user, **given)
        if "sociallogin" in (given.get("signal_kwargs") or {}) and settings.RAKIZA_OIDC is not None:
            record(
                None,
                "identity.provider_sign_in",
                user,
                after={"issuer": settings.RAKIZA_OIDC.issuer},
                user=user,
            )
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors sealed with the site's key."""

    def encrypt(self, text: str) -> str:
        """Return `text` sealed (Fernet: AES-128-CBC with HMAC-SHA-256)."""
        return _seal().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` sealed; nothing where another key sealed it, so that no code fits."""
        try:
            return _seal().decrypt(encrypted_text.encode("ascii")).decode()
        except InvalidToken:
            return ""


def _seal() -> Fernet:
    key = hashlib.sha256(b"rakiza second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
