"""The page that says what a missing title would bring, by the month in which it comes."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.naming import party_called
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Chip, chip, one_page, whole, workbook_response
from rakiza.kernel.wording.formats import month_name
from rakiza.pillars.purchasing.eligibility.actions import first_month
from rakiza.pillars.purchasing.eligibility.enums import NeedOfTitle
from rakiza.pillars.purchasing.eligibility.opening_queries import OpeningFilters, families_of, openings
from rakiza.pillars.purchasing.eligibility.opening_tables import opening_sheet, shown_openings
from rakiza.pillars.purchasing.eligibility.views import language
from rakiza.pillars.purchasing.plans.upgrade_queries import upgrade_plans

A_PAGE = 25
LAST = 12


@require_GET
@acting
def openings_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what titles would open: a maker's own, or every maker's ranked for those who oversee."""
    if not allowed(actor, "eligibility.see_openings"):
        raise PermissionDenied(
            _("Ce qu'un titre ouvrirait n'est montré qu'au fabricant et à qui établit le plan.")
        )
    plans = upgrade_plans(actor)
    first = min((first_month(plan.year, timezone.localdate()) for plan in plans), default=1)
    filters = _filters(request, min(first, LAST))
    everything = openings(actor, plans, replace(filters, family="", kind=""), language=language())
    found = (
        openings(actor, plans, filters, language=language()) if filters.family or filters.kind else everything
    )
    if request.GET.get("export"):
        return workbook_response(
            [opening_sheet(found, language())], "titres-a-obtenir.xlsx", _("Titres à obtenir")
        )
    page = one_page(request, found, A_PAGE)  # type: ignore[type-var]  # values, not rows
    families = families_of(everything)
    context = {
        "page_title": _("Si le titre vient à temps"),
        "page": page,
        "rows": shown_openings(page.object_list, language()),
        "plans": plans,
        "months": [(month, month_name(month, language())) for month in range(min(first, LAST), LAST + 1)],
        "month": month_name(filters.by, language()),
        "filters": filters,
        "families": families,
        "kinds": NeedOfTitle.choices,
        "chips": _chips(request, filters, {key: label for label, key in families}),
        "own": actor.plays(Role.MAKER),
    }
    return render(request, "eligibility/openings.html", context)


def _filters(request: HttpRequest, first: int) -> OpeningFilters:
    month = whole(request.GET.get("mois", "")) or first
    kind = request.GET.get("titre", "")
    return OpeningFilters(
        by=min(max(month, first), LAST),
        family=request.GET.get("famille", "")[:80],
        kind=kind if kind in NeedOfTitle.values else "",
        maker=whole(request.GET.get("fabricant", "")),
    )


def _chips(request: HttpRequest, filters: OpeningFilters, families: dict[str, str]) -> list[Chip]:
    chips = []
    if filters.family:
        chips.append(chip(request, "famille", _("Famille"), families.get(filters.family, filters.family)))
    if filters.kind:
        chips.append(chip(request, "titre", _("Titre"), NeedOfTitle(filters.kind).label))
    if filters.maker is not None:
        chips.append(chip(request, "fabricant", _("Fabricant"), party_called(filters.maker)))
    return chips
