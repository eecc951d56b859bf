"""Who belongs to a group of makers, and what of a price is added here."""

from __future__ import annotations

from fractions import Fraction

from rakiza.engine.allocation.rules import Group, GroupShare
from rakiza.engine.allocation.values import Lot, Maker, Offer


def belongs(rule: GroupShare, maker: Maker | None, offer: Offer, lot: Lot) -> bool:
    """Whether what an offer supplies to a lot counts for the rule's group."""
    group = rule.group
    if group is Group.NAMED:
        return offer.maker in rule.makers
    if group is Group.INCUMBENT:
        return offer.maker == lot.incumbent
    if group is Group.ALL:
        return True
    if maker is None:
        return False
    small = maker.small and group in {Group.SMALL, Group.SMALL_OR_STARTUP}
    return small or (maker.startup and group in {Group.STARTUP, Group.SMALL_OR_STARTUP})


def value_added_rate(offer: Offer) -> Fraction:
    """Return the local value added in one unit of money paid, tax included."""
    return Fraction(offer.value_added) / (1 + Fraction(offer.vat))
