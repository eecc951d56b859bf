"""Pages of consultations: the calendar, one question with its record, what each side does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.documents.calendar import MEDIA_TYPE, calendar
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused, allowed, require
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Chip, Columns, chip, one_page, ordered, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.pillars.registration.expertise import answering, asking
from rakiza.pillars.registration.expertise.enums import RUNNING, ConsultationState, Knowledge
from rakiza.pillars.registration.expertise.forms import AnswerForm, MoveForm, WhyForm
from rakiza.pillars.registration.expertise.models import Consultation, ConsultationQuerySet
from rakiza.pillars.registration.expertise.queries import consultations_for, experts_of
from rakiza.pillars.registration.expertise.rows import appointment, consultation_row, consultation_sheet

ORDERS: Columns = {
    "date": "slot__starts_at",
    "fabricant": NameColumn("maker__name"),
    "expert": "slot__expert__user__name",
    "domaine": "field",
    "etat": "state",
}
S = ConsultationState


def admit(actor: Actor) -> None:
    """Refuse who has no part in questions: they are between a maker and the authority."""
    if not allowed(actor, "registration.see_expertise"):
        raise PermissionDenied(_("Les questions aux experts sont entre un fabricant et l'autorité de santé."))


@require_GET
@acting
def consultations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the reader's consultations, the next at the top."""
    admit(actor)
    found, chips = _filtered(request, actor, consultations_for(actor))
    found, now = ordered(request, found, ORDERS, "date"), timezone.now()
    if request.GET.get("export"):
        sheet = consultation_sheet(consultation_row(one, now) for one in found)
        return workbook_response([sheet], "expertise.xlsx", _("Expertise"))
    page = one_page(request, found)
    officer = actor.plays(Role.REGISTRATION_OFFICER)
    context = {
        "page_title": _("Expertise"),
        "page": page,
        "rows": [consultation_row(one, now) for one in page.object_list],
        "chips": chips,
        "states": ConsultationState.choices,
        "fields": Knowledge.choices,
        "experts": [(one.pk, str(one)) for one in experts_of(actor)] if officer else (),
        "officer": officer,
        "may_ask": allowed(actor, "registration.ask_expert"),
        "most": asking.MOST_RUNNING,
    }
    return render(request, "registration/expertise/list.html", context)


def _filtered(
    request: HttpRequest, actor: Actor, found: ConsultationQuerySet
) -> tuple[ConsultationQuerySet, list[Chip]]:
    chips: list[Chip] = []
    state, field = request.GET.get("etat", ""), request.GET.get("domaine", "")
    if state in ConsultationState.values:
        found = found.filter(state=state)
        chips.append(chip(request, "etat", _("État"), ConsultationState(state).label))
    elif request.GET.get("tous") == "1":
        chips.append(chip(request, "tous", _("État"), _("tous")))
    else:
        found = found.running()
    if field in Knowledge.values:
        found = found.filter(field=field)
        chips.append(chip(request, "domaine", _("Domaine"), Knowledge(field).label))
    if actor.plays(Role.REGISTRATION_OFFICER):
        for expert in experts_of(actor):
            if request.GET.get("expert") == str(expert.pk):
                found = found.filter(slot__expert=expert)
                chips.append(chip(request, "expert", _("Expert"), expert))
    return found, chips


@require_GET
@acting
def agenda(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand over the reader's running appointments for a calendar; an officer gets those it answers itself."""
    admit(actor)
    found = consultations_for(actor).running().order_by("slot__starts_at", "pk")
    if actor.plays(Role.REGISTRATION_OFFICER):
        found = found.filter(slot__expert__user=actor.user)
    return _file(request, list(found), "agenda.ics")


@require_GET
@acting
def appointment_file(request: HttpRequest, actor: Actor, consultation_id: int) -> HttpResponse:
    """Hand over one appointment for a calendar."""
    return _file(request, [consultation_or_404(actor, consultation_id)], f"expertise-{consultation_id}.ics")


def _file(request: HttpRequest, found: list[Consultation], name: str) -> HttpResponse:
    content = calendar((appointment(request, one) for one in found), timezone.now())
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        content,
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )


def consultation_or_404(actor: Actor, consultation_id: int) -> Consultation:
    """Return a consultation that the reader may see."""
    admit(actor)
    found: Consultation = get_object_or_404(consultations_for(actor), pk=consultation_id)
    return found


