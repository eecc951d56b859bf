"""Pages of controls: the year's draw and how far it came, one control with what each side does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed, require
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import PAGE_SIZE, Chip, chip, whole, workbook_response
from rakiza.kernel.presentation.tones import Tone
from rakiza.pillars.industry.content import auditing
from rakiza.pillars.industry.content.audit_forms import AnswerForm, DecisionForm, FindingsForm, OpenForm
from rakiza.pillars.industry.content.audit_models import ContentAudit
from rakiza.pillars.industry.content.audit_queries import Drawn, audits_for, loses_label, year_of_audits
from rakiza.pillars.industry.content.queries import AUDIT_RATE, bills_for
from rakiza.pillars.industry.enums import AuditState
from rakiza.pillars.industry.tables import language
from rakiza.reference.law import parameter

S = AuditState
TONES: Mapping[str, Tone] = {
    "": Tone.NEUTRAL,
    S.OPEN: Tone.INFO,
    S.SENT: Tone.CONFIRM,
    S.CONTESTED: Tone.CONFIRM,
    S.AGREED: Tone.CONFIRM,
    S.CONFIRMED: Tone.GOOD,
    S.CORRECTED: Tone.ATTENTION,
    S.WITHDRAWN: Tone.ATTENTION,
}
TO_DO = "a-faire"


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the year's list."""

    drawn: Drawn
    tone: Tone
    words: str | Promise


def _row(one: Drawn) -> AuditRow:
    words = one.audit.get_state_display() if one.audit else _("à contrôler")
    return AuditRow(one, TONES[one.state], words)


