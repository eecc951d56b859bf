"""Views act for someone: the decorator that hands the actor over, or sends the visitor to sign in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role

P = ParamSpec("P")
ActorView = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]


def partners_too(view: ActorView[P]) -> ActorView[P]:
    """Say that a page takes partners in as well: without it they are refused."""
    view.takes_partners = True  # type: ignore[attr-defined]
    return view


def acting(
    view: ActorView[P],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Call `view(request, actor, …)`; a visitor signs in first, a person without membership is refused.

    Partners are refused too, but by the pages that say `partners_too`.
    """
    takes_partners = getattr(view, "takes_partners", False)

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            raise PermissionDenied(_("Votre compte n'est rattaché à aucune organisation active."))
        if actor.plays(Role.PARTNER) and not takes_partners:
            raise PermissionDenied(_("Cette page est réservée aux membres du cluster."))
        return view(request, actor, *args, **kwargs)

    return guarded
