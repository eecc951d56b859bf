"""How the values are laid out in a document: which fields, which kinds of rules, which short forms."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from rakiza.engine.allocation import rules as kinds
from rakiza.engine.allocation.values import Offer

# A rule says what it is by its field `kind`
RULE_KINDS: dict[str, type] = {
    "maker_share": kinds.MakerShare,
    "group_share": kinds.GroupShare,
    "sources": kinds.Sources,
    "single_source": kinds.SingleSource,
    "maker_count": kinds.MakerCount,
    "budget": kinds.Budget,
    "service": kinds.Service,
    "exclusive": kinds.Exclusive,
    "tied": kinds.Tied,
    "commitment": kinds.Commitment,
}
KIND_OF: dict[type, str] = {rule: kind for kind, rule in RULE_KINDS.items()}
KIND = "kind"
# Short forms of an offer, undone when it is read
FIRST_PERIOD = "first_period"
TAX = "tax"
EXTRAS: dict[type, dict[str, dict[str, Any]]] = {
    Offer: {
        FIRST_PERIOD: {
            "type": "integer",
            "minimum": 1,
            "description": "The first period in which supply is lawful, counted from 1; instead of eligible.",
        },
        TAX: {
            "enum": ["included", "excluded"],
            "description": "Whether the prices of tiers and terms include VAT (they do unless said).",
        },
    }
}


@lru_cache(maxsize=64)
def layout(kind: type) -> dict[str, tuple[Any, bool]]:
    """Return, by field, its type and whether it must be there."""
    hints = get_type_hints(kind)
    return {
        field.name: (hints[field.name], field.default is MISSING and field.default_factory is MISSING)
        for field in fields(kind)
    }


def options(hint: object) -> tuple[Any, ...]:
    """Return the alternatives of a type; one that has none is its only one."""
    return get_args(hint) if get_origin(hint) in {Union, types.UnionType} else (hint,)


def is_rule(hint: object) -> bool:
    """Whether a type is that of any rule."""
    return set(options(hint)) == set(RULE_KINDS.values())


def is_value(hint: object) -> bool:
    """Whether a type is one of our values."""
    return isinstance(hint, type) and is_dataclass(hint)
