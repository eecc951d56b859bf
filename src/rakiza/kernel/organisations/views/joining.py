"""Pages of whoever isn't in the house yet, and of the cluster that lets them in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rakiza.kernel.audit.origin import current_origin
from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.organisations import applications, invitations
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import ApplicationState
from rakiza.kernel.organisations.forms import JoinForm, NewAccountForm, ReasonForm
from rakiza.kernel.organisations.identifiers import doubtful, held_by
from rakiza.kernel.organisations.models import Invitation, JoinRequest
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.organisations.views.people import tell_of
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import one_page

REQUESTS_PER_HOUR = 10
HOUR = 3600


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask to join the cluster; open to a visitor, a few times an hour from one address."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _too_often():
            form.add_error(
                None, _("Trop de demandes sont venues de votre réseau : réessayez dans une heure.")
            )
        else:
            language = (get_language() or "fr")[:2]
            filed = applications.file_join_request({**form.cleaned_data, "language": language})
            return redirect("organisations:follow", filed.reference)
    context = {"page_title": _("Rejoindre le cluster"), "form": form}
    return render(request, "organisations/join.html", context, status=422 if form.errors else 200)


def _too_often() -> bool:
    network = current_origin().removeprefix("page ")
    key = f"join:{network}:{timezone.now():%Y%m%d%H}"
    done = int(cache.get(key, 0))
    cache.set(key, done + 1, HOUR)
    return done >= REQUESTS_PER_HOUR


@require_GET
@never_cache
def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell the applicant how far their request has come; the reference is the key."""
    filed = get_object_or_404(JoinRequest, reference=reference)
    context = {
        "page_title": _("Votre demande d'adhésion"),
        "filed": filed,
        "ice_doubtful": doubtful(filed.ice),
    }
    return render(request, "organisations/follow.html", context)


@require_GET
@acting
def requests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the requests to join, those that wait first."""
    if not allowed(actor, "organisations.decide_join_request"):
        raise PermissionDenied
    state = request.GET.get("etat", ApplicationState.FILED)
    rows = JoinRequest.objects.order_by("pk")
    if state in ApplicationState.values:
        rows = rows.filter(state=state)
    context = {
        "page_title": _("Demandes d'adhésion"),
        "page": one_page(request, rows),
        "states": ApplicationState.choices,
        "chosen": state,
    }
    return render(request, "organisations/requests.html", context)


@require_http_methods(["GET", "POST"])
@acting
def request_page(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Show one request to join; accept or refuse it."""
    if not allowed(actor, "organisations.decide_join_request"):
        raise PermissionDenied
    filed = get_object_or_404(JoinRequest.objects.select_related("decided_by", "organisation"), pk=request_id)
    refusing = request.method == "POST" and request.POST.get("decision") == "refuser"
    form = ReasonForm(request.POST if refusing else None)
    if request.method == "POST" and (not refusing or form.is_valid()):
        try:
            if refusing:
                applications.refuse_join_request(actor, filed, reason=form.cleaned_data["reason"])
                messages.success(request, _("La demande est refusée ; le demandeur en lira le motif."))
                return redirect("organisations:requests")
            sent = applications.accept_join_request(actor, filed)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("organisations:request", request_id)
        tell_of(request, sent)
        return redirect("organisations:organisation", sent.invitation.organisation_id)
    context = {
        "page_title": filed,
        "filed": filed,
        "history": history_of(filed),
        "form": form,
        "ice_doubtful": doubtful(filed.ice),
        "ice_held_by": held_by(filed.ice, besides=filed.organisation),
    }
    return render(request, "organisations/request.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: open an account, or take the role with the account that one has."""
    found = invitations.invitation_of(secret)
    if found is None:
        context = {"page_title": _("Invitation"), "void": True}
        return render(request, "organisations/accept.html", context, status=404)
    if request.user.is_authenticated:
        return _accept_as_known(request, secret, found)
    form = NewAccountForm(
        request.POST if request.method == "POST" else None, email=found.email, initial={"name": found.name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept_as_new(
                secret, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("home")
    context = {"page_title": _("Invitation"), "invitation": found, "form": form}
    return render(request, "organisations/accept.html", context, status=422 if form.errors else 200)


def _accept_as_known(request: HttpRequest, secret: str, found: Invitation) -> HttpResponse:
    if request.method == "POST":
        try:
            membership = invitations.accept_as_known(secret, request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            request.session["membership"] = membership.pk
            messages.success(request, _("Vous agissez pour %(name)s.") % {"name": membership.organisation})
            return redirect("home")
    context = {"page_title": _("Invitation"), "invitation": found, "known": True}
    return render(request, "organisations/accept.html", context)
