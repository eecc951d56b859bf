"""RULES.toml: the rules of one solve, key by key as in `AllocationRules`."""

from __future__ import annotations

from rakiza.engine.allocation.format.documents import parsed_toml
from rakiza.engine.allocation.format.reader import read
from rakiza.engine.allocation.rules import AllocationRules


def read_rules(text: str) -> AllocationRules:
    """Return the rules that a file states; ProblemError for the first fault."""
    rules: AllocationRules = read(AllocationRules, parsed_toml(text), "")
    return rules
