"""Shares of makers and of groups of makers, by quantity, value or value added."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rakiza.engine.allocation.coupling import groups
from rakiza.engine.allocation.groups import belongs, value_added_rate
from rakiza.engine.allocation.model.draft import Draft
from rakiza.engine.allocation.model.rows import INFINITY, Term
from rakiza.engine.allocation.options import whole
from rakiza.engine.allocation.rules import MAXIMUM_SHARE, GroupShare, MakerShare
from rakiza.engine.allocation.values import ZERO, Lot, Measure


def maximum_share_rows(draft: Draft) -> None:
    """Most of a lot for one maker; an option's own bound already holds it where it stands alone."""
    if draft.rules.maximum_share >= 1:
        return
    for lot, options in sorted(draft.by_lot.items()):
        quantity = draft.component.lots[lot].quantity
        most = float(whole(quantity * draft.rules.maximum_share, draft.scale))
        for own in draft.makers(options).values():
            draft.rows.row(-INFINITY, most, draft.served(own), MAXIMUM_SHARE)


def maker_share_rows(draft: Draft, rule: MakerShare) -> None:
    """Bounds of any one maker's share; the least binds where the maker is awarded anything."""
    for lots in groups(draft.component.lots, rule.scope, rule.per).values():
        indices = [draft.lot_index[lot.id] for lot in lots]
        options = [option for lot in indices for option in draft.by_lot.get(lot, ())]
        for maker, own in draft.makers(options).items():
            if not rule.makers or maker in rule.makers:
                share = _Share(draft, rule.id, rule.measure, indices, options, own)
                share.at_most(rule.maximum)
                if rule.minimum > 0:
                    share.at_least_if_any(rule.minimum)


def group_share_rows(draft: Draft, rule: GroupShare) -> None:
    """Bounds of a group's share together."""
    makers = {maker.id: maker for maker in draft.component.makers}
    for lots in groups(draft.component.lots, rule.scope, rule.per).values():
        indices = [draft.lot_index[lot.id] for lot in lots]
        options = [option for lot in indices for option in draft.by_lot.get(lot, ())]
        own = [
            o
            for o in options
            if belongs(rule, makers.get(draft.offer(o).maker), draft.offer(o), draft.lot(o))
        ]
        share = _Share(draft, rule.id, rule.measure, indices, options, own)
        share.at_most(rule.maximum)
        share.at_least(rule.minimum)


class _Share:
    """The share that some options have in what is needed of, or spent on, some lots."""

    def __init__(
        self,
        draft: Draft,
        rule: str,
        measure: Measure,
        lots: Sequence[int],
        options: Sequence[int],
        own: Sequence[int],
    ) -> None:
        self._draft, self._rule, self._measure = draft, rule, measure
        self._lots, self._options, self._own = lots, options, own

    def at_most(self, share: Decimal) -> None:
        if share >= 1 and self._measure is not Measure.VALUE_ADDED:
            return
        terms, constant = self._above(share)
        self._draft.rows.scaled_row(-INFINITY, constant, terms, self._rule)

    def at_least(self, share: Decimal) -> None:
        if share <= 0:
            return
        terms, constant = self._above(share)
        self._draft.rows.scaled_row(constant, INFINITY, terms, self._rule)

    def at_least_if_any(self, share: Decimal) -> None:
        """Bind only where something is awarded: a decision lifts the floor otherwise."""
        draft = self._draft
        any_award = draft.rows.binary(0.0, "any")
        for option in self._own:
            draft.rows.row(-INFINITY, 0.0, [(draft.placed(option), 1.0), (any_award, -1.0)], self._rule)
        terms, constant = self._above(share)
        if self._measure is Measure.QUANTITY:
            draft.rows.scaled_row(0.0, INFINITY, [*terms, (any_award, -constant)], self._rule)
            return
        most = sum(-value * draft.rows.upper[column] for column, value in terms if value < 0)
        draft.rows.scaled_row(-most, INFINITY, [*terms, (any_award, -most)], self._rule)

    def _above(self, share: Decimal) -> tuple[list[Term], float]:
        """Terms and constant: own ≥ share × all as Σ terms ≥ constant."""
        draft = self._draft
        if self._measure is Measure.QUANTITY:
            lots: list[Lot] = [draft.component.lots[lot] for lot in self._lots]
            demand = sum((lot.quantity for lot in lots), ZERO)
            return draft.served(self._own), float(demand * share * draft.scale)
        rate = float(share)
        spent = [*draft.spent(self._options, -rate), *draft.imported(self._lots, -rate)]
        if self._measure is Measure.VALUE:
            return [*draft.spent(self._own), *spent], 0.0
        added = [
            term
            for option in self._own
            for term in draft.spent([option], float(value_added_rate(draft.offer(option))))
        ]
        return [*added, *spent], 0.0
