"""Reading the cells of one row into typed values; what doesn't parse becomes a problem of the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from rakiza.engine.reasons import Param
from rakiza.kernel.imports.columns import Form, Value
from rakiza.kernel.imports.dates import parse_date
from rakiza.kernel.imports.numbers import Habit, WrittenNumber, exact_decimal, habit_of, parse_number
from rakiza.kernel.imports.problems import ProblemKind, RowProblem, Severity
from rakiza.kernel.imports.rows import ParsedSheet, RawRow, cell_text
from rakiza.kernel.imports.text import clean, fold
from rakiza.kernel.imports.workbook import CellError, CellValue
from rakiza.kernel.imports.zipped import FORMULA_WITHOUT_VALUE

FIRST_YEAR, LAST_YEAR = 2000, 2100

FORMULA_FAILED = ProblemKind(
    "import.formula_failed",
    Severity.ERROR,
    _("la formule de « %(column)s » donne %(value)s ; corrigez-la ou remplacez-la par sa valeur"),
)
FORMULA_NOT_COMPUTED = ProblemKind(
    "import.formula_not_computed",
    Severity.ERROR,
    _(
        "la formule de « %(column)s » n'a jamais été calculée ; ouvrez le fichier dans le tableur et enregistrez-le"
    ),
)
NOT_A_NUMBER = ProblemKind(
    "import.not_a_number",
    Severity.ERROR,
    _("« %(value)s » n'est pas un nombre dans « %(column)s » ; écrivez par exemple 1200,50"),
)
AMBIGUOUS_NUMBER = ProblemKind(
    "import.ambiguous_number",
    Severity.WARNING,
    _(
        "« %(value)s » dans « %(column)s » est compris comme %(understood)s ; vérifiez les milliers et les décimales"
    ),
)
NOT_A_DATE = ProblemKind(
    "import.not_a_date",
    Severity.ERROR,
    _("« %(value)s » n'est pas une date dans « %(column)s » ; écrivez par exemple 31/12/2027"),
)
DATE_OUT_OF_RANGE = ProblemKind(
    "import.date_out_of_range",
    Severity.ERROR,
    _("l'année de « %(value)s » dans « %(column)s » est hors limites (de %(first)s à %(last)s)"),
)
NOT_A_RATE = ProblemKind(
    "import.not_a_rate",
    Severity.ERROR,
    _("« %(value)s » n'est pas un taux dans « %(column)s » ; écrivez par exemple 20 %%"),
)

_EMPTY_WORDS = frozenset({"", "neant", "rien", "nd", "n a", "na", "nan", "null", "none", "لا شيء"})
_NUMERIC = frozenset({Value.NUMBER, Value.MONEY, Value.RATE})


@dataclass(slots=True)
class SheetReader:
    """What the cells of one sheet share: file, headings, and each column's decimal mark."""

    file: str
    parsed: ParsedSheet
    form: Form
    headings: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    habits: Mapping[str, Habit] = field(default_factory=dict)

    @classmethod
    def of(cls, file: str, parsed: ParsedSheet, form: Form) -> SheetReader:
        """Prepare the reading of one sheet."""
        columns = dict(parsed.mapping.columns)
        numeric = [key for key in columns if form.column(key).value in _NUMERIC]
        return cls(
            file=file,
            parsed=parsed,
            form=form,
            headings={key: heading.text for key, heading in columns.items()},
            hints={key: heading.hint for key, heading in columns.items()},
            habits={key: habit_of(_texts(parsed.rows, key)) for key in numeric},
        )

    def rows(self) -> Iterable[RowReader]:
        """Give a reader for each row, in order."""
        for raw in self.parsed.rows:
            yield RowReader(self, raw)


def _texts(rows: Iterable[RawRow], key: str) -> Iterable[str]:
    for row in rows:
        value = row.cells.get(key)
        if isinstance(value, str):
            yield value


