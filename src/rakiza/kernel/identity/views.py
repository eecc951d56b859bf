"""One's own account: who one is, how one signs in, for whom one acts."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rakiza.kernel.identity import actions
from rakiza.kernel.identity.agents import browser_of
from rakiza.kernel.identity.forms import OwnAccountForm
from rakiza.kernel.identity.models import User


@require_http_methods(["GET", "POST"])
@login_required
def own_account(request: HttpRequest) -> HttpResponse:
    """Show one's account; change one's name and language."""
    user: User = request.user  # type: ignore[assignment]
    given = request.POST if request.method == "POST" else None
    form = OwnAccountForm(given, instance=User(name=user.name, language=user.language, digest=user.digest))
    if request.method == "POST" and form.is_valid():
        actions.describe_oneself(user, **form.cleaned_data)
        messages.success(request, _("Votre compte est à jour."))
        answer = redirect("own-account")
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # the account's own language speaks again
        return answer
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "page_title": _("Mon compte"),
        "form": form,
        "keys": kinds.count(Authenticator.Type.WEBAUTHN),
        "code_app": Authenticator.Type.TOTP in kinds,
        "sessions": UserSession.objects.filter(user=user).count(),
        "memberships": getattr(request, "memberships", ()),
        "mails": settings.RAKIZA_MAILS,
        "linked": settings.RAKIZA_OIDC is not None
        and SocialAccount.objects.filter(user=user, provider=settings.RAKIZA_OIDC.key).exists(),
    }
    return render(request, "identity/account.html", context, status=422 if form.errors else 200)


class OpenSessions(ListUserSessionsView):  # type: ignore[misc]
    """One's open sessions, each with the browser that it is in."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - the package's signature
        """Return the package's context, and each session with its browser in words."""
        context: dict[str, Any] = super().get_context_data(**given)
        context["rows"] = [(one, browser_of(one.user_agent)) for one in context["sessions"]]
        return context


@login_required
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Close one of one's own sessions elsewhere."""
    user: User = request.user  # type: ignore[assignment]
    session = get_object_or_404(UserSession, pk=session_id, user=user)
    actions.end_session(user, session)
    messages.success(request, _("La session est fermée."))
    return redirect("usersessions_list")
