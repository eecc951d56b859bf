"""Who is told of an alert, and of what: each party of its own stake, once, and again only where it grew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from rakiza.engine.planning.standing import TitleRisk
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.purchasing.eligibility.models import AlertStake, TitleAlert
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.models import Plan

ZERO = Decimal(0)
Recipient = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Stake:
    """What one recipient has at stake, and the sentence that tells it."""

    organisation: int | None
    role: str
    code: str
    lots: int
    value: Decimal

    @property
    def recipient(self) -> Recipient:
        """Whom it is told to."""
        return self.organisation, self.role


def told_parties(alert: TitleAlert, risk: TitleRisk, plan: Plan) -> int:
    """Write what each party has at stake and tell those whose stake is new or grew; return how many."""
    kept = {(one.organisation_id, one.role): one for one in alert.stakes.select_related("notification")}
    told = 0
    for stake in _stakes(risk, plan):
        row = kept.pop(stake.recipient, None) or AlertStake(
            alert=alert, organisation_id=stake.organisation, role=stake.role
        )
        row.lots, row.value = stake.lots, stake.value
        if stake.value > row.told or stake.lots > row.told_lots:
            _unsay(row)
            row.notification = _notify(alert, stake, plan)
            row.told, row.told_lots = stake.value, stake.lots
            told += 1
        row.save()
    for row in kept.values():  # nothing of theirs is touched any more
        _unsay(row)
        row.delete()
    return told


def withdraw_messages(alert: TitleAlert) -> None:
    """Take an alert that is over off the inboxes where nobody has read it."""
    sent = alert.stakes.exclude(notification=None).values("notification")
    Notification.objects.filter(pk__in=sent, read_at__isnull=True).update(read_at=timezone.now())


def told_mended(alert: TitleAlert) -> None:
    """Tell everybody who was alerted that the title covers its months again."""
    for stake in alert.stakes.select_related("organisation").order_by("pk"):
        notify(
            "eligibility.mended",
            organisation=stake.organisation,
            role=Role(stake.role) if stake.role else None,
            params={
                "number": alert.number or "—",
                "maker": alert.maker,
                "plan": alert.plan,
            },
            about=alert,
        )


def _stakes(risk: TitleRisk, plan: Plan) -> Iterator[Stake]:
    yield Stake(int(risk.maker), "", "eligibility.at_stake_maker", risk.lots, risk.untaxed)
    for member in sorted({name for one in risk.awards for name, _ in one.award.shares}, key=int):
        own = [one for one in risk.awards if one.value_for(member) > 0]
        if own:
            yield Stake(
                int(member),
                "",
                "eligibility.at_stake_buyer",
                len({one.award.lot for one in own}),
                sum((one.value_for(member) for one in own), ZERO),
            )
    whole = ("eligibility.at_stake", risk.lots, risk.value)
    yield Stake(plan.association_id, Role.COORDINATOR.value, *whole)
    yield Stake(None, Role.CLUSTER_STAFF.value, *whole)


def _notify(alert: TitleAlert, stake: Stake, plan: Plan) -> Notification:
    organisation = Organisation.objects.get(pk=stake.organisation) if stake.organisation else None
    currency = rules_of(plan.current_run.rules if plan.current_run else plan.rules).currency
    return notify(
        stake.code,
        organisation=organisation,
        role=Role(stake.role) if stake.role else None,
        params={
            "cause": alert.cause,
            "maker": alert.maker,
            "lots": stake.lots,
            "stake": {"amount": str(stake.value), "currency": currency},
            "plan": plan,
        },
        about=alert,
        deadline=alert.deadline,
    )


def _unsay(row: AlertStake) -> None:
    """Take the message before off the inbox, unless it was read."""
    if row.notification is not None and row.notification.read_at is None:
        row.notification.read_at = timezone.now()
        row.notification.save(update_fields=["read_at"])
