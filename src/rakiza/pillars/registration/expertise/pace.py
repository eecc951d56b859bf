"""How long makers wait for an expert, and what becomes of their questions, by field of knowledge."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.registration.expertise.enums import RUNNING, ConsultationState, Knowledge
from rakiza.pillars.registration.expertise.models import Consultation

S = ConsultationState
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Wait:
    """One field's questions in a span of time: how many, what became of them, median days of waiting."""

    field: Knowledge
    asked: int
    answered: int
    declined: int
    cancelled: int
    running: int
    response: float | None
    appointment: float | None


def waits(authority: Organisation | None, first: datetime, last: datetime) -> tuple[Wait, ...]:
    """Return the waits of one authority's experts, or of all, for questions asked in a span; one query."""
    found = Consultation.objects.filter(asked_at__gte=first, asked_at__lt=last)
    if authority is not None:
        found = found.filter(slot__expert__authority=authority)
    rows = found.values_list("field", "state", "asked_at", "responded_at", "slot__starts_at")
    groups: dict[str, list[tuple[str, datetime, datetime | None, datetime]]] = defaultdict(list)
    for field, state, asked, responded, held in rows.order_by("pk"):
        groups[field].append((state, asked, responded, held))
    return tuple(_wait(field, groups[field]) for field in Knowledge if field in groups)


def _wait(field: Knowledge, rows: list[tuple[str, datetime, datetime | None, datetime]]) -> Wait:
    states = [state for state, *_times in rows]
    responses = [_days(asked, responded) for _s, asked, responded, _h in rows if responded is not None]
    held = [_days(asked, at) for state, asked, _r, at in rows if state == S.ANSWERED]
    return Wait(
        field,
        len(rows),
        states.count(S.ANSWERED),
        states.count(S.DECLINED),
        states.count(S.CANCELLED),
        sum(state in RUNNING for state in states),
        round(median(responses), 1) if responses else None,
        round(median(held), 1) if held else None,
    )


def _days(first: datetime, last: datetime) -> float:
    return (last - first).total_seconds() / DAY
