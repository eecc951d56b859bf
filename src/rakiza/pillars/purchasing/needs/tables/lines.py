"""The list of needs: filtered, sorted, totalled, and exported as it can be imported again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from django.core.paginator import Page, Paginator
from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, Sum
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rakiza.kernel.imports.workbook import CellValue
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Region
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.purchasing.needs.enums import ImportState, NeedKind
from rakiza.pillars.purchasing.needs.forms import SORTS, STATES, NeedFilters
from rakiza.pillars.purchasing.needs.knowledge import family_label
from rakiza.pillars.purchasing.needs.models import NeedLine, NeedLineQuerySet
from rakiza.pillars.purchasing.needs.queries import imports_for, lines_for
from rakiza.pillars.purchasing.needs.tables.shown import EXCLUDED
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM
from rakiza.pillars.purchasing.spreadsheets.sheet_writer import (
    Book,
    write_choices,
    write_headings,
    write_lists,
    write_rows,
)
from rakiza.pillars.purchasing.spreadsheets.templates import template_columns
from rakiza.pillars.purchasing.spreadsheets.units import unit_label

VALUE = ExpressionWrapper(
    F("quantity") * F("reference_price"), output_field=DecimalField(max_digits=30, decimal_places=4)
)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the filtered lines come to; `value` counts the `priced` lines only."""

    lines: int
    priced: int
    to_confirm: int
    excluded: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force: its name, its value, and the parameter that removes it."""

    name: str | Promise
    value: str
    parameter: str


def with_latest_year(actor: Actor, filters: NeedFilters) -> tuple[NeedFilters, tuple[int, ...]]:
    """Return the filters with a year (the latest where none is asked) and the years there are."""
    years = tuple(imports_for(actor).order_by("-year").values_list("year", flat=True).distinct())
    if filters.year is None and years:
        filters = replace(filters, year=years[0])
    return filters, years


def filtered(actor: Actor, filters: NeedFilters) -> NeedLineQuerySet:
    """Return the lines that the filters keep, sorted; lines of undone imports only where asked by import."""
    lines = lines_for(actor, year=filters.year, search=filters.query, family=filters.family)
    if filters.import_id is None:
        # Named by number: a join would look up the import of each of a year's lines.
        undone = (
            imports_for(actor, filters.year).filter(state=ImportState.UNDONE).values_list("pk", flat=True)
        )
        lines = lines.exclude(need_import_id__in=list(undone))
    else:
        lines = lines.filter(need_import_id=filters.import_id)
    if filters.organisation_id is not None:
        lines = lines.filter(organisation_id=filters.organisation_id)
    if filters.kind:
        lines = lines.filter(kind=filters.kind)
    if filters.state:
        lines = lines.filter(_IN_STATE[filters.state])
    return _sorted(lines, filters)


_DEVICES = ~Q(kind__in=EXCLUDED)
_IN_STATE = {
    "confirmed": _DEVICES & Q(confirmed=True, to_confirm=False),
    "to_confirm": _DEVICES & Q(to_confirm=True),
    "pending": _DEVICES & Q(confirmed=False, to_confirm=False),
    "excluded": Q(kind__in=EXCLUDED),
    "remarks": _DEVICES & Q(remarks__gt=0),
    "narrow": _DEVICES & Q(narrow__gt=0),
    "excessive": _DEVICES & Q(excessive__gt=0),
}


def _sorted(lines: NeedLineQuerySet, filters: NeedFilters) -> NeedLineQuerySet:
    first, *rest = SORTS[filters.sort]
    if first == "value":
        lines = lines.annotate(value=VALUE)
    key = F(first).desc(nulls_last=True) if filters.descending else F(first).asc(nulls_last=True)
    return lines.order_by(key, *rest)


def page_of(lines: NeedLineQuerySet, number: str | None, count: int, size: int) -> Page[NeedLine]:
    """Return one page: its numbers are found first, so that sorting never carries the readings along."""
    keys = Paginator(lines.select_related(None).values_list("pk", flat=True), size)
    keys.count = count
    found = keys.get_page(number)
    rows = lines.order_by().in_bulk(list(found.object_list))
    return Page([rows[key] for key in found.object_list if key in rows], found.number, keys)  # type: ignore[arg-type]  # its numbers were replaced by their lines


def totals(lines: NeedLineQuerySet) -> Totals:
    """Return the totals of the filtered lines in one query."""
    row = lines.order_by().aggregate(
        lines=Count("pk"),
        priced=Count("pk", filter=Q(reference_price__isnull=False)),
        waiting=Count("pk", filter=_IN_STATE["to_confirm"]),
        excluded=Count("pk", filter=_IN_STATE["excluded"]),
        total=Sum(VALUE, filter=_DEVICES),
    )
    return Totals(row["lines"], row["priced"], row["waiting"], row["excluded"], Decimal(row["total"] or 0))


def families_among(actor: Actor, year: int | None, language: str) -> list[tuple[str, str]]:
    """Return the families of the year's lines with their names, by name."""
    found = (
        lines_for(actor, year=year).exclude(family="").order_by().values_list("family", flat=True).distinct()
    )
    return sorted(
        ((family, family_label(family, language)) for family in found), key=lambda pair: name_key(pair[1])
    )


