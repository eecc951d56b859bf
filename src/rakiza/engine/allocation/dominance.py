"""Offers that no best plan needs are left out before anything is solved.

An offer is dominated for a lot where another of the *same maker* on the *same line* can take over any
award of it: no dearer, no hungrier, lawful whenever it is. Maker by maker nothing then changes, so that no
rule, fixed cost, set-up or source can tell the difference. Offers of two makers never dominate each other here:
the dearer one is what is left once the line of the other is full.

Taking over must be sound whatever the plan is, so that these are left alone:

- several price steps, or a rebate on a total: units that leave an offer may lose the others a step;
- a different raw material, or less of one: the joint purchase may lose a step;
- order multiples: two surpluses may not fit into one order;
- rules that count money, and goals other than cost: they may want the dearer offer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.options import Option, discounts_of, whole
from rakiza.engine.allocation.rules import Aim, AllocationRules, GroupShare, MakerShare, goals_of
from rakiza.engine.allocation.values import Measure, Offer


def undominated(
    component: Component, options: Sequence[Option], rules: AllocationRules, scale: int
) -> tuple[Option, ...]:
    """Return the options without those that another one dominates, in their order."""
    if component.start or not _counts_no_money(rules):
        return tuple(options)
    rebated = discounts_of(component)
    beside: dict[tuple[int, str, str | None], list[Option]] = defaultdict(list)
    for option in options:
        offer, lot = component.offers[option.offer], component.lots[option.lot]
        if (offer.id, lot.id) not in rebated and _is_plain(offer, option):
            beside[option.lot, offer.maker, offer.line].append(option)
    dropped = {id(option) for several in beside.values() for option in _beaten(component, several, scale)}
    return tuple(option for option in options if id(option) not in dropped)


def _counts_no_money(rules: AllocationRules) -> bool:
    """Whether money weighs in a plan by the less the better only."""
    if any(goal.aim is not Aim.COST for goal in goals_of(rules)):
        return False
    shares = (rule for rule in rules.rules if isinstance(rule, MakerShare | GroupShare))
    return all(rule.measure is Measure.QUANTITY for rule in shares)


def _is_plain(offer: Offer, option: Option) -> bool:
    return len(offer.tiers) == 1 and option.multiple == 1 and not option.averaged


def _beaten(component: Component, several: Sequence[Option], scale: int) -> list[Option]:
    """Return those of one lot, maker and line that another of them beats; of equals the first stays."""
    kept: list[Option] = []
    beaten: list[Option] = []
    for option in sorted(several, key=lambda one: (one.cells[0].weighed, one.offer)):
        found = beaten if any(_beats(component, other, option, scale) for other in kept) else kept
        found.append(option)
    return beaten


def _beats(component: Component, better: Option, worse: Option, scale: int) -> bool:
    """Whether any award of `worse` may go to `better`, which comes no later in the order of price."""
    offer, other = component.offers[better.offer], component.offers[worse.offer]
    demand = [whole(quantity, scale) for quantity in component.lots[better.lot].demand]
    return (
        offer.capacity is None
        and better.cells[0].price <= worse.cells[0].price
        and better.consumption <= worse.consumption
        and better.least <= worse.least
        and (offer.stages, offer.materials) == (other.stages, other.materials)
        and better.entire == worse.entire
        and all(
            not wanted or had == asked
            for wanted, had, asked in zip(worse.quarters, better.quarters, demand, strict=True)
        )
    )
