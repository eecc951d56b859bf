"""Pages of dossiers: the queue, a new one, one dossier with its steps, the check before filing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused, allowed, require
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Columns, chip, one_page, ordered, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.registration import decisions, dossier_actions, review_actions
from rakiza.pillars.registration.class_taking import take_class, taking
from rakiza.pillars.registration.covering import described
from rakiza.pillars.registration.covering_rows import CoveringRow, covering_rows
from rakiza.pillars.registration.dossier_forms import (
    OPEN_FORMS,
    AssignForm,
    ClassForm,
    ConcludeForm,
    GrantForm,
    RefuseForm,
    SendBackForm,
)
from rakiza.pillars.registration.dossier_queries import dossiers_for, title_of, told_of
from rakiza.pillars.registration.dossier_rows import (
    CONFIDENCES,
    chapters_of,
    dossier_row,
    dossier_sheet,
    set_aside_of,
)
from rakiza.pillars.registration.enums import ENDED, DossierState, Process, RiskClass
from rakiza.pillars.registration.expertise.queries import consultations_on
from rakiza.pillars.registration.models import Dossier
from rakiza.pillars.registration.process import ORIGINS, Step, competent_authority, decision_days

ORDERS: Columns = {
    "demandeur": NameColumn("applicant__name"),
    "depot": "filed_on",
    "echeance": "due_on",
    "etat": "state",
}


def admit_reader(actor: Actor) -> None:
    """Refuse who has no part in dossiers: they are between a maker and its authority."""
    if not allowed(actor, "registration.see_dossiers"):
        raise PermissionDenied(_("Un dossier n'est lu que par son demandeur et par l'autorité de santé."))


def dossier_or_404(actor: Actor, dossier_id: int) -> Dossier:
    """Return a dossier that the reader may see."""
    admit_reader(actor)
    found: Dossier = get_object_or_404(dossiers_for(actor), pk=dossier_id)
    return found


@require_GET
@acting
def dossiers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the reader's dossiers, those to be decided soonest at the top."""
    admit_reader(actor)
    rows, chips, today = dossiers_for(actor), [], timezone.localdate()
    state, process = request.GET.get("etat", ""), request.GET.get("procedure", "")
    risk_class = request.GET.get("classe", "")
    if state in DossierState.values:
        rows = rows.filter(state=state)
        chips.append(chip(request, "etat", _("État"), DossierState(state).label))
    else:
        rows = rows.open() if request.GET.get("tous") != "1" else rows
    if process in Process.values:
        rows = rows.filter(process=process)
        chips.append(chip(request, "procedure", _("Procédure"), Process(process).label))
    if risk_class in RiskClass.values:
        rows = rows.filter(risk_class=risk_class)
        chips.append(chip(request, "classe", _("Classe"), RiskClass(risk_class).label))
    if request.GET.get("miens") == "1":
        rows = rows.filter(assigned_to=actor.user)
        chips.append(chip(request, "miens", _("Confiés à"), actor.user))
    rows = ordered(request, rows, ORDERS, "echeance")
    if request.GET.get("export"):
        sheet = dossier_sheet(dossier_row(one, today) for one in rows)
        return workbook_response([sheet], "dossiers.xlsx", _("Dossiers d'homologation"))
    page = one_page(request, rows)
    context = {
        "page_title": _("Dossiers d'homologation"),
        "page": page,
        "rows": [dossier_row(one, today) for one in page.object_list],
        "chips": chips,
        "states": DossierState.choices,
        "processes": Process.choices,
        "classes": RiskClass.choices,
        "mine": [("1", _("moi"))],
        "may_apply": allowed(actor, "registration.apply"),
        "officer": actor.plays(Role.REGISTRATION_OFFICER),
        "competent": competent_authority(today),
    }
    return render(request, "registration/dossiers.html", context)