def chips(filters: NeedFilters, language: str, organisations: dict[int, str]) -> list[Chip]:
    """Return the filters in force, each to be removed on its own; the year always holds."""
    found = []
    if filters.query:
        found.append(Chip(_("texte"), filters.query, "q"))
    if filters.state:
        found.append(Chip(_("état"), str(STATES[filters.state]), "etat"))
    if filters.family:
        found.append(Chip(_("famille"), family_label(filters.family, language), "famille"))
    if filters.kind:
        found.append(Chip(_("nature"), str(NeedKind(filters.kind).label), "nature"))
    if filters.import_id is not None:
        found.append(Chip(_("import"), _("n° %(number)s") % {"number": filters.import_id}, "import"))
    if filters.organisation_id is not None:
        found.append(Chip(_("membre"), organisations.get(filters.organisation_id, "—"), "membre"))
    return found


def write_lines(path: Path, lines: NeedLineQuerySet, language: str) -> None:
    """Write the lines under the template's headings, and the family they were read as, which imports ignore."""
    columns = (*template_columns(NEEDS_FORM), NEEDS_FORM.column("category"))
    with translation.override(language):
        book = Book.create(str(path), language, _("Besoins"))
        sheet = book.sheet(NEEDS_FORM.sheet_names.in_language(language))
        ranges = write_lists(
            book, "Listes" if language == "fr" else "Lists" if language == "en" else "القوائم"
        )
        write_headings(book, sheet, columns)
        write_choices(sheet, columns, ranges)
        count = write_rows(book, sheet, columns, _cells(lines, language))
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
        book.file.close()


def _cells(lines: NeedLineQuerySet, language: str) -> Iterator[dict[str, CellValue]]:
    regions = dict(Region.choices)
    for line in lines.iterator(chunk_size=2000):
        yield {
            "member": line.organisation.name_in(language),
            "designation": line.designation,
            "specification": line.specification,
            "quantity": float(line.quantity),
            "unit": unit_label(line.unit, language) if line.unit else "",
            "pack": str(line.pack_size) if line.pack_size else "",
            "q1": float(line.q1),
            "q2": float(line.q2),
            "q3": float(line.q3),
            "q4": float(line.q4),
            "price_ttc": None if line.reference_price is None else float(line.reference_price),
            "region": str(regions.get(line.region, line.region)),
            "note": line.note,
            "category": _read_as(line, language),
        }


def _read_as(line: NeedLine, language: str) -> str:
    return family_label(line.family, language) if line.family else str(NeedKind(line.kind).label)
