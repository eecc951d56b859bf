"""A maker's standing offers in the columns of the template: what is exported can be imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from rakiza.kernel.imports.workbook import CellValue
from rakiza.kernel.wording.attributes import say_values
from rakiza.pillars.industry.models import Offer
from rakiza.pillars.industry.values import attributes_from
from rakiza.pillars.purchasing.needs.knowledge import family_label
from rakiza.pillars.purchasing.spreadsheets import template_texts as texts
from rakiza.pillars.purchasing.spreadsheets.offers_form import EXTRA_TIERS, OFFERS_FORM
from rakiza.pillars.purchasing.spreadsheets.sheet_writer import (
    Book,
    write_choices,
    write_headings,
    write_lists,
    write_rows,
)
from rakiza.reference.geography import region

_TITLES = ("declaration", "certificate", "registration", "authorisation")
_TIER_KEYS = {f"tier{number}_{part}" for number in EXTRA_TIERS for part in ("quantity", "price")}


def write_offers(path: Path, offers: Iterable[Offer], language: str) -> None:
    """Write offers, one a row, in fr, ar or en; titles are left out, they are the officers'."""
    columns = tuple(
        column
        for column in OFFERS_FORM.columns
        if (column.in_template or column.key in _TIER_KEYS)
        and not column.ignored
        and column.key.partition("_")[0] not in _TITLES
    )
    name = OFFERS_FORM.sheet_names.in_language(language)
    book = Book.create(str(path), language, name)
    sheet = book.sheet(name)
    ranges = write_lists(book, texts.LISTS_SHEET.in_language(language))
    write_headings(book, sheet, columns)
    write_choices(sheet, columns, ranges)
    count = write_rows(book, sheet, columns, (_cells(offer, language) for offer in offers))
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    book.file.close()


def _cells(offer: Offer, language: str) -> dict[str, CellValue]:
    device, maker = offer.device, offer.device.maker
    cells: dict[str, CellValue] = {
        "maker": maker.name,
        "ice": maker.ice,
        "region": region(maker.region).labels.in_language(language) if maker.region else None,
        "device": device.name,
        "attributes": say_values(attributes_from(device.attributes), language=language),
        "family": family_label(device.family, language),
        "reference": device.reference,
        "gtin": device.gtin,
        "pack": str(device.pack_size),
        "vat": float(offer.vat_rate),
        "minimum_order": float(offer.minimum_order),
        "order_multiple": float(offer.order_multiple),
        "capacity": _number(offer.monthly_capacity),
        "line": offer.line.name if offer.line else None,
        "lead_time": float(offer.lead_time_days),
        "delivery_cost": float(offer.delivery_cost),
        "valid_from": offer.valid_from,
        "valid_to": offer.valid_to,
    }
    return {**cells, **dict(_tiers(offer))}


def _tiers(offer: Offer) -> Iterator[tuple[str, CellValue]]:
    for rank, tier in enumerate(offer.tiers.all(), start=1):
        if rank == 1:
            yield "price", float(tier.unit_price)
        else:
            yield f"tier{rank}_quantity", float(tier.from_quantity)
            yield f"tier{rank}_price", float(tier.unit_price)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
