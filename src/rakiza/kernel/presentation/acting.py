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

P = ParamSpec("P")


def acting(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Call `view(request, actor, …)`; a visitor signs in first, a person without membership is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            raise PermissionDenied(_("Votre compte n'est rattaché à aucune organisation active."))
        return view(request, actor, *args, **kwargs)

    return guarded
