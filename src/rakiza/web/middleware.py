"""Who acts in a request: the person's chosen membership, found once."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.queries import memberships_of

SESSION_KEY = "membership"
Handler = Callable[[HttpRequest], HttpResponse]


def _chosen(request: HttpRequest) -> tuple[list[Membership], Membership | None]:
    if not request.user.is_authenticated:
        return [], None
    memberships = memberships_of(request.user, timezone.localdate())
    wanted = request.session.get(SESSION_KEY)
    first = memberships[0] if memberships else None
    return memberships, next((m for m in memberships if m.pk == wanted), first)


class ActorMiddleware:
    """Set `request.actor` (None for a visitor) and `request.memberships`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the membership and go on."""
        memberships, chosen = _chosen(request)
        request.memberships = memberships  # type: ignore[attr-defined]
        request.membership = chosen  # type: ignore[attr-defined]
        request.actor = Actor.of(chosen) if chosen else None  # type: ignore[attr-defined]
        return self.get_response(request)


class PersonLanguageMiddleware:
    """Speak the person's own language until another is chosen in the page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the person's language where the browser holds no choice."""
        if request.user.is_authenticated and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        return self.get_response(request)
