"""How many makers serve a lot, a family, a member or the plan; lots that exclude or tie each other."""

from __future__ import annotations

from rakiza.engine.allocation.coupling import groups, in_scope
from rakiza.engine.allocation.model.draft import TIE_TOTAL, Draft
from rakiza.engine.allocation.model.rows import INFINITY, Term
from rakiza.engine.allocation.options import source_least
from rakiza.engine.allocation.rules import (
    MINIMUM_SOURCES_VITAL,
    Exclusive,
    MakerCount,
    Sources,
    Tied,
)


def wanted_source_rows(draft: Draft) -> None:
    """As many makers as wanted on vital lots: each missing one costs the lot's whole value."""
    wanted = draft.rules.minimum_sources_vital
    if wanted <= 1:
        return
    for lot, options in sorted(draft.by_lot.items()):
        own = draft.component.lots[lot]
        if not own.vital:
            continue
        least = source_least(own.quantity, draft.rules.source_share, draft.scale)
        cost = draft.price(draft.open_cost[lot] * own.quantity) * (1.0 + TIE_TOTAL)
        missing = draft.rows.column(cost, float(wanted), kind="missing", integer=True)
        counted = [(missing, 1.0), *_counted(draft, options, least, MINIMUM_SOURCES_VITAL)]
        draft.rows.row(float(wanted), INFINITY, counted, MINIMUM_SOURCES_VITAL)


def _counted(draft: Draft, options: list[int], least: int, rule: str) -> list[Term]:
    """One decision a maker: whether it counts as a source."""
    counted = []
    for own in draft.makers(options).values():
        counts = draft.rows.binary(0.0, "source")
        draft.rows.row(0.0, INFINITY, [*draft.served(own), (counts, -float(least))], rule)
        counted.append((counts, 1.0))
    return counted


def source_rows(draft: Draft, rule: Sources) -> None:
    """Bounds of the number of makers of each lot."""
    for lot in draft.component.lots:
        if not in_scope(lot, rule.scope) or not lot.quantity:
            continue
        index = draft.lot_index[lot.id]
        options = draft.by_lot.get(index, [])
        if rule.minimum > 0 and options:
            _enough_sources(draft, rule, index, options)
        if rule.maximum is not None:
            serving = [(draft.serving(index, maker), 1.0) for maker in draft.makers(options)]
            draft.rows.row(-INFINITY, float(rule.maximum), serving, rule.id)


def _enough_sources(draft: Draft, rule: Sources, lot: int, options: list[int]) -> None:
    least = source_least(draft.component.lots[lot].quantity, rule.least_share, draft.scale)
    supplied = draft.rows.binary(0.0, "any")
    for option in options:
        draft.rows.row(-INFINITY, 0.0, [(draft.placed(option), 1.0), (supplied, -1.0)], rule.id)
    counted = _counted(draft, options, least, rule.id)
    draft.rows.row(0.0, INFINITY, [*counted, (supplied, -float(rule.minimum))], rule.id)


def maker_count_rows(draft: Draft, rule: MakerCount) -> None:
    """At most so many makers serve a member, a family or the plan."""
    for lots in groups(draft.component.lots, rule.scope, rule.per).values():
        indices = [draft.lot_index[lot.id] for lot in lots]
        options = [option for lot in indices for option in draft.by_lot.get(lot, ())]
        makers = draft.makers(options)
        if len(makers) <= rule.maximum:
            continue
        counted = []
        for own in makers.values():
            serves = draft.rows.binary(0.0, "serves")
            counted.append((serves, 1.0))
            for option in own:
                terms = [(draft.placed(option), 1.0), (serves, -1.0)]
                draft.rows.row(-INFINITY, 0.0, terms, rule.id)
        draft.rows.row(-INFINITY, float(rule.maximum), counted, rule.id)


def exclusive_rows(draft: Draft, rule: Exclusive) -> None:
    """No maker holds more than so many of these lots."""
    for maker, lots in _named(draft, rule.lots).items():
        if len(lots) > rule.maximum:
            terms = [(draft.serving(lot, maker), 1.0) for lot in lots]
            draft.rows.row(-INFINITY, float(rule.maximum), terms, rule.id)


def tied_rows(draft: Draft, rule: Tied) -> None:
    """A maker that serves one of these lots serves them all."""
    here = (lot for lot in rule.lots if lot in draft.lot_index)  # other parts hold none of them
    wanted = {lot for lot in here if draft.component.lots[draft.lot_index[lot]].quantity}
    for maker, lots in _named(draft, rule.lots).items():
        if len(lots) < len(wanted):
            for lot in lots:
                draft.rows.row(
                    -INFINITY, 0.0, draft.ordered(draft.of_maker(draft.by_lot[lot], maker)), rule.id
                )
            continue
        first = draft.serving(lots[0], maker)
        for lot in lots[1:]:
            draft.rows.row(0.0, 0.0, [(first, 1.0), (draft.serving(lot, maker), -1.0)], rule.id)


def _named(draft: Draft, names: tuple[str, ...]) -> dict[str, list[int]]:
    """Return, by maker, those of the named lots that it has an option for."""
    found: dict[str, list[int]] = {}
    for name in sorted(set(names)):
        lot = draft.lot_index.get(name)
        for maker in draft.makers(draft.by_lot.get(lot, ())) if lot is not None else ():
            found.setdefault(maker, []).append(lot)  # type: ignore[arg-type]
    return dict(sorted(found.items()))
