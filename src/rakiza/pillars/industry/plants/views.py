"""Pages of plants and lines: the list, one plant, what declares, changes and closes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.naming import parties_called, party_called
from rakiza.kernel.organisations.permissions import Refused, allowed
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
from rakiza.pillars.industry.enums import Sector
from rakiza.pillars.industry.models import Plant, ProductionLine
from rakiza.pillars.industry.plants import actions
from rakiza.pillars.industry.plants.forms import DeclarePlantForm, LineForm, PlantForm, initial_line
from rakiza.pillars.industry.plants.models import PlantQuerySet
from rakiza.pillars.industry.plants.queries import lines_for, plants_for, sites_without_plant
from rakiza.pillars.industry.plants.tables import line_sheet, plant_sheet

T = TypeVar("T")
_ORDER: Columns = {
    "usine": "site__name",
    "fabricant": NameColumn("maker__name"),
    "industrie": "sector",
    "lignes": "running",
}


@require_GET
@acting
def plants(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List plants: a maker its own, the cluster all."""
    _admit(actor)
    visible = plants_for(actor)
    found, chips = _filtered(request, visible)
    found = ordered(request, found, _ORDER, "usine")
    lines = lines_for(actor)
    if request.GET.get("export"):
        sheets = [plant_sheet(found), line_sheet(lines.filter(Q(plant__in=found) | Q(plant__isnull=True)))]
        return workbook_response(sheets, "usines.xlsx", _("Usines"))
    own = actor.plays(Role.MAKER)
    context = {
        "page_title": _("Usines et lignes"),
        "page": one_page(request, found),
        "chips": chips,
        "own": own,
        "homeless": lines.open().filter(plant__isnull=True) if own else (),
        "sectors": Sector.choices,
        "makers": () if own else _makers(visible),
    }
    return render(request, "industry/plants.html", context)


def _makers(visible: PlantQuerySet) -> list[tuple[int, str]]:
    return parties_called(visible.order_by().values("maker"))


def _filtered(request: HttpRequest, found: PlantQuerySet) -> tuple[PlantQuerySet, list[Chip]]:
    chips = []
    query, sector = request.GET.get("q", "").strip()[:200], request.GET.get("industrie", "")
    maker = whole(request.GET.get("fabricant", ""))
    if query:
        found = found.filter(Q(site__name__icontains=query) | Q(site__city__icontains=query))
        chips.append(chip(request, "q", _("Mots"), query))
    if sector in Sector.values:
        found = found.filter(sector=sector)
        chips.append(chip(request, "industrie", _("Industrie"), Sector(sector).label))
    if maker is not None:
        found = found.filter(maker_id=maker)
        chips.append(chip(request, "fabricant", _("Fabricant"), party_called(maker)))
    return found, chips


@require_GET
@acting
def plant(request: HttpRequest, actor: Actor, plant_id: int) -> HttpResponse:
    """Show one plant with its lines."""
    _admit(actor)
    shown: Plant = get_object_or_404(plants_for(actor), pk=plant_id)
    context = {
        "page_title": str(shown),
        "plant": shown,
        "lines": lines_for(actor).filter(plant=shown),
        "may_edit": allowed(actor, "industry.edit", shown) and shown.closed_on is None,
        "gone": shown.closed_on is None and shown.site.closed_on is not None,
        "history": history_of(shown),
    }
    return render(request, "industry/plant.html", context)


