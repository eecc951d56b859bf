"""What a person looks at before confirming: problems by cause, readings by what is at stake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from rakiza.engine.reading.values import PackReading
from rakiza.kernel.imports.text import fold
from rakiza.pillars.purchasing.needs.enums import Memory, ProblemSeverity
from rakiza.pillars.purchasing.needs.models import ImportProblem, NeedImport, NeedLine
from rakiza.pillars.purchasing.needs.queries import sentence_of
from rakiza.pillars.purchasing.needs.stakes import at_stake, imported
from rakiza.pillars.purchasing.needs.tables.lines import VALUE
from rakiza.pillars.purchasing.needs.tables.shown import EXCLUDED, ShownReading, said_packaging, shown_reading
from rakiza.pillars.purchasing.needs.unit_aliases import LONGEST, said_units
from rakiza.pillars.purchasing.needs.values import reading_of
from rakiza.pillars.purchasing.spreadsheets import problems as kinds

_UNITS = frozenset({kinds.UNIT_UNKNOWN.code, kinds.PACK_UNREAD.code})
_BY_VALUE = _UNITS | {kinds.REGION_UNKNOWN.code}
PLACES_SHOWN = 20
DECISIONS_SHOWN = 8


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
    """One text whose reading wants a look, with its lines of this import together.

    `value` is what is at stake, None where no price is known; `estimated` where an import price
    stands in for the member's own. `quantity` is as written, packs as packs.
    """

    line: NeedLine
    reading: ShownReading
    lines: int
    value: Decimal | None
    estimated: bool
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person settled in one go: readings accepted together, or one text corrected."""

    at: datetime
    name: str
    lines: int
    texts: int
    first: str
    corrected: bool

    @property
    def stamp(self) -> str:
        """The moment, as a form sends it back."""
        return self.at.isoformat()


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
    """Return the texts to look at, the most money at stake first (rows for a paginator).

    Then those of no known price, the largest quantities first; then the least sure.
    """
    waiting = NeedLine.objects.filter(need_import=need_import).to_confirm()
    return (
        waiting.order_by()
        .annotate(stake=at_stake(), imported=imported())
        .values("folded")
        .annotate(
            count=Count("pk"),
            first=Min("pk"),
            total=Sum("stake"),
            estimated=Max("imported"),
            quantities=Sum("quantity"),
            least=Min("confidence"),
        )
        .order_by(F("total").desc(nulls_last=True), F("quantities").desc(), "least", "first")
    )


def shown_texts(rows: list[Any], language: str) -> list[TextToConfirm]:
    """Return a page of texts in words."""
    lines = NeedLine.objects.in_bulk([row["first"] for row in rows])
    return [
        TextToConfirm(
            line=lines[row["first"]],
            reading=shown_reading(reading_of(lines[row["first"]]), language),
            lines=row["count"],
            value=None if row["total"] is None else Decimal(row["total"]),
            estimated=bool(row["estimated"]),
            quantity=Decimal(row["quantities"]),
        )
        for row in rows
    ]


def remembered_counts(need_import: NeedImport) -> tuple[tuple[Memory, int], ...]:
    """Return how many lines rest on people's corrections, by whose word."""
    counted = dict(
        need_import.lines.exclude(memory="")
        .filter(to_confirm=False, confirmed_by__isnull=True)
        .order_by()
        .values_list("memory")
        .annotate(count=Count("pk"))
    )
    return tuple((memory, counted[memory]) for memory in Memory if memory in counted)


def decisions(need_import: NeedImport) -> tuple[Decision, ...]:
    """Return what was lately settled in one go, the latest first; each can be taken back whole."""
    rows = (
        need_import.lines.changeable()
        .filter(confirmed_at__isnull=False)
        .order_by()
        .values("confirmed_at", "confirmed_by__name")
        .annotate(
            lines=Count("pk"),
            texts=Count("folded", distinct=True),
            first=Min("designation"),
            corrected=Count("pk", filter=Q(memory=Memory.OWN)),
        )
        .order_by("-confirmed_at")[:DECISIONS_SHOWN]
    )
    return tuple(
        Decision(
            at=row["confirmed_at"],
            name=row["confirmed_by__name"] or "",
            lines=row["lines"],
            texts=row["texts"],
            first=row["first"],
            corrected=row["corrected"] > 0,
        )
        for row in rows
        if row["confirmed_at"] is not None
    )


@dataclass(frozen=True, slots=True)
class Remarked:
    """How many lines ask for something that a buyer should keep or relax, by what shows it.

    `words`: the words and the values; `narrow`: a clause that one local maker at most met when the list
    was read; `excessive`: a clause that shut local makers out.
    """

    words: int
    narrow: int
    excessive: int


def remarked(need_import: NeedImport) -> Remarked:
    """Return how many lines call for a decision, in one query."""
    row = need_import.lines.exclude(kind__in=EXCLUDED).aggregate(
        words=Count("pk", filter=Q(remarks__gt=0)),
        narrow=Count("pk", filter=Q(narrow__gt=0)),
        excessive=Count("pk", filter=Q(excessive__gt=0)),
    )
    return Remarked(row["words"], row["narrow"], row["excessive"])


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
