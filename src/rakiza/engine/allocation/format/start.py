"""AWARDS.json read back, for a search to begin from: what in it is no award is left out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.format.documents import parsed
from rakiza.engine.allocation.format.problem import AWARDS_FORMAT, FORMAT
from rakiza.engine.allocation.format.reader import read
from rakiza.engine.allocation.solution import Award
from rakiza.engine.allocation.values import ZERO, ProblemError, Series


def read_start(text: str | bytes) -> tuple[tuple[Award, ...], int]:
    """Return the awards of a document and how many it says there are; ProblemError where it isn't one of awards."""
    said = parsed(text)
    if not isinstance(said, Mapping):
        raise ProblemError("", codes.WRONG_TYPE)
    if said.get(FORMAT) != AWARDS_FORMAT:
        raise ProblemError(f"/{FORMAT}", codes.WRONG_FORMAT)
    stated = said.get("awards")
    if not isinstance(stated, list):
        raise ProblemError("/awards", codes.WRONG_TYPE)
    found = (_award(one) for one in stated)
    return tuple(one for one in found if one is not None), len(stated)


def _award(said: Any) -> Award | None:  # noqa: ANN401 - JSON
    """Return one award at the price it says, None where it says no quantities of a lot and an offer."""
    if not isinstance(said, Mapping):
        return None
    try:
        periods: Series = read(Series, said.get("periods"), "")
        surplus: Decimal = read(Decimal, said.get("surplus", 0), "")
        price: Decimal = read(Decimal, said.get("price", 0), "")
        amount: Decimal = read(Decimal, said.get("amount", 0), "")
        lot, offer = read(str, said.get("lot"), ""), read(str, said.get("offer"), "")
    except ProblemError:
        return None
    one_price = amount == price * (sum(periods, ZERO) + surplus)
    conditional = said.get("conditional") is True
    return Award(lot, offer, periods, price, surplus, None if one_price else amount, conditional)