@dataclass(slots=True)
class RowReader:
    """Reads the cells of one row; `failed` is true once an error was found."""

    sheet: SheetReader
    raw: RawRow
    problems: list[RowProblem] = field(default_factory=list)
    failed: bool = False

    def report(self, kind: ProblemKind, key: str = "", **params: Param) -> None:
        """Add a problem at the cell of a column (or of the whole row)."""
        self.failed = self.failed or kind.severity is Severity.ERROR
        self.problems.append(
            RowProblem(
                kind=kind,
                file=self.sheet.file,
                sheet=self.raw.sheet,
                row=self.raw.row,
                column=self.sheet.headings.get(key, "") if key else "",
                value=cell_text(self.raw.cells.get(key)) if key else "",
                params=tuple(sorted(params.items())),
            )
        )

    def is_empty(self, key: str) -> bool:
        """True where the cell is blank or says so (`néant`, `-`)."""
        value = self.raw.cells.get(key)
        if isinstance(value, str):
            return fold(value) in _EMPTY_WORDS and not value.lstrip().startswith("#")  # `#N/A` failed
        return value is None

    def _value(self, key: str) -> CellValue:
        """Return the cell, or None where it is blank or a failed formula (reported)."""
        value = self.raw.cells.get(key)
        if isinstance(value, CellError):
            never = value.token == FORMULA_WITHOUT_VALUE
            self.report(FORMULA_NOT_COMPUTED if never else FORMULA_FAILED, key)
            return None
        return None if self.is_empty(key) else value

    def text(self, key: str) -> str:
        """Return the cell's text on one line, '' where blank."""
        value = self._value(key)
        if isinstance(value, str) and value.strip().upper() in _TYPED_ERRORS:
            self.report(FORMULA_FAILED, key)
            return ""
        return clean(value) if isinstance(value, str) else cell_text(value)

    def written_number(self, key: str, *, lone_group_is_thousands: bool = True) -> WrittenNumber | None:
        """Return the number and the words around it; None where blank or reported."""
        value = self._value(key)
        if value is None:
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return WrittenNumber(exact_decimal(float(value)))
        if isinstance(value, str) and value.strip().upper() in _TYPED_ERRORS:
            self.report(FORMULA_FAILED, key)
            return None
        habit = self.sheet.habits.get(key, Habit.UNKNOWN)
        number = (
            parse_number(value, habit, lone_group_is_thousands=lone_group_is_thousands)
            if isinstance(value, str)
            else None
        )
        if number is None:
            self.report(NOT_A_NUMBER, key)
        elif number.ambiguous:
            self.report(AMBIGUOUS_NUMBER, key, understood=format(number.value, "f"))
        return number

    def plain_number(self, key: str, *, lone_group_is_thousands: bool = True) -> Decimal | None:
        """Return a number with at most a unit or currency beside it; None where blank or reported."""
        number = self.written_number(key, lone_group_is_thousands=lone_group_is_thousands)
        return None if number is None else number.value

    def rate(self, key: str) -> Decimal | None:
        """Return a share: `20 %`, `20` and `0,20` are all 0.20; over 1 counts as per cent."""
        number = self.written_number(key, lone_group_is_thousands=False)
        if number is None:
            return None
        value = number.value / 100 if number.percent or number.value >= 1 else number.value
        if not 0 <= value <= 1:
            self.report(NOT_A_RATE, key)
            return None
        return value.normalize() + 0

    def date(self, key: str) -> date | None:
        """Return a date between 2000 and 2100; None where blank or reported."""
        value = self._value(key)
        if value is None:
            return None
        parsed = parse_date(value)
        if parsed is None:
            self.report(NOT_A_DATE, key)
        elif not FIRST_YEAR <= parsed.year <= LAST_YEAR:
            self.report(DATE_OUT_OF_RANGE, key, first=FIRST_YEAR, last=LAST_YEAR)
            return None
        return parsed


_TYPED_ERRORS = frozenset(
    {
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#VALEUR!",
        "#NAME?",
        "#NOM?",
        "#N/A",
        "#NUM!",
        "#NOMBRE!",
        "#NULL!",
        "#NUL!",
        "#SPILL!",
        FORMULA_WITHOUT_VALUE,
    }
)
