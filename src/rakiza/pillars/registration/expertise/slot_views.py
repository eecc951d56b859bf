"""Pages of slots: those a maker may book, an expert's own with its profile, and the waits."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Chip, chip, one_page, whole
from rakiza.pillars.registration.expertise import asking, offering
from rakiza.pillars.registration.expertise.enums import TAKING, Knowledge
from rakiza.pillars.registration.expertise.forms import AskForm, HoursForm, ProfileForm
from rakiza.pillars.registration.expertise.models import Consultation, Expert, Slot, SlotQuerySet
from rakiza.pillars.registration.expertise.pace import waits
from rakiza.pillars.registration.expertise.queries import bookable_slots, profile_of

SPAN = timedelta(days=730)


@require_GET
@acting
def slots(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the free slots, soonest first, by field and day."""
    _askers_only(actor)
    found, chips = _filtered(request, bookable_slots(actor))
    page = one_page(request, found.order_by("starts_at", "pk"))
    context = {
        "page_title": _("Créneaux libres"),
        "page": page,
        "chips": chips,
        "fields": Knowledge.choices,
        "dossier": whole(request.GET.get("dossier", "")) or "",
        "from_day": request.GET.get("depuis", ""),
    }
    return render(request, "registration/expertise/slots.html", context)


def _filtered(request: HttpRequest, found: SlotQuerySet) -> tuple[SlotQuerySet, list[Chip]]:
    chips: list[Chip] = []
    field, day = request.GET.get("domaine", ""), request.GET.get("depuis", "")
    if field in Knowledge.values:
        # A list in a JSON column: told by its text on both databases.
        found = found.filter(Q(expert__fields__icontains=f'"{field}"'))
        chips.append(chip(request, "domaine", _("Domaine"), Knowledge(field).label))
    try:
        first = parse_date(day)
    except ValueError:
        first = None
    if first is not None:
        found = found.filter(starts_at__date__gte=first)
        chips.append(chip(request, "depuis", _("À partir du"), first.isoformat()))
    return found, chips


@require_http_methods(["GET", "POST"])
@acting
def ask(request: HttpRequest, actor: Actor, slot_id: int) -> HttpResponse:
    """Ask a question in a slot."""
    _askers_only(actor)
    slot = get_object_or_404(Slot.objects.select_related("expert__user", "expert__authority"), pk=slot_id)
    if request.method == "GET" and not bookable_slots(actor).filter(pk=slot.pk).exists():
        messages.error(request, _("Ce créneau n'est plus libre : choisissez-en un autre."))
        return redirect("registration:expert-slots")
    start = {"about": f"d{request.GET.get('dossier', '')}"}
    form = AskForm(request.POST if request.method == "POST" else None, initial=start, actor=actor, slot=slot)
    if request.method == "POST" and form.is_valid():
        try:
            made = asking.ask(actor, slot, form.question())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La question est posée ; l'expert l'accepte ou propose autre chose."))
            return redirect("registration:consultation", made.pk)
    context = {"page_title": _("Poser une question"), "slot": slot, "form": form}
    return render(request, "registration/expertise/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting
def profile(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the officer's own fields and slots; change the fields."""
    _officers_only(actor)
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm.of(profile_of(actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            offering.declare_expertise(
                actor,
                fields=given["fields_known"],
                introduction=given["introduction"],
                active=given["active"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Vos domaines sont à jour."))
            return redirect("registration:expert-profile")
    return _profile_page(request, actor, form, HoursForm())


@require_POST
@acting
def open_slots(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open slots of one's own."""
    _officers_only(actor)
    expert = get_object_or_404(Expert, authority=actor.organisation, user=actor.user)
    form = HoursForm(request.POST)
    if form.is_valid():
        try:
            offering.open_slots(actor, expert, form.hours())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Les créneaux sont ouverts."))
            return redirect("registration:expert-profile")
    return _profile_page(request, actor, ProfileForm.of(expert), form)


@require_POST
@acting
def withdraw_slot(request: HttpRequest, actor: Actor, slot_id: int) -> HttpResponse:
    """Take back one's own free slot."""
    _officers_only(actor)
    slot = get_object_or_404(
        Slot.objects.select_related("expert").filter(
            expert__user=actor.user, expert__authority=actor.organisation
        ),
        pk=slot_id,
    )
    try:
        offering.withdraw_slot(actor, slot)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le créneau est retiré."))
    return redirect("registration:expert-profile")


def _profile_page(request: HttpRequest, actor: Actor, form: forms.Form, hours: forms.Form) -> HttpResponse:
    expert = profile_of(actor)
    failed = next((one for one in (form, hours) if one.errors), None)
    ahead = Slot.objects.standing().filter(expert=expert, ends_at__gte=timezone.now()) if expert else None
    page = one_page(request, ahead.order_by("starts_at", "pk") if ahead is not None else [])
    taken = {
        one.slot_id: one
        for one in Consultation.objects.filter(
            slot__in=[row.pk for row in page.object_list], state__in=TAKING
        )
    }
    context = {
        "page_title": _("Mes créneaux d'expert"),
        "expert": expert,
        "form": form,
        "hours": hours,
        "failed": failed,
        "page": page,
        "rows": [(row, taken.get(row.pk)) for row in page.object_list],
    }
    return render(request, "registration/expertise/profile.html", context, status=422 if failed else 200)


@require_GET
@acting
def pace(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how long makers wait for experts, over two years: figures, never a question."""
    if not allowed(actor, "registration.see_waits"):
        raise PermissionDenied(_("Les délais d'expertise sont lus par l'autorité et le cluster."))
    now = timezone.now()
    authority = actor.organisation if actor.plays(Role.REGISTRATION_OFFICER) else None
    context = {
        "page_title": _("Délais d'expertise"),
        "rows": waits(authority, now - SPAN, now),
        "first": (now - SPAN).date(),
        "last": now.date(),
    }
    return render(request, "registration/expertise/pace.html", context)


def _askers_only(actor: Actor) -> None:
    if not allowed(actor, "registration.ask_expert"):
        raise PermissionDenied(_("Seul un fabricant pose une question à un expert."))


def _officers_only(actor: Actor) -> None:
    if not allowed(actor, "registration.offer_expertise"):
        raise PermissionDenied(_("Les créneaux sont ceux des experts de l'autorité de santé."))
