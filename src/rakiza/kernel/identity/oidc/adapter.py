"""allauth's provider and its policy, held to this house's: no account opened, no right given, nothing else asked."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from rakiza.kernel.identity.oidc.values import OpenIdProvider


class ProviderAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The one provider is the environment's; its word opens no account and changes nothing in one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:  # noqa: ARG002
        """Return False: people join by invitation."""
        return False

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[Any]:
        """Return the environment's provider; none is read from the database."""
        from allauth.socialaccount.models import SocialApp  # noqa: PLC0415 - the models are ready here

        known: OpenIdProvider | None = settings.RAKIZA_OIDC
        if known is None or provider not in {None, known.key, "openid_connect"}:
            return []
        if client_id not in {None, known.client_id}:
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=known.key,
                name=known.name,
                client_id=known.client_id,
                settings={"server_url": known.issuer},
            )
        ]

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: object) -> Any:  # noqa: ANN401, ARG002
        """Take no name or address from the provider."""
        return sociallogin.user

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:  # noqa: ANN401
        """Return allauth's view of the environment's provider; it raises DoesNotExist where there is none."""
        from allauth.socialaccount.providers.openid_connect.provider import (  # noqa: PLC0415 - needs the models
            OpenIDConnectProvider,
        )

        return OpenIDConnectProvider(
            request, app=self.get_app(request, provider=provider, client_id=client_id)
        )
