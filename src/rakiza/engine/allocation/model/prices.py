"""Price steps: all-units and incremental, on an offer, on a lot, or as a rebate on a total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rakiza.engine.allocation.model.draft import Draft, Entry
from rakiza.engine.allocation.model.reach import Reach
from rakiza.engine.allocation.model.rows import INFINITY, Term
from rakiza.engine.allocation.options import ceiling, discounts_of, whole_up
from rakiza.engine.allocation.values import Discount, Measure, TierKind, TierScope


@dataclass(frozen=True, slots=True)
class _Steps:
    """Columns by step, with what they weigh against the thresholds.

    `starts`: in the unit of the weights; `reach`: most that all columns can weigh; `whole`: weights
    are whole units, so that a step ends one unit before the next begins.
    """

    starts: Sequence[float]
    columns: dict[int, list[Term]]
    reach: float
    kind: TierKind
    whole: bool


def price_rows(draft: Draft) -> None:
    """Write the steps of offers with several tiers, and of rebates."""
    reach = Reach(draft)
    for index, offer in enumerate(draft.component.offers):
        options = draft.by_offer.get(index, [])
        if not options or len(offer.tiers) == 1:
            continue
        starts = [float(whole_up(tier.from_quantity, draft.scale)) for tier in offer.tiers]
        scopes = [options] if offer.tier_scope is TierScope.OFFER else [[option] for option in options]
        for scope in scopes:
            columns = _by_step(draft, scope, lambda entry: draft.options[entry.option].cells[entry.cell].tier)
            steps = _Steps(starts, columns, float(reach.of(scope)), offer.tier_kind, whole=True)
            write_steps(draft, steps)
    _rebates(draft, reach)
    _averages(draft)


def _rebates(draft: Draft, reach: Reach) -> None:
    under = discounts_of(draft.component)
    members: dict[str, list[int]] = defaultdict(list)
    for index in range(len(draft.options)):
        discount = under.get((draft.offer(index).id, draft.lot(index).id))
        if discount is not None:
            members[discount.id].append(index)
    for discount in draft.component.discounts:
        options = members.get(discount.id, [])
        if options:
            _rebate(draft, discount, options, reach)


def _rebate(draft: Draft, discount: Discount, options: list[int], reach: Reach) -> None:
    def step(entry: Entry) -> int:
        return draft.options[entry.option].cells[entry.cell].step

    if discount.measure is Measure.QUANTITY:
        starts = [float(whole_up(one.start, draft.scale)) for one in discount.steps]
        columns = _by_step(draft, options, step)
        most = float(reach.of(options))
        write_steps(draft, _Steps(starts, columns, most, discount.kind, whole=True))
        return
    weights = {option: _listed(draft, option) for option in options}
    columns = _by_step(draft, options, step, lambda entry: weights[entry.option][entry.cell])
    dearest = {option: max(weights[option]) for option in options}
    apart = sum(dearest[option] * draft.options[option].ordered for option in options)
    most = min(apart, max(dearest.values(), default=0.0) * reach.of(options))
    starts = [float(one.start) for one in discount.steps]
    write_steps(draft, _Steps(starts, columns, most, discount.kind, whole=False))


def _listed(draft: Draft, option: int) -> list[float]:
    """Money per whole unit of each cell before the rebate and without delivery."""
    offer, lot = draft.offer(option), draft.lot(option)
    own = next((one.price for one in offer.terms if one.lot == lot.id and one.price is not None), None)
    cells = draft.options[option].cells
    return [float(own if own is not None else offer.tiers[cell.tier].price) / draft.scale for cell in cells]


def _by_step(
    draft: Draft,
    options: Sequence[int],
    step: Callable[[Entry], int],
    weight: Callable[[Entry], float] = lambda _: 1.0,
) -> dict[int, list[Term]]:
    columns: dict[int, list[Term]] = defaultdict(list)
    for option in options:
        for entry in draft.by_option[option]:
            columns[step(entry)].append((entry.column, entry.units * weight(entry)))
    return dict(columns)


def write_steps(draft: Draft, steps: _Steps) -> None:
    """Write one ladder of steps: at most one holds (all units), or each fills before the next."""
    if set(steps.columns) <= {0} and (len(steps.starts) == 1 or steps.starts[1] > steps.reach):
        return
    if steps.kind is TierKind.ALL_UNITS:
        _all_units(draft, steps)
    else:
        _incremental(draft, steps)


def _all_units(draft: Draft, steps: _Steps) -> None:
    chosen = []
    for step, columns in sorted(steps.columns.items()):
        start, most = steps.starts[step], _end(steps, step)
        reached = draft.rows.column(0.0, 1.0 if start <= steps.reach else 0.0, kind="tier", integer=True)
        chosen.append((reached, 1.0))
        draft.rows.row(-INFINITY, 0.0, [*columns, (reached, -most)])
        if start > 0:
            draft.rows.row(0.0, INFINITY, [*columns, (reached, -start)])
        if draft.strong:
            _strong(draft, columns, reached, most)
    draft.rows.row(-INFINITY, 1.0, chosen)


def _end(steps: _Steps, step: int) -> float:
    """Most that holds while a step does: the next one starts from its threshold on."""
    if step + 1 >= len(steps.starts):
        return steps.reach
    following = steps.starts[step + 1] - (1.0 if steps.whole else 0.0)
    return min(steps.reach, following)


def _strong(draft: Draft, columns: Sequence[Term], reached: int, most: float) -> None:
    for column, value in columns:
        upper = draft.rows.upper[column] * value
        draft.rows.row(-INFINITY, 0.0, [(column, value), (reached, -min(upper, most))])


def _incremental(draft: Draft, steps: _Steps) -> None:
    """Segment j holds at most its width, and only once segment j − 1 is full."""
    opened: int | None = None
    for step in range(len(steps.starts)):
        columns = steps.columns.get(step, [])
        start = steps.starts[step]
        end = steps.starts[step + 1] if step + 1 < len(steps.starts) else steps.reach
        width = max(0.0, min(end, steps.reach) - start)
        if opened is None:
            draft.rows.row(-INFINITY, width, columns)
        else:
            draft.rows.row(-INFINITY, 0.0, [*columns, (opened, -width)])
        if step + 1 < len(steps.starts):
            opened = draft.rows.column(0.0, 1.0 if end <= steps.reach else 0.0, kind="segment", integer=True)
            draft.rows.row(0.0, INFINITY, [*columns, (opened, -(end - start))])


def _averages(draft: Draft) -> None:
    """The average price of an award whose units pay different prices stays under the ceiling."""
    for index, option in enumerate(draft.options):
        limit = ceiling(draft.lot(index), draft.rules)
        if not option.averaged or limit is None:
            continue
        terms = []
        for entry in draft.by_option[index]:
            above = option.cells[entry.cell].price - limit
            terms.append((entry.column, draft.price(above) / draft.scale * entry.units))
        draft.rows.scaled_row(-INFINITY, 0.0, terms, "preference_margin")