@require_GET
@acting
def consultation(request: HttpRequest, actor: Actor, consultation_id: int) -> HttpResponse:
    """Show one question, its record, and what the reader may do."""
    return _page(request, actor, consultation_or_404(actor, consultation_id))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a side does: who may, from which states, its form, its words."""

    permission: str
    origins: tuple[ConsultationState, ...]
    title: str | Promise
    done: str | Promise
    act: Callable[..., object]
    form: Callable[[Any, Consultation, str], forms.Form] | None = None


def _why(given: Any, _about: Consultation, key: str) -> forms.Form:  # noqa: ANN401 - what a browser sent
    return WhyForm(given, prefix=key)


STEPS: Mapping[str, Step] = {
    "accepter": Step(
        "registration.answer_question",
        (S.ASKED,),
        gettext_lazy("Accepter"),
        gettext_lazy("Le rendez-vous est pris ; le fabricant en est averti."),
        answering.accept,
    ),
    "convenir": Step(
        "registration.own_question",
        (S.MOVED,),
        gettext_lazy("Accepter ce créneau"),
        gettext_lazy("Le rendez-vous est pris ; l'expert en est averti."),
        asking.agree,
    ),
    "repondre": Step(
        "registration.answer_question",
        (S.ACCEPTED,),
        gettext_lazy("Répondre"),
        gettext_lazy("La réponse est consignée ; le fabricant en est averti."),
        answering.answer,
        lambda given, _about, key: AnswerForm(given, prefix=key),
    ),
    "deplacer": Step(
        "registration.answer_question",
        RUNNING,
        gettext_lazy("Proposer un autre créneau"),
        gettext_lazy("L'autre créneau est proposé au fabricant."),
        answering.move,
        lambda given, about, key: MoveForm(given, prefix=key, expert=about.slot.expert),
    ),
    "decliner": Step(
        "registration.answer_question",
        (S.ASKED, S.MOVED),
        gettext_lazy("Décliner"),
        gettext_lazy("La question est déclinée ; le fabricant en est averti."),
        answering.decline,
        _why,
    ),
    "annuler": Step(
        "registration.cancel_question",
        RUNNING,
        gettext_lazy("Annuler"),
        gettext_lazy("C'est annulé ; l'autre partie en est avertie."),
        asking.cancel,
        _why,
    ),
}


@require_POST
@acting
def step(request: HttpRequest, actor: Actor, consultation_id: int, step: str) -> HttpResponse:
    """Move a consultation."""
    shown = consultation_or_404(actor, consultation_id)
    if step not in STEPS:
        raise Http404
    chosen = STEPS[step]
    require(actor, chosen.permission, shown)
    form = chosen.form(request.POST, shown, step) if chosen.form else None
    if form is not None and not form.is_valid():
        return _page(request, actor, shown, step, form)
    try:
        chosen.act(actor, shown, **(form.cleaned_data if form else {}))
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return redirect("registration:consultation", consultation_id)
        form.add_error(None, str(refusal))
        return _page(request, actor, shown, step, form)
    messages.success(request, str(chosen.done))
    return redirect("registration:consultation", consultation_id)


def _page(
    request: HttpRequest,
    actor: Actor,
    shown: Consultation,
    failed_at: str = "",
    failed: forms.Form | None = None,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "page_title": _("Question à un expert"),
        "consultation": shown,
        "row": consultation_row(shown, now),
        "steps": _steps(actor, shown, failed_at, failed),
        "failed": failed,
        "officer": actor.plays(Role.REGISTRATION_OFFICER),
        "history": history_of(shown),
    }
    return render(request, "registration/expertise/consultation.html", context, status=422 if failed else 200)


def _steps(
    actor: Actor, shown: Consultation, failed_at: str, failed: forms.Form | None
) -> list[tuple[str, Step, forms.Form | None]]:
    """Return what the reader may do now: key, step, form. Who may decline isn't asked to call off too."""
    permitted = {
        permission: allowed(actor, permission, shown)
        for permission in {one.permission for one in STEPS.values()}
    }
    past = shown.slot.past(timezone.now())
    idle = {"accepter", "convenir"} if past else {"repondre"}
    if permitted["registration.answer_question"] and shown.state in STEPS["decliner"].origins:
        idle.add("annuler")
    found = []
    for key, one in STEPS.items():
        if shown.state not in one.origins or not permitted[one.permission]:
            continue
        if key in idle and key != failed_at:
            continue
        form = failed if key == failed_at else one.form(None, shown, key) if one.form else None
        found.append((key, one, form))
    return found
