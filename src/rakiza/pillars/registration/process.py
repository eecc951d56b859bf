"""The way to a title: which step leads from where to where, the authority's clock, how long a title holds.

Processes P1 (declarations, law 84-12 article 7), P2 (registration, articles 12 and 36, decree 2-14-607)
and P3 (specific authorisations, article 13). Delays and the competent authority are dated parameters of
`reference.law`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rakiza.pillars.registration.enums import DossierState, Process, RiskClass
from rakiza.reference.law import Parameter, parameter

S = DossierState
# No title of today begins later: a slip of the finger, and the calendar itself ends in 9999.
LATEST_START = date(2100, 12, 31)


class Step(StrEnum):
    """What somebody does to a dossier."""

    FILE = "deposer"
    ASSIGN = "confier"
    SEND_BACK = "renvoyer"
    ADMIT = "recevoir"
    CONCLUDE = "conclure"
    OPINE = "aviser"
    GRANT = "accorder"
    REFUSE = "refuser"
    CANCEL = "abandonner"
    TAKE_CLASS = "reclasser"


ORIGINS: Mapping[Step, frozenset[DossierState]] = {
    Step.FILE: frozenset({S.DRAFT, S.SENT_BACK}),
    Step.ASSIGN: frozenset({S.FILED, S.EVALUATION}),
    Step.SEND_BACK: frozenset({S.FILED, S.EVALUATION}),
    Step.ADMIT: frozenset({S.FILED}),
    Step.CONCLUDE: frozenset({S.EVALUATION}),
    Step.OPINE: frozenset({S.COMMISSION}),
    Step.GRANT: frozenset({S.DECISION}),
    Step.REFUSE: frozenset({S.DECISION}),
    Step.CANCEL: frozenset({S.DRAFT, S.SENT_BACK, S.FILED, S.EVALUATION, S.COMMISSION}),
    Step.TAKE_CLASS: frozenset({S.DRAFT}),
}


def after_filing(*, admitted: bool) -> DossierState:
    """Return where a filed dossier goes: back to its evaluation where it had begun."""
    return S.EVALUATION if admitted else S.FILED


def after_admission(process: str) -> DossierState:
    """Return where an admissible dossier goes: a declaration needs no evaluation."""
    return S.DECISION if process == Process.DECLARATION else S.EVALUATION


def after_evaluation(process: str) -> DossierState:
    """Return where an evaluated dossier goes: the commission gives its opinion on registrations only."""
    return S.COMMISSION if process == Process.REGISTRATION else S.DECISION


@dataclass(frozen=True, slots=True)
class Span:
    """Days during which the clock stood; an open end means it still does."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Clock:
    """Days that the authority has used of those it has; `due_on` is None while the clock stands."""

    limit: int
    used: int
    due_on: date | None

    @property
    def remaining(self) -> int:
        """Days left; negative once the delay is over."""
        return self.limit - self.used


def decision_days(on: date) -> Parameter:
    """Return the delay within which a registration is decided, as it held on a day."""
    return parameter("registration.decision_days", on)


def competent_authority(on: date) -> str:
    """Return the short name of the authority competent on a day."""
    return str(parameter("registration.authority", on).value)


def clock(filed_on: date, pauses: Iterable[Span], until: date, limit: int) -> Clock:
    """Count the days from the filing to `until` that no pause takes away.

    The day of filing counts for nothing; a pause takes the days from its first to its last.
    """
    spans = list(pauses)
    running = all(span.last is not None for span in spans)
    away = sum((min(span.last or until, until) - span.first).days for span in spans if span.first <= until)
    due_on = filed_on + timedelta(days=limit + away) if running else None
    return Clock(limit, (until - filed_on).days - away, due_on)


def months_of_validity(risk_class: str, on: date) -> int:
    """Return how many months a registration granted on a day holds."""
    name = "validity_ivd" if risk_class == RiskClass.IVD else "validity"
    return int(parameter(f"registration.{name}", on).number)


def registration_ends_on(risk_class: str, start: date) -> date:
    """Return the last day of a registration that begins on `start`."""
    return months_after(start, months_of_validity(risk_class, start)) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
