"""Reading a needs file into `Need` values; every row ends as a need, a problem, or counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from rakiza.engine.planning.values import Need, SourceRef
from rakiza.engine.reasons import Param
from rakiza.kernel.imports.cells import RowReader, SheetReader
from rakiza.kernel.imports.column_map import ColumnMap, read_column_map
from rakiza.kernel.imports.headers import SheetMapping
from rakiza.kernel.imports.numbers import WrittenNumber
from rakiza.kernel.imports.opening import open_workbook
from rakiza.kernel.imports.problems import ProblemKind, RowProblem
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.rows import ParsedSheet, RawRow, cell_text
from rakiza.kernel.imports.text import fold
from rakiza.kernel.imports.workbook import Workbook
from rakiza.pillars.purchasing.spreadsheets import problems as kinds
from rakiza.pillars.purchasing.spreadsheets.language import language
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM
from rakiza.pillars.purchasing.spreadsheets.offers_form import IMPORTS_FORM, OFFERS_FORM
from rakiza.pillars.purchasing.spreadsheets.originals import OriginalRow, original_row
from rakiza.pillars.purchasing.spreadsheets.section_titles import Read, section_titles
from rakiza.pillars.purchasing.spreadsheets.shared import money, region_code
from rakiza.pillars.purchasing.spreadsheets.sheets import check_year, decide, relevant
from rakiza.pillars.purchasing.spreadsheets.units import (
    BASE_UNITS,
    Pack,
    find_unit,
    parse_pack,
    unit_label,
    unit_proposals,
)

TITLES_SHOWN = 12
ABSURD_QUANTITY = Decimal(1_000_000_000)
DEFAULT_VAT = Decimal("0.20")
_PERIODS = tuple(f"q{number}" for number in range(1, 5))
_MONTHS = tuple(f"m{number}" for number in range(1, 13))


@dataclass(frozen=True, slots=True)
class NeedsFile:
    """What a needs file gave: `rejected_rows` are the rows left out, as they were written.

    `ignored` counts filled rows that are no line (titles above, totals, repeated headers);
    `unread_rows` counts those of sheets that couldn't be read (each sheet is among the problems).
    """

    file: str
    sha256: str
    needs: tuple[Need, ...]
    problems: tuple[RowProblem, ...]
    rejected: tuple[OriginalRow, ...]
    mappings: tuple[SheetMapping, ...]
    ignored: int = 0
    unread_rows: int = 0

    @property
    def rejected_rows(self) -> tuple[OriginalRow, ...]:
        """The rows left out, under the name that the command line uses."""
        return self.rejected


def read_needs(
    path: Path,
    *,
    member: str | None = None,
    year: int,
    column_map: ColumnMap | Path | None = None,
    read: Read | None = None,
) -> NeedsFile:
    """Return the needs of a file; `member` defaults to the file's name. FileRefused where unusable.

    `read` reads a designation; it helps to tell section titles from articles without a quantity.
    """
    said = read_column_map(column_map, NEEDS_FORM.keys()) if isinstance(column_map, Path) else column_map
    workbook = open_workbook(path)
    return needs_of(workbook, member=member or path.stem, year=year, column_map=said, read=read)


def needs_of(
    workbook: Workbook,
    *,
    member: str,
    year: int,
    column_map: ColumnMap | None = None,
    mappings: tuple[SheetMapping, ...] | None = None,
    read: Read | None = None,
    units: Mapping[str, Pack] | None = None,
) -> NeedsFile:
    """Return the needs of an opened workbook, under the mappings given or proposed.

    `units` says what units mean that the vocabulary doesn't know, by their folded text.
    """
    check_year(year)
    own = relevant(workbook, (OFFERS_FORM, IMPORTS_FORM))
    decided = decide(own, NEEDS_FORM, column_map=column_map, year=year, mappings=mappings)
    found = _Found(file=workbook.name, sha256=workbook.sha256, member=member, read=read, units=units or {})
    found.problems.extend(decided.problems)
    for parsed in decided.parsed.sheets:
        _read_sheet(parsed, found)
    if not found.needs and not found.rejected:
        raise FileRefused(Refusal.NO_ROWS, file=workbook.name)
    return NeedsFile(
        file=workbook.name,
        sha256=workbook.sha256,
        needs=tuple(found.needs),
        problems=tuple(found.problems),
        rejected=tuple(found.rejected),
        mappings=tuple(parsed.mapping for parsed in decided.parsed.sheets),
        ignored=found.titles + sum(parsed.ignored for parsed in decided.parsed.sheets),
        unread_rows=decided.unread_rows,
    )


@dataclass(slots=True)
class _Found:
    file: str
    sha256: str
    member: str
    read: Read | None = None
    units: Mapping[str, Pack] = field(default_factory=dict)
    titles: int = 0
    needs: list[Need] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rejected: list[OriginalRow] = field(default_factory=list)


@dataclass(slots=True)
class _SheetTally:
    """What is said once a sheet rather than once a row."""

    counted_in_packs: int = 0
    assumed_ttc: int = 0
    tax_added: int = 0
    first_lines: dict[tuple[str, str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A row's quantity by quarter and the unit written beside it."""

    total: Decimal
    quarters: tuple[Decimal, Decimal, Decimal, Decimal]
    written_unit: str = ""


