"""The buyers' files: the same lists, each laid out as that buyer's habits have it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from rakiza.demonstration.catalogue import YEAR
from rakiza.demonstration.lists import Group, ListLine, complement_of, groups, list_of

CREATED = datetime(2026, 11, 2, 8, 0, 0)  # noqa: DTZ001 - a workbook's dates carry no zone
Cell = str | int | float | None


def write_needs_files(folder: Path) -> tuple[Path, ...]:
    """Write one file a buyer into `folder`; the same bytes each time."""
    return tuple(write_needs_file(group, folder) for group in groups())


def write_needs_file(group: Group, folder: Path) -> Path:
    """Write the list of one buyer."""
    path = folder / group.file
    LAYOUTS[group.key](path, group, list_of(group))
    return path


def write_complement(group: Group, folder: Path) -> Path:
    """Write the list that a buyer sends later, laid out as the first."""
    stem, _, suffix = group.file.rpartition(".")
    path = folder / f"{stem}-complement.{suffix}"
    LAYOUTS[group.key](path, group, complement_of(group))
    return path


def _number(text: str) -> Cell:
    """A quantity as a number where it is one: some lines are faulty on purpose."""
    return int(text) if text.lstrip("-").isdigit() else text or None


def _price(line: ListLine) -> float | None:
    return float(line.price) if line.price is not None else None


def _workbook(path: Path, title: str) -> xlsxwriter.Workbook:
    workbook = xlsxwriter.Workbook(str(path), {"in_memory": True})
    workbook.set_properties({"title": title, "created": CREATED})
    return workbook


def _rows(sheet: Worksheet, first: int, rows: Sequence[Sequence[Cell]]) -> int:
    """Write rows from `first` on and return the next free row."""
    for offset, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(first + offset, column, cell)
    return first + len(rows)


def _deux_rives(path: Path, group: Group, lines: Sequence[ListLine]) -> None:
    """Titles and a merged banner above the header, sections between the lines, a total beneath."""
    workbook = _workbook(path, group.name)
    sheet = workbook.add_worksheet("Besoins 2027")
    bold = workbook.add_format({"bold": True, "align": "center"})
    sheet.merge_range(0, 0, 0, 6, group.name.upper(), bold)
    sheet.merge_range(1, 0, 1, 6, f"EXPRESSION DES BESOINS EN DISPOSITIFS MÉDICAUX - EXERCICE {YEAR}", bold)
    sheet.write(2, 0, "Direction des achats")
    header = (
        "N°",
        "Code",
        "Désignation de l'article",
        "Unité",
        "Conditionnement",
        "Qté annuelle",
        "PU TTC (DH)",
    )
    row = _rows(sheet, 4, [header])
    sections = sorted({line.section for line in lines})
    number = 0
    for section in sections:
        sheet.write(row, 2, section, bold)
        row += 1
        for line in (line for line in lines if line.section == section):
            number += 1
            cells = (
                number,
                line.code or None,
                line.text,
                line.unit,
                line.pack or None,
                _number(line.quantity),
                _price(line),
            )
            row = _rows(sheet, row, [cells])
    sheet.write(row + 1, 2, "TOTAL GÉNÉRAL", bold)
    sheet.write_formula(row + 1, 5, f"=SUM(F6:F{row})", None, sum(_total(line) for line in lines))
    sheet.set_column(2, 2, 60)
    workbook.close()


def _total(line: ListLine) -> int:
    number = _number(line.quantity)
    return number if isinstance(number, int) else 0


def _atlas_ocean(path: Path, group: Group, lines: Sequence[ListLine]) -> None:
    """One sheet a department, capitals, quantities by quarter, price before tax."""
    workbook = _workbook(path, group.name)
    notice = workbook.add_worksheet("LISEZ-MOI")
    _rows(notice, 0, [(group.name,), ("Chaque service remplit sa feuille avant le 31 octobre.",)])
    for section in sorted({line.section for line in lines}):
        sheet = workbook.add_worksheet(section.title()[:31])
        _rows(sheet, 0, [(f"{group.name} - {section}",), ()])
        header = ("ARTICLE", "U.M.", "T1", "T2", "T3", "T4", "P.U HT", "OBSERVATIONS")
        own = [line for line in lines if line.section == section]
        end = _rows(sheet, 2, [header, *(_by_quarter(line) for line in own)])
        sheet.write(end, 0, "TOTAL")
        sheet.set_column(0, 0, 60)
    workbook.close()


def _by_quarter(line: ListLine) -> tuple[Cell, ...]:
    before_tax = round(float(line.price) / 1.2, 4) if line.price is not None else None
    unit = f"{line.pack}" if line.pack else line.unit
    if not line.quantity.isdigit() or int(line.quantity) < 8:
        return (line.text, unit, _number(line.quantity), None, None, None, before_tax, None)
    quarter, rest = divmod(int(line.quantity), 4)
    return (line.text, unit, quarter + rest, quarter, quarter, quarter, before_tax, None)


def _detroit(path: Path, group: Group, lines: Sequence[ListLine]) -> None:
    """A csv of an old program: cp1252, semicolons, French numbers, a title line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([group.name, "", "", "", ""])
    writer.writerow([f"Besoins annuels {YEAR}", "", "", "", ""])
    writer.writerow([])
    writer.writerow(["Libellé", "Cdt", "Quantité demandée", "Prix unitaire TTC", "Observations"])
    for line in lines:
        pack = line.pack or ("" if line.unit == "U" else line.unit)
        writer.writerow([line.text, pack, _french(line.quantity), _french_price(line), ""])
    path.write_bytes(out.getvalue().encode("cp1252", errors="replace"))


def _french(quantity: str) -> str:
    if not quantity.isdigit():
        return quantity
    return f"{int(quantity):,}".replace(",", " ")


def _french_price(line: ListLine) -> str:
    return f"{line.price:,f}".replace(",", " ").replace(".", ",") if line.price is not None else ""


def _oasis(path: Path, group: Group, lines: Sequence[ListLine]) -> None:
    """Two languages in the header, empty rows, columns in another order, a second sheet of notes."""
    workbook = _workbook(path, group.name)
    sheet = workbook.add_worksheet("Liste")
    sheet.write(1, 1, group.name_ar)
    sheet.write(2, 1, f"Liste des besoins {YEAR}")
    header = ("Prix unitaire TTC", "الكمية", "الوحدة", "البيان", "Conditionnement")
    row = _rows(sheet, 5, [header])
    for number, line in enumerate(lines):
        if number % 40 == 39:
            row += 1
        cells = (_price(line), _number(line.quantity), line.unit, line.text, line.pack or None)
        row = _rows(sheet, row, [cells])
    sheet.set_column(3, 3, 60)
    notes = workbook.add_worksheet("Notes")
    _rows(notes, 0, [("Les prix sont ceux du dernier marché, taxe comprise.",), ("Livraison à Marrakech.",)])
    workbook.close()


Layout = Callable[[Path, Group, Sequence[ListLine]], None]
LAYOUTS: dict[str, Layout] = {
    "deux_rives": _deux_rives,
    "atlas_ocean": _atlas_ocean,
    "detroit": _detroit,
    "oasis": _oasis,
}
