"""What a person looks at before confirming: problems by cause, readings by what is at stake."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, Min, OuterRef, Q, QuerySet, Sum

from rakiza.engine.reading.values import PackReading
from rakiza.kernel.imports.text import fold
from rakiza.pillars.purchasing.needs.enums import ProblemSeverity
from rakiza.pillars.purchasing.needs.models import ImportProblem, NeedImport, NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.queries import sentence_of
from rakiza.pillars.purchasing.needs.tables.lines import VALUE
from rakiza.pillars.purchasing.needs.tables.shown import EXCLUDED, ShownReading, said_packaging, shown_reading
from rakiza.pillars.purchasing.needs.unit_aliases import LONGEST, said_units
from rakiza.pillars.purchasing.needs.values import reading_of
from rakiza.pillars.purchasing.spreadsheets import problems as kinds

_UNITS = frozenset({kinds.UNIT_UNKNOWN.code, kinds.PACK_UNREAD.code})
_BY_VALUE = _UNITS | {kinds.REGION_UNKNOWN.code}
PLACES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one cause: the sentence of the first, how many rows, the first places.

    `unit` is the unit or pack that a person may explain once for all of them, else empty.
    """

    severity: str
    sentence: str
    column: str
    count: int
    places: tuple[ImportProblem, ...]
    unit: str = ""

    @property
    def more(self) -> int:
        """How many places are not listed."""
        return self.count - len(self.places)


@dataclass(frozen=True, slots=True)
class TextToConfirm:
    """One text whose reading wants a look, with its lines of this import together."""

    line: NeedLine
    reading: ShownReading
    lines: int
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What confirming an import would count."""

    devices: int
    excluded: int
    waiting: int
    texts_waiting: int
    value: Decimal


def problem_groups(need_import: NeedImport) -> tuple[ProblemGroup, ...]:
    """Return the problems by cause, errors first, the most frequent first."""
    groups: dict[tuple[str, str, str, str], list[ImportProblem]] = {}
    for problem in ImportProblem.objects.filter(need_import=need_import).order_by("pk"):
        key = fold(_value(problem)) if problem.code in _BY_VALUE else ""
        groups.setdefault((problem.severity, problem.code, problem.column, key), []).append(problem)
    shown = [
        ProblemGroup(
            severity,
            sentence_of(found[0]),
            column,
            len(found),
            tuple(found[:PLACES_SHOWN]),
            unit=_value(found[0])[:LONGEST] if code in _UNITS and key else "",
        )
        for (severity, code, column, key), found in groups.items()
    ]
    return tuple(sorted(shown, key=lambda group: (group.severity != ProblemSeverity.ERROR, -group.count)))


def _value(problem: ImportProblem) -> str:
    """Return what isn't understood: the unit alone where the cell says more (`50 touques`)."""
    return str(problem.params.get("value", problem.value))


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit that a person explained, in words."""

    written: str
    meaning: str


def shown_units(need_import: NeedImport, language: str) -> tuple[ShownUnit, ...]:
    """Return what was said of the import's units."""
    return tuple(
        ShownUnit(said.written, said_packaging(PackReading(said.size, said.unit), language))
        for said in said_units(need_import)
    )


def texts_to_confirm(need_import: NeedImport) -> QuerySet[NeedLine, Any]:
    """Return the texts to look at, the dearest first, then the least sure (rows for a paginator)."""
    waiting = NeedLine.objects.filter(need_import=need_import).to_confirm()
    return (
        waiting.order_by()
        .values("folded")
        .annotate(
            count=Count("pk"),
            first=Min("pk"),
            total=Sum(VALUE, output_field=DecimalField(max_digits=30, decimal_places=4)),
            least=Min("confidence"),
        )
        .order_by(F("total").desc(nulls_last=True), "least", "first")
    )


def shown_texts(rows: list[Any], language: str) -> list[TextToConfirm]:
    """Return a page of texts in words."""
    lines = NeedLine.objects.in_bulk([row["first"] for row in rows])
    return [
        TextToConfirm(
            line=lines[row["first"]],
            reading=shown_reading(reading_of(lines[row["first"]]), language),
            lines=row["count"],
            value=row["total"],
        )
        for row in rows
    ]


def remembered_count(need_import: NeedImport) -> int:
    """Return how many lines are read as the member's people said before."""
    said = ReadingCorrection.objects.filter(
        organisation_id=need_import.organisation_id, folded=OuterRef("folded")
    )
    return need_import.lines.filter(Exists(said)).count()


def tally(need_import: NeedImport) -> Tally:
    """Return what confirming would count, in one query."""
    device = ~Q(kind__in=EXCLUDED)
    row = need_import.lines.aggregate(
        devices=Count("pk", filter=device),
        excluded=Count("pk", filter=~device),
        waiting=Count("pk", filter=Q(to_confirm=True)),
        texts=Count("folded", filter=Q(to_confirm=True), distinct=True),
        total=Sum(VALUE, filter=device),
    )
    return Tally(row["devices"], row["excluded"], row["waiting"], row["texts"], Decimal(row["total"] or 0))
