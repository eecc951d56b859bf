"""Hold a published plan against today's titles: open, renew and clear alerts, and tell whom they concern.

The plan itself is never changed. Doing it again with the same titles changes nothing and tells nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rakiza.engine.planning.standing import Months, StandingAward, TitleRisk, risks
from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump
from rakiza.pillars.purchasing.eligibility.models import AlertedAward, TitleAlert
from rakiza.pillars.purchasing.eligibility.telling import told_mended, told_parties, withdraw_messages
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.maker_queries import months_of_run, months_today
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.standing_queries import locked_plan, published_plans, standing_awards

MONTHS = 12
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Reevaluated:
    """What changed: alerts opened, renewed, cleared, and messages sent."""

    opened: int = 0
    renewed: int = 0
    cleared: int = 0
    told: int = 0


@transaction.atomic
def reevaluate(plan_id: int, on: date) -> Reevaluated:
    """Bring the alerts of a plan up to what titles say on `on`; a plan taken back has none."""
    plan = locked_plan(plan_id)
    standing = {key_of(alert): alert for alert in TitleAlert.objects.filter(plan=plan).standing()}
    if plan.state != PlanState.PUBLISHED or plan.current_run_id is None:
        return Reevaluated(cleared=_clear(standing.values(), on, mended=frozenset()))
    awards, then, now = _seen(plan)
    found = {risk.key: risk for risk in risks(awards, then, now, first_month(plan.year, on))}
    failing = {risk.key for risk in risks(awards, then, now)}
    opened = renewed = told = 0
    for key, risk in found.items():
        alert = standing.get(key)
        if alert is None:
            alert = _open(plan, risk, on)
            opened += 1
        elif _renew(alert, risk):
            renewed += 1
        else:
            continue
        told += told_parties(alert, risk, plan)
    gone = [alert for key, alert in standing.items() if key not in found]
    mended = frozenset(alert.pk for alert in gone if key_of(alert) not in failing)
    return Reevaluated(opened, renewed, _clear(gone, on, mended=mended), told)


def plans_to_check(on: date) -> tuple[Plan, ...]:
    """Return the plans whose alerts may change: those published for the year of `on` or later, and the alerted."""
    alerted = Plan.objects.filter(pk__in=TitleAlert.objects.standing().values("plan"))
    plans = {plan.pk: plan for plan in (*published_plans(on), *alerted)}
    return tuple(plans[key] for key in sorted(plans))


def first_month(year: int, on: date) -> int:
    """Return the first month of a plan's year that isn't past on `on`; 13 once the year is."""
    if on.year == year:
        return on.month
    return 1 if on.year < year else MONTHS + 1


def key_of(alert: TitleAlert) -> Key:
    """Return what identifies an alert while it stands."""
    return str(alert.maker_id), alert.kind, alert.number


def _seen(plan: Plan) -> tuple[tuple[StandingAward, ...], Mapping[str, Months], Mapping[str, Months]]:
    awards = standing_awards(plan)
    offers = sorted({int(award.offer) for award in awards})
    then = {str(offer): months for offer, months in months_of_run(plan, offers).items()}
    now = {str(offer): months for offer, months in months_today(plan, offers).items()}
    return awards, then, now


def _open(plan: Plan, risk: TitleRisk, on: date) -> TitleAlert:
    alert = TitleAlert(
        plan=plan, maker_id=int(risk.maker), kind=risk.kind.value, number=risk.number, opened_on=on
    )
    _write(alert, risk)
    record(None, "eligibility.open", alert, after=_said(alert))
    return alert


def _renew(alert: TitleAlert, risk: TitleRisk) -> bool:
    """Write what the alert has become; False where it is as it was."""
    before = _said(alert)
    kept = {one.award_id: (one.months, one.parts) for one in alert.awards.all()}
    if kept == _touched(risk) and alert.cause == dump(risk.cause):
        return False
    _write(alert, risk)
    record(None, "eligibility.renew", alert, before=before, after=_said(alert))
    return True


def _write(alert: TitleAlert, risk: TitleRisk) -> None:
    alert.cause = dump(risk.cause)
    alert.first_month = risk.first_month
    alert.deadline = date(alert.plan.year, risk.first_month, 1)
    alert.lots, alert.value = risk.lots, risk.value
    alert.save()
    alert.awards.all().delete()
    AlertedAward.objects.bulk_create(
        AlertedAward(alert=alert, award_id=award, months=months, parts=parts)
        for award, (months, parts) in _touched(risk).items()
    )


def _touched(risk: TitleRisk) -> dict[int, tuple[list[int], list[str]]]:
    return {int(one.award.id): (list(one.months), [str(part) for part in one.parts]) for one in risk.awards}


def _clear(alerts: Iterable[TitleAlert], on: date, *, mended: frozenset[int]) -> int:
    cleared = 0
    for alert in alerts:
        alert.cleared_on, alert.mended = on, alert.pk in mended
        alert.save(update_fields=["cleared_on", "mended", "updated_at"])
        record(None, "eligibility.clear", alert, before=_said(alert), after={"mended": alert.mended})
        withdraw_messages(alert)
        if alert.mended:
            told_mended(alert)
        cleared += 1
    return cleared


def _said(alert: TitleAlert) -> dict[str, object]:
    return {
        "title": f"{alert.kind} {alert.number}".strip(),
        "first_month": alert.first_month,
        "lots": alert.lots,
        "value": alert.value,
    }
