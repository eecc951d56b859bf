"""What list pages share: filters as removable chips, an order, one page, and the export of just that."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rakiza.kernel.documents.safe_cells import safe_cell
from rakiza.kernel.documents.table import Cell, Sheet, Styled
from rakiza.kernel.documents.workbook import write_workbook
from rakiza.kernel.imports.numbers import parse_number
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.wording.formats import number

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ORDER = "tri"
Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound="QuerySet[Any]")
# What an address may order by: a column, or a name in the reader's language.
Columns = Mapping[str, str | NameColumn]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, and the address's query without it."""

    name: str
    value: str
    without: str


def chip(request: HttpRequest, parameter: str, name: object, value: object) -> Chip:
    """Return the chip that removes one parameter from the address."""
    query = request.GET.copy()
    query.pop(parameter, None)
    query.pop("page", None)
    return Chip(str(name), str(value), f"?{query.urlencode()}")


def ordered(request: HttpRequest, rows: Rows, columns: Mapping[str, str | NameColumn], default: str) -> Rows:
    """Order by the column that the address names (`-` before it: downwards); unknown names mean the default."""
    stated = request.GET.get(ORDER, "")
    key = stated if stated.removeprefix("-") in columns else default
    column = columns[key.removeprefix("-")]
    field = column.expression() if isinstance(column, NameColumn) else F(column)
    order = field.desc(nulls_last=True) if key.startswith("-") else field.asc(nulls_last=True)
    return rows.order_by(order, "pk")


def whole(text: str) -> int | None:
    """Return the number that an address names; None for what is none, or is beyond any that exists."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def one_page(request: HttpRequest, rows: QuerySet[Row] | Sequence[Row], size: int = PAGE_SIZE) -> Page[Row]:
    """Return the page that the address names; a number out of range gives the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def searched_page(
    request: HttpRequest, rows: QuerySet[Row], whole: QuerySet[Row], size: int = PAGE_SIZE
) -> Page[Row]:
    """Return the page that the address names, as `one_page` does, in as few questions to the database as it takes.

    A search that ends on its first page isn't run again to count it. A page is cut by keys alone: it joins fifty
    rows, not fifty thousand. They come from `whole`, all rows that the reader may see with what they are shown with.
    """
    keys = rows.select_related(None).only("pk")
    page = _first_page(keys, size) if request.GET.get("page", "1") == "1" else one_page(request, keys, size)
    found = whole.order_by().in_bulk([one.pk for one in page.object_list])
    page.object_list = [found[one.pk] for one in page.object_list if one.pk in found]
    return page


def _first_page(rows: QuerySet[Row], size: int) -> Page[Row]:
    first = list(rows[: size + 1])
    ends_here = len(first) <= size
    return Page(first[:size], 1, Paginator(first if ends_here else rows, size))


def workbook_response(sheets: Iterable[Sheet], name: str, title: str) -> HttpResponse:
    """Return a workbook as a download."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_workbook(path, sheets, title=title, right_to_left=(get_language() or "").startswith("ar"))
        content = path.read_bytes()
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})


def csv_response(sheet: Sheet, name: str) -> HttpResponse:
    """Return one sheet as a CSV file: comma, UTF-8 with its mark, numbers and dates as programs read them.

    A text that a spreadsheet would take for a formula is quoted by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.title for column in sheet.columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _csv_cell(cell: Cell) -> object:
    value = cell.value if isinstance(cell, Styled) else cell
    return safe_cell(value) if isinstance(value, str) else value


class QuantityField(forms.Field):
    """A number as people write it: grouped by spaces, a comma or a point before decimals."""

    def __init__(
        self,
        *,
        least: Decimal | None = None,
        most: Decimal | None = None,
        required: bool = True,
        **options: object,
    ) -> None:
        super().__init__(
            required=required,
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "class": "input input-sm w-full", "dir": "ltr"}
            ),
            **options,  # type: ignore[arg-type]
        )
        self.least, self.most = least, most

    def prepare_value(self, value: object) -> object:
        """Show a number as the reader writes it; what was typed wrongly stays as typed."""
        return number(value) if isinstance(value, Decimal) else value

    def to_python(self, value: object) -> Decimal | None:
        """Return the number; a readable refusal otherwise."""
        text = str(value or "").strip()
        if not text:
            return None
        written = parse_number(text, lone_group_is_thousands=False)
        if written is None:
            raise ValidationError(_("« %(text)s » n'est pas un nombre.") % {"text": text})
        if self.least is not None and written.value < self.least:
            raise ValidationError(_("Au moins %(least)s.") % {"least": number(self.least)})
        if self.most is not None and written.value > self.most:
            raise ValidationError(_("Au plus %(most)s.") % {"most": number(self.most)})
        return written.value