@require_GET
@acting
def audits(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the declarations to control in a year: the same ones for whoever draws."""
    if not allowed(actor, "industry.draw_audits"):
        raise PermissionDenied(_("Le tirage des contrôles est celui du cluster."))
    year = whole(request.GET.get("annee", "")) or timezone.localdate().year
    found, chips = _filtered(request, year_of_audits(actor, year))
    if request.GET.get("export"):
        return workbook_response([_sheet(found)], f"controles-{year}.xlsx", _("Contrôles à faire"))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Contrôles à faire en %(year)s") % {"year": year},
        "year": year,
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "chips": chips,
        "states": [(TO_DO, _("à contrôler")), *AuditState.choices],
        "rate": Decimal(AUDIT_RATE.numerator) / AUDIT_RATE.denominator,
    }
    return render(request, "industry/content_audits.html", context)


def _filtered(request: HttpRequest, found: list[Drawn]) -> tuple[list[Drawn], list[Chip]]:
    state = request.GET.get("etat", "")
    if state == TO_DO:
        found = [one for one in found if one.audit is None]
        return found, [chip(request, "etat", _("État"), _("à contrôler"))]
    if state in AuditState.values:
        found = [one for one in found if one.state == state]
        return found, [chip(request, "etat", _("État"), AuditState(state).label)]
    return found, []


def _sheet(found: Iterable[Drawn]) -> Sheet:
    columns = (
        Column(_("Dispositif"), width=40),
        Column(_("Fabricant"), width=32),
        Column(_("Part déclarée"), CellKind.SHARE, 10),
        Column(_("Méthode"), width=30),
        Column(_("Contrôle"), width=28),
        Column(_("Part constatée"), CellKind.SHARE, 10),
        Column(_("Constats"), CellKind.LONG_TEXT, 60),
    )
    cells = (
        (
            one.bill.device.name_in(language()),
            one.bill.device.maker.name_in(language()),
            one.audit.share if one.audit else one.bill.share,
            str(one.bill.get_method_display()),
            str(one.audit.get_state_display()) if one.audit else _("à contrôler"),
            one.audit.corrected_share if one.audit else None,
            one.audit.remark if one.audit else "",
        )
        for one in found
    )
    return Sheet(_("Contrôles à faire"), columns, cells)


@require_POST
@acting
def open_audit(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Begin to control a declared share."""
    bill = get_object_or_404(bills_for(actor), device_id=device_id)
    require(actor, "industry.audit_content", bill)
    year = whole(request.POST.get("annee", "")) or timezone.localdate().year
    form = OpenForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        made = auditing.open_audit(actor, bill, year=year, reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("industry:content", device_id)
    messages.success(request, _("Le contrôle est ouvert ; le fabricant en est averti."))
    return redirect("industry:content-audit", made.pk)


def audit_or_404(actor: Actor, audit_id: int) -> ContentAudit:
    """Return a control that the reader may see."""
    if not allowed(actor, "industry.see_plants"):
        raise PermissionDenied(_("Un contrôle n'est lu que par le fabricant et le cluster."))
    found: ContentAudit = get_object_or_404(audits_for(actor), pk=audit_id)
    return found


@require_GET
@acting
def audit(request: HttpRequest, actor: Actor, audit_id: int) -> HttpResponse:
    """Show one control, and what the reader may do."""
    return _page(request, actor, audit_or_404(actor, audit_id))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a side does."""

    permission: str
    origins: tuple[AuditState, ...]
    title: str | Promise
    done: str | Promise
    form: type[forms.Form]
    act: Callable[[Actor, ContentAudit, forms.Form], None]


def _send(actor: Actor, shown: ContentAudit, form: forms.Form) -> None:
    assert isinstance(form, FindingsForm)  # noqa: S101 - its own step's form
    auditing.send_findings(actor, shown, form.findings())


STEPS: Mapping[str, Step] = {
    "constats": Step(
        "industry.send_findings",
        (S.OPEN,),
        gettext_lazy("Envoyer les constats"),
        gettext_lazy("Les constats sont envoyés ; le fabricant en est averti."),
        FindingsForm,
        _send,
    ),
    "repondre": Step(
        "industry.answer_findings",
        (S.SENT,),
        gettext_lazy("Répondre aux constats"),
        gettext_lazy("La réponse est envoyée au cluster."),
        AnswerForm,
        lambda actor, shown, form: auditing.answer_findings(actor, shown, **form.cleaned_data),
    ),
    "decider": Step(
        "industry.decide_audit",
        auditing.DECIDABLE,
        gettext_lazy("Décider"),
        gettext_lazy("La décision est prise ; le fabricant en est averti."),
        DecisionForm,
        lambda actor, shown, form: auditing.decide_audit(actor, shown, **form.cleaned_data),
    ),
}


@require_POST
@acting
def step(request: HttpRequest, actor: Actor, audit_id: int, step: str) -> HttpResponse:
    """Move a control."""
    shown = audit_or_404(actor, audit_id)
    if step not in STEPS:
        raise Http404
    chosen = STEPS[step]
    require(actor, chosen.permission, shown)
    form = chosen.form(request.POST, prefix=step)
    if form.is_valid():
        try:
            chosen.act(actor, shown, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(chosen.done))
            return redirect("industry:content-audit", audit_id)
    return _page(request, actor, shown, step, form)


def _page(
    request: HttpRequest,
    actor: Actor,
    shown: ContentAudit,
    failed_at: str = "",
    failed: forms.Form | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    early = shown.state == S.SENT and shown.answer_due is not None and shown.answer_due >= today
    steps = [
        (key, one, failed if key == failed_at else one.form(prefix=key))
        for key, one in STEPS.items()
        if shown.state in one.origins
        and not (key == "decider" and early and key != failed_at)
        and allowed(actor, one.permission, shown)
    ]
    context = {
        "page_title": _("Contrôle : %(name)s") % {"name": shown.bill.device.name_in(language())},
        "audit": shown,
        "tone": TONES[shown.state],
        "loses_label": loses_label(shown, parameter("investment.label_value_added", today).number),
        "steps": steps,
        "failed": failed,
        "draws": allowed(actor, "industry.draw_audits"),
        "history": history_of(shown),
    }
    return render(request, "industry/content_audit.html", context, status=422 if failed else 200)
