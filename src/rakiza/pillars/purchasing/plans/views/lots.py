"""One lot with its candidates, and what no local maker supplies."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import chip, whole, workbook_response
from rakiza.kernel.wording import say_attribute
from rakiza.kernel.wording.formats import quarter
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.purchasing.needs.tables.requirements import shown_decisions
from rakiza.pillars.purchasing.plans.decision_queries import decisions_on_lot
from rakiza.pillars.purchasing.plans.enums import UncoveredKind
from rakiza.pillars.purchasing.plans.lineage_queries import LotDetail, lot_detail
from rakiza.pillars.purchasing.plans.lot_queries import uncovered_page
from rakiza.pillars.purchasing.plans.maker_queries import months_of_run, months_today
from rakiza.pillars.purchasing.plans.models import Lot
from rakiza.pillars.purchasing.plans.queries import family_rows, plans_for
from rakiza.pillars.purchasing.plans.tables.comparison import compare
from rakiza.pillars.purchasing.plans.tables.lots import STATE_TONES
from rakiza.pillars.purchasing.plans.tables.uncovered import (
    uncovered_by_kind,
    uncovered_of_lot,
    uncovered_sheet,
)
from rakiza.pillars.purchasing.plans.views.common import currency_of, language, plan_or_404

_EVERYTHING = 100_000
_COMPARED = 12


@require_GET
@acting
def lot(request: HttpRequest, actor: Actor, lot_id: int) -> HttpResponse:
    """Show one lot: what is asked, by whom, who could make it, who does and why."""
    plan = plans_for(actor).filter(current_run__lots__in=Lot.objects.filter(pk=lot_id)).first()
    if plan is None:
        raise Http404
    try:
        detail: LotDetail = lot_detail(actor, plan, lot_id, language=language())
    except Lot.DoesNotExist as missing:
        raise Http404 from missing
    compared = detail.candidates[:_COMPARED]
    offers = [candidate.offer_id for candidate in compared]
    months, today = months_of_run(plan, offers), months_today(plan, offers)
    context = {
        "page_title": detail.row.title,
        "plan": plan,
        "currency": currency_of(plan),
        "detail": detail,
        "names": {str(one.offer_id): one.maker for one in detail.candidates}
        | {detail.row.family: detail.row.family_label},
        "row": detail.row,
        "tone": STATE_TONES[detail.row.state],
        "requirement": [say_attribute(value) for value in detail.requirement],
        "quarters": _quarters(detail),
        "quarter_names": [quarter(one) for one in (1, 2, 3, 4)],
        "comparison": compare(detail.requirement, compared, months, today, language()),
        "others": len(detail.candidates) - len(compared),
        "uncovered": uncovered_of_lot(actor, plan, lot_id, language()),
        "decisions": shown_decisions(decisions_on_lot(actor, plan, lot_id)),
        "is_buyer": actor.plays(Role.BUYER),
        "is_maker": actor.plays(Role.MAKER),
    }
    return render(request, "plans/lot.html", context)


def _quarters(detail: LotDetail) -> list[tuple[str, object]]:
    if detail.quarters is None:
        return []
    return [(quarter(one), value) for one, value in enumerate(detail.quarters, start=1)]


@require_GET
@acting
def uncovered(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """List what no local maker supplies, by cause and family."""
    plan = plan_or_404(actor, plan_id)
    kind, family = request.GET.get("cause", ""), request.GET.get("famille", "")
    kind = kind if kind in UncoveredKind.values else ""
    if request.GET.get("export"):
        found = uncovered_page(actor, plan, language=language(), kind=kind, family=family, size=_EVERYTHING)
        sheet = uncovered_sheet(found.rows, language(), currency_of(plan))
        return workbook_response([sheet], f"non-couverts-{plan.year}.xlsx", _("Besoins non couverts"))
    stated = request.GET.get("page", "")
    page = uncovered_page(actor, plan, language=language(), kind=kind, family=family, page=whole(stated) or 1)
    names = sorted(
        ((row.label, row.family) for row in family_rows(actor, plan, language())),
        key=lambda pair: name_key(pair[0]),
    )
    chips = []
    if kind:
        chips.append(chip(request, "cause", _("Cause"), UncoveredKind(kind).label))
    if family:
        label = next((name for name, key in names if key == family), family)
        chips.append(chip(request, "famille", _("Famille"), label))
    context = {
        "page_title": _("Besoins non couverts"),
        "plan": plan,
        "currency": currency_of(plan),
        "page": page,
        "causes": uncovered_by_kind(actor, plan),
        "families": names,
        "kinds": UncoveredKind.choices,
        "kind": kind,
        "family": family,
        "chips": chips,
        "is_maker": actor.plays(Role.MAKER),
        "previous_page": page.number - 1 if page.number > 1 else None,
        "next_page": page.number + 1 if page.number < page.pages else None,
    }
    return render(request, "plans/uncovered.html", context)
