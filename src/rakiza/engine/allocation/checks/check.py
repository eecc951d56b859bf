"""The parts of a problem, one after another, then its rules."""

from __future__ import annotations

from collections.abc import Sequence

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.checks.names import Names, names_of
from rakiza.engine.allocation.checks.numbers import DECIMALS, number, positive, quantities, share
from rakiza.engine.allocation.checks.offers import check_discounts, check_offer, check_tiers, known
from rakiza.engine.allocation.checks.rules import check_rules
from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.values import (
    FixedCost,
    Line,
    Lot,
    Maker,
    Material,
    Part,
    Problem,
    ProblemError,
)

MOST_PERIODS = 60


def check(problem: Problem, rules: AllocationRules) -> None:
    """Raise ProblemError for the first fault found, in the order of the fields, then of the rules."""
    check_rules(rules, check_problem(problem))


def check_problem(problem: Problem) -> Names:
    """Raise ProblemError for the first fault of the problem itself; return what it names."""
    if not 1 <= problem.periods <= MOST_PERIODS:
        raise ProblemError("/periods", codes.OUT_OF_RANGE)
    if not 1 <= problem.period_months <= 12:
        raise ProblemError("/period_months", codes.OUT_OF_RANGE)
    names = names_of(problem)
    for index, lot in enumerate(problem.lots):
        _check_lot(f"/lots/{index}", lot, problem.periods)
    for index, maker in enumerate(problem.makers):
        _check_maker(f"/makers/{index}", maker)
    for index, line in enumerate(problem.lines):
        _check_line(f"/lines/{index}", line, problem.periods)
    for index, material in enumerate(problem.materials):
        _check_material(f"/materials/{index}", material, problem.periods)
    for index, offer in enumerate(problem.offers):
        check_offer(f"/offers/{index}", offer, names, problem.periods)
    for index, cost in enumerate(problem.fixed_costs):
        _check_fixed(f"/fixed_costs/{index}", cost, names)
    check_discounts(problem, names)
    return names


def _check_lot(pointer: str, lot: Lot, periods: int) -> None:
    quantities(f"{pointer}/demand", lot.demand, periods, decimals=DECIMALS)
    if lot.import_price is not None:
        number(f"{pointer}/import_price", lot.import_price)
    if lot.imports is not None:
        if lot.import_price is not None:
            raise ProblemError(f"{pointer}/imports", codes.TWO_PRICES)
        number(f"{pointer}/imports/cif", lot.imports.cif)
        for name in ("duty", "parafiscal", "vat"):
            number(f"{pointer}/imports/{name}", getattr(lot.imports, name))
    _check_parts(f"{pointer}/members", lot.members)
    _check_parts(f"{pointer}/regions", lot.regions)


def _check_parts(pointer: str, parts: Sequence[Part]) -> None:
    seen: set[str] = set()
    for index, part in enumerate(parts):
        if part.id in seen:
            raise ProblemError(f"{pointer}/{index}/id", codes.DUPLICATE)
        seen.add(part.id)
        number(f"{pointer}/{index}/quantity", part.quantity)


def _check_maker(pointer: str, maker: Maker) -> None:
    share(f"{pointer}/reliability", maker.reliability)


def _check_line(pointer: str, line: Line, periods: int) -> None:
    quantities(f"{pointer}/capacity", line.capacity, periods)
    share(f"{pointer}/reliability", line.reliability)
    number(f"{pointer}/setup_cost", line.setup_cost)
    if line.ramp and len(line.ramp) != periods:
        raise ProblemError(f"{pointer}/ramp", codes.WRONG_LENGTH)
    for index, part in enumerate(line.ramp):
        share(f"{pointer}/ramp/{index}", part)


def _check_material(pointer: str, material: Material, periods: int) -> None:
    check_tiers(f"{pointer}/tiers", material.tiers)
    if material.supply is not None:
        quantities(f"{pointer}/supply", material.supply, periods)


def _check_fixed(pointer: str, cost: FixedCost, names: Names) -> None:
    known(f"{pointer}/maker", cost.maker, names.makers, codes.UNKNOWN_MAKER)
    positive(f"{pointer}/amount", cost.amount)
    if cost.years < 1:
        raise ProblemError(f"{pointer}/years", codes.OUT_OF_RANGE)
