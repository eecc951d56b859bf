"""What options supply, what stays open, and how orders are packed."""

from __future__ import annotations

from collections import defaultdict

from rakiza.engine.allocation.model.draft import TIE, TIE_TOTAL, Draft, Entry
from rakiza.engine.allocation.model.rows import INFINITY, Term
from rakiza.engine.allocation.options import Option, whole
from rakiza.engine.allocation.packs import finish_of


def supply_columns(draft: Draft) -> None:
    """Write x[option, cell, period]; a lot that goes whole has one decision per option and cell."""
    ties = max(1, len(draft.component.offers))
    for index, option in enumerate(draft.options):
        tie = 1.0 + TIE * option.offer / ties
        for cell, priced in enumerate(option.cells):
            cost = draft.price(priced.weighed) / draft.scale * tie
            if option.single:
                _whole_lot(draft, index, cell, cost)
            else:
                _by_period(draft, index, cell, cost)


def _by_period(draft: Draft, index: int, cell: int, cost: float) -> None:
    option = draft.options[index]
    for period, bound in enumerate(option.quarters):
        if bound > 0:
            column = draft.rows.column(cost, float(bound), kind="supply")
            draft.enter(Entry(index, cell, period, column, 1.0, surplus=False))
    if option.surplus:
        column = draft.rows.column(cost, float(option.surplus), kind="surplus")
        draft.enter(Entry(index, cell, option.last, column, 1.0, surplus=True))


def _whole_lot(draft: Draft, index: int, cell: int, cost: float) -> None:
    option = draft.options[index]
    demand = [whole(quantity, draft.scale) for quantity in draft.component.lots[option.lot].demand]
    ordered = -(-sum(demand) // option.multiple) * option.multiple
    column = draft.rows.binary(cost * ordered, "supply")
    for period, quantity in enumerate(demand):
        if quantity:
            draft.enter(Entry(index, cell, period, column, float(quantity), surplus=False))
    if ordered > sum(demand):
        surplus = float(ordered - sum(demand))
        draft.enter(Entry(index, cell, option.last, column, surplus, surplus=True))


def demand_rows(draft: Draft) -> None:
    """Each period's demand is supplied, or left: r[lot, period]."""
    supplied: dict[tuple[int, int], list[Term]] = defaultdict(list)
    for entry in draft.entries:
        if not entry.surplus:
            supplied[draft.options[entry.option].lot, entry.period].append((entry.column, entry.units))
    for index, lot in enumerate(draft.component.lots):
        cost = draft.price(draft.open_cost[index]) / draft.scale * (1.0 + TIE_TOTAL)
        for period, quantity in enumerate(lot.demand):
            demand = float(whole(quantity, draft.scale))
            if demand:
                left = draft.rows.column(cost, demand, kind="left")
                draft.remainders[index, period] = left
                draft.rows.row(demand, demand, [*supplied.get((index, period), ()), (left, 1.0)])


def order_rows(draft: Draft) -> None:
    """Minimum orders, order multiples, and the annual bound of each option."""
    for index, option in enumerate(draft.options):
        if option.single:
            continue
        if option.averaged:
            _period_rows(draft, index, option)
        if option.multiple > 1:
            times = draft.rows.column(
                0.0, float(option.ordered // option.multiple), kind="times", integer=True
            )
            draft.rows.row(0.0, 0.0, [*draft.ordered([index]), (times, -float(option.multiple))])
        if option.most < sum(option.quarters):
            draft.rows.row(-INFINITY, float(option.most), draft.served([index]))
        if option.surplus:
            _surplus_rows(draft, index, option)
        if option.least > option.multiple:
            draft.placed(index)


def _period_rows(draft: Draft, index: int, option: Option) -> None:
    """Units at different prices together keep within what the period may receive."""
    for period, bound in enumerate(option.quarters):
        terms = [(e.column, 1.0) for e in draft.by_option[index] if e.period == period and not e.surplus]
        if option.entire:
            draft.rows.row(0.0, 0.0, [*terms, (draft.placed(index), -float(bound))])
        elif len(option.cells) > 1 and bound:
            draft.rows.row(-INFINITY, float(bound), terms)


def _surplus_rows(draft: Draft, index: int, option: Option) -> None:
    """A surplus over all prices stays below one conditioning; nothing is ordered as surplus alone."""
    if len(option.cells) > 1:
        terms = [(e.column, 1.0) for e in draft.by_option[index] if e.surplus]
        draft.rows.row(-INFINITY, float(option.surplus), terms)


def finish_rows(draft: Draft) -> None:
    """A lot of which makers could serve more weighs one conditioning (see `packs`)."""
    if not draft.rules.finish_packs:
        return
    for lot, options in sorted(draft.by_lot.items()):
        own = draft.component.lots[lot]
        finish = finish_of(own, [draft.options[option] for option in options], draft.scale)
        if finish is None:
            continue
        cost = draft.price(draft.open_cost[lot]) / draft.scale * finish.weight * (1.0 + TIE_TOTAL)
        unfinished = draft.rows.binary(cost, "unfinished")
        reachable = float(whole(own.quantity, draft.scale) - finish.unreachable)
        left = [(column, 1.0) for column in draft.left(lot)]
        draft.rows.row(-INFINITY, float(finish.unreachable), [*left, (unfinished, -reachable)])