def _read_sheet(parsed: ParsedSheet, found: _Found) -> None:
    sheet = SheetReader.of(found.file, parsed, NEEDS_FORM)
    tally = _SheetTally()
    titles = section_titles(parsed.rows, found.read)
    heading_rows = {title.row for title in titles}
    found.titles += len(titles)
    for row in sheet.rows():
        if row.raw.row in heading_rows:
            continue
        need = _need(row, found, tally)
        if need is not None and not row.failed:
            found.needs.append(need)
        else:
            found.rejected.append(original_row(row, default={"member": found.member}))
        found.problems.extend(row.problems)
    found.problems.extend(_sheet_warnings(parsed, sheet, tally))
    if titles:
        found.problems.append(_titles_problem(sheet, titles))


def _titles_problem(sheet: SheetReader, titles: Sequence[RawRow]) -> RowProblem:
    """Name what was taken for a title, so that an article among them is seen."""
    texts = list(dict.fromkeys(cell_text(title.cells["designation"]) for title in titles))
    shown = ", ".join(texts[:TITLES_SHOWN]) + (", …" if len(texts) > TITLES_SHOWN else "")
    return RowProblem(
        kinds.SECTION_TITLES,
        sheet.file,
        titles[0].sheet,
        titles[0].row,
        column=sheet.headings.get("designation", ""),
        params=(("count", len(titles)), ("titles", shown)),
    )


def _sheet_warnings(parsed: ParsedSheet, sheet: SheetReader, tally: _SheetTally) -> Iterable[RowProblem]:
    said: tuple[tuple[ProblemKind, str, int, Mapping[str, Param]], ...] = (
        (kinds.COUNTED_IN_PACKS, "pack", tally.counted_in_packs, {}),
        (kinds.PRICE_WITHOUT_TAX_WORD, "price", tally.assumed_ttc, {}),
        (kinds.PRICE_TAX_ADDED, "price_ht", tally.tax_added, {"rate": int(DEFAULT_VAT * 100)}),
    )
    for kind, key, count, params in said:
        if count:
            yield RowProblem(
                kind,
                sheet.file,
                parsed.mapping.sheet,
                parsed.mapping.header_row,
                column=sheet.headings.get(key, ""),
                params=tuple(sorted({"count": count, **params}.items())),
            )


def _need(row: RowReader, found: _Found, tally: _SheetTally) -> Need | None:
    designation = row.text("designation")
    if not designation and not row.failed:
        row.report(kinds.DESIGNATION_MISSING, "designation")
    amount = _amount(row)
    unit, pack_size, extra = _unit_and_pack(row, amount, tally, found.units)
    price = _price(row, tally)
    region = region_code(row, "region")
    member = row.text("member") or found.member
    specification = row.text("specification")
    text = ", ".join(part for part in (designation, extra) if part)
    note = " · ".join(
        part for part in (row.text("code"), row.text("establishment"), row.text("note")) if part
    )
    if amount is None or row.failed:
        return None
    _warn_of_duplicate(row, (fold(member), fold(f"{text}, {specification}"), unit or ""), tally)
    return Need(
        id=f"{found.sha256[:8]}:{row.raw.sheet}:{row.raw.row}",
        member=member,
        designation=text,
        quantity=amount.total,
        unit=unit,
        quarters=amount.quarters,
        source=SourceRef(found.file, row.raw.sheet, row.raw.row),
        pack_size=pack_size,
        reference_price=price,
        region=region,
        note=note,
        specification=specification,
    )


def _warn_of_duplicate(row: RowReader, line: tuple[str, str, str], tally: _SheetTally) -> None:
    first = tally.first_lines.setdefault(line, row.raw.row)
    if first != row.raw.row:
        row.report(kinds.DUPLICATE_LINE, "designation", first=first)


def _amount(row: RowReader) -> _Amount | None:
    """Return the year's quantity and its quarters, however it was given."""
    yearly = _quantity(row, "quantity")
    quarters = {key: _quantity(row, key) for key in _PERIODS if key in row.raw.cells}
    months = {key: _quantity(row, key) for key in _MONTHS if key in row.raw.cells}
    if row.failed:
        return None
    split = _split(quarters, months)
    if split is None and yearly is None:
        row.report(kinds.QUANTITY_MISSING, "quantity")
        return None
    total = sum(split, Decimal(0)) if split is not None else yearly.value if yearly else Decimal(0)
    if split is not None and yearly is not None and yearly.value != total:
        row.report(kinds.QUARTERS_DISAGREE, "quantity", sum=format(total, "f"))
        return None
    if total == 0:
        row.report(kinds.QUANTITY_ZERO, "quantity")
        return None
    return _Amount(total, split or even_quarters(total), yearly.after if yearly else "")


