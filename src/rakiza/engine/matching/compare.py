"""One attribute of a requirement held against what a device states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rakiza.engine.attributes import (
    AttributeScalar,
    AttributeSpec,
    AttributeValue,
    Comparison,
    Op,
)
from rakiza.engine.matching import reasons, standards
from rakiza.engine.matching.measure import Measured, close, default_of, measured
from rakiza.engine.matching.values import AttributeVerdict, Verdict, apart
from rakiza.engine.reasons import Reason

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
Outcome = tuple[Verdict, float | None, str]  # verdict, gap in canonical units, reason code


def compare(
    spec: AttributeSpec | None,
    name: str,
    required: Sequence[AttributeValue],
    offered: Sequence[AttributeValue],
) -> AttributeVerdict:
    """Judge one attribute; all values carry `name`.

    Several required values must all hold, except that equal ones list alternatives. Of several
    offered values the best one counts.
    """
    if spec is not None and spec.comparison is Comparison.STANDARD:
        return standards.compare(required, offered)
    demands = [measured(value, spec) for value in required]
    have, outcome = decide(spec, demands, stated_or_implied(spec, offered))
    if not offered and have is not None and outcome[0] is Verdict.PASS:
        outcome = (Verdict.PASS, outcome[1], reasons.IMPLIED)
    return _verdict(name, required, have, outcome, demands, spec)


def stated_or_implied(
    spec: AttributeSpec | None, offered: Sequence[AttributeValue]
) -> Sequence[AttributeValue]:
    """Return what the device states, or what silence means for the family, or nothing."""
    if offered or spec is None:
        return offered
    implied = default_of(spec)
    return (implied,) if implied is not None else ()


def decide(
    spec: AttributeSpec | None, demands: list[Measured], offered: Sequence[AttributeValue]
) -> tuple[Measured | None, Outcome]:
    """Return the value that counts, None where none is stated, and what it comes to."""
    if not offered:
        informative = spec is None or spec.comparison is Comparison.INFORMATIVE
        verdict = Verdict.PASS if informative else Verdict.UNKNOWN
        return None, (verdict, None, reasons.NOT_STATED)
    judged = [(have, _judge(spec, demands, have)) for have in (measured(v, spec) for v in offered)]
    return judged[0] if len(judged) == 1 else min(judged, key=lambda item: _best_first(demands, *item))


def _best_first(
    demands: list[Measured], have: Measured, outcome: Outcome
) -> tuple[int, float, bool, float, str]:
    """Order the values that a device states, whatever the order in which it states them."""
    distance = apart(have.value, outcome[1], [demand.value for demand in demands])
    return *_exact_first(outcome), distance, repr(have.value)


def _exact_first(outcome: Outcome) -> tuple[int, float, bool]:
    return *_rank(outcome), outcome[2] != reasons.EQUAL


def _rank(outcome: Outcome) -> tuple[int, float]:
    order = {Verdict.PASS: 0, Verdict.UNKNOWN: 1, Verdict.FAIL: 2}
    return order[outcome[0]], abs(outcome[1] or 0.0)


def _judge(spec: AttributeSpec | None, demands: list[Measured], have: Measured) -> Outcome:
    if spec is None or spec.comparison is Comparison.INFORMATIVE:
        return Verdict.PASS, None, reasons.INFORMATIVE
    bounds = [demand for demand in demands if demand.op is not Op.EQ]
    values = [demand for demand in demands if demand.op is Op.EQ]
    outcomes = [_bound(demand, have) for demand in bounds]
    if values:
        outcomes.append(min((_value(spec, demand, have) for demand in values), key=_exact_first))
    return max(outcomes, key=_rank)


def _bound(demand: Measured, have: Measured) -> Outcome:
    """A demand written `at least` or `at most` binds as written, whatever the schema says."""
    demand, have = _alike(demand, have)
    gap = _gap(demand, have)
    if gap is None:
        return Verdict.FAIL, None, reasons.DIFFERS
    if demand.op is Op.GE:
        return _reach(gap, demand, have)
    return _limit(gap, demand, have)


def _value(spec: AttributeSpec, demand: Measured, have: Measured) -> Outcome:
    if spec.comparison is Comparison.ORDERED and spec.order:
        return _ordered(spec.order, demand.value, have.value)
    demand, have = _alike(demand, have)
    gap = _gap(demand, have)
    if gap is None:
        if isinstance(demand.value, float):  # a word, or a measure of another dimension
            return Verdict.FAIL, None, reasons.DIFFERS
        return _tokens(spec, demand.value, have.value)
    if spec.comparison is Comparison.AT_LEAST:
        return _reach(gap, demand, have)
    if spec.comparison is Comparison.AT_MOST:
        return _limit(gap, demand, have)
    return _equal(spec, gap, demand, have)


def _alike(demand: Measured, have: Measured) -> tuple[Measured, Measured]:
    """Take a size written in digits (`7.5`) for the number it is where the other one is a number."""
    if isinstance(demand.value, str) is isinstance(have.value, str):
        return demand, have
    return _as_number(demand), _as_number(have)


def _as_number(known: Measured) -> Measured:
    if not isinstance(known.value, str) or not _DIGITS.fullmatch(known.value):
        return known
    return replace(known, value=float(known.value.replace(",", ".")))


def _equal(spec: AttributeSpec, gap: float, demand: Measured, have: Measured) -> Outcome:
    if _same(demand, have, CLOSE_ONLY):
        return Verdict.PASS, 0.0, reasons.EQUAL
    if (have.op is Op.GE and gap <= 0) or (have.op is Op.LE and gap >= 0):
        return Verdict.UNKNOWN, gap, reasons.NOT_STATED
    if spec.comparison is Comparison.WITHIN:
        if abs(gap) <= spec.tolerance * (1 + 1e-9):
            return Verdict.PASS, gap, reasons.WITHIN
    elif _same(demand, have, spec.tolerance):
        return Verdict.PASS, gap, reasons.WITHIN
    return Verdict.FAIL, gap, reasons.BELOW if gap < 0 else reasons.ABOVE


CLOSE_ONLY = 0.0


def _same(demand: Measured, have: Measured, relative: float) -> bool:
    assert not isinstance(demand.value, str | bool)  # noqa: S101 - narrowed by `_gap`
    assert not isinstance(have.value, str | bool)  # noqa: S101
    return close(demand.value, have.value, relative)


def _reach(gap: float, demand: Measured, have: Measured) -> Outcome:
    if gap >= 0 or _same(demand, have, CLOSE_ONLY):
        return Verdict.PASS, gap, reasons.REACHES
    return Verdict.FAIL, gap, reasons.BELOW


def _limit(gap: float, demand: Measured, have: Measured) -> Outcome:
    if gap <= 0 or _same(demand, have, CLOSE_ONLY):
        return Verdict.PASS, gap, reasons.RESPECTS
    return Verdict.FAIL, gap, reasons.ABOVE


def _gap(demand: Measured, have: Measured) -> float | None:
    """Device minus required; None unless both are numbers of one dimension."""
    if isinstance(demand.value, str | bool) or isinstance(have.value, str | bool):
        return None
    if demand.unit != have.unit and demand.unit is not None and have.unit is not None:
        return None
    return float(f"{have.value - demand.value:.12g}")


def _ordered(order: tuple[str, ...], demand: AttributeScalar, have: AttributeScalar) -> Outcome:
    ranks = _ranks(order)
    wanted, had = ranks.get(str(demand).casefold()), ranks.get(str(have).casefold())
    if demand == have:
        return Verdict.PASS, None, reasons.EQUAL
    if wanted is None or had is None:
        return Verdict.FAIL, None, reasons.DIFFERS
    if had > wanted:
        return Verdict.PASS, None, reasons.HIGHER_CLASS
    return Verdict.FAIL, None, reasons.LOWER_CLASS


def _ranks(order: tuple[str, ...]) -> dict[str, int]:
    return {token.casefold(): rank for rank, token in enumerate(order)}


def _tokens(spec: AttributeSpec, demand: AttributeScalar, have: AttributeScalar) -> Outcome:
    wanted, had = str(demand).casefold().replace(",", "."), str(have).casefold().replace(",", ".")
    if demand == have or (wanted == had and isinstance(demand, str) and isinstance(have, str)):
        return Verdict.PASS, None, reasons.EQUAL
    for group in spec.equivalences:
        folded = {token.casefold() for token in group}
        if wanted in folded and had in folded:
            return Verdict.PASS, None, reasons.EQUIVALENT
    if any((wanted, had) == (asked.casefold(), serves.casefold()) for asked, serves in spec.accepts):
        return Verdict.PASS, None, reasons.ACCEPTED
    return Verdict.FAIL, None, reasons.DIFFERS


def _verdict(
    name: str,
    required: Sequence[AttributeValue],
    have: Measured | None,
    outcome: Outcome,
    demands: list[Measured],
    spec: AttributeSpec | None,
) -> AttributeVerdict:
    verdict, gap, code = outcome
    offered = have.value if have is not None else None
    unit = next((demand.unit for demand in demands if demand.unit is not None), None)
    if code == reasons.EQUAL and len(demands) > 1:
        code = reasons.ONE_OF
    params: dict[str, AttributeScalar | None] = {
        "attribute": name,
        "required": _written(demands),
        "offered": offered,
        "unit": unit,
        "gap": abs(gap) if gap is not None else None,
    }
    if code == reasons.WITHIN and spec is not None:
        params["tolerance"] = _tolerance(spec, gap, offered)
    reason = Reason.of(code, **params)
    short = _classes_short(spec, demands, offered) if spec is not None and verdict is Verdict.FAIL else 0
    return AttributeVerdict(name, verdict, tuple(required), offered, gap, unit, reason, short)


def _tolerance(spec: AttributeSpec, gap: float | None, offered: AttributeScalar | None) -> float:
    """Return a tolerance in the unit of what it is told beside: `equal` has a share of the greater value."""
    if spec.comparison is Comparison.WITHIN or gap is None or not isinstance(offered, float):
        return spec.tolerance
    return float(f"{spec.tolerance * max(abs(offered), abs(offered - gap)):.3g}")


def _classes_short(spec: AttributeSpec, demands: list[Measured], offered: AttributeScalar | None) -> int:
    """Return how many classes the device is below the nearest required; 0 where no class is known."""
    if spec.comparison is not Comparison.ORDERED:
        return 0
    ranks = _ranks(spec.order)
    had = ranks.get(str(offered).casefold())
    wanted = [rank for demand in demands if (rank := ranks.get(str(demand.value).casefold())) is not None]
    return max(0, min(wanted) - had) if had is not None and wanted else 0


def _written(demands: list[Measured]) -> AttributeScalar:
    """The required value; alternatives and ranges joined, as symbols need no translation."""
    if len(demands) == 1:
        return demands[0].value
    marks = {Op.EQ: "", Op.GE: "≥ ", Op.LE: "≤ "}
    parts = [f"{marks[d.op]}{d.value:g}" if isinstance(d.value, float) else str(d.value) for d in demands]
    return " / ".join(parts)
