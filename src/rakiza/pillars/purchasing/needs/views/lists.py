"""The list of needs, and the same list as a workbook."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.pillars.purchasing.needs.enums import NeedKind
from rakiza.pillars.purchasing.needs.forms import STATES, NeedFilters
from rakiza.pillars.purchasing.needs.queries import imports_for, members_for_year
from rakiza.pillars.purchasing.needs.tables.imports import shown_import
from rakiza.pillars.purchasing.needs.tables.lines import (
    chips,
    families_among,
    filtered,
    page_of,
    totals,
    with_latest_year,
    write_lines,
)
from rakiza.pillars.purchasing.needs.tables.planned import with_lots
from rakiza.pillars.purchasing.needs.tables.shown import shown_line
from rakiza.pillars.purchasing.needs.views.common import language, open_to_buyers, workbook_response

PAGE_SIZE = 50
IMPORTS_SHOWN = 8


@require_GET
@acting
def needs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the year's imports and the lines that the filters keep."""
    open_to_buyers(actor)
    filters, years = with_latest_year(actor, NeedFilters.of(request.GET))
    lines = filtered(actor, filters)
    summed = totals(lines)
    page = page_of(lines, request.GET.get("page"), summed.lines, PAGE_SIZE)
    imports = list(imports_for(actor, filters.year)) if years else []
    everything = request.GET.get("imports") == "tous"
    organisations = {found.organisation_id: found.organisation.name_in(language()) for found in imports}
    shown = with_lots(actor, [shown_line(line, language()) for line in page.object_list])
    context = {
        "page": page,
        "lines": shown,
        "any_lot": any(line.lot for line in shown),
        "totals": summed if years else None,
        "filters": filters,
        "chips": chips(filters, language(), organisations),
        "years": years,
        "imports": [shown_import(found) for found in (imports if everything else imports[:IMPORTS_SHOWN])],
        "more_imports": 0 if everything else max(0, len(imports) - IMPORTS_SHOWN),
        "members": members_for_year(actor, filters.year) if actor.oversees and filters.year else (),
        "organisations": sorted(organisations.items(), key=lambda pair: pair[1]) if actor.oversees else (),
        "families": families_among(actor, filters.year, language()) if years else (),
        "kinds": NeedKind.choices,
        "states": STATES.items(),
        "may_upload": allowed(actor, "needs.upload"),
        "page_title": _("Besoins"),
    }
    return render(request, "needs/list.html", context)


@require_GET
@acting
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand over exactly the filtered lines, as a workbook that can be imported again."""
    open_to_buyers(actor)
    filters, _years = with_latest_year(actor, NeedFilters.of(request.GET))
    write = partial(write_lines, lines=filtered(actor, filters), language=language())
    return workbook_response(write, f"besoins-{filters.year or 'vide'}.xlsx")
