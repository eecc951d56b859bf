"""An added rule in words: its name, then what it asks and of what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rakiza.engine.allocation import Goal
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.kernel.wording import formats
from rakiza.kernel.wording.formats import money, number, percent
from rakiza.kernel.wording.language import translate as _
from rakiza.pillars.purchasing.added_rules.kinds import AIMS, GROUPS, KINDS, MEASURES, PER, SERVED

_SHOWN = 4  # names told one by one


@dataclass(frozen=True, slots=True)
class RuleNames:
    """What lots, families, makers, members and regions are called; what isn't known keeps its identifier."""

    lots: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    makers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)


UNNAMED = RuleNames()


def rule_label(rule: AddedRule, names: RuleNames = UNNAMED) -> str:
    """Return what a rule is called, with what it is about: « Budget d'un membre : CHU Nord »."""
    label = str(KINDS[rule.kind].label)
    about = rule_about(rule, names)
    return _("%(rule)s : %(about)s") % {"rule": label, "about": about} if about else label


def rule_about(rule: AddedRule, names: RuleNames = UNNAMED) -> str:
    """Return what a rule looks at; '' for everything."""
    if rule.member:
        return names.members.get(rule.member, rule.member)
    parts = [
        listed(rule.makers, names.makers),
        listed(rule.lots, names.lots),
        listed(rule.families, names.families),
        listed(rule.regions, names.regions),
        _("lots vitaux") if rule.vital else "",
    ]
    return " · ".join(part for part in parts if part)


def listed(keys: Sequence[str], names: Mapping[str, str]) -> str:
    """Return a few names, and how many more there are."""
    told = formats.listed(names.get(key, key) for key in keys[:_SHOWN])
    rest = len(keys) - _SHOWN
    return _("%(names)s et %(count)s de plus") % {"names": told, "count": number(rest)} if rest > 0 else told


def rule_value(rule: AddedRule, currency: str) -> str:
    """Return what a rule asks for; that it is switched off where it is."""
    said = _(", ").join(_asked(rule, currency))
    if rule.on:
        return said or _("en vigueur")
    return _("%(value)s (suspendue)") % {"value": said} if said else _("suspendue")


def _asked(rule: AddedRule, currency: str) -> Iterator[str]:
    share = " ".join(_share_words(rule))
    if share:
        yield share
    if rule.kind is not Kind.COMMITMENT:
        yield from _between(rule.least, rule.most, number)
    if rule.spread is not None:
        yield _("écart d'au plus %(share)s") % {"share": percent(rule.spread)}
    if rule.years is not None:
        yield _("sur %(years)s ans") % {"years": number(rule.years)}
    if rule.amount is not None:
        amount = money(rule.amount, currency, places=0)
        words = _("outillage de %(amount)s") if rule.years else _("au plus %(amount)s")
        yield words % {"amount": amount}


def _share_words(rule: AddedRule) -> Iterator[str]:
    yield from _between(rule.minimum, rule.maximum, percent)
    if rule.measure is not None:
        yield str(MEASURES[rule.measure])
    if rule.per is not None:
        yield str(PER[rule.per])
    if rule.group is not None:
        yield _("pour les %(group)s") % {"group": GROUPS[rule.group]}
    if rule.served is not None:
        yield str(SERVED[rule.served])


def _between(
    least: Decimal | int | None, most: Decimal | int | None, shown: Callable[[Decimal | int], str]
) -> Iterator[str]:
    if least is not None and most is not None:
        yield _("de %(least)s à %(most)s") % {"least": shown(least), "most": shown(most)}
    elif least is not None:
        yield _("au moins %(value)s") % {"value": shown(least)}
    elif most is not None:
        yield _("au plus %(value)s") % {"value": shown(most)}


def goals_words(goals: Sequence[Goal]) -> str:
    """Return what a plan is best in, in order."""
    if not goals:
        return _("moindre coût")
    told = []
    for goal in goals:
        words = str(AIMS[goal.aim])
        if goal.tolerance:
            words = _("%(aim)s (à %(share)s près)") % {"aim": words, "share": percent(goal.tolerance)}
        told.append(words)
    return _(", puis ").join(told)
