"""From a part of a problem and its rules to one model; the order of what is written is fixed.

Columns by kind: `supply` x[option, cell, period], `surplus`, `left` r[lot, period], `times` order
multiples, `placed` whether an option is awarded, `serving` whether a maker serves a lot, `tier` and
`segment` price steps, `setup`, `fixed`, `commitment`, `material` bought, `source`, `missing`
sources, `serves`, `any`, `unfinished` lots, `service`. Supply is split by price (one x a tier),
which gives a tighter relaxation than one quantity with big numbers on prices; every big number is
cut to what can really be reached.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rakiza.engine.allocation.components import Component, whole
from rakiza.engine.allocation.dominance import undominated
from rakiza.engine.allocation.model.counts import (
    exclusive_rows,
    maker_count_rows,
    source_rows,
    tied_rows,
    wanted_source_rows,
)
from rakiza.engine.allocation.model.draft import Draft, Entry
from rakiza.engine.allocation.model.fixed import fixed_rows
from rakiza.engine.allocation.model.money import budget_rows, service_rows
from rakiza.engine.allocation.model.prices import price_rows
from rakiza.engine.allocation.model.resources import capacity_rows, line_rows, material_rows
from rakiza.engine.allocation.model.rows import Rows
from rakiza.engine.allocation.model.shares import group_share_rows, maker_share_rows, maximum_share_rows
from rakiza.engine.allocation.model.supply import demand_rows, finish_rows, order_rows, supply_columns
from rakiza.engine.allocation.options import Option, options_of, scale_of
from rakiza.engine.allocation.penalty import uncovered_penalty
from rakiza.engine.allocation.rules import (
    AllocationRules,
    Budget,
    Exclusive,
    GroupShare,
    MakerCount,
    MakerShare,
    Service,
    Sources,
    Tied,
)
from rakiza.engine.allocation.values import Problem

WRITERS: dict[type, Callable[[Draft, Any], None]] = {
    MakerShare: maker_share_rows,
    GroupShare: group_share_rows,
    Sources: source_rows,
    MakerCount: maker_count_rows,
    Exclusive: exclusive_rows,
    Tied: tied_rows,
}
LAST: dict[type, Callable[[Draft, Any], None]] = {Budget: budget_rows, Service: service_rows}


@dataclass(frozen=True, slots=True)
class Model:
    """A finished model: arrays, and what its columns stand for.

    `entries`: every supply column with its option, cell and period (an option's lot and offer index
    the component's). `remainders`: column of what is left, by (lot, period). `money`: one unit of
    money in the objective; `scale`: whole units in a base unit. `draft` gives the other decisions.
    """

    component: Component
    options: tuple[Option, ...]
    rows: Rows
    entries: tuple[Entry, ...]
    scale: int
    money: float
    draft: Draft

    @property
    def remainders(self) -> dict[tuple[int, int], int]:
        """Columns of what is left, by (lot, period)."""
        return self.draft.remainders

    @property
    def quantities(self) -> frozenset[int]:
        """Columns that count whole units: supply, surplus and what is left."""
        return frozenset(
            index
            for index, kind in enumerate(self.rows.kind)
            if kind in {"supply", "surplus"} and not self.rows.integer[index]
        )


def compile_problem(problem: Problem, rules: AllocationRules) -> Model:
    """Write one model of a whole problem."""
    return compile_component(whole(problem), rules, uncovered_penalty(problem, rules))


class OutOfTimeError(Exception):
    """There is no time to write a model."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the rules leave of a part's offers: `scale` whole units in a base unit."""

    options: tuple[Option, ...]
    scale: int


def choices_of(component: Component, rules: AllocationRules) -> Choices:
    """Return the options of a part that a best plan may need."""
    scale = scale_of(component)
    return Choices(undominated(component, options_of(component, rules, scale), rules, scale), scale)


def compile_component(
    component: Component,
    rules: AllocationRules,
    penalty: Decimal,
    choices: Choices | None = None,
    late: Callable[[], bool] = lambda: False,
    *,
    strong: bool = False,
) -> Model:
    """Write the model of one component; `penalty` is the cost of a unit left open.

    `choices`: the component's, where they are known. Raises OutOfTimeError once `late()` says yes.
    `strong` adds x ≤ most × step for each column of a price step.
    """
    choices = choices or choices_of(component, rules)
    draft = Draft(component, choices.options, rules, choices.scale, penalty, strong=strong)
    for write in WRITING:
        if late():
            raise OutOfTimeError
        write(draft)
    return Model(
        component, choices.options, draft.rows, tuple(draft.entries), choices.scale, draft.money, draft
    )


def _write_rules(draft: Draft) -> None:
    _write(draft, WRITERS)


def _write_resources(draft: Draft) -> None:
    line_rows(draft, fixed_rows(draft))
    material_rows(draft)
    _write(draft, LAST)


def _write(draft: Draft, writers: dict[type, Callable[[Draft, Any], None]]) -> None:
    for rule in draft.rules.rules:
        writer = writers.get(type(rule))
        if writer is not None:
            writer(draft, rule)


# in the order of columns and rows
WRITING: tuple[Callable[[Draft], None], ...] = (
    supply_columns,
    demand_rows,
    order_rows,
    finish_rows,
    capacity_rows,
    price_rows,
    maximum_share_rows,
    wanted_source_rows,
    _write_rules,
    _write_resources,
)
