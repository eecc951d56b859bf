"""Pages of certificates: the queue, one certificate, and what an officer does to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.naming import named_like
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Chip, Columns, chip, one_page, ordered, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.presentation.validity import SOON_DAYS
from rakiza.pillars.certification import actions
from rakiza.pillars.certification.enums import CertificateState, Scheme
from rakiza.pillars.certification.forms import EndForm, ReinstateForm
from rakiza.pillars.certification.models import Certificate, CertificateQuerySet
from rakiza.pillars.certification.proposals import proposals_for
from rakiza.pillars.certification.queries import cases_for, certificates_for, decisions
from rakiza.pillars.certification.tables import certificate_row, certificate_sheet

_ORDER: Columns = {
    "fin": "valid_to",
    "debut": "valid_from",
    "fabricant": NameColumn("maker__name"),
    "norme": "standard",
    "numero": "number",
}


def _language() -> str:
    return (get_language() or "fr")[:2]


@require_GET
@acting
def certificates(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the certificates that concern the actor, those that end first at the top."""
    today = timezone.localdate()
    found, chips = _filtered(request, certificates_for(actor), today)
    found = ordered(request, found, _ORDER, "fin")
    if request.GET.get("export"):
        rows = (certificate_row(item, today, _language()) for item in found)
        sheet = certificate_sheet(rows, decisions(found), _language())
        return workbook_response([sheet], "certificats.xlsx", _("Certificats"))
    page = one_page(request, found)
    context = {
        "page_title": _("Certification"),
        "page": page,
        "rows": [certificate_row(item, today, _language()) for item in page.object_list],
        "chips": chips,
        "schemes": Scheme.choices,
        "states": CertificateState.choices,
        "ends": [("proche", _("dans %(days)s jours") % {"days": SOON_DAYS})],
        "query": request.GET.get("q", ""),
        "may_see_cases": allowed(actor, "certification.see_cases"),
        "may_issue": allowed(actor, "certification.issue"),
        "proposed": proposals_for(actor).count(),
    }
    return render(request, "certification/list.html", context)


def _filtered(
    request: HttpRequest, found: CertificateQuerySet, today: date
) -> tuple[CertificateQuerySet, list[Chip]]:
    chips = []
    query, state = request.GET.get("q", "").strip()[:200], request.GET.get("etat", "")
    if query:
        found = found.filter(
            named_like(query, "maker") | Q(number__icontains=query) | Q(standard__icontains=query)
        )
        chips.append(chip(request, "q", _("Mots"), query))
    scheme = request.GET.get("objet", "")
    if scheme in Scheme.values:
        found = found.filter(scheme=scheme)
        chips.append(chip(request, "objet", _("Objet"), Scheme(scheme).label))
    if state in CertificateState.values:
        found = found.filter(state=state)
        chips.append(chip(request, "etat", _("État"), CertificateState(state).label))
    if request.GET.get("echeance") == "proche":
        found = found.expiring_before(today + timedelta(days=SOON_DAYS + 1)).filter(valid_to__gte=today)
        chips.append(chip(request, "echeance", _("Échéance"), _("dans %(days)s jours") % {"days": SOON_DAYS}))
    return found, chips


@dataclass(frozen=True, slots=True)
class Step:
    """One thing an officer may do: its form, its words, from which states."""

    key: str
    title: str | Promise
    done: str | Promise
    form: type[forms.Form]
    act: Callable[..., object]
    origins: tuple[CertificateState, ...]


STEPS: Mapping[str, Step] = {
    step.key: step
    for step in (
        Step(
            "suspendre",
            gettext_lazy("Suspendre"),
            gettext_lazy("Le certificat est suspendu ; le fabricant en est averti."),
            EndForm,
            actions.suspend_certificate,
            (CertificateState.VALID,),
        ),
        Step(
            "retablir",
            gettext_lazy("Rétablir"),
            gettext_lazy("Le certificat est rétabli."),
            ReinstateForm,
            actions.reinstate_certificate,
            (CertificateState.SUSPENDED,),
        ),
        Step(
            "retirer",
            gettext_lazy("Retirer"),
            gettext_lazy("Le certificat est retiré ; le fabricant en est averti."),
            EndForm,
            actions.withdraw_certificate,
            (CertificateState.VALID, CertificateState.SUSPENDED),
        ),
    )
}


@require_GET
@acting
def certificate(request: HttpRequest, actor: Actor, certificate_id: int) -> HttpResponse:
    """Show one certificate."""
    shown: Certificate = get_object_or_404(certificates_for(actor), pk=certificate_id)
    return _page(request, actor, shown)


@require_http_methods(["POST"])
@acting
def change(request: HttpRequest, actor: Actor, certificate_id: int, step: str) -> HttpResponse:
    """Suspend, reinstate or withdraw a certificate."""
    shown: Certificate = get_object_or_404(certificates_for(actor), pk=certificate_id)
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
            return redirect("certification:certificate", shown.pk)
    return _page(request, actor, shown, {step: form})


def _page(
    request: HttpRequest, actor: Actor, shown: Certificate, bound: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    may_change = allowed(actor, "certification.change", shown)
    steps = [step for step in STEPS.values() if shown.state in step.origins] if may_change else []
    context = {
        "page_title": str(shown),
        "certificate": shown,
        "successors": shown.edition.successors.order_by("edition") if shown.edition else (),
        "row": certificate_row(shown, today, _language()),
        "steps": [
            (step, (bound or {}).get(step.key) or step.form(prefix=step.key, initial={"on": today}))
            for step in steps
        ],
        "failed": next(iter((bound or {}).values()), None),
        "case": cases_for(actor).filter(certificate=shown).first(),
        "history": history_of(shown),
    }
    return render(request, "certification/certificate.html", context, status=422 if bound else 200)
