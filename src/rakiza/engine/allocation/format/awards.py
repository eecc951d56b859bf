"""AWARDS.json: the answer as a document, each award with its maker and its price before tax."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from rakiza.engine.allocation.format.writer import document_of
from rakiza.engine.allocation.solution import (
    NO_PLAN,
    Charge,
    GoalResult,
    Remainder,
    Solution,
    StartUse,
    Status,
)
from rakiza.engine.allocation.values import CENT, ZERO, Problem, Series


@dataclass(frozen=True, slots=True)
class AwardLine:
    """What one offer supplies to one lot: units by period, the surplus of the last conditioning.

    `price` and `amount` include tax and delivery; `price_excluding_tax` to six decimals.
    """

    lot: str
    offer: str
    maker: str
    periods: Series
    quantity: Decimal
    surplus: Decimal
    price: Decimal
    price_excluding_tax: Decimal
    amount: Decimal
    conditional: bool


@dataclass(frozen=True, slots=True)
class RestLine:
    """What no offer supplies of a lot: imported at `import_price`, or left open where that is null."""

    lot: str
    periods: Series
    quantity: Decimal
    import_price: Decimal | None


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """Money beside the awards; `kind` is fixed, setup or material.

    `period`, counted from 1, is that of a set-up; `quantity` the raw material bought, else 1;
    `commitment` the rule under which a fixed cost is spread over years.
    """

    kind: str
    id: str
    amount: Decimal
    quantity: Decimal
    period: int | None
    commitment: str | None


@dataclass(frozen=True, slots=True)
class MissingSources:
    """A vital lot and how many makers it lacks."""

    lot: str
    count: int


@dataclass(frozen=True, slots=True)
class Awards:
    """The answer to a problem, with its proof and the hash of what was asked.

    `penalties`: the part of the cost's objective that is no money; `gap`: what isn't proven as a share of the rest.
    What a plan comes to is null and lists are empty where there is none; `bound` is null where none is possible.
    `start`: what became of the plan that the search began from, null where there was none.
    """

    status: Status
    objective: Decimal | None
    bound: Decimal | None
    gap: float | None
    cost: Decimal | None
    penalties: Decimal | None
    value_added: Decimal | None
    import_value: Decimal | None
    components: int
    seconds: float
    input_hash: str
    goals: tuple[GoalResult, ...]
    awards: tuple[AwardLine, ...]
    remainders: tuple[RestLine, ...]
    charges: tuple[ChargeLine, ...]
    missing_sources: tuple[MissingSources, ...]
    start: StartUse | None


def awards_document(problem: Problem, solution: Solution) -> dict[str, Any]:
    """Return the answer as the document that `plan-awards.schema.json` describes."""
    from rakiza.engine.allocation.format.problem import AWARDS_FORMAT  # noqa: PLC0415 - the two name each other

    return {"format": AWARDS_FORMAT, **document_of(awards_of(problem, solution), whole=True)}


def awards_of(problem: Problem, solution: Solution) -> Awards:
    """Return the answer with what its readers look up."""
    offers = {offer.id: offer for offer in problem.offers}
    lines = []
    for award in solution.awards:
        offer = offers[award.offer]
        before_tax = (award.price / (1 + offer.vat)).quantize(CENT, ROUND_HALF_EVEN)
        line = AwardLine(
            lot=award.lot,
            offer=award.offer,
            maker=offer.maker,
            periods=award.quarters,
            quantity=award.quantity,
            surplus=award.surplus,
            price=award.price,
            price_excluding_tax=before_tax,
            amount=award.spent,
            conditional=award.conditional,
        )
        lines.append(line)
    planned = (
        solution.status not in NO_PLAN
    )  # else the figures are those of awarding nothing, which breaks a rule
    return Awards(
        status=solution.status,
        objective=solution.objective if planned else None,
        bound=None if solution.status is Status.INFEASIBLE else solution.bound,
        gap=solution.gap if planned else None,
        cost=solution.cost if planned else None,
        penalties=solution.penalties if planned else None,
        value_added=solution.value_added if planned else None,
        import_value=solution.import_value if planned else None,
        components=solution.components,
        seconds=round(solution.seconds, 3),
        input_hash=solution.input_hash,
        goals=solution.goals if planned else (),
        awards=tuple(lines),
        remainders=tuple(_rest(rest) for rest in solution.remainders if planned),
        charges=tuple(_charge(charge) for charge in solution.charges if planned),
        missing_sources=tuple(
            MissingSources(lot, count) for lot, count in solution.missing_sources if planned
        ),
        start=solution.start,
    )


def _rest(rest: Remainder) -> RestLine:
    return RestLine(rest.lot, rest.quarters, sum(rest.quarters, ZERO), rest.import_price)


def _charge(charge: Charge) -> ChargeLine:
    period = None if charge.period is None else charge.period + 1
    return ChargeLine(charge.kind, charge.id, charge.amount, charge.quantity, period, charge.commitment)
