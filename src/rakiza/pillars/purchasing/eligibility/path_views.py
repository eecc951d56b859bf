"""Pages of the way to the market: devices with their days, and one device as a chart and its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import chip, one_page, whole
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.pillars.industry.models import Device
from rakiza.pillars.purchasing.eligibility.path import Holder, Leg, Path, Span
from rakiza.pillars.purchasing.eligibility.path_queries import devices_on_their_way, paths_for, under_way
from rakiza.pillars.purchasing.eligibility.views import language

Text = str | Promise
LEGS: Mapping[Leg, Text] = {
    Leg.DECLARATION: gettext_lazy("Déclaration"),
    Leg.CERTIFICATION: gettext_lazy("Certification"),
    Leg.TESTS: gettext_lazy("Essais"),
    Leg.REGISTRATION: gettext_lazy("Homologation"),  # "Enregistrement" is also what saving is called
}
STEPS: Mapping[str, Text] = {
    "prepare": gettext_lazy("préparation du dossier"),
    "tests": gettext_lazy("jusqu'au rapport d'essais"),
    "review": gettext_lazy("examen et étape 1"),
    "contract": gettext_lazy("contrat à accepter"),
    "audits": gettext_lazy("audits, écarts et décision"),
    "complete": gettext_lazy("renvoyé, à compléter"),
    "completeness": gettext_lazy("recevabilité"),
    "evaluation": gettext_lazy("évaluation"),
    "commission": gettext_lazy("attente de la commission"),
    "decision": gettext_lazy("décision"),
}
HOLDERS: Mapping[Holder, Text] = {
    Holder.MAKER: gettext_lazy("le fabricant"),
    Holder.BODY: gettext_lazy("l'organisme certificateur"),
    Holder.AUTHORITY: gettext_lazy("l'autorité"),
}
WIDTH, ROW, BAR = 720, 28, 16


@dataclass(frozen=True, slots=True)
class Bar:
    """One span as the chart draws it: whole units of the drawing."""

    span: Span
    label: str
    holder: Text
    x: int
    y: int
    width: int
    longest: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The chart of one way."""

    bars: tuple[Bar, ...]
    height: int
    title: str
    width: int = WIDTH
    bar: int = BAR


@require_GET
@acting
def paths(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List devices with the days of their way, and where each waited longest."""
    _admit(actor)
    found = devices_on_their_way(actor)
    chips = []
    query = request.GET.get("q", "").strip()[:100]
    if query:
        found = found.filter(name__icontains=query)
        chips.append(chip(request, "q", _("Mots"), query))
    leg = request.GET.get("etape", "")
    if leg in set(Leg):
        found = under_way(actor, found, Leg(leg))
        chips.append(chip(request, "etape", _("En cours"), LEGS[Leg(leg)]))
    own, maker = actor.plays(Role.MAKER), whole(request.GET.get("fabricant", ""))
    makers = [] if own else [(one.pk, one.name_in(language())) for one in _makers(actor)]
    if maker in dict(makers):
        found = found.filter(maker_id=maker)
        chips.append(chip(request, "fabricant", _("Fabricant"), dict(makers)[maker]))
    page = one_page(request, found)
    known = paths_for(actor, list(page.object_list), timezone.localdate())
    context = {
        "page_title": _("De l'idée au marché"),
        "page": page,
        "rows": [(device, known[device.pk], _waited(known[device.pk])) for device in page.object_list],
        "chips": chips,
        "query": query,
        "own": own,
        "follows": own or actor.plays(Role.CLUSTER_STAFF, Role.ADMINISTRATOR),
        "legs": [(leg.value, LEGS[leg]) for leg in Leg],
        "makers": makers,
    }
    return render(request, "eligibility/paths.html", context)


@require_GET
@acting
def path(request: HttpRequest, actor: Actor, device_id: int) -> HttpResponse:
    """Show the way of one device."""
    _admit(actor)
    device: Device = get_object_or_404(devices_on_their_way(actor), pk=device_id)
    way = paths_for(actor, [device], timezone.localdate())[device.pk]
    context = {
        "page_title": device.name_in(language()),
        "device": device,
        "way": way,
        "drawing": draw(way),
        "held": [(label, way.held_by(holder)) for holder, label in HOLDERS.items() if way.held_by(holder)],
    }
    return render(request, "eligibility/path.html", context)


def draw(way: Path) -> Drawing | None:
    """Return the chart of a way; None where nothing is known of it."""
    longest = way.longest
    if longest is None:
        return None
    start, days = way.spans[0].first, max(way.days, 1)
    bars = tuple(
        Bar(
            span=span,
            label=step_label(span),
            holder=HOLDERS[span.holder],
            x=_at(span.first, start, days),
            y=number * ROW,
            width=max(_at(span.last, start, days) - _at(span.first, start, days), 3),
            longest=span is longest,
        )
        for number, span in enumerate(way.spans)
    )
    title = _("%(step)s, l'attente la plus longue") % {"step": step_label(longest)}
    return Drawing(bars, len(bars) * ROW, title)


def step_label(span: Span) -> str:
    """Return a span in words: `Enregistrement : évaluation`."""
    return _("%(leg)s : %(step)s") % {"leg": LEGS[span.leg], "step": STEPS[span.step]}


def _makers(actor: Actor) -> list[Organisation]:
    """Return the makers whose devices the actor follows, by name."""
    makers = devices_on_their_way(actor).order_by().values("maker_id")
    return list(Organisation.objects.filter(pk__in=makers).order_by(NameColumn("name").expression(), "pk"))


def _at(day: date, start: date, days: int) -> int:
    return (WIDTH - 4) * (day - start).days // days


def _waited(way: Path) -> str:
    return step_label(way.longest) if way.longest is not None else ""


def _admit(actor: Actor) -> None:
    if not allowed(actor, "eligibility.see_openings"):
        raise PermissionDenied(_("Le chemin d'un dispositif est montré à son fabricant et au cluster."))
