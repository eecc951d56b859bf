"""Endpoints of alerts: titles that no longer cover what a published plan delivers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Asked, Named, Number, PageOf, Party, Shown
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.wording import say
from rakiza.pillars.purchasing.eligibility.enums import NeedOfTitle
from rakiza.pillars.purchasing.eligibility.queries import AlertRow, alerts_for, detail_of, rows_of

router = Router(tags=["alerts"])


class AlertsAsked(Asked):
    """Filters of alerts; those that stand unless `cleared` is asked for."""

    kind: NeedOfTitle | None = None
    plan: Number | None = None
    cleared: bool = False


class AlertShown(Shown):
    """An alert, with what the reader has at stake: a maker's excluding tax, others' including it."""

    id: int
    plan: Named
    maker: Party
    kind: NeedOfTitle
    number: str
    cause: str
    cause_code: str
    first_month: int
    deadline: date
    lots: int
    value: Decimal
    opened_on: date
    cleared_on: date | None

    @classmethod
    def of(cls, row: AlertRow) -> AlertShown:
        """Return an alert as its reader may see it."""
        alert = row.alert
        return cls(
            id=alert.pk,
            plan=Named(id=alert.plan_id, name=alert.plan.name),
            maker=Party.of(alert.maker),
            kind=NeedOfTitle(alert.kind),
            number=alert.number,
            cause=say(row.cause),
            cause_code=row.cause.code,
            first_month=alert.first_month,
            deadline=alert.deadline,
            lots=row.total.lots,
            value=row.total.value,
            opened_on=alert.opened_on,
            cleared_on=alert.cleared_on,
        )


class StakeShown(Shown):
    """One lot that an alert touches, with the reader's own part of it."""

    lot: int
    months: list[int]
    value: Decimal


class AlertDetail(AlertShown):
    """An alert with the reader's own lots, dearest first."""

    stakes: list[StakeShown]


def _reader(request: HttpRequest) -> Actor:
    actor = member_of(request)
    if not allowed(actor, "eligibility.see"):
        raise PermissionDenied(_("Les alertes se lisent par les acheteurs, les fabricants et le cluster."))
    return actor


@router.get("", response=PageOf[AlertShown], summary="List alerts of eligibility")
def alerts(request: HttpRequest, asked: Annotated[AlertsAsked, Query()]) -> PageOf[AlertShown]:
    """List the alerts that concern the reader, nearest deadline first."""
    actor = _reader(request)
    rows = alerts_for(actor).filter(cleared_on__isnull=not asked.cleared)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.plan:
        rows = rows.filter(plan_id=asked.plan)
    return page_of(request, rows, asked, lambda found: [AlertShown.of(row) for row in rows_of(actor, found)])


@router.get("/{int:number}", response=AlertDetail, summary="Show an alert")
def alert(request: HttpRequest, number: Number) -> AlertDetail:
    """Return one alert with the reader's own lots."""
    actor = _reader(request)
    detail = detail_of(actor, one_or_404(alerts_for(actor), number))
    stakes = [
        StakeShown(lot=line.row.award.lot_id, months=list(line.months), value=line.value)
        for line in detail.lines
    ]
    return AlertDetail(**AlertShown.of(detail.row).model_dump(), stakes=stakes)
