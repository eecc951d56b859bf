"""Reading an offers file: makers, devices, offers, titles, and the import references beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.families import Family
from rakiza.engine.planning.values import (
    Device,
    ImportReference,
    Maker,
    PriceTier,
    SourceRef,
    SupplyOffer,
    Title,
)
from rakiza.engine.reading.values import Reading
from rakiza.kernel.imports.cells import RowReader, SheetReader
from rakiza.kernel.imports.column_map import ColumnMap, read_column_map
from rakiza.kernel.imports.headers import SheetMapping, propose
from rakiza.kernel.imports.opening import open_workbook
from rakiza.kernel.imports.problems import RowProblem
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.text import fold
from rakiza.kernel.imports.workbook import Workbook
from rakiza.pillars.purchasing.spreadsheets import offer_cells as cells
from rakiza.pillars.purchasing.spreadsheets import offer_problems as kinds
from rakiza.pillars.purchasing.spreadsheets.families import FamilyNames
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM
from rakiza.pillars.purchasing.spreadsheets.offers_form import IMPORTS_FORM, OFFERS_FORM
from rakiza.pillars.purchasing.spreadsheets.originals import OriginalRow, original_row
from rakiza.pillars.purchasing.spreadsheets.shared import region_code
from rakiza.pillars.purchasing.spreadsheets.sheets import DecidedRows, check_year, decide, relevant

Read = Callable[[str], Reading]
Accept = Callable[[RowReader, Maker, Device, SupplyOffer], None]
DEFAULT_VAT = Decimal("0.20")
DEFAULT_PARAFISCAL = Decimal("0.0025")


@dataclass(frozen=True, slots=True)
class OffersFile:
    """What an offers file gave; `rejected_rows`, `ignored` and `unread_rows` as in `NeedsFile`."""

    file: str
    sha256: str
    makers: tuple[Maker, ...]
    devices: tuple[Device, ...]
    offers: tuple[SupplyOffer, ...]
    titles: tuple[Title, ...]
    imports: tuple[ImportReference, ...]
    problems: tuple[RowProblem, ...]
    rejected: tuple[OriginalRow, ...]
    mappings: tuple[SheetMapping, ...]
    ignored: int = 0
    unread_rows: int = 0

    @property
    def rejected_rows(self) -> tuple[OriginalRow, ...]:
        """The rows left out, under the name that the command line uses."""
        return self.rejected


def read_offers(
    path: Path,
    *,
    year: int,
    read: Read,
    families: Iterable[Family] = (),
    column_map: ColumnMap | Path | None = None,
) -> OffersFile:
    """Return the offers of a file. `read` reads a designation; FileRefused where unusable."""
    keys = OFFERS_FORM.keys() | IMPORTS_FORM.keys()
    said = read_column_map(column_map, keys) if isinstance(column_map, Path) else column_map
    return offers_of(open_workbook(path), year=year, read=read, families=families, column_map=said)


def offers_of(
    workbook: Workbook,
    *,
    year: int,
    read: Read,
    families: Iterable[Family] = (),
    column_map: ColumnMap | None = None,
    mappings: tuple[SheetMapping, ...] | None = None,
    accept: Accept | None = None,
) -> OffersFile:
    """Return the offers of an opened workbook, under the mappings given or proposed.

    `accept` looks at each sound row before it is kept, and reports what the reader of the file doesn't take.
    """
    check_year(year)
    own, imports = _partition(relevant(workbook, (NEEDS_FORM,)))
    found = _Found(workbook.name, workbook.sha256, year, read, FamilyNames.of(families), accept)
    decided = decide(own, OFFERS_FORM, column_map=column_map, year=year, mappings=mappings)
    _read_rows(decided, found, _offer)
    parts = [decided]
    if imports.sheets:
        beside = decide(imports, IMPORTS_FORM, column_map=None, year=year)
        _read_rows(beside, found, _import_reference)
        parts.append(beside)
    if not found.offers and not found.rejected:
        raise FileRefused(Refusal.NO_ROWS, file=workbook.name)
    return found.result(parts)


def _partition(workbook: Workbook) -> tuple[Workbook, Workbook]:
    """Tell the sheets of import references from those of offers, by name, else by their columns."""
    names = {
        fold(name)
        for name in (IMPORTS_FORM.sheet_names.fr, IMPORTS_FORM.sheet_names.ar, IMPORTS_FORM.sheet_names.en)
    }
    by_columns = {
        proposal.sheet
        for proposal in propose(workbook, IMPORTS_FORM)
        if proposal.header_row is not None and not proposal.missing and not proposal.ambiguous
    }
    as_offers = {
        proposal.sheet
        for proposal in propose(workbook, OFFERS_FORM)
        if proposal.header_row is not None and not proposal.missing
    }
    imports = tuple(
        sheet
        for sheet in workbook.sheets
        if fold(sheet.name) in names or (sheet.name in by_columns and sheet.name not in as_offers)
    )
    offers = tuple(sheet for sheet in workbook.sheets if sheet not in imports)
    filled = tuple(sheet for sheet in imports if len(sheet.rows) > 1)  # a header alone is an unused template
    return Workbook(workbook.name, workbook.sha256, offers), Workbook(workbook.name, workbook.sha256, filled)


@dataclass(slots=True)
class _Found:
    file: str
    sha256: str
    year: int
    read: Read
    families: FamilyNames
    accept: Accept | None = None
    makers: dict[str, Maker] = field(default_factory=dict)
    devices: dict[str, tuple[Device, int]] = field(default_factory=dict)
    offers: list[SupplyOffer] = field(default_factory=list)
    titles: dict[Title, None] = field(default_factory=dict)
    imports: dict[tuple[str, str], tuple[ImportReference, int]] = field(default_factory=dict)
    offered: dict[str, int] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    rejected: list[OriginalRow] = field(default_factory=list)

    def result(self, parts: list[DecidedRows]) -> OffersFile:
        parsed = [sheet for part in parts for sheet in part.parsed.sheets]
        return OffersFile(
            file=self.file,
            sha256=self.sha256,
            makers=tuple(self.makers.values()),
            devices=tuple(device for device, _ in self.devices.values()),
            offers=tuple(self.offers),
            titles=tuple(self.titles),
            imports=tuple(reference for reference, _ in self.imports.values()),
            problems=tuple(self.problems),
            rejected=tuple(self.rejected),
            mappings=tuple(sheet.mapping for sheet in parsed),
            ignored=sum(sheet.ignored for sheet in parsed),
            unread_rows=sum(part.unread_rows for part in parts),
        )


def _read_rows(decided: DecidedRows, found: _Found, take: Callable[[RowReader, _Found], None]) -> None:
    found.problems.extend(decided.problems)
    for parsed in decided.parsed.sheets:
        sheet = SheetReader.of(found.file, parsed, OFFERS_FORM if take is _offer else IMPORTS_FORM)
        for row in sheet.rows():
            take(row, found)
            if row.failed:
                found.rejected.append(original_row(row))
            found.problems.extend(row.problems)


def slug(text: str) -> str:
    """Return a text as a stable identifier: folded words joined by hyphens."""
    return re.sub(r"\s+", "-", fold(text))


def _maker(row: RowReader) -> Maker:
    name = row.text("maker")
    if not name and not row.failed:
        row.report(kinds.MAKER_MISSING, "maker")
    return Maker(id=slug(name), name=name, ice=cells.ice(row), region=region_code(row, "region"))


def _device(row: RowReader, maker: Maker, found: _Found) -> Device | None:
    name = row.text("device")
    if not name:
        if not row.failed:
            row.report(kinds.DEVICE_MISSING, "device")
        return None
    reference, gtin, size = row.text("reference"), cells.gtin(row), cells.pack_size(row)
    text = ", ".join(part for part in (name, row.text("attributes")) if part)
    reading = found.read(text)
    family = _family(row, reading, text, found)
    if family is None:
        return None
    return Device(
        id=f"{maker.id}/{slug(reference or gtin or text)}",
        maker=maker.id,
        family=family,
        name=name,
        attributes=reading.attributes,
        gtin=gtin,
        reference=reference,
        pack_size=size,
    )


def _family(row: RowReader, reading: Reading, text: str, found: _Found) -> str | None:
    written = row.text("family")
    if written:
        family = found.families.find(written)
        if family is None and reading.family and not found.families.by_name:
            family = reading.family  # no list of families was given to hold the cell against
        if family is None:
            proposals = ", ".join(found.families.proposals(written)) or (reading.family or "?")
            row.report(kinds.FAMILY_UNKNOWN, "family", proposals=proposals)
        return family
    if reading.family is None:
        row.report(kinds.FAMILY_UNREAD, "device", text=text)
    return reading.family


def _offer(row: RowReader, found: _Found) -> None:
    """Read one row; nothing of it is kept unless the whole row stands."""
    maker = _maker(row)
    device = _device(row, maker, found)
    tiers = cells.tiers(row, device.pack_size if device else 1)
    offer = _terms(row, device, tiers, found)
    titles = cells.titles(row, maker.id, device.id if device else "", found.year)
    if device is not None and not row.failed and found.accept is not None:
        found.accept(row, maker, device, offer)
    if device is None or row.failed:
        return
    known = found.devices.get(device.id)
    if known is not None and (known[0].family, known[0].attributes) != (device.family, device.attributes):
        row.report(kinds.DEVICE_DIFFERS, "reference" if device.reference else "device", first=known[1])
        return
    first = found.offered.setdefault(device.id, row.raw.row)
    if first != row.raw.row:
        row.report(kinds.DUPLICATE_OFFER, "device", first=first)
    found.devices.setdefault(device.id, (device, row.raw.row))
    _merge_maker(maker, found)
    found.offers.append(offer)
    found.titles.update(dict.fromkeys(titles))


def _merge_maker(maker: Maker, found: _Found) -> None:
    """Keep the maker once; what one row leaves blank another may say."""
    known = found.makers.get(maker.id, maker)
    found.makers[maker.id] = Maker(maker.id, known.name, known.ice or maker.ice, known.region or maker.region)


def _terms(row: RowReader, device: Device | None, tiers: tuple[PriceTier, ...], found: _Found) -> SupplyOffer:
    vat = row.rate("vat")
    valid_from, valid_to = cells.interval(row, "valid_from", "valid_to")
    return SupplyOffer(
        id=f"{found.sha256[:8]}:{row.raw.sheet}:{row.raw.row}",
        device=device.id if device else "",
        tiers=tiers,
        vat_rate=DEFAULT_VAT if vat is None else vat,
        minimum_order=cells.not_negative(row, "minimum_order"),
        order_multiple=cells.positive(row, "order_multiple", Decimal(1)),
        monthly_capacity=cells.capacity(row),
        line=row.text("line") or None,
        lead_time_days=int(cells.not_negative(row, "lead_time")),
        delivery_cost=cells.not_negative(row, "delivery_cost"),
        valid_from=valid_from,
        valid_to=valid_to,
        source=SourceRef(found.file, row.raw.sheet, row.raw.row),
    )


def _import_reference(row: RowReader, found: _Found) -> None:
    text, designation = row.text("family") or row.text("designation"), row.text("designation")
    family = _import_family(row, text, found)
    cif = cells.price(row, "cif")
    if cif is None and not row.failed:
        row.report(kinds.CIF_NOT_POSITIVE, "cif")
    duty, parafiscal, vat = row.rate("duty"), row.rate("parafiscal"), row.rate("vat")
    source = row.text("source")
    if family is None or cif is None or row.failed:
        return
    known = found.imports.get((family, fold(designation)))
    if known is not None:
        row.report(kinds.DUPLICATE_IMPORT, "family", first=known[1])
        return
    reference = ImportReference(
        family=family,
        cif=cif,
        duty_rate=Decimal(0) if duty is None else duty,
        parafiscal_rate=DEFAULT_PARAFISCAL if parafiscal is None else parafiscal,
        vat_rate=DEFAULT_VAT if vat is None else vat,
        source=source,
        designation=designation,
        attributes=_described(family, designation, found),
    )
    found.imports[family, fold(designation)] = (reference, row.raw.row)


def _import_family(row: RowReader, text: str, found: _Found) -> str | None:
    family = found.families.find(text) if text else None
    if family is None and not row.failed:
        family = found.read(text).family if text else None
        if family is None:
            row.report(
                kinds.FAMILY_UNKNOWN, "family", proposals=", ".join(found.families.proposals(text)) or "?"
            )
    return family


def _described(family: str, designation: str, found: _Found) -> tuple[AttributeValue, ...]:
    """What the designation states, where it is read as the family written beside it."""
    if not designation:
        return ()
    reading = found.read(designation)
    return reading.attributes if reading.family == family else ()
