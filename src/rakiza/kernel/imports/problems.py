"""What is wrong with one row: where, the value, and the sentence for the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from rakiza.engine.reasons import Param, Reason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Severity(StrEnum):
    """An error leaves the row out; a warning keeps it and says what was assumed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: stable code, severity, and the sentence (translated when shown)."""

    code: str
    severity: Severity
    sentence: _StrPromise = field(compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One problem of one row. `column` is the heading as the file writes it, `value` the cell's text."""

    kind: ProblemKind
    file: str
    sheet: str
    row: int
    column: str = ""
    value: str = ""
    params: tuple[tuple[str, Param], ...] = ()

    @property
    def code(self) -> str:
        """The stable code of the problem."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """Whether the row was left out or kept."""
        return self.kind.severity

    @property
    def is_error(self) -> bool:
        """True where the row was left out."""
        return self.kind.severity is Severity.ERROR

    def message(self) -> str:
        """Return what is wrong and what to do, in the active language."""
        return str(self.kind.sentence) % {"value": self.value, "column": self.column, **dict(self.params)}

    def reason(self) -> Reason:
        """Return the problem as a reason, for rooms that store it."""
        return Reason.of(self.code, **{"value": self.value, "column": self.column, **dict(self.params)})
