"""Who acts: the person of the key, or whom a command names, for one membership; no further than a key reaches."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from rakiza.kernel.access.enums import Reach
from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.api.caller import Caller
from rakiza.kernel.api.parsing import check_body
from rakiza.kernel.api.problems import Problem
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role

SAFE = frozenset({"GET", "HEAD"})
MINUTE = 60


class AccessKeyAuth(HttpBearer):
    """An access key after the word Bearer: the one way in. Cookies are never read."""

    openapi_bearerFormat = "rak_…"  # noqa: N815 - a name of OpenAPI

    def __init__(self, *, files: bool = False) -> None:
        """Let requests in; `files`: those of an endpoint that takes a file beside its fields."""
        super().__init__()
        self.files = files

    def __call__(self, request: HttpRequest) -> Caller | None:
        """Return who calls; a command of this server carries no header."""
        return self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:  # noqa: ARG002 - read before
        """Return the caller that was found; refuse a key that is used too often, or reaches less far."""
        caller: Caller | None = getattr(request, "caller", None)
        if caller is None:
            return None
        if caller.key is not None:
            _keep_pace(caller.key)
            if caller.key.reach == Reach.READ and request.method not in SAFE:
                raise Problem(403, "key_reads_only", _("Cette clé ne permet que de lire."))
        check_body(request, files=self.files)
        return caller


WITH_FILE = AccessKeyAuth(files=True)


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls, of a request that was let in."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def actor_of(request: HttpRequest) -> Actor:
    """Return whom the request acts as, whatever their role."""
    return Actor.of(caller_of(request).membership)


def member_of(request: HttpRequest) -> Actor:
    """Return whom the request acts as; partners are refused as by the pages that don't take them in."""
    actor = actor_of(request)
    if actor.plays(Role.PARTNER):
        raise PermissionDenied(_("Cette page est réservée aux membres du cluster."))
    return actor


def _keep_pace(key: AccessKey) -> None:
    """Count one more request of the key in the present minute; refuse beyond the limit.

    Two requests at the very same moment may count as one: the limit spares the server, it guards nothing.
    """
    now = time.time()
    name = f"api:{key.pk}:{int(now // MINUTE)}"
    done = int(cache.get(name, 0))
    if done >= settings.RAKIZA_API_PER_MINUTE:
        wait = MINUTE - int(now % MINUTE)
        raise Problem(
            429,
            "too_many_requests",
            _("Trop de demandes avec cette clé : attendez %(seconds)s secondes.") % {"seconds": wait},
            headers={"Retry-After": str(wait)},
        )
    cache.set(name, done + 1, MINUTE)
