"""A base or pack unit beside its count: `1 pièce`, `12 rouleaux`, `3 boxes`."""

from __future__ import annotations

from decimal import Decimal

from rakiza.kernel.wording.language import base_language
from rakiza.kernel.wording.vocabulary import vocabulary

_SYMBOL = 2  # the longest name that is a symbol (`kg`), and takes no plural


def counted_unit(token: str, quantity: Decimal | float | None, language: str | None = None) -> str:
    """Name a unit as its count wants it; Arabic keeps the name, in the singular that follows ten and more."""
    base = base_language(language)
    head, *tail = vocabulary().pack_unit(token, base).split(" ")
    own = token not in vocabulary().pack_units  # somebody's own word stays as they wrote it
    if own or base == "ar" or _is_single(quantity, base) or len(head) <= _SYMBOL:
        return " ".join((head, *tail))
    return " ".join((_plural_in_french(head) if base == "fr" else _plural_in_english(head), *tail))


def _is_single(quantity: Decimal | float | None, language: str) -> bool:
    if quantity is None:
        return False
    return abs(Decimal(quantity)) < 2 if language == "fr" else quantity == 1


def _plural_in_french(noun: str) -> str:
    if noun.endswith(("s", "x", "z")):
        return noun
    return f"{noun}x" if noun.endswith(("au", "eu")) else f"{noun}s"


def _plural_in_english(noun: str) -> str:
    return f"{noun}es" if noun.endswith(("s", "x", "z", "ch", "sh")) else f"{noun}s"
