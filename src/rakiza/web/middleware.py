"""What every request passes: sound in form, in a known person's name, in their language."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from contextlib import suppress

import structlog
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from rakiza.kernel.audit.origin import coming_from
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.queries import actor_for, memberships_of
from rakiza.kernel.presentation.acting import keep_refused
from rakiza.web import errors

SESSION_KEY = "membership"
FORM_ALLOWANCE = 1024 * 1024
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
Handler = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)


def _holds_nul(fields: QueryDict) -> bool:
    return any("\0" in text for key, values in fields.lists() for text in (key, *values))


class SoundRequestMiddleware:
    """Turn away what no page can use, and say in words what the machine can't do now.

    A NUL character (databases refuse it in text) is answered 400; a body larger than any accepted
    file 413, before it is read; a database that is busy 503; a full disk 507.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address and the announced size, then go on."""
        if _announced(request) > settings.RAKIZA_UPLOAD_MAX_BYTES + FORM_ALLOWANCE:
            _keep_too_large(request)
            response = errors.too_large(request)
        elif "\0" in request.path_info or _holds_nul(request.GET):
            response = errors.malformed(request)
        else:
            response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: Iterable[object], _named: object
    ) -> HttpResponse | None:
        """Look at the fields of a form."""
        if request.method == "POST" and _holds_nul(request.POST):
            return errors.malformed(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the database and the disk; any other fault is the program's own."""
        if isinstance(exception, OperationalError):
            log.error("database_unavailable", path=request.path, exc_info=exception)
            return errors.busy(request)
        if isinstance(exception, OSError) and exception.errno in {errno.ENOSPC, errno.EDQUOT}:
            log.error("disk_full", path=request.path, exc_info=exception)
            return errors.disk_full(request)
        return None


def _keep_too_large(request: HttpRequest) -> None:
    """Write down who sent a body that is turned away unread; of a stranger nothing is known."""
    person = get_user(request)
    if not isinstance(person, User):
        return
    with suppress(Resolver404):
        request.resolver_match = resolve(request.path_info)
    actor = actor_for(person, request.session.get(SESSION_KEY))
    with coming_from(f"page {visitor_address(request)}"):
        keep_refused(
            request, actor or person, "too_large", _("Le fichier est trop gros : il n'a pas été lu.")
        )


def _announced(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isdecimal() and len(stated) < 20 else 0


def _chosen(request: HttpRequest) -> tuple[list[Membership], Membership | None]:
    if not request.user.is_authenticated:
        return [], None
    memberships = memberships_of(request.user, timezone.localdate())
    wanted = request.session.get(SESSION_KEY)
    first = memberships[0] if memberships else None
    return memberships, next((m for m in memberships if m.pk == wanted), first)


class ActorMiddleware:
    """Set `request.actor` (None for a visitor) and `request.memberships`.

    A role that was chosen and is no longer held (its loan is over, say) is let go, and the person is told:
    `request.lapsed` keeps what they still send from being done in the name of another organisation.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the membership and go on."""
        memberships, chosen = _chosen(request)
        request.memberships = memberships  # type: ignore[attr-defined]
        request.membership = chosen  # type: ignore[attr-defined]
        request.actor = Actor.of(chosen) if chosen else None  # type: ignore[attr-defined]
        request.lapsed = _let_go(request, chosen)  # type: ignore[attr-defined]
        with coming_from(f"page {visitor_address(request)}"):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: Iterable[object], _named: object
    ) -> HttpResponse | None:
        """Tell who is still signed in that their account was closed meanwhile: nothing is done for them any more."""
        closed = _closed(request)
        if closed is None:
            _tell_lapsed(request)
            return None
        if request.method == "POST":
            keep_refused(request, closed, "account_closed")
        request.session.flush()
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(closed.language)
        return errors.inactive(request)


def _let_go(request: HttpRequest, chosen: Membership | None) -> bool:
    """Forget the choice of a role that is no longer held; tell whether there was one."""
    wanted = request.session.get(SESSION_KEY) if request.user.is_authenticated else None
    if wanted is None or (chosen is not None and chosen.pk == wanted):
        return False
    del request.session[SESSION_KEY]
    return True


def _tell_lapsed(request: HttpRequest) -> None:
    """Tell who goes on reading for whom they act from now on, in their language: it is known only now."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    if not request.lapsed or actor is None or request.method == "POST":  # type: ignore[attr-defined]
        return
    said = _("Le rôle que vous aviez choisi n'est plus en vigueur : vous agissez maintenant pour %(name)s.")
    messages.warning(request, said % {"name": actor.organisation})


def _closed(request: HttpRequest) -> User | None:
    """Return the closed account of a session that is still open."""
    known = None if request.user.is_authenticated else request.session.get(SIGNED_IN)
    return User.objects.filter(pk=known, is_active=False).first() if known else None


def visitor_address(request: HttpRequest) -> str:
    """Return the visitor's network address, as the trusted proxies state it."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # a forged header, or a socket without an address
        return "?"


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
