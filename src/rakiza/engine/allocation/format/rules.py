"""RULES.toml: the rules of one solve, key by key as in `AllocationRules`."""

from __future__ import annotations

import tomllib
from decimal import Decimal

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.format.reader import read
from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.values import ProblemError


def read_rules(text: str) -> AllocationRules:
    """Return the rules that a file states; ProblemError for the first fault."""
    try:
        said = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ProblemError("", codes.NOT_TOML) from error
    rules: AllocationRules = read(AllocationRules, said, "")
    return rules
