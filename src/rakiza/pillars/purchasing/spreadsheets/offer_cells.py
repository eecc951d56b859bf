"""The cells of an offer: prices and tiers, quantities, identifiers, dates of validity."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from stdnum import ean
from stdnum.ma import ice as ice_number

from rakiza.engine.planning.values import PriceTier, Title, TitleKind
from rakiza.kernel.imports.cells import RowReader
from rakiza.kernel.imports.text import western_digits
from rakiza.pillars.purchasing.spreadsheets import offer_problems as kinds
from rakiza.pillars.purchasing.spreadsheets.offers_form import EXTRA_TIERS
from rakiza.pillars.purchasing.spreadsheets.shared import foreign_currency
from rakiza.pillars.purchasing.spreadsheets.units import parse_pack

_TITLES = (
    ("declaration", TitleKind.DECLARATION, False),
    ("certificate", TitleKind.CERTIFICATE, False),
    ("registration", TitleKind.REGISTRATION, True),
    ("authorisation", TitleKind.AUTHORISATION, True),
)


def price(row: RowReader, key: str) -> Decimal | None:
    """Return a positive price in dirhams; None where blank or reported."""
    number = row.written_number(key, lone_group_is_thousands=False)
    if number is None:
        return None
    currency = foreign_currency(" ".join((number.before, number.after, row.sheet.hints.get(key, ""))))
    if currency:
        row.report(kinds.PRICE_OTHER_CURRENCY, key, currency=currency)
        return None
    if number.value <= 0:
        row.report(kinds.PRICE_NOT_POSITIVE, key)
        return None
    return number.value


def pack_size(row: RowReader) -> int:
    """Return how many base units a sales pack holds; 1 where nothing is written."""
    text = row.text("pack")
    if not text:
        return 1
    pack = parse_pack(text)
    if pack is None:
        row.report(kinds.PACK_UNREAD, "pack")
        return 1
    return pack.size or 1


def tiers(row: RowReader, size: int) -> tuple[PriceTier, ...]:
    """Return the price tiers, quantities rising and prices never rising; () where reported."""
    first = price(row, "price")
    if first is None and not row.is_empty("pack_price"):
        whole = price(row, "pack_price")
        first = whole / size if whole is not None else None
    if first is None:
        if not row.failed:
            row.report(kinds.PRICE_MISSING, "price")
        return ()
    found = [PriceTier(Decimal(0), first)]
    for number in EXTRA_TIERS:
        tier = _tier(row, number)
        if tier is not None and _follows(row, number, tier, found[-1]):
            found.append(tier)
    return tuple(found)


def _tier(row: RowReader, number: int) -> PriceTier | None:
    quantity_key, price_key = f"tier{number}_quantity", f"tier{number}_price"
    if row.is_empty(quantity_key) and row.is_empty(price_key):
        return None
    if row.is_empty(quantity_key) or row.is_empty(price_key):
        row.report(kinds.TIER_INCOMPLETE, quantity_key if row.is_empty(price_key) else price_key, tier=number)
        return None
    quantity, unit_price = row.plain_number(quantity_key), price(row, price_key)
    return PriceTier(quantity, unit_price) if quantity is not None and unit_price is not None else None


def _follows(row: RowReader, number: int, tier: PriceTier, previous: PriceTier) -> bool:
    if tier.from_quantity <= previous.from_quantity:
        previous_quantity = format(previous.from_quantity, "f")
        row.report(kinds.TIER_QUANTITIES, f"tier{number}_quantity", tier=number, previous=previous_quantity)
        return False
    if tier.unit_price > previous.unit_price:
        row.report(
            kinds.TIER_PRICES, f"tier{number}_price", tier=number, previous=format(previous.unit_price, "f")
        )
        return False
    return True


def positive(row: RowReader, key: str, default: Decimal) -> Decimal:
    """Return a number above zero, `default` where blank."""
    value = row.plain_number(key)
    if value is not None and value <= 0:
        row.report(kinds.NOT_POSITIVE, key)
    return default if value is None else value


def not_negative(row: RowReader, key: str) -> Decimal:
    """Return a number of zero or more, zero where blank."""
    value = row.plain_number(key, lone_group_is_thousands=key != "delivery_cost")
    if value is not None and value < 0:
        row.report(kinds.NEGATIVE, key)
    return Decimal(0) if value is None else value


def capacity(row: RowReader) -> Decimal | None:
    """Return the monthly capacity; None where blank (not limited)."""
    value = row.plain_number("capacity")
    if value is not None and value <= 0:
        row.report(kinds.CAPACITY_NOT_POSITIVE, "capacity")
    return value


def ice(row: RowReader) -> str:
    """Return the ICE as written; an invalid one is only warned of, since issued samples fail the key."""
    text = re.sub(r"[\s.-]", "", western_digits(row.text("ice")))
    if text.isdigit() and 10 <= len(text) < 15:
        text = text.zfill(15)  # spreadsheets drop leading zeros
    if text and not ice_number.is_valid(text):
        row.report(kinds.ICE_INVALID, "ice")
    return text


def gtin(row: RowReader) -> str:
    """Return the GTIN's digits; a wrong check digit or length is an error."""
    text = re.sub(r"[\s.-]", "", western_digits(row.text("gtin")))
    if not text:
        return ""
    if not (text.isdigit() and len(text) in {8, 12, 13, 14} and ean.is_valid(text)):
        row.report(kinds.GTIN_INVALID, "gtin")
        return ""
    return text


def interval(row: RowReader, start_key: str, end_key: str) -> tuple[date | None, date | None]:
    """Return the two ends of a validity; reversed ends are reported."""
    start, end = row.date(start_key), row.date(end_key)
    if start and end and end < start:
        row.report(kinds.DATES_REVERSED, end_key, start=start.isoformat())
    return start, end


def titles(row: RowReader, maker: str, device: str, year: int) -> tuple[Title, ...]:
    """Return the titles that a row states; expired ones are kept, with a warning."""
    found = []
    for key, kind, of_device in _TITLES:
        number = row.text(f"{key}_number")
        start, end = interval(row, f"{key}_from", f"{key}_to")
        if not number:
            if start or end:
                row.report(kinds.TITLE_WITHOUT_NUMBER, f"{key}_from" if start else f"{key}_to")
            continue
        if end and end < date(year, 1, 1):
            expired = kinds.CERTIFICATE_EXPIRED if kind is TitleKind.CERTIFICATE else kinds.TITLE_EXPIRED
            row.report(expired, f"{key}_to", year=year)
        found.append(Title(kind, maker, number, start, end, device=device if of_device else None))
    return tuple(found)
