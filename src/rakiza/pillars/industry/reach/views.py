"""The page « que pourrions-nous faire d'autre ? » of a plant."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import ORDER, Chip, chip, one_page, whole, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.wording.groups import say_group
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.industry.models import Plant
from rakiza.pillars.industry.plants.queries import plants_for
from rakiza.pillars.industry.reach.queries import SORTS, ReachFilters, families_within_reach, narrowed
from rakiza.pillars.industry.reach.tables import reach_sheet
from rakiza.pillars.industry.tables import language

LEAST = (50, 75, 100)
PAGE = 25


@require_GET
@acting
def reach(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Rank the families that a plant could also make; the address names the plant and the filters."""
    if not allowed(actor, "industry.see_plants"):
        raise PermissionDenied(_("Ce qu'une usine maîtrise n'est lu que par son fabricant et le cluster."))
    plants = list(plants_for(actor).standing().order_by(NameColumn("maker__name").expression(), "site__name"))
    chosen = _chosen(request, plants)
    found = families_within_reach(actor, chosen, timezone.localdate()) if chosen else ()
    filters, chips = _filters(request)
    kept = narrowed(found, filters, language())
    if request.GET.get("export") and chosen:
        return workbook_response([reach_sheet(kept, language())], "familles-a-portee.xlsx", str(chosen))
    context = {
        "page_title": _("Que pourrions-nous faire d'autre ?"),
        "plants": plants,
        "plant": chosen,
        "own": actor.plays(Role.MAKER),
        "page": one_page(request, kept, PAGE),  # type: ignore[type-var]
        "chips": chips,
        "filters": filters,
        "groups": sorted(
            ((say_group(key), key) for key in {one.family.group for one in found}),
            key=lambda pair: name_key(pair[0]),
        ),
        "shares": LEAST,
    }
    return render(request, "industry/reach.html", context)


def _chosen(request: HttpRequest, plants: list[Plant]) -> Plant | None:
    stated = whole(request.GET.get("usine", ""))
    if stated is None:
        return plants[0] if plants else None
    return get_object_or_404(Plant.objects.filter(pk__in=[plant.pk for plant in plants]), pk=stated)


def _filters(request: HttpRequest) -> tuple[ReachFilters, list[Chip]]:
    chips = []
    group, stated = request.GET.get("groupe", ""), whole(request.GET.get("part", ""))
    least = stated if stated in LEAST else 0
    open_only = request.GET.get("ouvert") == "1"
    order = request.GET.get(ORDER, "")
    if group:
        chips.append(chip(request, "groupe", _("Groupe"), say_group(group)))
    if least:
        chips.append(
            chip(request, "part", _("Part maîtrisée"), _("au moins %(share)s %%") % {"share": least})
        )
    if open_only:
        chips.append(chip(request, "ouvert", _("Non couvert"), _("seulement")))
    sort = order if order.removeprefix("-") in SORTS else "-part"
    return ReachFilters(group, least, open_only, sort), chips
