"""The makers' catalogue: every article with its offer and its titles, as plain values.

The database and the offers file are both written from these rows, so that they say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from stdnum import ean

from rakiza.demonstration.draw import between, share
from rakiza.demonstration.market import (
    DemoMaker,
    Line,
    Product,
    Variant,
    makers,
    products,
    titles_table,
)

YEAR = 2027
LARGEST_SPREAD = Decimal("1.8")
MEASURE = re.compile(r"(\d+) (L|mL|kg)\b")
_PRICE_STEPS = ((Decimal(1000), Decimal(10)), (Decimal(100), Decimal(1)), (Decimal(10), Decimal("0.1")))


@dataclass(frozen=True, slots=True)
class Validity:
    """An official title: its number and the days it holds, both ends included."""

    number: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class MakerTitles:
    """What makes a whole maker lawful; None where it has none."""

    declaration: Validity | None
    certificate: Validity | None
    suspended_on: date | None


@dataclass(frozen=True, slots=True)
class Article:
    """One device of one maker with the terms it is offered at."""

    maker: DemoMaker
    family: str
    reference: str
    name: str
    gtin: str
    pack_size: int
    tiers: tuple[tuple[int, Decimal], ...]
    vat: Decimal
    minimum_order: int
    order_multiple: int
    line: Line
    lead_time_days: int
    registration: Validity | None
    authorisation: Validity | None


@cache
def articles() -> tuple[Article, ...]:
    """Return the whole catalogue, maker by maker."""
    by_key = {maker.key: maker for maker in makers()}
    counters = dict.fromkeys(by_key, 0)
    found: list[Article] = []
    for product in products():
        for key, positions in product.makers:
            for position in positions:
                counters[key] += 1
                found.append(_article(by_key[key], counters[key], product, position))
    return tuple(sorted(found, key=lambda article: (article.maker.number, article.reference)))


def _article(maker: DemoMaker, number: int, product: Product, position: int) -> Article:
    variant = product.variants[position]
    reference = f"{maker.key.replace('_', '')[:3].upper()}-{number:04d}"
    price = rounded(variant.price * Decimal(str(round(between(0.86, 1.1, maker.key, product.family), 3))))
    size = contents(product, variant)
    registration, authorisation = _device_titles(maker, product.family, reference)
    return Article(
        maker=maker,
        family=product.family,
        reference=reference,
        name=" ".join(product.name.format(variant.text).split()),
        gtin=_gtin(maker.number, number),
        pack_size=size,
        tiers=_tiers(price, product, maker.key),
        vat=product.vat,
        minimum_order=size * (1 + int(share("minimum", reference) * 4)) if size > 1 else 0,
        order_multiple=size if share("multiple", reference) < 0.08 else 1,
        line=maker.line_for(product.family),
        lead_time_days=7 * (2 + int(share("delay", maker.key, product.family) * 6)),
        registration=registration,
        authorisation=authorisation,
    )


def contents(product: Product, variant: Variant) -> int:
    """Return how many base units one sales pack holds; a can's content is in the variant's text."""
    if product.pack is None:
        return 1
    word, size = product.pack
    measure = MEASURE.search(variant.text) if word == "bidon" else None
    if measure is None:
        return size
    litres = int(measure[1])
    return litres * 1000 if size >= 1000 and measure[2] == "L" else litres


def rounded(price: Decimal) -> Decimal:
    """Return a price as one would print it: fewer digits the dearer the article."""
    step = next((step for above, step in _PRICE_STEPS if price >= above), Decimal("0.01"))
    if price < Decimal("0.5"):
        step = Decimal("0.001")
    return (price / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _tiers(price: Decimal, product: Product, maker: str) -> tuple[tuple[int, Decimal], ...]:
    """Half of the articles are cheaper from a threshold on, a fifth from a second one."""
    found = [(0, price)]
    draw = share("tiers", maker, product.family)
    if draw < 0.5:
        found.append((_round_up(product.yearly), rounded(price * Decimal("0.95"))))
    if draw < 0.2:
        found.append((_round_up(3 * product.yearly), rounded(price * Decimal("0.91"))))
    return tuple(found)


def _round_up(quantity: int) -> int:
    step: int = 10 ** max(len(str(quantity)) - 1, 0)
    return -(-quantity // step) * step


def _gtin(maker: int, number: int) -> str:
    """A GTIN-13 under the GS1 Morocco prefix; the company block is the demonstration's."""
    body = f"6119{maker:03d}{number:05d}"
    return body + ean.calc_check_digit(body)


def maker_titles(maker: DemoMaker) -> MakerTitles:
    """Return the declaration and certificate of a maker."""
    table = titles_table()
    usual = table["usual"]
    declared = table["declaration"].get(maker.key, {})
    certified = table["certificate"].get(maker.key, {})
    declaration = Validity(
        f"DEC-DEMO-{maker.number:03d}",
        declared.get("from", usual["declared"] + timedelta(days=37 * maker.number)),
        None,
    )
    certificate = Validity(
        f"SMQ-DEMO-{maker.number:03d}",
        certified.get("from", usual["certified_from"] + timedelta(days=9 * maker.number)),
        certified.get("to", usual["certified_to"] + timedelta(days=9 * maker.number)),
    )
    return MakerTitles(
        declaration=None if declared.get("missing") else declaration,
        certificate=None if certified.get("pending") else certificate,
        suspended_on=certified.get("suspended"),
    )


def _device_titles(maker: DemoMaker, family: str, reference: str) -> tuple[Validity | None, Validity | None]:
    """Return the registration and the specific authorisation of a device."""
    table = titles_table()
    number = f"ENR-DEMO-{reference}"
    if table["authorisation"].get(maker.key) == family:
        return None, Validity(f"AUT-DEMO-{reference}", date(2026, 9, 1), date(YEAR, 8, 31))
    shares = table["registration"]
    draw = share("registration", reference)
    month = 1 + int(share("month", reference) * 12)
    if draw < shares["missing"]:
        return None, None
    if draw < shares["missing"] + shares["ends_in_year"]:
        start = date(YEAR - 5, month, 15)
    elif draw < shares["missing"] + shares["ends_in_year"] + shares["starts_in_year"]:
        start = date(YEAR, 1 + month // 2, 1)
    else:
        start = date(YEAR - 4 + int(share("year", reference) * 4), month, 10)
    return Validity(number, start, _five_years_on(start)), None


def _five_years_on(start: date) -> date:
    return start.replace(year=start.year + 5) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ImportPrice:
    """What importing one base unit of a family costs at the border."""

    family: str
    cif: Decimal
    duty: Decimal
    vat: Decimal


@cache
def import_prices() -> tuple[ImportPrice, ...]:
    """Return import references of most families, from the demonstration's own prices.

    A family whose variants differ too much in price has none: one figure would suit no variant.
    """
    return tuple(
        _import_price(product)
        for product in products()
        if share("import", product.family) < 0.8 and _spread(product) <= LARGEST_SPREAD
    )


def _spread(product: Product) -> Decimal:
    prices = [variant.price for variant in product.variants]
    return max(prices) / min(prices)


def _import_price(product: Product) -> ImportPrice:
    prices = sorted(variant.price for variant in product.variants)
    duty = Decimal("0.025") if share("duty", product.family) < 0.7 else Decimal("0.10")
    return ImportPrice(product.family, rounded(prices[len(prices) // 2] * Decimal("0.88")), duty, product.vat)
