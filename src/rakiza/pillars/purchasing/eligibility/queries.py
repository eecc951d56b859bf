"""Reads of alerts: within what each reader may see, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.pillars.purchasing.eligibility.models import AlertedAward, TitleAlert, TitleAlertQuerySet
from rakiza.pillars.purchasing.eligibility.stakes import StakeLine, Total, lines_for, total_for
from rakiza.pillars.purchasing.plans.models import AwardShare, Plan
from rakiza.pillars.purchasing.plans.visibility import Sight


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert as its reader may see it."""

    alert: TitleAlert
    cause: Reason
    total: Total


@dataclass(frozen=True, slots=True)
class AlertDetail:
    """One alert with the awards in which the reader has something at stake, dearest first."""

    row: AlertRow
    lines: tuple[StakeLine, ...]


@dataclass(frozen=True, slots=True)
class OnPlan:
    """What the alerts of a plan come to for one reader."""

    alerts: int
    total: Total


def alerts_for(actor: Actor) -> TitleAlertQuerySet:
    """Return the alerts that the actor may see: all for overseers, else those it has a stake in."""
    require(actor, "eligibility.see")
    alerts = TitleAlert.objects.select_related("plan", "maker").order_by("deadline", "-value", "pk")
    if actor.oversees:
        return alerts
    alerts = alerts.filter(plan__state="published")
    return alerts.concerning(actor.organisation.pk)


def rows_of(actor: Actor, alerts: Sequence[TitleAlert]) -> tuple[AlertRow, ...]:
    """Return alerts with what they put at stake for the actor, in two queries."""
    sight = Sight.of(actor)
    touched: Mapping[int, list[AlertedAward]] = _touched(alerts)
    return tuple(
        AlertRow(alert, load(Reason, alert.cause), total_for(sight, touched[alert.pk])) for alert in alerts
    )


def detail_of(actor: Actor, alert: TitleAlert) -> AlertDetail:
    """Return one alert with the actor's own lines."""
    sight = Sight.of(actor)
    rows = _touched([alert])[alert.pk]
    lines = sorted(lines_for(sight, rows), key=lambda line: (-line.value, line.row.award_id))
    return AlertDetail(AlertRow(alert, load(Reason, alert.cause), total_for(sight, rows)), tuple(lines))


def on_plan(actor: Actor, plan: Plan) -> OnPlan | None:
    """Return what is at stake in a plan for the actor; None where nothing of theirs is."""
    if not allowed(actor, "eligibility.see"):
        return None
    alerts = list(alerts_for(actor).filter(plan=plan).standing())
    if not alerts:
        return None
    rows = [row for kept in _touched(alerts).values() for row in kept]
    return OnPlan(len(alerts), total_for(Sight.of(actor), rows))


def _touched(alerts: Sequence[TitleAlert]) -> Mapping[int, list[AlertedAward]]:
    rows = (
        AlertedAward.objects.filter(alert__in=[alert.pk for alert in alerts])
        .select_related("award__lot", "award__offer__device", "award__maker")
        .prefetch_related(Prefetch("award__shares", AwardShare.objects.order_by("pk")))
        .order_by("award__lot__title", "pk")
    )
    found: dict[int, list[AlertedAward]] = defaultdict(list)
    for row in rows:
        found[row.alert_id].append(row)
    return found
