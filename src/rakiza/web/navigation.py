"""What each role finds in the side navigation: the loop in its order, then the pillars, then the workstreams."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.enums import MEMBERS, OVERSEERS, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the navigation: its address name, label, icon and who sees it (empty: all)."""

    name: str
    label: str | Promise
    icon: str
    roles: frozenset[Role] = frozenset()
    shortcut: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as shown: its address, and whether the reader is there."""

    url: str
    label: str | Promise
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of links."""

    key: str
    label: str | Promise
    items: tuple[Link, ...]


BUYING = OVERSEERS | {Role.BUYER}
SUPPLYING = OVERSEERS | {Role.MAKER}

SECTIONS: tuple[tuple[str, str | Promise, tuple[Entry, ...]], ...] = (
    ("home", "", (Entry("home", _("À traiter"), "home", shortcut=True),)),
    (
        "loop",
        _("Achats locaux"),
        (
            Entry("needs:list", _("Besoins"), "needs", frozenset(BUYING), shortcut=True),
            Entry("plans:list", _("Plan"), "plan", MEMBERS, shortcut=True),
            Entry("orders:list", _("Commandes"), "orders", frozenset(BUYING | SUPPLYING)),
            Entry("eligibility:list", _("Éligibilité"), "alert", frozenset(BUYING | SUPPLYING)),
            Entry("industry:offers", _("Offres"), "offers", frozenset(SUPPLYING), shortcut=True),
        ),
    ),
    (
        "pillars",
        _("Piliers"),
        (
            Entry("organisations:list", _("Organisations"), "network"),
            Entry("industry:devices", _("Fabricants et dispositifs"), "maker", MEMBERS),
            Entry(
                "industry:plants",
                _("Usines et lignes"),
                "maker",
                frozenset({Role.MAKER, Role.CLUSTER_STAFF, Role.ADMINISTRATOR}),
            ),
            Entry(
                "industry:reach",
                _("Que faire d'autre ?"),
                "innovation",
                frozenset({Role.MAKER, Role.CLUSTER_STAFF, Role.ADMINISTRATOR}),
            ),
            Entry("industry:content-list", _("Intégration locale"), "indicators", MEMBERS),
            Entry("industry:catalogue", _("Chercher au catalogue"), "search", MEMBERS),
            Entry("certification:list", _("Certification"), "certificate", MEMBERS),
            Entry("registration:list", _("Homologation"), "registration", MEMBERS),
        ),
    ),
    (
        "reference",
        _("Référentiel"),
        (
            Entry("families", _("Familles de dispositifs"), "lots"),
            Entry("reading", _("Lire une désignation"), "search"),
            Entry("audit", _("Journal"), "clock", frozenset(OVERSEERS)),
            Entry("daily-rounds", _("Tâches quotidiennes"), "check", frozenset(OVERSEERS)),
        ),
    ),
)


# A device's local content hangs from the list of shares, whose address it doesn't begin with.
_CONTENT = "/industrie/integration/"
_CONTENT_OF_A_DEVICE = re.compile(r"^/industrie/dispositifs/\d+/integration/")


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _is_current(path: str, url: str) -> bool:
    place = _CONTENT_OF_A_DEVICE.sub(_CONTENT, path)
    return place == url if url == "/" else place.startswith(url)


def _links(entries: Iterable[Entry], role: Role, path: str) -> tuple[Link, ...]:
    links = []
    for entry in entries:
        url = _address(entry.name)
        if url and (not entry.roles or role in entry.roles):
            links.append(Link(url, entry.label, entry.icon, _is_current(path, url)))
    return tuple(links)


def navigation(request: HttpRequest, role: Role) -> tuple[Section, ...]:
    """Return the sections that the role sees; an empty one is left out."""
    sections = (Section(key, label, _links(entries, role, request.path)) for key, label, entries in SECTIONS)
    return tuple(section for section in sections if section.items)


def shortcuts(request: HttpRequest, role: Role) -> tuple[Link, ...]:
    """Return the three pages of the phone's bottom bar."""
    entries = [entry for _key, _label, group in SECTIONS for entry in group if entry.shortcut]
    return _links(entries, role, request.path)[:3]
