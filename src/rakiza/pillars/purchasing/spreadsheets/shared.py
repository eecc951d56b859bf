"""Cells that needs and offers read alike: money in dirhams, regions."""

from __future__ import annotations

from decimal import Decimal

from rakiza.kernel.imports.cells import RowReader
from rakiza.kernel.imports.text import fold
from rakiza.pillars.purchasing.spreadsheets import problems as kinds
from rakiza.reference.geography import find_region

_DIRHAM = frozenset(
    {
        "",
        "dh",
        "dhs",
        "mad",
        "dirham",
        "dirhams",
        "d h",
        "درهم",
        "دراهم",
        "د م",
        "dh ttc",
        "dh ht",
        "mad ttc",
        "mad ht",
        "ttc",
        "ht",
    }
)
_OTHERS = {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "usd": "USD",
    "us": "USD",
    "£": "GBP",
    "gbp": "GBP",
}
_SIGNS = ("€", "$", "£")


def money(row: RowReader, key: str) -> Decimal | None:
    """Return a positive price in dirhams; a price in another currency or not positive is warned of."""
    number = row.written_number(key, lone_group_is_thousands=False)
    if number is None:
        return None
    beside = " ".join((number.before, number.after, row.sheet.hints.get(key, ""), row.text("currency")))
    currency = foreign_currency(beside)
    if currency:
        row.report(kinds.PRICE_OTHER_CURRENCY, key, currency=currency)
        return None
    if number.value <= 0:
        row.report(kinds.PRICE_NOT_POSITIVE, key)
        return None
    return number.value


def foreign_currency(text: str) -> str:
    """Return the currency other than the dirham that a text names, '' where none."""
    for sign in _SIGNS:
        if sign in text:
            return _OTHERS[sign]
    for word in fold(text).split():
        if word in _OTHERS:
            return _OTHERS[word]
    return ""


def region_code(row: RowReader, key: str) -> str | None:
    """Return the ISO code of the region a cell names; an unknown one is warned of."""
    text = row.text(key)
    if not text:
        return None
    region = find_region(text)
    if region is None:
        row.report(kinds.REGION_UNKNOWN, key)
        return None
    return region.code
