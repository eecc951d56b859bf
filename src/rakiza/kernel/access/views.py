"""Pages of access keys: one's own, a new one, those of the people that one manages."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.access import actions
from rakiza.kernel.access.forms import KeyForm
from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.access.queries import keys_of, keys_overseen
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting, partners_too
from rakiza.kernel.presentation.listing import one_page


@require_GET
@acting
@partners_too
def keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List one's own keys."""
    context = {
        "page_title": _("Clés d'accès"),
        "page": one_page(request, keys_of(actor.user)),
        "today": timezone.localdate(),
        "oversees": allowed(actor, "access.oversee"),
    }
    return render(request, "access/keys.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@acting
@partners_too
@reauthentication_required  # type: ignore[untyped-decorator]
def new_key(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - the key is for the membership chosen
    """Make a key, and show its text: in this answer and never again."""
    memberships = getattr(request, "memberships", ())
    form = KeyForm(request.POST if request.method == "POST" else None, memberships=memberships)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        membership = given.pop("membership")
        try:
            made = actions.make_key(Actor.of(membership), membership, **given)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"page_title": _("Votre nouvelle clé"), "made": made}
            return render(request, "access/made.html", context)
    context = {"page_title": _("Nouvelle clé d'accès"), "form": form}
    return render(request, "access/new.html", context, status=422 if form.errors else 200)


@require_GET
@acting
@partners_too
def overseen(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the keys of the people that the reader manages."""
    if not allowed(actor, "access.oversee"):
        raise PermissionDenied(_("Ces clés sont vues par qui gère les personnes, et par le cluster."))
    context = {
        "page_title": _("Clés d'accès des personnes"),
        "page": one_page(request, keys_overseen(actor)),
        "today": timezone.localdate(),
    }
    return render(request, "access/overseen.html", context)


@require_POST
@acting
@partners_too
def revoke(request: HttpRequest, actor: Actor, key_id: int) -> HttpResponse:
    """Revoke a key of one's own, or of somebody one manages."""
    visible = Q(membership__user=actor.user) | Q(pk__in=keys_overseen(actor).values("pk"))
    key = get_object_or_404(AccessKey.objects.select_related("membership__user").filter(visible), pk=key_id)
    try:
        actions.revoke_key(actor, key)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La clé « %(name)s » n'ouvre plus rien.") % {"name": key.name})
    return redirect("access:keys" if key.membership.user_id == actor.user.pk else "access:overseen")
