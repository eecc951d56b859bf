"""The way to a certificate: which step leads from where to where, and when surveillance is due.

Process P5 (management systems, law 12-06): review, contract, stages 1 and 2. P6 (NM product mark): review, contract,
type tests, factory audit. Then both: non-conformities, decision, certificate; cycle of three years, surveillance
once a calendar year, the first within twelve months of the decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rakiza.pillars.certification.enums import CaseState

S = CaseState
CYCLE_YEARS = 3
# No certificate of today begins later: a slip of the finger, and the calendar itself ends in 9999.
LATEST_START = date(2100, 12, 31)
RENEW_BEFORE = timedelta(days=90)
ANSWER_WITHIN = timedelta(days=60)


class Step(StrEnum):
    """What somebody does to a case."""

    FILE = "deposer"
    SEND_BACK = "renvoyer"
    ACCEPT = "accepter"
    OFFER = "proposer"
    AGREE = "convenir"
    DECLINE = "decliner"
    ORDER_TEST = "commander-essai"
    REPORT_TEST = "rendre-essai"
    PLAN = "planifier"
    HOLD = "tenir"
    SETTLE = "conclure"
    GRANT = "certifier"
    REFUSE = "refuser"
    CANCEL = "abandonner"


ORIGINS: Mapping[Step, frozenset[CaseState]] = {
    Step.FILE: frozenset({S.DRAFT, S.SENT_BACK}),
    Step.SEND_BACK: frozenset({S.FILED}),
    Step.ACCEPT: frozenset({S.FILED}),
    Step.OFFER: frozenset({S.ACCEPTED, S.OFFERED}),
    Step.AGREE: frozenset({S.OFFERED}),
    Step.DECLINE: frozenset({S.OFFERED}),
    Step.ORDER_TEST: frozenset({S.TESTS}),
    Step.REPORT_TEST: frozenset({S.TESTS}),
    Step.PLAN: frozenset({S.AGREED, S.STAGE_2_READY, S.FACTORY_READY}),
    Step.HOLD: frozenset({S.STAGE_1, S.STAGE_2, S.FACTORY}),
    Step.SETTLE: frozenset({S.FINDINGS}),
    Step.GRANT: frozenset({S.DECISION}),
    Step.REFUSE: frozenset({S.DECISION}),
    Step.CANCEL: frozenset(
        {
            S.DRAFT,
            S.SENT_BACK,
            S.FILED,
            S.ACCEPTED,
            S.OFFERED,
            S.AGREED,
            S.TESTS,
            S.FACTORY_READY,
            S.FACTORY,
            S.STAGE_1,
            S.STAGE_2_READY,
            S.STAGE_2,
            S.FINDINGS,
        }
    ),
}

# Where the contract is still awaited: no audit and no type test before it is accepted (ISO/IEC 17065, 4.1.2).
BEFORE_THE_CONTRACT = frozenset({S.ACCEPTED, S.OFFERED})
# Where non-conformities are answered: before the decision, and those that a surveillance finds after it.
ANSWERED = frozenset({S.FINDINGS, S.CERTIFIED})
# Where an audit may be planned and not yet held.
AUDITED = frozenset({S.STAGE_1, S.STAGE_2, S.FACTORY, S.CERTIFIED})


@dataclass(frozen=True, slots=True)
class Due:
    """One surveillance of a certificate: to be held from `first` to `last`."""

    first: date
    last: date


def ends_on(start: date) -> date:
    """Return the last day of a certificate that begins on `start`: three years less a day."""
    return years_after(start, CYCLE_YEARS) - timedelta(days=1)


def surveillances(
    start: date, end: date, decided: date | None = None, held: date | None = None
) -> tuple[Due, ...]:
    """Return when a certificate valid from `start` to `end` is to be watched, oldest first.

    The first within twelve months of the decision (ISO/IEC 17021-1, 9.1.3.3; of the start where its day isn't
    known), then one in each calendar year but that of the end, which belongs to recertification. `held`: the day
    of the first where it is known; it stands for the calendar year that it falls in, and for no other.
    """
    since = min(decided or start, start)
    first = Due(start, min(max(years_after(since, 1), start), end))
    own = held if held is not None and held <= first.last else first.last - timedelta(days=1)
    later = first.last + timedelta(days=1)
    found = [first]
    for year in range(start.year + 1, end.year):
        if year > own.year:
            begins = date(year, 1, 1)
            found.append(Due(begins if held == own else max(begins, later), date(year, 12, 31)))
    return tuple(found)


def renewal_from(end: date) -> date:
    """Return the day from which a certificate that ends on `end` should be under recertification."""
    return end - RENEW_BEFORE


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
