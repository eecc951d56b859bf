"""Going to the provider and coming back. Without a provider in the environment there are no such pages."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.identity.models import User
from rakiza.kernel.identity.oidc.actions import admit, trace_refusal, unlink
from rakiza.kernel.identity.oidc.exchange import described, identify
from rakiza.kernel.identity.oidc.refusals import refusal_page
from rakiza.kernel.identity.oidc.values import Identity, NotTaken, OpenIdProvider, Why

log = structlog.get_logger(__name__)
SCOPE = "openid email"


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Send the person to the provider.

    The answer is a page that leads there, not a redirect: a browser holds where a form may lead against every
    redirect that follows it, and a provider sends people on as it likes.
    """
    provider = _configured()
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="provider")
    if limited is not None:
        return limited
    if request.user.is_authenticated:
        return redirect("home")
    try:
        address = _authorization(request, provider)
    except NotTaken as refusal:
        return _refused(request, provider, refusal, None)
    context = {"provider": provider.name, "address": address, "host": urlsplit(address).netloc}
    response = render(request, "identity/provider_away.html", context)
    response.headers["Refresh"] = f"0; url={address}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _authorization(request: HttpRequest, provider: OpenIdProvider) -> str:
    endpoint = described(provider)["authorization_endpoint"]
    proof, nonce = generate_code_challenge(), secrets.token_urlsafe(24)
    state = _allauth(request, provider).stash_redirect_state(
        request, "login", get_next_redirect_url(request), verifier=proof["code_verifier"], nonce=nonce
    )
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": _way_back(request),
        "scope": SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": proof["code_challenge"],
        "code_challenge_method": proof["code_challenge_method"],
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Take the person back: in, where the provider vouches for an account of ours; else told why not."""
    provider = _configured()
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="provider", limit_get=True)
    if limited is not None:
        return limited
    identity: Identity | None = None
    try:
        state = _state(request, provider)
        if request.GET.get("error") == "access_denied":
            messages.info(request, _("Connexion par %(name)s abandonnée.") % {"name": provider.name})
            return redirect("account_login")
        identity = identify(
            provider,
            code=_code(request),
            verifier=state["verifier"],
            nonce=state["nonce"],
            redirect_uri=_way_back(request),
        )
        admit(provider, identity)
    except NotTaken as refusal:
        return _refused(request, provider, refusal, identity)
    login = SocialLogin(
        user=User(),  # the link that holds now says whose account it is
        account=SocialAccount(provider=provider.key, uid=identity.subject, extra_data={}),
        provider=_allauth(request, provider),
    )
    login.state = {"process": "login", **({"next": state["next"]} if "next" in state else {})}
    response: HttpResponse = complete_social_login(request, login)
    return response


@login_required
@require_POST
def cut(request: HttpRequest) -> HttpResponse:
    """Cut the link between one's own account and the provider."""
    provider = _configured()
    user: User = request.user  # type: ignore[assignment]
    if unlink(user, provider):
        messages.success(request, _("Votre compte n'est plus lié à %(name)s.") % {"name": provider.name})
    return redirect("own-account")


def _configured() -> OpenIdProvider:
    provider: OpenIdProvider | None = settings.RAKIZA_OIDC
    if provider is None:
        raise Http404
    return provider


def _allauth(request: HttpRequest, provider: OpenIdProvider) -> Any:  # noqa: ANN401 - the package has no types
    return get_adapter(request).get_provider(request, provider=provider.key)


def _way_back(request: HttpRequest) -> str:
    """Return where the provider sends people back to; the same words in both requests, and at the provider."""
    return request.build_absolute_uri(reverse("provider-callback"))


def _state(request: HttpRequest, provider: OpenIdProvider) -> dict[str, Any]:
    """Return what was put away when the person left; once only, in the same browser, for ten minutes."""
    try:
        kept: dict[str, Any] = _allauth(request, provider).unstash_redirect_state(
            request, request.GET.get("state", "")
        )
    except PermissionDenied:
        raise NotTaken(Why.STALE) from None
    return kept


def _code(request: HttpRequest) -> str:
    code = request.GET.get("code", "")
    if not code or "error" in request.GET:
        raise NotTaken(Why.UNREACHABLE, request.GET.get("error", "no code")[:80])
    return code


def _refused(
    request: HttpRequest, provider: OpenIdProvider, refusal: NotTaken, identity: Identity | None
) -> HttpResponse:
    log.warning("provider_sign_in_refused", reason=str(refusal.why), detail=refusal.detail)
    if refusal.why not in {
        Why.STALE,
        Why.UNREACHABLE,
    }:  # nobody was named: a visitor adds no rows to the trail
        trace_refusal(provider, refusal, identity)
    page = refusal_page(refusal.why, provider.name)
    context = {"page": page, "joins": refusal.why is Why.NO_ACCOUNT}
    return render(request, "identity/provider_refused.html", context, status=page.status)
