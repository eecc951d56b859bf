"""Fixed costs of makers, and tooling paid back over the years of a commitment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rakiza.engine.allocation.commitments import floor_of, open_to, spread
from rakiza.engine.allocation.components import lines_of
from rakiza.engine.allocation.model.draft import Draft
from rakiza.engine.allocation.model.rows import INFINITY
from rakiza.engine.allocation.rules import Commitment
from rakiza.engine.allocation.values import FixedCost


def fixed_rows(draft: Draft) -> dict[str, int]:
    """Write each fixed cost; return, by line, the decision that all use of the line waits for."""
    opened: dict[str, int] = {}
    of_maker: dict[str, list[int]] = defaultdict(list)
    users: dict[str, list[int]] = defaultdict(list)
    for index in range(len(draft.options)):
        of_maker[draft.offer(index).maker].append(index)
        for line in lines_of(draft.offer(index)):
            users[line].append(index)
    for cost in draft.component.fixed_costs:
        options = [index for index in of_maker.get(cost.maker, ()) if concerns(draft, cost, index)]
        if not options:
            continue
        paid = draft.rows.binary(draft.price(cost.amount), "fixed")
        draft.fixed[cost.id] = paid
        for option in options:
            _wait(draft, option, paid)
        _commitments(draft, cost, paid, options)
        opened.update(dict.fromkeys(_only_lines(draft, options, users), paid))
    return opened


def concerns(draft: Draft, cost: FixedCost, option: int) -> bool:
    """Whether an award of the option makes the cost due."""
    if draft.offer(option).maker != cost.maker:
        return False
    return not cost.families or draft.lot(option).family in cost.families


def _wait(draft: Draft, option: int, paid: int) -> None:
    """Nothing is ordered before the cost is paid: x ≤ most × paid, the strong form."""
    if draft.has_placed(option):
        draft.rows.row(-INFINITY, 0.0, [(draft.placed(option), 1.0), (paid, -1.0)])
    else:
        most = float(draft.options[option].ordered)
        draft.rows.row(-INFINITY, 0.0, [*draft.ordered([option]), (paid, -most)])


def _only_lines(draft: Draft, options: list[int], users: Mapping[str, Sequence[int]]) -> list[str]:
    """Lines that nobody but these options uses; `users`: the options of each line."""
    concerned = set(options)
    inside = {line for option in options for line in lines_of(draft.offer(option))}
    return sorted(line for line in inside if concerned.issuperset(users[line]))


def _commitments(draft: Draft, cost: FixedCost, paid: int, options: list[int]) -> None:
    """At most one commitment spreads the cost; each obliges to a floor of what the maker offers for."""
    chosen = []
    for rule in draft.rules.rules:
        if isinstance(rule, Commitment) and open_to(rule, cost):
            saved = cost.amount - spread(cost, rule)
            committed = draft.rows.binary(-draft.price(saved), "commitment")
            draft.commitments[cost.id, rule.id] = committed
            chosen.append((committed, 1.0))
            floor = float(floor_of(draft.component, cost, rule) * draft.scale)
            draft.rows.row(0.0, INFINITY, [*draft.served(options), (committed, -floor)], rule.id)
    if chosen:
        draft.rows.row(-INFINITY, 0.0, [*chosen, (paid, -1.0)])
