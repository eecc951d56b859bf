"""PROBLEM.json: a whole allocation problem, with its rules if it names any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.format import shapes
from rakiza.engine.allocation.format.documents import parsed
from rakiza.engine.allocation.format.reader import SPECIAL, Read, read, read_value
from rakiza.engine.allocation.format.writer import document_of
from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.values import LotTerms, Offer, Problem, ProblemError, Tier
from rakiza.engine.garbage import uncollected

PROBLEM_FORMAT = "rakiza-plan-problem/1"
AWARDS_FORMAT = "rakiza-plan-awards/1"
FORMAT, RULES = "format", "rules"


def read_problem(text: str | bytes) -> tuple[Problem, AllocationRules]:
    """Return the problem and the rules that a document states; ProblemError for the first fault.

    Numbers are read exactly, as they are written. Rules that aren't stated have their defaults.
    """
    with uncollected():
        return _read(parsed(text))


def _read(said: object) -> tuple[Problem, AllocationRules]:
    if not isinstance(said, Mapping):
        raise ProblemError("", codes.WRONG_TYPE)
    if FORMAT not in said:
        raise ProblemError(f"/{FORMAT}", codes.MISSING)
    if said[FORMAT] != PROBLEM_FORMAT:
        raise ProblemError(f"/{FORMAT}", codes.WRONG_FORMAT)
    problem: Problem = read_value(Problem, said, "", ignore=(FORMAT, RULES))
    rules = AllocationRules()
    if RULES in said:
        rules = read(AllocationRules, said[RULES], f"/{RULES}")
    return _spread(problem, said), rules


def write_problem(problem: Problem, rules: AllocationRules | None = None) -> str:
    """Return a problem as a document that `read_problem` reads back."""
    document = {FORMAT: PROBLEM_FORMAT, **document_of(problem)}
    if rules is not None:
        document[RULES] = document_of(rules)
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _offer(plain: Read, said: object) -> Offer:
    """Read an offer; prices before tax become prices with it."""
    if isinstance(said, Mapping) and said.get(shapes.TAX, "included") not in {"included", "excluded"}:
        raise ProblemError(f"/{shapes.TAX}", codes.NOT_A_CHOICE)
    offer: Offer = plain(said)
    if isinstance(said, Mapping) and said.get(shapes.TAX) == "excluded":
        return _taxed(offer)
    return offer


def _taxed(offer: Offer) -> Offer:
    rate = 1 + offer.vat
    return replace(
        offer,
        tiers=tuple(Tier(tier.from_quantity, tier.price * rate) for tier in offer.tiers),
        terms=tuple(_taxed_terms(terms, rate) for terms in offer.terms),
    )


def _taxed_terms(terms: LotTerms, rate: Decimal) -> LotTerms:
    return terms if terms.price is None else replace(terms, price=terms.price * rate)


def _spread(problem: Problem, said: Mapping[str, Any]) -> Problem:
    """Write out `first_period` as the share of each period, now that their number is known."""
    offers = list(problem.offers)
    for index, one in enumerate(said.get("offers", ())):
        first = one.get(shapes.FIRST_PERIOD)
        if first is None:
            continue
        pointer = f"/offers/{index}/{shapes.FIRST_PERIOD}"
        number: int = read(int, first, pointer)
        if offers[index].eligible:
            raise ProblemError(pointer, codes.NOT_HERE)
        if not 1 <= number <= problem.periods + 1:
            raise ProblemError(pointer, codes.OUT_OF_RANGE)
        shares = tuple(Fraction(int(period + 1 >= number)) for period in range(problem.periods))
        offers[index] = replace(offers[index], eligible=shares)
    return replace(problem, offers=tuple(offers))


SPECIAL[Offer] = (shapes.FIRST_PERIOD, shapes.TAX), _offer
