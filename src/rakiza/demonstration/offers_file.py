"""The catalogue as the offers spreadsheet that `rakiza template offers` describes."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rakiza.demonstration.catalogue import (
    YEAR,
    Article,
    ImportPrice,
    Validity,
    articles,
    import_prices,
    maker_titles,
)
from rakiza.demonstration.needs_files import CREATED
from rakiza.engine.families import KnowledgeBase
from rakiza.pillars.purchasing.spreadsheets.offers_form import IMPORTS_FORM, OFFERS_FORM

Cell = str | int | float | date | None
IMPORT_SOURCE = "Chiffre de démonstration, sans valeur douanière"


def write_offers_file(path: Path, knowledge: KnowledgeBase) -> Path:
    """Write every offer and import reference into one workbook; the same bytes each time."""
    workbook = xlsxwriter.Workbook(str(path), {"in_memory": True})
    workbook.set_properties({"title": f"Offres {YEAR} (démonstration)", "created": CREATED})
    dates = workbook.add_format({"num_format": "dd/mm/yyyy"})
    labels = {family.id: family.labels.fr for family in knowledge}
    offers = workbook.add_worksheet(OFFERS_FORM.sheet_names.fr)
    keys = [column.key for column in OFFERS_FORM.columns if column.in_template]
    _header(offers, [column.labels.fr for column in OFFERS_FORM.columns if column.in_template])
    for row, article in enumerate(articles(), 1):
        cells = _cells(article, labels)
        _write(offers, row, [cells.get(key) for key in keys], dates)
    imports = workbook.add_worksheet(IMPORTS_FORM.sheet_names.fr)
    keys = [column.key for column in IMPORTS_FORM.columns if column.in_template]
    _header(imports, [column.labels.fr for column in IMPORTS_FORM.columns if column.in_template])
    for row, price in enumerate(import_prices(), 1):
        _write(imports, row, [_import_cells(price, labels).get(key) for key in keys], dates)
    workbook.close()
    return path


def _header(sheet: Worksheet, labels: list[str]) -> None:
    for column, label in enumerate(labels):
        sheet.write(0, column, label)
    sheet.freeze_panes(1, 0)


def _write(sheet: Worksheet, row: int, cells: list[Cell], dates: Format) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, date):
            sheet.write_datetime(row, column, datetime.combine(cell, time()), dates)
        elif cell is not None:
            sheet.write(row, column, cell)


def _cells(article: Article, labels: dict[str, str]) -> dict[str, Cell]:
    titles = maker_titles(article.maker)
    certificate = titles.certificate
    if certificate is not None and titles.suspended_on is not None:
        certificate = Validity(certificate.number, certificate.starts, titles.suspended_on)
    cells: dict[str, Cell] = {
        "maker": article.maker.name,
        "ice": article.maker.ice,
        "region": str(article.maker.region.label),
        "device": article.name,
        "family": labels[article.family],
        "reference": article.reference,
        "gtin": article.gtin,
        "pack": article.pack_size if article.pack_size > 1 else None,
        "price": float(article.tiers[0][1]),
        "vat": float(article.vat),
        "minimum_order": article.minimum_order or None,
        "order_multiple": article.order_multiple if article.order_multiple > 1 else None,
        "capacity": float(article.line.monthly_capacity),
        "line": article.line.name,
        "lead_time": article.lead_time_days,
    }
    for number, (quantity, price) in enumerate(article.tiers[1:], 2):
        cells |= {f"tier{number}_quantity": quantity, f"tier{number}_price": float(price)}
    cells |= _title("declaration", titles.declaration)
    cells |= _title("certificate", certificate)
    cells |= _title("registration", article.registration)
    return cells | _title("authorisation", article.authorisation)


def _title(key: str, validity: Validity | None) -> dict[str, Cell]:
    if validity is None:
        return {}
    return {f"{key}_number": validity.number, f"{key}_from": validity.starts, f"{key}_to": validity.ends}


def _import_cells(price: ImportPrice, labels: dict[str, str]) -> dict[str, Cell]:
    return {
        "family": labels[price.family],
        "cif": float(price.cif),
        "duty": float(price.duty),
        "parafiscal": float(Decimal("0.0025")),
        "vat": float(price.vat),
        "source": IMPORT_SOURCE,
    }
