"""Pages of local content: the list of shares, one bill with its reasons, its contests, the draw of audits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.engine.local_content import LineResult, Result
from rakiza.kernel.audit.actions import record
from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.files.actions import path_of
from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Columns, chip, one_page, ordered, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.pillars.industry.content import actions
from rakiza.pillars.industry.content.audit_forms import OpenForm
from rakiza.pillars.industry.content.audit_queries import audits_for
from rakiza.pillars.industry.content.forms import BillForm, InputForm, ReasonForm
from rakiza.pillars.industry.content.models import BillInput, BillOfMaterials, Contest
from rakiza.pillars.industry.content.queries import bills_for, measured
from rakiza.pillars.industry.enums import ContentMethod, ContentState, InputOrigin
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.queries import devices_for
from rakiza.pillars.industry.tables import NAME_OF_DEVICE, language
from rakiza.reference.law import parameter

_ORDER: Columns = {
    "part": "share",
    "dispositif": NAME_OF_DEVICE,
    "fabricant": NameColumn("device__maker__name"),
}


@dataclass(frozen=True, slots=True)
class LineRow:
    """One input beside what the engine says of it."""

    item: BillInput
    line: LineResult


@require_GET
@acting
def shares(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List declared shares; a maker sees its drafts too, the cluster every bill."""
    found, chips = bills_for(actor), []
    query = request.GET.get("q", "").strip()[:120]
    if query:
        found = found.filter(device__name__icontains=query)
        chips.append(chip(request, "q", _("Mots"), query))
    if request.GET.get("conteste") == "1":
        found = found.filter(contests__state__in=("open", "answered")).distinct()
        chips.append(chip(request, "conteste", _("Contestées"), _("seulement")))
    found = ordered(request, found, _ORDER, "-part")
    if request.GET.get("export"):
        return workbook_response([_sheet(found)], "integration-locale.xlsx", _("Intégration locale"))
    context = {
        "page_title": _("Intégration locale"),
        "page": one_page(request, found),
        "chips": chips,
        "draws": allowed(actor, "industry.draw_audits"),
    }
    return render(request, "industry/content_list.html", context)


def _sheet(bills: object) -> Sheet:
    columns = (
        Column(_("Dispositif"), width=40),
        Column(_("Fabricant"), width=32),
        Column(_("Part locale"), CellKind.SHARE, 10),
        Column(_("Méthode"), width=30),
        Column(_("Déclarée le"), CellKind.DATE, 12),
        Column(_("État"), width=20),
    )
    cells = (
        (
            bill.device.name_in(language()),
            bill.device.maker.name_in(language()),
            bill.share,
            str(bill.get_method_display()),
            bill.declared_on,
            str(bill.get_state_display()),
        )
        for bill in bills  # type: ignore[attr-defined]
    )
    return Sheet(_("Intégration locale"), columns, cells)


