"""The catalogue search: as one types, with facets, everything in the address."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Chip
from rakiza.pillars.industry.queries import devices_for
from rakiza.pillars.industry.search_index import index_for
from rakiza.pillars.industry.search_page import (
    family_choices,
    found_devices,
    in_force,
    maker_choices,
    shown_facets,
    understood,
)
from rakiza.pillars.industry.search_query import LAST_PAGE, PAGE, page_of, query_of
from rakiza.pillars.industry.tables import language


@require_GET
@acting
def catalogue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Search the catalogue that the actor may see; while one types, only the results are sent."""
    query = query_of(request.GET)
    result = index_for(actor).search(query)
    own = actor.plays(Role.MAKER)
    numbers = Paginator(range(min(result.total, PAGE * LAST_PAGE)), PAGE)
    families = family_choices(result.families, query.families)
    makers = maker_choices(result.makers, query.makers, language()) if not own else ()
    chips: tuple[Chip, ...] = in_force(request.GET, families, makers, language())
    context = {
        "page_title": _("Chercher au catalogue"),
        "query": request.GET.get("q", "")[:200],
        "result": result,
        "page": numbers.get_page(page_of(request.GET)),
        "rows": found_devices(result, devices_for(actor), query.text, timezone.localdate()),
        "families": families,
        "makers": makers,
        "facets": shown_facets(result.facets, request.GET, language()),
        "understood": understood(result.understood, language()),
        "chips": chips,
        "own": own,
        "asked": bool(query.text or chips),
    }
    partly = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    response = render(request, "industry/_found.html" if partly else "industry/catalogue.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
