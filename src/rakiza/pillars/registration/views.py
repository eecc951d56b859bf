"""Pages of the health authority's titles: the queue, one title, and what an officer does to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Chip, Columns, chip, ordered, searched_page, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.presentation.validity import SOON_DAYS
from rakiza.pillars.registration import actions
from rakiza.pillars.registration.covering_rows import amendments_of
from rakiza.pillars.registration.dossier_actions import offer_transfer
from rakiza.pillars.registration.dossier_forms import TransferForm
from rakiza.pillars.registration.dossier_queries import dossiers_for
from rakiza.pillars.registration.enums import Process, TitleState
from rakiza.pillars.registration.forms import AuthorisationForm, DeclarationForm, EndForm, RegistrationForm
from rakiza.pillars.registration.models import AnyTitle, RegistrationCertificate
from rakiza.pillars.registration.proposals import TitleTerms, proposals_for, propose_title
from rakiza.pillars.registration.queries import KINDS, decisions, titles_of_kind
from rakiza.pillars.registration.register import named
from rakiza.pillars.registration.tables import title_row, title_sheet


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of title: its names, how it is granted."""

    key: str
    plural: str | Promise
    grant: str | Promise
    form: type[forms.Form]


_KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "registration",
            gettext_lazy("Certificats d'enregistrement"),
            gettext_lazy("Enregistrer un dispositif"),
            RegistrationForm,
        ),
        Kind(
            "declaration",
            gettext_lazy("Déclarations d'établissement"),
            gettext_lazy("Déclarer un établissement"),
            DeclarationForm,
        ),
        Kind(
            "authorisation",
            gettext_lazy("Autorisations spécifiques"),
            gettext_lazy("Accorder une autorisation"),
            AuthorisationForm,
        ),
    )
}


def _language() -> str:
    return (get_language() or "fr")[:2]


def _kind_or_404(key: str) -> Kind:
    if key not in _KINDS or key not in KINDS:
        raise Http404
    return _KINDS[key]


