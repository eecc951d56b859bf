"""What a search finds, across the rooms, each within what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rakiza.engine.reading import fold
from rakiza.engine.search import Query
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.wording.formats import number
from rakiza.kernel.wording.units import counted_unit
from rakiza.pillars.industry.queries import devices_for
from rakiza.pillars.industry.search_index import index_for
from rakiza.pillars.purchasing.needs.knowledge import family_label
from rakiza.pillars.purchasing.needs.queries import lines_for
from rakiza.pillars.purchasing.plans.lot_queries import LotFilters, titles_in, visible_lots
from rakiza.pillars.purchasing.plans.queries import plans_for
from rakiza.web.pages.families import families_with_words

SHOWN = 10


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One thing found: its name, what tells it from its like, and where it is."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """The things of one sort; `total` counts those that are not among `items` too.

    `all_url` is the page that lists them all, where there is one.
    """

    key: str
    label: str | Promise
    total: int
    items: tuple[FoundItem, ...]
    all_url: str = ""

    @property
    def more(self) -> int:
        """How many are not among `items`."""
        return self.total - len(self.items)


def find_everything(actor: Actor, query: str, language: str) -> tuple[ResultGroup, ...]:
    """Return what `query` finds for the actor, in the order of the loop; sorts without a find are left out."""
    if not any(character.isalnum() for character in fold(query)):
        return ()
    if actor.plays(Role.PARTNER):
        groups: tuple[ResultGroup, ...] = (_families(query, language),)
        return tuple(group for group in groups if group.items)
    groups = (
        _needs(actor, query, language),
        _lots(actor, query, language),
        _devices(actor, query, language),
        _families(query, language),
    )
    return tuple(group for group in groups if group.items)


def _needs(actor: Actor, query: str, language: str) -> ResultGroup:
    lines = lines_for(actor, search=query)
    items = tuple(
        FoundItem(
            line.designation,
            _("%(family)s · %(quantity)s · %(organisation)s, %(year)s")
            % {
                "family": family_label(line.family, language) if line.family else line.get_kind_display(),
                "quantity": f"{number(line.quantity)} {counted_unit(line.unit, line.quantity, language)}".strip(),
                "organisation": line.organisation.name_in(language),
                "year": line.year,
            },
            _page("needs:line", line.pk),
        )
        for line in lines[:SHOWN]
    )
    return ResultGroup(
        "needs", gettext_lazy("Besoins"), lines.count() if items else 0, items, _all("needs:list", query)
    )


def _lots(actor: Actor, query: str, language: str) -> ResultGroup:
    """Search the newest plan that the actor may see."""
    plan = plans_for(actor).filter(current_run__isnull=False).first()
    if plan is None:
        return ResultGroup("lots", gettext_lazy("Lots"), 0, ())
    lots = visible_lots(actor, plan, LotFilters(search=query))
    shown = list(lots[:SHOWN])
    titles = titles_in(shown, language)
    items = tuple(
        FoundItem(titles[lot.pk], f"{plan.called} · {lot.get_state_display()}", _page("plans:lot", lot.pk))
        for lot in shown
    )
    whole = _all("plans:plan", query, plan.pk)
    return ResultGroup("lots", gettext_lazy("Lots"), lots.count() if items else 0, items, whole)


def _devices(actor: Actor, query: str, language: str) -> ResultGroup:
    """Search as the catalogue's own page does: three languages, slips of the pen, measures."""
    found = index_for(actor).search(Query(text=query, limit=SHOWN))
    devices = devices_for(actor).in_bulk([int(hit.id) for hit in found.hits])
    items = tuple(
        FoundItem(
            device.name_in(language),
            f"{device.reference} · {device.maker.name_in(language)}",
            _page("industry:device", device.pk) or _page("industry:devices"),
        )
        for hit in found.hits
        if (device := devices.get(int(hit.id))) is not None
    )
    return ResultGroup(
        "devices", gettext_lazy("Dispositifs"), found.total, items, _all("industry:catalogue", query)
    )


def _families(query: str, language: str) -> ResultGroup:
    found = families_with_words(query, "", language)
    items = tuple(
        FoundItem(row.label, f"{row.emdn} · {row.kind}", reverse("family", args=[row.id]))
        for row in found[:SHOWN]
    )
    return ResultGroup(
        "families", gettext_lazy("Familles de dispositifs"), len(found), items, _all("families", query)
    )


def _all(name: str, query: str, *args: int) -> str:
    """Return the address of a list narrowed to the query."""
    address = _page(name, *args)
    return f"{address}?{urlencode({'q': query})}" if address else ""


def _page(name: str, *args: int) -> str:
    """Return the address of a room's page; empty where the room has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
