"""How long dossiers take: median days by class and step, over those decided in a span of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.registration.enums import DossierState, Process, RiskClass
from rakiza.pillars.registration.models import Dossier, Pause

DATES = ("filed_on", "admitted_on", "evaluated_on", "opinion_on", "decided_on")


@dataclass(frozen=True, slots=True)
class Course:
    """The dates of one decided dossier, in the order of the steps, and the days that its pauses took."""

    process: str
    risk_class: str
    dates: tuple[date | None, ...]
    paused: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Median days of one group: each step from the one before that was taken, the whole less its pauses."""

    process: str
    risk_class: str
    count: int
    admission: float | None
    evaluation: float | None
    commission: float | None
    decision: float | None
    whole: float


def steps_of(course: Course) -> dict[int, int]:
    """Return the days of each step, by its place in `DATES`; a step that wasn't taken has none."""
    taken = [(place, on) for place, on in enumerate(course.dates) if on is not None]
    return {place: (on - before).days for (_place, before), (place, on) in pairwise(taken)}


def paces(courses: Iterable[Course]) -> tuple[Pace, ...]:
    """Return the pace of each process and class, in the order of their enumerations."""
    groups: dict[tuple[str, str], list[Course]] = defaultdict(list)
    for course in courses:
        groups[course.process, course.risk_class].append(course)
    order = {key: rank for rank, key in enumerate((*Process.values, *RiskClass.values, ""))}
    keys = sorted(groups, key=lambda key: (order[key[0]], order.get(key[1], len(order))))
    return tuple(_pace(key, groups[key]) for key in keys)


def _pace(key: tuple[str, str], courses: list[Course]) -> Pace:
    days: dict[int, list[int]] = defaultdict(list)
    for course in courses:
        for place, spent in steps_of(course).items():
            days[place].append(spent)
    wholes = [sum(steps_of(course).values()) - course.paused for course in courses]
    middle = {place: float(median(spent)) for place, spent in days.items()}
    return Pace(
        *key,
        len(courses),
        middle.get(1),
        middle.get(2),
        middle.get(3),
        middle.get(4),
        float(median(wholes)),
    )


def courses_of(authority: Organisation, first: date, last: date) -> tuple[Course, ...]:
    """Return the dossiers that an authority decided from `first` to `last`; two queries."""
    decided = Dossier.objects.filter(
        authority=authority,
        state__in=(DossierState.GRANTED, DossierState.REFUSED),
        decided_on__range=(first, last),
        filed_on__isnull=False,
    ).order_by("pk")
    paused: dict[int, int] = defaultdict(int)
    spans = Pause.objects.filter(dossier__in=decided, ends_on__isnull=False)
    for dossier_id, begun, ended in spans.values_list("dossier_id", "starts_on", "ends_on"):
        if ended is not None:
            paused[dossier_id] += (ended - begun).days
    return tuple(
        Course(process, risk_class, tuple(dates), paused[pk])
        for pk, process, risk_class, *dates in decided.values_list("pk", "process", "risk_class", *DATES)
    )


@dataclass(frozen=True, slots=True)
class SentBack:
    """How often dossiers were sent back for a reason; `away`: median days with the applicant, of those come back."""

    reason: str
    count: int
    away: float | None


def sent_back(authority: Organisation, first: date, last: date) -> tuple[SentBack, ...]:
    """Return why an authority sent dossiers back from `first` to `last`, the most frequent first; one query."""
    spans = Pause.objects.filter(dossier__authority=authority, starts_on__range=(first, last))
    counts: dict[str, int] = defaultdict(int)
    away: dict[str, list[int]] = defaultdict(list)
    for reason, begun, ended in spans.values_list("reason", "starts_on", "ends_on"):
        counts[reason] += 1
        if ended is not None:
            away[reason].append((ended - begun).days)
    return tuple(
        SentBack(reason, count, float(median(away[reason])) if away[reason] else None)
        for reason, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
