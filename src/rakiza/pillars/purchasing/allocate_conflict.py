"""Rules that leave no plan, in words for `rakiza allocate`: which ones, and the cheapest way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rakiza.engine.allocation import AllocationRules, Budget, Exclusive, MakerCount, Rule, Sources
from rakiza.engine.allocation.format.shapes import KIND_OF
from rakiza.kernel.wording.formats import number, percent

WORDS = {
    "maximum_share": gettext_lazy("part maximale d'un lot"),
    "minimum_sources_vital": gettext_lazy("sources souhaitées d'un lot vital"),
    "finish_packs": gettext_lazy("dernier conditionnement complété"),
    "preference_margin": gettext_lazy("marge de préférence"),
    "maker_share": gettext_lazy("part d'un fabricant"),
    "group_share": gettext_lazy("part d'un groupe de fabricants"),
    "sources": gettext_lazy("nombre de sources d'un lot"),
    "single_source": gettext_lazy("source unique"),
    "maker_count": gettext_lazy("nombre de fabricants"),
    "budget": gettext_lazy("budget"),
    "service": gettext_lazy("service des régions"),
    "exclusive": gettext_lazy("lots qui s'excluent"),
    "tied": gettext_lazy("lots liés"),
    "commitment": gettext_lazy("engagement sur plusieurs années"),
}


def conflict_told(rules: AllocationRules, found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the rules of a conflict as `analyses_document` writes it, then what would leave a plan at least cost."""
    if not found["rules"]:
        return
    stated = {one.id: one for one in rules.rules}
    names = " · ".join(_named(rule, stated.get(rule)) for rule in found["rules"])
    yield _("Ces règles ne tiennent pas ensemble : %(rules)s.") % {"rules": names}
    alone = [one for one in found["relaxations"] if one["cost"] is not None]
    ways: Sequence[Mapping[str, Any]] = alone[:1] or found["together"]
    if not ways:
        return
    yield from (_way(one, stated.get(one["rule"])) for one in ways)
    yield _("Le plan coûterait alors %(cost)s.") % {"cost": number(Decimal(ways[0]["cost"]), places=2)}


def rule_names(rules: AllocationRules) -> Mapping[str, str]:
    """Return the name and the kind of each rule that is on, by identifier."""
    stated = {one.id: one for one in rules.rules}
    return {rule: f"{rule} ({_kind(rule, stated.get(rule))})" for rule in rules.ids()}


def _named(rule: str, stated: Rule | None) -> str:
    return _("« %(rule)s » (%(kind)s)") % {"rule": rule, "kind": _kind(rule, stated)}


def _kind(rule: str, stated: Rule | None) -> str:
    return str(WORDS[rule if stated is None else KIND_OF[type(stated)]])


def _way(one: Mapping[str, Any], stated: Rule | None) -> str:
    if one["stated"] is None or one["needed"] is None:
        return _("Lever la règle « %(rule)s ».") % {"rule": one["rule"]}
    return _("Porter « %(rule)s » de %(stated)s à %(needed)s.") % {
        "rule": one["rule"],
        "stated": _value(one["stated"], stated),
        "needed": _value(one["needed"], stated),
    }


def _value(value: str, stated: Rule | None) -> str:
    if isinstance(stated, Budget | Sources | MakerCount | Exclusive):
        return number(Decimal(value))
    return percent(Decimal(value))
