"""Analyses in words, for those who may see whose figures they hold.

Overseers see all. A buyer sees its own share of pooling, and of a lot no price but the awarded one;
a maker sees its own offer alone, and never the price at which it would win: that would tell another's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from rakiza.engine.allocation.rules import FINISH_PACKS
from rakiza.engine.explanation import reasons
from rakiza.engine.explanation.lots import LotExplanation, Rival
from rakiza.engine.explanation.pooling import MemberShare, Method, Pooling
from rakiza.engine.explanation.rule_prices import RulePrice
from rakiza.engine.explanation.told import changes_of
from rakiza.engine.planning.values import Rules
from rakiza.engine.reasons import Reason
from rakiza.kernel.wording import say
from rakiza.pillars.purchasing.added_rules.wording import UNNAMED, RuleNames
from rakiza.pillars.purchasing.plans.tables.rules import rule_labels as plan_labels
from rakiza.pillars.purchasing.plans.visibility import LEAST_BUYERS, Sight


@dataclass(frozen=True, slots=True)
class RulePriceRow:
    """One rule and its price, in words."""

    label: str
    price: RulePrice


def rule_price_rows(
    prices: tuple[RulePrice, ...], rules: Rules, names: RuleNames = UNNAMED
) -> tuple[RulePriceRow, ...]:
    """Return the rules' prices, the dearest first."""
    labels = rule_labels(rules, names)
    ordered = sorted(prices, key=lambda one: (not one.significant, -one.cost, one.rule))
    return tuple(RulePriceRow(labels.get(one.rule, one.rule), one) for one in ordered)


def rule_labels(rules: Rules, names: RuleNames = UNNAMED) -> dict[str, str]:
    """Return what the rules are called, by identifier."""
    return {FINISH_PACKS: _("Dernier conditionnement complété"), **plan_labels(rules, names)}


@dataclass(frozen=True, slots=True)
class PoolingView:
    """What one reader sees of pooling: totals are None where too few members stand behind them."""

    method: str
    members: tuple[MemberShare, ...]
    together: Decimal | None
    alone: Decimal | None
    saving: Decimal | None
    rational: bool
    significant: bool
    left_out: int
    sampled: bool
    own_only: bool
    unruled: int


def pooling_view(
    found: Pooling, sight: Sight, own: str, names: Mapping[str, str] | None = None
) -> PoolingView:
    """Return pooling for a reader; `own` is its organisation's name, `names` those in its language."""
    told = names or {}
    seen = found.members if sight.everything else tuple(m for m in found.members if m.member == own)
    shown = sight.everything or len(found.members) >= LEAST_BUYERS
    return PoolingView(
        method=method_words(found.method),
        members=tuple(replace(one, member=told.get(one.member, one.member)) for one in seen),
        together=found.together if shown else None,
        alone=found.alone if shown else None,
        saving=found.alone - found.together if shown else None,
        rational=found.rational,
        significant=found.significant,
        left_out=found.left_out if sight.everything else 0,
        sampled=any(member.error for member in found.members),
        own_only=not sight.everything,
        unruled=found.unruled if sight.everything else 0,
    )


def method_words(method: Method) -> str:
    """Name a way of sharing."""
    return {
        Method.SHAPLEY: _("valeur de Shapley, exacte"),
        Method.SHAPLEY_SAMPLED: _("valeur de Shapley, sur un échantillon d'ordres"),
        Method.SHAPLEY_ADJUSTED: _(
            "valeur de Shapley, ramenée au partage le plus proche où nul ne paie plus que seul"
        ),
        Method.PROPORTIONAL: _("en proportion du coût de chacun seul"),
    }[method]


@dataclass(frozen=True, slots=True)
class RivalRow:
    """One offer that didn't win: who, at what price (None where it isn't the reader's), what would do."""

    name: str
    listed: Decimal | None
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LotView:
    """What one reader sees of a lot's explanation; `won`: somebody here supplies some of it."""

    why: tuple[str, ...]
    rivals: tuple[RivalRow, ...]
    others: int
    solves: int
    price_hidden: bool
    won: bool


def lot_view(
    found: LotExplanation,
    sight: Sight,
    makers: Mapping[str, tuple[int, str]],
    *,
    pooled: bool,
    rules: Mapping[str, str] | None = None,
) -> LotView:
    """Return a lot's explanation for a reader.

    `makers`: identifier and name of each offer's maker. `pooled`: whether the lot's quantities may be shown.
    `rules`: what each rule is called.
    """
    names = {offer: name for offer, (_key, name) in makers.items()}
    rivals = [one for one in found.rivals if _sees(sight, makers.get(one.offer))]
    return LotView(
        why=tuple(say(one, names=names, rules=rules) for one in found.reasons) if sight.everything else (),
        rivals=tuple(_row(one, sight, names, pooled=pooled) for one in rivals),
        others=found.others if sight.everything else 0,
        solves=found.solves,
        price_hidden=not sight.everything,
        won=bool(found.winners),
    )


def _sees(sight: Sight, maker: tuple[int, str] | None) -> bool:
    return maker is not None and (sight.maker is None or sight.maker == maker[0])


def _row(rival: Rival, sight: Sight, names: Mapping[str, str], *, pooled: bool) -> RivalRow:
    own = sight.everything or sight.maker is not None
    return RivalRow(
        names.get(rival.offer, rival.offer),
        rival.listed if own else None,
        tuple(say(one, names=names) for one in _changes(rival, sight, pooled=pooled)),
    )


def _changes(rival: Rival, sight: Sight, *, pooled: bool) -> list[Reason]:
    """Return each single change that makes an offer win, of those that the reader may know.

    Of a price it is told that one would do: a bare dash said so too, but to nobody who didn't know.
    """
    told = {reasons.CHANGE_CAPACITY: sight.everything or (pooled and sight.maker is not None)}
    found = [one for one in changes_of(rival) if told.get(one.code, True)]
    if sight.everything:
        return found
    untold = Reason.of(reasons.CHANGE_PRICE_UNTOLD)
    return [untold if one.code == reasons.CHANGE_PRICE else one for one in found]
