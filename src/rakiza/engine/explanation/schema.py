"""The JSON schema of ANALYSES.json, derived from the values that it is written from.

`python -m rakiza.engine.explanation.schema > docs/formats/plan-analyses.schema.json` renews what is
published; a test holds them together.
"""

from __future__ import annotations

import sys
from typing import Any

from rakiza.engine.allocation.format.schema import (
    Definitions,
    published_text,
    reference,
    require_all,
    schema_root,
)
from rakiza.engine.explanation.analyses import FORMAT, WORDS, Kind
from rakiza.engine.explanation.capacity import LineWorths
from rakiza.engine.explanation.conflicts import Conflict
from rakiza.engine.explanation.every_lot import LotExplanations
from rakiza.engine.explanation.fronts import Front
from rakiza.engine.explanation.lots import LotExplanation, Rival
from rakiza.engine.explanation.pooling import Pooling
from rakiza.engine.explanation.rule_prices import RulePrices
from rakiza.engine.reasons import Reason

RESULTS: dict[Kind, type] = {
    Kind.RULES: RulePrices,
    Kind.LINES: LineWorths,
    Kind.POOLING: Pooling,
    Kind.FRONT: Front,
    Kind.LOTS: LotExplanations,
    Kind.CONFLICT: Conflict,
}
WHOLE = {"type": "boolean", "description": "Whether it is whole; else `not_reached` names what is missing."}


REASON = {
    "type": "object",
    "description": "Why, as a code and the figures that its sentence holds.",
    "properties": {"code": {"type": "string"}, "params": {"type": "object"}},
    "required": ["code", "params"],
    "additionalProperties": False,
}
SAID = {
    "type": "array",
    "items": {"type": "string"},
    "description": "The same in words, in the language asked for; none where none was.",
}


def analyses_schema() -> dict[str, Any]:
    """Return the schema of ANALYSES.json: an object for each analysis asked for, every field of it there."""
    found: Definitions = {Reason.__name__: REASON}
    kinds = {kind.value: reference(result, found) for kind, result in RESULTS.items()}
    for result in RESULTS.values():
        found[result.__name__]["properties"]["complete"] = WHOLE
    for told in (LotExplanation, Rival):
        found[told.__name__]["properties"][WORDS] = SAID
    require_all(found)
    root = {
        "type": "object",
        "description": "What awards are explained by, or why no plan was found.",
        "properties": {
            "input_hash": {"type": "string", "description": "That of the awards."},
            "complete": {"type": "boolean", "description": "Whether every analysis is whole."},
            "analyses": {"type": "object", "properties": kinds, "additionalProperties": False},
        },
        "required": ["analyses", "complete", "input_hash"],
        "additionalProperties": False,
    }
    return schema_root(root, found, FORMAT, "Rakiza analyses")


if __name__ == "__main__":
    sys.stdout.write(published_text(analyses_schema()))
