"""What a maker would gain by widening its devices, from the near misses of the published plans."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Chip, chip, one_page, whole, workbook_response
from rakiza.kernel.wording import vocabulary
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.purchasing.plans.tables.upgrades import attribute_choices, shown_upgrades, upgrade_sheet
from rakiza.pillars.purchasing.plans.upgrade_queries import (
    SORTS,
    UpgradeFilters,
    makers_with_misses,
    narrowed,
    upgrade_plans,
)
from rakiza.pillars.purchasing.plans.upgrade_queries import upgrades as upgrades_of
from rakiza.pillars.purchasing.plans.views.common import language

UPGRADES_A_PAGE = 25
_EVERY_LOT = 100_000


@require_GET
@acting
def upgrades(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List a maker's upgrades: its own, or for those who oversee those of the maker they choose."""
    if not (actor.oversees or actor.plays(Role.MAKER)):
        raise PermissionDenied(
            _("Ce qu'un fabricant gagnerait à changer n'est montré qu'à lui et à qui établit le plan.")
        )
    plans = upgrade_plans(actor)
    makers = makers_with_misses(actor, plans)
    maker = _maker(request, actor, makers)
    filters = _filters(request)
    everything = upgrades_of(actor, plans, maker, language=language()) if maker and plans else ()
    asked = narrowed(everything, filters)
    if request.GET.get("export"):
        sheet = upgrade_sheet(shown_upgrades(asked, language(), _EVERY_LOT), language())
        return workbook_response([sheet], "ameliorations.xlsx", _("Améliorations"))
    page = one_page(request, asked, UPGRADES_A_PAGE)  # type: ignore[type-var]  # values, not rows
    families = sorted(
        {(one.family_label, one.family) for one in everything}, key=lambda pair: name_key(pair[0])
    )
    context = {
        "page_title": _("Améliorations"),
        "plans": plans,
        "makers": makers,
        "maker": maker,
        "page": page,
        "rows": shown_upgrades(page.object_list, language()),
        "families": families,
        "attributes": attribute_choices(everything, language()),
        "filters": filters,
        "chips": _chips(request, filters, {key: label for label, key in families}),
        "own": actor.plays(Role.MAKER),
    }
    return render(request, "plans/upgrades.html", context)


def _maker(request: HttpRequest, actor: Actor, makers: tuple[tuple[int, str, int], ...]) -> int | None:
    if actor.plays(Role.MAKER):
        return actor.organisation.pk
    chosen = whole(request.GET.get("fabricant", ""))
    return chosen if chosen in {key for key, _name, _count in makers} else None


def _filters(request: HttpRequest) -> UpgradeFilters:
    sort = request.GET.get("tri", "")
    return UpgradeFilters(
        family=request.GET.get("famille", "")[:80],
        attribute=request.GET.get("c", "")[:60],
        open_only=request.GET.get("ouvert") == "1",
        sort=sort if sort.removeprefix("-") in SORTS else "-volume",
    )


def _chips(request: HttpRequest, filters: UpgradeFilters, families: dict[str, str]) -> list[Chip]:
    chips = []
    if filters.family:
        chips.append(chip(request, "famille", _("Famille"), families.get(filters.family, filters.family)))
    if filters.attribute:
        said = vocabulary().attribute(filters.attribute, language())
        chips.append(chip(request, "c", _("Caractéristique"), said))
    if filters.open_only:
        chips.append(chip(request, "ouvert", _("Volume"), _("non couvert ici")))
    return chips
