"""Views act for someone: the decorator that hands the actor over, or sends the visitor to sign in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from rakiza.kernel.audit.refusals import Reason, keep, listening
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.presentation.listing import whole
from rakiza.kernel.wording.language import base_language

CARRIED, CARRIED_HEADER = "acting_as", "X-Acting-As"
P = ParamSpec("P")
_REFUSED = frozenset({400, 403, 404, 409, 413, 422})
ActorView = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]


def partners_too(view: ActorView[P]) -> ActorView[P]:
    """Say that a page takes partners in as well: without it they are refused."""
    view.takes_partners = True  # type: ignore[attr-defined]
    return view


def whoever_opened(view: ActorView[P]) -> ActorView[P]:
    """Say that a page does the same whatever role it was opened in: changing role, above all."""
    view.takes_any_role = True  # type: ignore[attr-defined]
    return view


def acting(
    view: ActorView[P],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Call `view(request, actor, …)`; a visitor signs in first, a person without membership is refused.

    Partners are refused too, but by the pages that say `partners_too`.
    """
    takes_partners = getattr(view, "takes_partners", False)
    takes_any_role = getattr(view, "takes_any_role", False)

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor: Actor | None = getattr(request, "actor", None)
        refusal = _refusal(request, actor, takes_partners=takes_partners)
        if refusal is None and request.method == "POST" and not takes_any_role:
            refusal = _of_another_tab(request)
        if actor is None or refusal is not None:
            code, said = refusal or ("no_membership", "")
            if request.method == "POST":
                _keep(request, actor or request.user, [Reason(code, Exception(said))])
            raise PermissionDenied(said)
        if request.method != "POST":
            return view(request, actor, *args, **kwargs)
        with listening() as heard:
            try:
                response = view(request, actor, *args, **kwargs)
            except (PermissionDenied, Http404) as refused:
                _keep(request, actor, heard or [Reason(_code_of(refused), refused)])
                raise
            if heard or response.status_code in _REFUSED:
                _keep(request, actor, heard or [Reason(f"form:{response.status_code}", Exception())])
            return response

    return guarded


def _refusal(request: HttpRequest, actor: Actor | None, *, takes_partners: bool) -> tuple[str, str] | None:
    """Return why a page does nothing for who asks it, whatever it is asked: a code, and the sentence to show."""
    if actor is None:
        return "no_membership", _("Votre compte n'est rattaché à aucune organisation active.")
    if request.method == "POST" and getattr(request, "lapsed", False):
        said = _("Le rôle dans lequel vous agissiez n'est plus en vigueur : rien n'a été fait.")
        return "membership_ended", said
    if actor.plays(Role.PARTNER) and not takes_partners:
        return "not_allowed", _("Cette page est réservée aux membres du cluster.")
    return None


def role_in_force(request: object) -> int | None:
    """Return the number of the role in which whoever sent a request acts; None for a visitor."""
    membership: Membership | None = getattr(request, "membership", None)
    return None if membership is None else membership.pk


def _of_another_tab(request: HttpRequest) -> tuple[str, str] | None:
    """Refuse what a page sends that was opened in another role than the one in force now.

    A browser has one session for all its tabs: changing organisation in one leaves the others' pages behind.
    What carries nothing (a program, a script) goes on as it did.
    """
    now: Membership | None = getattr(request, "membership", None)
    stated = request.POST.get(CARRIED) or request.headers.get(CARRIED_HEADER) or ""
    if now is None or not stated or stated == str(now.pk):
        return None
    then = Membership.objects.filter(user=now.user, pk=whole(stated) or 0).first()
    language = base_language(None)
    said = _(
        "Cette page a été ouverte pour %(then)s, et vous agissez maintenant pour %(now)s : rien n'a été fait."
        " Revenez à la bonne organisation dans l'en-tête, ou rechargez la page."
    )
    opened_for = then.label_in(language) if then else _("un autre rôle")
    return "acting_for_another", said % {"then": opened_for, "now": now.label_in(language)}


def keep_refused(request: HttpRequest, actor: Actor | User, code: str, said: object = "") -> None:
    """Write down that an act was refused: who tried it, at which address, about what."""
    match = request.resolver_match
    page, about = (match.view_name, " ".join(map(str, match.kwargs.values()))) if match else ("", "")
    keep(actor, page, about, code, said)


def _keep(request: HttpRequest, actor: Actor | User, heard: list[Reason]) -> None:
    keep_refused(request, actor, heard[-1].code, heard[-1].said)


def _code_of(refused: Exception) -> str:
    return "not_found" if isinstance(refused, Http404) else "not_allowed"