def _split(
    quarters: Mapping[str, WrittenNumber | None], months: Mapping[str, WrittenNumber | None]
) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    if any(number is not None for number in quarters.values()):
        values = [quarters.get(key) for key in _PERIODS]
        amounts = [number.value if number else Decimal(0) for number in values]
        return amounts[0], amounts[1], amounts[2], amounts[3]
    if any(number is not None for number in months.values()):
        each = [number.value if (number := months.get(key)) else Decimal(0) for key in _MONTHS]
        sums = [sum(each[start : start + 3], Decimal(0)) for start in (0, 3, 6, 9)]
        return sums[0], sums[1], sums[2], sums[3]
    return None


def even_quarters(total: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Split a year's quantity evenly; whole quantities stay whole, the first quarters take the rest."""
    if total == total.to_integral_value():
        share, rest = divmod(int(total), 4)
        parts = [Decimal(share + (quarter < rest)) for quarter in range(4)]
    else:
        parts = [total / 4] * 3
        parts.append(total - sum(parts, Decimal(0)))
    return parts[0], parts[1], parts[2], parts[3]


def _quantity(row: RowReader, key: str) -> WrittenNumber | None:
    number = row.written_number(key)
    if number is None:
        return None
    if number.value < 0:
        row.report(kinds.QUANTITY_NOT_POSITIVE, key)
    elif number.value > ABSURD_QUANTITY:
        row.report(kinds.QUANTITY_ABSURD, key, limit=int(ABSURD_QUANTITY))
    elif number.product:
        row.report(kinds.QUANTITY_PRODUCT, key, understood=format(number.value, "f"))
    return number


def _unit_and_pack(
    row: RowReader, amount: _Amount | None, tally: _SheetTally, units: Mapping[str, Pack]
) -> tuple[str | None, int | None, str]:
    """Return the unit counted, how many base units it holds, and words left to the reading."""
    stated = _stated_unit(row, amount, units)
    pack_text = row.text("pack")
    pack = parse_pack(pack_text) or units.get(fold(pack_text)) if pack_text else Pack()
    extra = ""
    if pack is None:
        row.report(kinds.PACK_UNREAD, "pack")
        pack, extra = Pack(), pack_text
    elif pack.measure:
        extra = pack_text
    unit = stated.unit
    if unit is None and (pack.unit or pack.size):
        unit = pack.unit
        tally.counted_in_packs += not row.failed
    if unit in BASE_UNITS:
        return unit, None, extra
    return unit, stated.size or pack.size, extra


def _stated_unit(row: RowReader, amount: _Amount | None, units: Mapping[str, Pack]) -> Pack:
    """Return the unit of the row: its own column, else written beside the quantity, else in the header."""
    written = (
        _known(row, amount.written_unit, "quantity", units) if amount and amount.written_unit else Pack()
    )
    text = row.text("unit")
    own = _known(row, text, "unit", units) if text else Pack()
    if own.unit and written.unit and own.unit != written.unit and not {own.unit, written.unit} <= BASE_UNITS:
        row.report(
            kinds.UNITS_DISAGREE,
            "quantity",
            written=unit_label(written.unit, language()),
            unit=unit_label(own.unit, language()),
        )
    if own.unit or own.size:
        return own
    if written.unit:
        return written
    hint = row.sheet.hints.get("quantity", "")
    return Pack(find_unit(hint)) if hint else Pack()


def _known(row: RowReader, text: str, key: str, units: Mapping[str, Pack]) -> Pack:
    unit = find_unit(text)
    if unit is not None:
        return Pack(unit)
    pack = parse_pack(text)
    if pack is None or (pack.unit is None and pack.size is None):
        if said := units.get(fold(text)):
            return said
        proposals = ", ".join(unit_proposals(text, language()))
        row.report(kinds.UNIT_UNKNOWN, key, value=text, proposals=proposals)
        return Pack()
    return pack


def _price(row: RowReader, tally: _SheetTally) -> Decimal | None:
    """Return what one unit costs today, tax included; None where no usable price is written."""
    for key in ("price_ttc", "price_ht", "price"):
        if row.is_empty(key):
            continue
        price = money(row, key)
        if price is None:
            return None
        if key == "price_ht":
            rate = row.rate("vat")
            tally.tax_added += not row.failed
            return (price * (1 + (DEFAULT_VAT if rate is None else rate))).quantize(
                Decimal("0.0001")
            ).normalize() + 0
        tally.assumed_ttc += key == "price" and not row.failed
        return price
    return None