@require_GET
@acting
def titles(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the titles of one kind that the actor may see, those that end first at the top."""
    kind = _KINDS.get(request.GET.get("nature", ""), _KINDS["registration"])
    today = timezone.localdate()
    found, chips = _filtered(request, titles_of_kind(actor, kind.key), kind, today)
    maker = NameColumn("maker__name" if kind.key == "declaration" else "device__maker__name")
    order: Columns = {"fin": "valid_to", "debut": "valid_from", "fabricant": maker, "numero": "number"}
    found = ordered(request, found, order, "fin")
    if request.GET.get("export"):
        rows = (title_row(item, today, _language()) for item in found)
        name = str(kind.plural)
        sheet = title_sheet(rows, Process(kind.key), decisions(found), name, _language())
        return workbook_response([sheet], f"{kind.key}.xlsx", name)
    page = searched_page(request, found, titles_of_kind(actor, kind.key))
    context = {
        "page_title": _("Homologation"),
        "kind": kind,
        "kinds": _KINDS.values(),
        "page": page,
        "rows": [title_row(item, today, _language()) for item in page.object_list],
        "chips": chips,
        "states": TitleState.choices,
        "ends": [("proche", _("dans %(days)s jours") % {"days": SOON_DAYS})],
        "changed": [("1", _("changé depuis son enregistrement"))],
        "query": request.GET.get("q", ""),
        "may_grant": allowed(actor, "registration.grant"),
        "proposed": proposals_for(actor).count(),
        "sees_waits": allowed(actor, "registration.see_waits"),
        "sees_dossiers": allowed(actor, "registration.see_dossiers"),
    }
    return render(request, "registration/list.html", context)


def _filtered(
    request: HttpRequest, found: QuerySet[AnyTitle], kind: Kind, today: date
) -> tuple[QuerySet[AnyTitle], list[Chip]]:
    chips = []
    query, state = request.GET.get("q", "").strip()[:200], request.GET.get("etat", "")
    if query:
        found = found.filter(named(query, kind.key))
        chips.append(chip(request, "q", _("Mots"), query))
    if state in TitleState.values:
        found = found.filter(state=state)
        chips.append(chip(request, "etat", _("État"), TitleState(state).label))
    if request.GET.get("echeance") == "proche":
        limit = today + timedelta(days=SOON_DAYS)
        found = found.exclude(state=TitleState.WITHDRAWN).filter(valid_to__gte=today, valid_to__lte=limit)
        chips.append(chip(request, "echeance", _("Échéance"), _("dans %(days)s jours") % {"days": SOON_DAYS}))
    if kind.key == "registration" and request.GET.get("ecart") == "1":
        found = found.filter(pk__in=RegistrationCertificate.objects.to_amend(today))
        chips.append(chip(request, "ecart", _("Dispositif"), _("changé depuis son enregistrement")))
    return found, chips


@require_http_methods(["GET", "POST"])
@acting
def grant(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """Write down a title of one kind, for another officer to confirm."""
    chosen = _kind_or_404(kind)
    if not allowed(actor, "registration.grant"):
        raise PermissionDenied(_("Seul un chargé d'homologation propose un titre."))
    form = chosen.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_title(actor, TitleTerms(Process(kind), **form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("Le titre %(number)s est proposé : il vaudra quand une autre personne l'aura confirmé.")
            messages.success(request, done % {"number": made.number})
            return redirect("registration:proposals")
    context = {"page_title": str(chosen.grant), "kind": chosen, "form": form}
    return render(request, "registration/grant.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing an officer may do to a title."""

    key: str
    title: str | Promise
    done: str | Promise
    form: type[forms.Form]
    act: Callable[..., None]
    origins: tuple[TitleState, ...]


STEPS: Mapping[str, Step] = {
    step.key: step
    for step in (
        Step(
            "suspendre",
            gettext_lazy("Suspendre"),
            gettext_lazy("Le titre est suspendu ; le fabricant en est averti."),
            EndForm,
            actions.suspend_title,
            (TitleState.VALID,),
        ),
        Step(
            "retablir",
            gettext_lazy("Lever la suspension"),
            gettext_lazy("La suspension est levée."),
            forms.Form,
            actions.reinstate_title,
            (TitleState.SUSPENDED,),
        ),
        Step(
            "retirer",
            gettext_lazy("Retirer"),
            gettext_lazy("Le titre est retiré ; le fabricant en est averti."),
            EndForm,
            actions.withdraw_title,
            (TitleState.VALID, TitleState.SUSPENDED),
        ),
    )
}


def _title_or_404(actor: Actor, kind: str, title_id: int) -> AnyTitle:
    _kind_or_404(kind)
    found: AnyTitle = get_object_or_404(titles_of_kind(actor, kind), pk=title_id)
    return found


@require_GET
@acting
def title(request: HttpRequest, actor: Actor, kind: str, title_id: int) -> HttpResponse:
    """Show one title."""
    return _page(request, actor, kind, _title_or_404(actor, kind, title_id))


@require_http_methods(["POST"])
@acting
def change(request: HttpRequest, actor: Actor, kind: str, title_id: int, step: str) -> HttpResponse:
    """Suspend, reinstate or withdraw a title."""
    shown = _title_or_404(actor, kind, title_id)
    if step not in STEPS:
        raise Http404
    chosen = STEPS[step]
    form = chosen.form(request.POST, prefix=step)
    if form.is_valid():
        try:
            chosen.act(actor, shown, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(chosen.done))
            return redirect("registration:title", kind, shown.pk)
    return _page(request, actor, kind, shown, {step: form})


@require_http_methods(["POST"])
@acting
def cede(request: HttpRequest, actor: Actor, title_id: int) -> HttpResponse:
    """Agree that another maker takes a registration over."""
    shown = _title_or_404(actor, "registration", title_id)
    if not isinstance(shown, RegistrationCertificate) or not allowed(actor, "registration.cede", shown):
        raise PermissionDenied(_("Seul le titulaire cède son enregistrement."))
    form = TransferForm(request.POST, actor=actor)
    if form.is_valid():
        try:
            offer_transfer(actor, shown, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le repreneur est averti : il peut demander le transfert."))
            return redirect("registration:title", "registration", shown.pk)
    return _page(request, actor, "registration", shown, {"ceder": form})


def _cede_form(actor: Actor, shown: AnyTitle) -> forms.Form | None:
    """Return the form of the holder of a registration that holds; None for anybody else."""
    holds = isinstance(shown, RegistrationCertificate) and shown.state == TitleState.VALID
    if not holds or not allowed(actor, "registration.cede", shown):
        return None
    return TransferForm(actor=actor)


def _page(
    request: HttpRequest,
    actor: Actor,
    kind: str,
    shown: AnyTitle,
    bound: Mapping[str, forms.Form] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    may_change = allowed(actor, "registration.change", shown)
    steps = [step for step in STEPS.values() if shown.state in step.origins] if may_change else []
    context = {
        "page_title": _("%(kind)s n° %(number)s")
        % {"kind": shown._meta.verbose_name, "number": shown.number},
        "kind": _KINDS[kind],
        "kind_name": shown._meta.verbose_name,
        "row": title_row(shown, today, _language()),
        "steps": [
            (step, (bound or {}).get(step.key) or step.form(prefix=step.key, initial={"on": today}))
            for step in steps
        ],
        "failed": next(iter((bound or {}).values()), None),
        "cede_form": (bound or {}).get("ceder") or _cede_form(actor, shown),
        "sees_dossier": shown.dossier_id and dossiers_for(actor).filter(pk=shown.dossier_id).exists(),
        "to_amend": amendments_of([shown], today),
        "may_amend": allowed(actor, "registration.apply") and actor.belongs_to(actions.maker_of(shown).pk),
        "history": history_of(shown),
    }
    return render(request, "registration/title.html", context, status=422 if bound else 200)