@require_http_methods(["GET", "POST"])
@acting
def declare(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Declare a plant on one of one's sites."""
    _makers_only(actor)
    sites = sites_without_plant(actor)
    form = DeclarePlantForm(request.POST or None, sites=sites)
    if request.method == "POST" and form.is_valid():
        declared = _tried(form, lambda: actions.declare_plant(actor, form.cleaned_data["site"], form.terms()))
        if declared is not None:
            messages.success(request, _("L'usine est déclarée : ajoutez-y ses lignes."))
            return redirect("industry:plant", declared.pk)
    context = {
        "sites": sites,
        "organisation": actor.organisation,
        "may_add_site": allowed(actor, "organisations.describe", actor.organisation),
    }
    return _form_page(request, form, _("Déclarer une usine"), _("Déclarer l'usine"), **context)


@require_http_methods(["GET", "POST"])
@acting
def edit(request: HttpRequest, actor: Actor, plant_id: int) -> HttpResponse:
    """Change what a plant masters."""
    _makers_only(actor)
    shown: Plant = get_object_or_404(plants_for(actor), pk=plant_id)
    initial = {"sector": shown.sector, "processes": shown.processes, "materials": shown.materials}
    form = PlantForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _tried(form, lambda: (actions.change_plant(actor, shown, form.terms()), shown)[1])
        if done is not None:
            messages.success(request, _("L'usine est à jour."))
            return redirect("industry:plant", plant_id)
    return _form_page(request, form, str(shown), _("Enregistrer"), plant=shown)


@require_POST
@acting
def close(request: HttpRequest, actor: Actor, plant_id: int) -> HttpResponse:
    """Close a plant."""
    shown: Plant = get_object_or_404(plants_for(actor), pk=plant_id)
    try:
        actions.close_plant(actor, shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("L'usine est fermée ; son histoire reste."))
    return redirect("industry:plant", plant_id)


@require_http_methods(["GET", "POST"])
@acting
def add_line(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Declare a line, in the plant that the address names."""
    _makers_only(actor)
    home = whole(request.GET.get("usine", ""))
    initial = {"plant": home, "machines": 1, "shifts": 1}
    form = LineForm(request.POST or None, plants=plants_for(actor).standing(), initial=initial)
    if request.method == "POST" and form.is_valid():
        line = _tried(form, lambda: actions.add_line(actor, form.terms(), form.cleaned_data["plant"]))
        if line is not None:
            messages.success(request, _("La ligne est déclarée."))
            return _back(line)
    return _form_page(request, form, _("Déclarer une ligne"), _("Déclarer la ligne"))


@require_http_methods(["GET", "POST"])
@acting
def edit_line(request: HttpRequest, actor: Actor, line_id: int) -> HttpResponse:
    """Change a line."""
    _makers_only(actor)
    line: ProductionLine = get_object_or_404(lines_for(actor), pk=line_id)
    plants = plants_for(actor).filter(Q(closed_on__isnull=True) | Q(pk=line.plant_id))
    form = LineForm(request.POST or None, plants=plants, initial=initial_line(line))
    if request.method == "POST" and form.is_valid():
        home = form.cleaned_data["plant"]
        done = _tried(form, lambda: (actions.change_line(actor, line, form.terms(), home), line)[1])
        if done is not None:
            messages.success(request, _("La ligne est à jour."))
            line.plant = home
            return _back(line)
    return _form_page(request, form, line.name, _("Enregistrer"), line=line)


@require_POST
@acting
def close_line(request: HttpRequest, actor: Actor, line_id: int) -> HttpResponse:
    """Close a line."""
    line: ProductionLine = get_object_or_404(lines_for(actor), pk=line_id)
    try:
        actions.close_line(actor, line)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La ligne est fermée."))
    return _back(line)


def _back(line: ProductionLine) -> HttpResponse:
    return redirect("industry:plant", line.plant_id) if line.plant_id else redirect("industry:plants")


def _admit(actor: Actor) -> None:
    if not allowed(actor, "industry.see_plants"):
        raise PermissionDenied(_("Les capacités d'un fabricant ne sont lues que par lui et le cluster."))


def _makers_only(actor: Actor) -> None:
    if not allowed(actor, "industry.add_line"):
        raise PermissionDenied(_("Seul un fabricant déclare ses usines et ses lignes."))


def _tried(form: BaseForm, act: Callable[[], T]) -> T | None:
    """Return what an action returned; a refusal goes to the head of the form."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _form_page(
    request: HttpRequest, form: BaseForm, title: str, action: str, **context: object
) -> HttpResponse:
    shown = {"page_title": title, "form": form, "action": action, **context}
    return render(request, "industry/plant_form.html", shown, status=422 if form.errors else 200)
