"""Pages of the commission: its sessions, one session's agenda and opinions."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import one_page
from rakiza.pillars.registration import commission
from rakiza.pillars.registration.dossier_forms import CloseForm, OpinionForm, SessionForm
from rakiza.pillars.registration.models import AgendaItem, CommissionSession
from rakiza.pillars.registration.process import ORIGINS, Step

MOVED = "deplacer"


def _admit(actor: Actor) -> None:
    if not allowed(actor, "registration.call_commission"):
        raise PermissionDenied(_("Les séances sont tenues par les chargés d'homologation."))


def session_or_404(actor: Actor, session_id: int) -> CommissionSession:
    """Return a session of the officer's own authority."""
    _admit(actor)
    found: CommissionSession = get_object_or_404(
        CommissionSession.objects.select_related("authority"),
        pk=session_id,
        authority=actor.organisation,
    )
    return found


@require_http_methods(["GET", "POST"])
@acting
def sessions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the sessions; call one."""
    _admit(actor)
    form = SessionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commission.call_session(actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La séance est convoquée."))
            return redirect("registration:session", made.pk)
    rows = (
        CommissionSession.objects.filter(authority=actor.organisation)
        .annotate(count=Count("items"))
        .order_by("-held_on", "-pk")
    )
    context = {
        "page_title": _("Commission"),
        "page": one_page(request, rows),
        "waiting": len(commission.waiting(actor)),
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "registration/sessions.html", context, status=422 if form.errors else 200)


@require_GET
@acting
def session(request: HttpRequest, actor: Actor, session_id: int) -> HttpResponse:
    """Show the agenda of a session with the opinions given."""
    return _page(request, actor, session_or_404(actor, session_id))


@require_POST
@acting
def opine(request: HttpRequest, actor: Actor, item_id: int) -> HttpResponse:
    """Write down the opinion on one dossier."""
    _admit(actor)
    item = get_object_or_404(
        AgendaItem.objects.select_related("session", "dossier__applicant").filter(
            session__authority=actor.organisation
        ),
        pk=item_id,
    )
    form = OpinionForm(request.POST, prefix=f"i{item.pk}")
    if form.is_valid():
        try:
            commission.opine(actor, item, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("L'avis est consigné."))
            return redirect("registration:session", item.session_id)
    return _page(request, actor, session_or_404(actor, item.session_id), form, item.pk)


@require_POST
@acting
def close(request: HttpRequest, actor: Actor, session_id: int) -> HttpResponse:
    """Close a session."""
    shown = session_or_404(actor, session_id)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            commission.close_session(actor, shown, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La séance est close : le procès-verbal est prêt."))
            return redirect("registration:session", session_id)
    return _page(request, actor, shown, form)


@require_POST
@acting
def complete(request: HttpRequest, actor: Actor, session_id: int) -> HttpResponse:
    """Put on the agenda what came to wait since the session was called."""
    shown = session_or_404(actor, session_id)
    try:
        commission.complete_agenda(actor, shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("L'ordre du jour est complété."))
    return redirect("registration:session", session_id)


@require_POST
@acting
def move(request: HttpRequest, actor: Actor, session_id: int) -> HttpResponse:
    """Hold a session on another day."""
    shown = session_or_404(actor, session_id)
    form = SessionForm(request.POST, prefix=MOVED)
    if form.is_valid():
        try:
            commission.move_session(actor, shown, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La séance est déplacée."))
            return redirect("registration:session", session_id)
    return _page(request, actor, shown, moved=form)


def _page(
    request: HttpRequest,
    actor: Actor,
    shown: CommissionSession,
    failed: forms.Form | None = None,
    item_id: int = 0,
    moved: forms.Form | None = None,
) -> HttpResponse:
    held = shown.held_on <= timezone.localdate()
    open_now = shown.closed_at is None and held
    items = []
    for item in shown.items.select_related("dossier__applicant", "dossier__device"):
        form = None
        if open_now and item.dossier.state in ORIGINS[Step.OPINE] and not item.opinion:
            form = failed if item.pk == item_id else OpinionForm(prefix=f"i{item.pk}")
        items.append((item, form))
    context = {
        "page_title": _("Séance de la commission"),
        "session": shown,
        "items": items,
        "close_form": (failed if failed and not item_id else CloseForm()) if open_now else None,
        "move_form": moved or _move_form(shown),
        "late": len(commission.waiting(actor)) if shown.closed_at is None else 0,
        "failed": failed or moved,
        "history": history_of(shown),
    }
    return render(request, "registration/session.html", context, status=422 if failed or moved else 200)


def _move_form(shown: CommissionSession) -> SessionForm | None:
    """Return the form of another day, while the session is open and gave no opinion."""
    if shown.closed_at is not None or shown.items.exclude(opinion="").exists():
        return None
    return SessionForm(prefix=MOVED, initial={"held_on": shown.held_on})
