"""Pages of alerts: the list with its filters and export, and one alert with the reader's own lots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import (
    Chip,
    Columns,
    chip,
    one_page,
    ordered,
    whole,
    workbook_response,
)
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.pillars.purchasing.eligibility.enums import NeedOfTitle
from rakiza.pillars.purchasing.eligibility.models import TitleAlert, TitleAlertQuerySet
from rakiza.pillars.purchasing.eligibility.queries import alerts_for, detail_of, rows_of
from rakiza.pillars.purchasing.eligibility.tables import alert_sheet, months_in_words, next_step
from rakiza.pillars.purchasing.plans.lot_queries import title_in
from rakiza.pillars.purchasing.plans.models import Lot
from rakiza.pillars.purchasing.plans.queries import family_labels, plans_for

ORDERS: Columns = {
    "echeance": "deadline",
    "fabricant": NameColumn("maker__name"),
    "plan": NameColumn("plan__name", ("ar", "en")),
}
STANDING, CLEARED, ALL = "", "levees", "toutes"


def language() -> str:
    """Return the language of the page: fr, ar or en."""
    return (get_language() or "fr")[:2]


@require_GET
@acting
def alerts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the alerts that concern the reader, nearest deadline first."""
    _admit(actor)
    plans = [(one.pk, one.called) for one in plans_for(actor).published().order_by("-year", "pk")]
    found, chips = _filtered(request, alerts_for(actor), plans)
    found = ordered(request, found, ORDERS, "echeance")
    taxed = not actor.plays(Role.MAKER)
    if request.GET.get("export"):
        sheet = alert_sheet(rows_of(actor, list(found)), taxed=taxed)
        return workbook_response([sheet], "alertes.xlsx", _("Alertes d'éligibilité"))
    page = one_page(request, found)
    context = {
        "page_title": _("Alertes d'éligibilité"),
        "page": page,
        "rows": rows_of(actor, list(page.object_list)),
        "chips": chips,
        "kinds": NeedOfTitle.choices,
        "plans": plans,
        "taxed": taxed,
        "may_see_openings": allowed(actor, "eligibility.see_openings"),
    }
    return render(request, "eligibility/list.html", context)


@require_GET
@acting
def alert(request: HttpRequest, actor: Actor, alert_id: int) -> HttpResponse:
    """Show one alert: what fails, what it puts at stake for the reader, what to do."""
    _admit(actor)
    shown: TitleAlert = get_object_or_404(alerts_for(actor), pk=alert_id)
    detail = detail_of(actor, shown)
    labels = family_labels(shown.plan.current_run_id or 0, language())
    context = {
        "page_title": str(shown),
        "alert": shown,
        "detail": detail,
        "lines": [
            (line, _titled(line.row.award.lot, labels), months_in_words(line.months, language()))
            for line in detail.lines
        ],
        "step": next_step(actor, shown),
        "taxed": not actor.plays(Role.MAKER),
        "buyer": actor.plays(Role.BUYER),
        # What the trail says of an alert names every party's stake.
        "history": history_of(shown) if actor.oversees else (),
    }
    return render(request, "eligibility/alert.html", context)


def _titled(lot: Lot, labels: Mapping[str, str]) -> str:
    return title_in(lot, labels.get(lot.family, lot.family), language())


def _admit(actor: Actor) -> None:
    if not allowed(actor, "eligibility.see"):
        raise PermissionDenied(_("Les alertes se lisent par les acheteurs, les fabricants et le cluster."))


def _filtered(
    request: HttpRequest, found: TitleAlertQuerySet, plans: Sequence[tuple[int, str]]
) -> tuple[TitleAlertQuerySet, list[Chip]]:
    chips = []
    state = request.GET.get("etat", STANDING)
    if state == CLEARED:
        found = found.filter(cleared_on__isnull=False)
        chips.append(chip(request, "etat", _("État"), _("levées")))
    elif state == ALL:
        chips.append(chip(request, "etat", _("État"), _("toutes")))
    else:
        found = found.standing()
    kind = request.GET.get("titre", "")
    if kind in NeedOfTitle.values:
        found = found.filter(kind=kind)
        chips.append(chip(request, "titre", _("Titre"), NeedOfTitle(kind).label))
    plan = whole(request.GET.get("plan", ""))
    if plan is not None:
        found = found.filter(plan_id=plan)
        chips.append(chip(request, "plan", _("Plan"), dict(plans).get(plan, plan)))
    return found, chips