@require_http_methods(["GET", "POST"])
@acting
def open_dossier(request: HttpRequest, actor: Actor, process: str) -> HttpResponse:
    """Open a draft."""
    if process not in OPEN_FORMS:
        raise Http404
    if not allowed(actor, "registration.apply"):
        raise PermissionDenied(_("Seul un fabricant dépose un dossier."))
    given = request.POST if request.method == "POST" else None
    form = OPEN_FORMS[process](given, actor=actor, initial=_proposed(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = dossier_actions.open_dossier(actor, *form.asked())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le dossier est ouvert : joignez ses pièces, puis déposez-le."))
            return redirect("registration:dossier", made.pk)
    context = {"page_title": _("Nouveau dossier"), "kind": Process(process).label, "form": form}
    return render(request, "registration/open_dossier.html", context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest) -> dict[str, str]:
    """Return what the page that leads here already knows of the request."""
    names = {
        "request": "demande",
        "device": "dispositif",
        "registration": "certificat",
        "risk_class": "classe",
    }
    return {field: request.GET[name] for field, name in names.items() if request.GET.get(name)}


@require_GET
@acting
def dossier(request: HttpRequest, actor: Actor, dossier_id: int) -> HttpResponse:
    """Show one dossier with what the reader may do to it."""
    return _page(request, actor, dossier_or_404(actor, dossier_id))


@require_GET
@acting
def check(request: HttpRequest, actor: Actor, dossier_id: int) -> HttpResponse:
    """Show everything that is about to be filed, and what is missing."""
    shown = dossier_or_404(actor, dossier_id)
    if not allowed(actor, "registration.prepare", shown):
        raise PermissionDenied(_("Seul le demandeur dépose son dossier."))
    context = {
        "page_title": _("Vérifier avant de déposer"),
        "dossier": shown,
        "chapters": chapters_of(shown),
        "set_aside": set_aside_of(shown),
        "taking": taking(shown),
        "missing": dossier_actions.missing_of(shown),
        "open": shown.state in ORIGINS[Step.FILE],
    }
    return render(request, "registration/check.html", context)


@require_POST
@acting
def step(request: HttpRequest, actor: Actor, dossier_id: int, step: str) -> HttpResponse:
    """Move a dossier."""
    shown = dossier_or_404(actor, dossier_id)
    if step not in _STEPS:
        raise Http404
    permission, form_of, act, done = _STEPS[Step(step)]
    require(actor, permission, shown)
    form = form_of(request.POST, shown)
    if form is not None and not form.is_valid():
        return _page(request, actor, shown, step, form)
    try:
        act(actor, shown, form)
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return redirect("registration:dossier", dossier_id)
        form.add_error(None, str(refusal))
        return _page(request, actor, shown, step, form)
    messages.success(request, done())
    return redirect("registration:dossier", dossier_id)


Handler = tuple[
    str,
    Callable[[Any, Dossier], forms.Form | None],
    Callable[[Actor, Dossier, Any], object],
    Callable[[], str],
]
_STEPS: dict[Step, Handler] = {
    Step.FILE: (
        "registration.prepare",
        lambda _given, _dossier: None,
        lambda actor, dossier, _form: dossier_actions.file_dossier(actor, dossier),
        lambda: _("Le dossier est déposé."),
    ),
    Step.CANCEL: (
        "registration.prepare",
        lambda _given, _dossier: None,
        lambda actor, dossier, _form: dossier_actions.cancel_dossier(actor, dossier),
        lambda: _("Le dossier est abandonné."),
    ),
    Step.TAKE_CLASS: (
        "registration.prepare",
        lambda given, _dossier: ClassForm(given, prefix=Step.TAKE_CLASS),
        lambda actor, dossier, form: take_class(actor, dossier, **form.cleaned_data),
        lambda: _("Le dossier demande maintenant la classe de son dispositif."),
    ),
    Step.ADMIT: (
        "registration.handle",
        lambda _given, _dossier: None,
        lambda actor, dossier, _form: review_actions.admit(actor, dossier),
        lambda: _("Le dossier est recevable."),
    ),
    Step.ASSIGN: (
        "registration.handle",
        lambda given, dossier: AssignForm(given, prefix=Step.ASSIGN, dossier=dossier),
        lambda actor, dossier, form: review_actions.assign(actor, dossier, **form.cleaned_data),
        lambda: _("Le dossier est confié."),
    ),
    Step.SEND_BACK: (
        "registration.handle",
        lambda given, _dossier: SendBackForm(given, prefix=Step.SEND_BACK),
        lambda actor, dossier, form: review_actions.send_back(actor, dossier, **form.cleaned_data),
        lambda: _("Le dossier est renvoyé au demandeur ; le délai est suspendu."),
    ),
    Step.CONCLUDE: (
        "registration.handle",
        lambda given, _dossier: ConcludeForm(given, prefix=Step.CONCLUDE),
        lambda actor, dossier, form: review_actions.conclude(actor, dossier, **form.cleaned_data),
        lambda: _("L'évaluation est conclue."),
    ),
    Step.GRANT: (
        "registration.decide",
        lambda given, dossier: GrantForm(given, prefix=Step.GRANT, dossier=dossier),
        lambda actor, dossier, form: decisions.grant(actor, dossier, **form.cleaned_data),
        lambda: _("La décision est prise ; le demandeur en est averti."),
    ),
    Step.REFUSE: (
        "registration.decide",
        lambda given, _dossier: RefuseForm(given, prefix=Step.REFUSE),
        lambda actor, dossier, form: decisions.refuse(actor, dossier, **form.cleaned_data),
        lambda: _("La décision est prise ; le demandeur en est averti."),
    ),
}


def _page(
    request: HttpRequest,
    actor: Actor,
    shown: Dossier,
    failed_at: str = "",
    failed: forms.Form | None = None,
) -> HttpResponse:
    prepares = allowed(actor, "registration.prepare", shown)
    officer = actor.plays(Role.REGISTRATION_OFFICER)
    delay = decision_days(shown.filed_on or timezone.localdate())
    context = {
        "page_title": str(shown),
        "dossier": shown,
        "row": dossier_row(shown, timezone.localdate()),
        "delay_source": delay.source_in((get_language() or "fr")[:2]),
        "delay_confidence": CONFIDENCES[delay.confidence],
        "changed": _changed_since(shown),
        "chapters": chapters_of(shown),
        "set_aside": set_aside_of(shown),
        "taking": taking(shown) if prepares else None,
        "title": title_of(shown),
        "officer": officer,
        "handles": allowed(actor, "registration.handle", shown),
        "may_file": prepares and shown.state in ORIGINS[Step.FILE],
        "may_cancel": prepares and shown.state in ORIGINS[Step.CANCEL],
        "may_admit": shown.state in ORIGINS[Step.ADMIT] and allowed(actor, "registration.handle", shown),
        "forms": _forms(actor, shown, failed_at, failed),
        "failed": failed,
        "prepares": prepares,
        "history": history_of(shown) if officer else told_of(shown) if prepares else (),
        "consultations": consultations_on(actor, shown),
        "may_ask": prepares and shown.state != DossierState.CANCELLED,
        "opinions": shown.agenda.exclude(opinion="").select_related("session"),
    }
    return render(request, "registration/dossier.html", context, status=422 if failed else 200)


def _changed_since(shown: Dossier) -> tuple[CoveringRow, ...]:
    """Return what the device of a dossier under way is otherwise than when the dossier was filed."""
    if shown.device is None or shown.described is None or shown.state in ENDED:
        return ()
    return covering_rows(shown.described, described(shown.device), base_language(None))


def _forms(
    actor: Actor, shown: Dossier, failed_at: str, failed: forms.Form | None
) -> list[tuple[str, str, forms.Form]]:
    """Return the steps that need words: key, title, form."""
    titles = {
        Step.CONCLUDE: _("Conclure l'évaluation"),
        Step.GRANT: _("Accorder"),
        Step.REFUSE: _("Refuser"),
        Step.SEND_BACK: _("Renvoyer au demandeur"),
        Step.ASSIGN: _("Confier le dossier"),
    }
    found = []
    for key, title in titles.items():
        permission, form_of, _act, _done = _STEPS[key]
        if shown.state not in ORIGINS[key] or not allowed(actor, permission, shown):
            continue
        if key == Step.CONCLUDE and shown.assigned_to_id != actor.user.pk:
            continue
        form = failed if failed_at == key else form_of(None, shown)
        if form is not None:
            found.append((key.value, title, form))
    return found
