"""The audit trail on pages: filtered, exported, and what it knows of one object at a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.audit.queries import TrailFilter, as_of, sort_of, trail
from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.action_names import ACTION_NAMES
from rakiza.kernel.presentation.listing import Chip, chip, one_page, whole, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.wording import formats
from rakiza.kernel.wording.formats import day as in_words
from rakiza.kernel.wording.sorting import name_key

MOST_EXPORTED = 50_000
# What a house writes for itself: its own people read it in their pages, the trail shows to others that it was written.
RESERVED = frozenset({"internal_note"})


@require_GET
@acting
def audit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the audit trail to those who run the platform."""
    if not actor.oversees:
        raise PermissionDenied
    wanted = TrailFilter(
        text=request.GET.get("q", "").strip(),
        action=request.GET.get("action", ""),
        organisation=whole(request.GET.get("organisation", "")),
        first=_day(request.GET.get("du", "")),
        last=_day(request.GET.get("au", "")),
    )
    rows = trail(wanted)
    if "export" in request.GET:
        return workbook_response([_sheet(rows[: MOST_EXPORTED + 1])], "journal.xlsx", _("Journal"))
    context = {
        "page_title": _("Journal"),
        "page": one_page(request, rows),
        "chips": _chips(request, wanted),
        "wanted": wanted,
        "actions": sorted(
            ((key, str(name)) for key, name in ACTION_NAMES.items()), key=lambda pair: name_key(pair[1])
        ),
        "organisations": Organisation.objects.order_by(NameColumn("name").expression(), "pk").only(
            "pk", "name", "name_ar"
        ),
    }
    return render(request, "pages/audit.html", context)


@require_GET
@acting
def refused(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the acts that people tried and that weren't done."""
    if not actor.oversees:
        raise PermissionDenied
    text = request.GET.get("q", "").strip()
    rows = RefusedAct.objects.select_related("user", "organisation").order_by("-pk")
    if text:
        rows = rows.filter(
            Q(user__name__icontains=text)
            | Q(user__email__icontains=text)
            | Q(organisation__name__icontains=text)
            | Q(code__icontains=text)
            | Q(page__icontains=text)
        )
    context = {
        "page_title": _("Actes refusés"),
        "page": one_page(request, rows),
        "chips": [chip(request, "q", _("Recherche"), text)] if text else [],
        "text": text,
    }
    return render(request, "pages/refused.html", context)


@require_GET
@acting
def audit_object(request: HttpRequest, actor: Actor, object_type: str, object_id: str) -> HttpResponse:
    """Show everything done to one object, and what the trail knew of it at the end of a day."""
    if not actor.oversees:
        raise PermissionDenied
    events = list(
        AuditEvent.objects.filter(object_type=object_type, object_id=object_id)
        .select_related("user", "organisation")
        .order_by("-pk")[:500]
    )
    if not events:
        raise Http404
    day = _day(request.GET.get("au", "")) or timezone.localdate()
    for event in events:
        event.before, event.after = _shown(actor, event, event.before), _shown(actor, event, event.after)
    known = as_of(object_type, object_id, day)
    context = {
        "page_title": f"{capfirst(sort_of(object_type))} {object_id}",
        "events": events,
        "day": day,
        "known": [
            replace(one, value=_shown(actor, one.event, {one.name: one.value})[one.name]) for one in known
        ],
    }
    return render(request, "pages/audit_object.html", context)


def _shown(actor: Actor, event: AuditEvent, said: Mapping[str, object]) -> dict[str, object]:
    """Return what an event says, without what the house that wrote it keeps for itself."""
    if actor.belongs_to(event.organisation_id):
        return dict(said)
    return {
        name: _("réservé à l'organisation qui l'a écrit") if name in RESERVED and value else value
        for name, value in said.items()
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _chips(request: HttpRequest, wanted: TrailFilter) -> list[Chip]:
    chips = []
    if wanted.text:
        chips.append(chip(request, "q", _("Recherche"), wanted.text))
    if wanted.action:
        chips.append(chip(request, "action", _("Action"), ACTION_NAMES.get(wanted.action, wanted.action)))
    if wanted.organisation is not None:
        named = Organisation.objects.filter(pk=wanted.organisation).first()
        chips.append(chip(request, "organisation", _("Organisation"), named or wanted.organisation))
    if wanted.first:
        chips.append(chip(request, "du", _("Du"), in_words(wanted.first)))
    if wanted.last:
        chips.append(chip(request, "au", _("Au"), in_words(wanted.last)))
    return chips


def _sheet(rows: object) -> Sheet:
    columns = (
        Column(_("Date"), width=20),
        Column(_("Personne"), width=30),
        Column(_("Organisation"), width=36),
        Column(_("Action"), width=30),
        Column(_("Objet"), CellKind.CODE, 36),
        Column(_("Origine"), CellKind.CODE, 24),
        Column(_("Empreinte"), CellKind.CODE, 66),
    )
    cells = (
        (
            timezone.localtime(event.at).isoformat(" ", "seconds"),
            str(event.user or ""),
            str(event.organisation or ""),
            str(ACTION_NAMES.get(event.action, event.action)),
            f"{event.object_type} {event.object_id}",
            event.origin,
            event.hash,
        )
        for event in rows  # type: ignore[attr-defined]
    )
    note = _("Les %(count)s événements les plus récents : filtrez par dates pour les autres.")
    return Sheet(
        _("Journal"),
        columns,
        cells,
        limit=MOST_EXPORTED,
        limit_note=note % {"count": formats.number(MOST_EXPORTED)},
    )