@require_GET
@acting
def content(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Show one device's local content."""
    return _page(request, actor, _device(actor, device_id))


def _device(actor: Actor, device_id: int) -> Device:
    """Return a device that the actor may see, or whose share it may read."""
    seen = devices_for(actor).filter(pk=device_id).first()
    if seen is not None:
        return seen
    bill = get_object_or_404(bills_for(actor), device_id=device_id)
    return bill.device


def _page(
    request: HttpRequest, actor: Actor, device: Device, key: str = "", failed: BaseForm | None = None
) -> HttpResponse:
    bill = bills_for(actor).filter(device=device).first()
    keeps = allowed(actor, "industry.edit", device)
    sees = bill is not None and allowed(actor, "industry.see_bill", bill)
    result = measured(bill) if bill is not None and sees else None
    start = {"price": bill.price, "own_cost": bill.own_cost, "method": bill.method} if bill else None
    contests = list(bill.contests.select_related("opened_by", "bill__device__maker")) if bill else []
    context = {
        "page_title": _("Intégration locale : %(name)s") % {"name": device.name_in(language())},
        "device": device,
        "bill": bill,
        "keeps": keeps,
        "sees": sees,
        "result": result,
        "rows": _rows(bill, result) if bill is not None and result is not None else (),
        "threshold": _threshold(),
        "reached": result.reaches(_threshold()) if result else None,
        "bill_form": failed if key == "bill" else BillForm(initial=start),
        "input_form": failed if key == "input" else InputForm(device=device),
        "reason_form": failed if key == "contest" else ReasonForm(),
        "may_contest": bill is not None
        and bill.state == ContentState.DECLARED
        and allowed(actor, "industry.contest", bill),
        "contests": [
            (
                one,
                allowed(actor, "industry.answer_contest", one) and one.state == "open",
                allowed(actor, "industry.settle_contest", one) and one.state in {"open", "answered"},
            )
            for one in contests
        ],
        "audits": audits_for(actor).filter(bill=bill) if bill is not None and sees else (),
        "audit_form": OpenForm() if bill is not None and _may_be_audited(actor, bill) else None,
        "failed": failed,
        "history": history_of(bill) if bill is not None and sees else (),
    }
    return render(request, "industry/content.html", context, status=422 if failed else 200)


def _may_be_audited(actor: Actor, bill: BillOfMaterials) -> bool:
    return (
        bill.state == ContentState.DECLARED
        and allowed(actor, "industry.audit_content", bill)
        and not bill.audits.running().exists()
    )


def _rows(bill: BillOfMaterials, result: Result) -> list[LineRow]:
    lines = {line.key: line for line in result.lines}
    items = bill.inputs.select_related("component__maker", "evidence")
    return [LineRow(item, lines[str(item.pk)]) for item in items]


def _threshold() -> Decimal:
    return parameter("investment.label_value_added", timezone.localdate()).number


@require_POST
@acting
def describe(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Open or change the head of a bill."""
    device = get_object_or_404(devices_for(actor), pk=device_id)
    _keepers_only(actor, device)
    form = BillForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.describe_bill(actor, device, **{**given, "method": ContentMethod(given["method"])})
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("La nomenclature est à jour ; déclarez la part quand elle est complète.")
            )
            return redirect("industry:content", device_id)
    return _page(request, actor, device, "bill", form)


@require_POST
@acting
def add_input(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Add an input, with its evidence."""
    device = get_object_or_404(devices_for(actor), pk=device_id)
    _keepers_only(actor, device)
    bill = get_object_or_404(BillOfMaterials.objects.select_related("device"), device=device)
    form = InputForm(request.POST, request.FILES, device=device)
    if form.is_valid():
        try:
            _added(actor, bill, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("L'entrée est ajoutée."))
            return redirect("industry:content", device_id)
    return _page(request, actor, device, "input", form)


@transaction.atomic
def _added(actor: Actor, bill: BillOfMaterials, form: InputForm) -> None:
    given = form.cleaned_data
    evidence = keep_piece(actor, given["evidence"]) if given["evidence"] else None
    terms = actions.InputTerms(
        given["name"],
        given["quantity"],
        given["unit_cost"],
        InputOrigin(given["origin"]),
        given["component"],
        evidence,
    )
    actions.add_input(actor, bill, terms)


@require_POST
@acting
def remove_input(request: HttpRequest, actor: Actor, input_id: int) -> HttpResponse:
    """Take an input out of one's bill."""
    item = get_object_or_404(
        BillInput.objects.select_related("bill__device").filter(bill__in=bills_for(actor).values("pk")),
        pk=input_id,
    )
    actions.remove_input(actor, item)
    messages.success(request, _("L'entrée est retirée."))
    return redirect("industry:content", item.bill.device_id)


@require_GET
@acting
def evidence(request: HttpRequest, actor: Actor, input_id: int) -> HttpResponseBase:  # noqa: ARG001 - a view
    """Hand over the evidence of an input to its maker and the cluster; who opened it is written down."""
    if not allowed(actor, "industry.see_plants"):
        raise PermissionDenied(
            _("Les preuves d'une nomenclature ne sont lues que par son fabricant et le cluster.")
        )
    item = get_object_or_404(
        BillInput.objects.select_related("bill__device", "evidence").exclude(evidence=None), pk=input_id
    )
    if not allowed(actor, "industry.see_bill", item.bill):
        raise Http404
    file = item.evidence
    if file is None:
        raise Http404
    record(actor, "files.open", file, after={"device": item.bill.device_id})
    return FileResponse(path_of(file).open("rb"), as_attachment=True, filename=file.original_name)


@require_POST
@acting
def declare(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Declare the share of one's device."""
    bill = get_object_or_404(bills_for(actor), device_id=device_id)
    try:
        actions.declare_content(actor, bill)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La part locale est déclarée : les membres la lisent."))
    return redirect("industry:content", device_id)


@require_POST
@acting
def contest(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Contest a declared share."""
    bill = get_object_or_404(bills_for(actor), device_id=device_id)
    if not allowed(actor, "industry.contest", bill):
        raise PermissionDenied(_("On ne conteste pas sa propre déclaration."))
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.open_contest(actor, bill, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La contestation est ouverte ; le fabricant va répondre."))
            return redirect("industry:content", device_id)
    return _page(request, actor, bill.device, "contest", form)


@require_POST
@acting
def contest_step(request: HttpRequest, actor: Actor, contest_id: int, step: str) -> HttpResponse:
    """Answer or settle a contest."""
    chosen = get_object_or_404(
        Contest.objects.select_related("bill__device__maker", "opened_by").filter(
            bill__in=bills_for(actor).values("pk")
        ),
        pk=contest_id,
    )
    reason = request.POST.get("reason", "")
    try:
        if step == "repondre":
            actions.answer_contest(actor, chosen, answer=reason)
        elif step in {"fonder", "rejeter"}:
            actions.settle_contest(actor, chosen, upheld=step == "fonder", reason=reason)
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("C'est enregistré."))
    return redirect("industry:content", chosen.bill.device_id)


def _keepers_only(actor: Actor, device: Device) -> None:
    if not allowed(actor, "industry.edit", device):
        raise PermissionDenied(_("La nomenclature est tenue par le fabricant."))
