"""Bodies and answers of the endpoints of orders."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from rakiza.engine.reasons import Reason
from rakiza.kernel.api.schemas import (
    Asked,
    Day,
    Named,
    Number,
    Party,
    Place,
    Ref,
    Shown,
    Sought,
    Taken,
    Words,
    WordsOrNone,
    language,
)
from rakiza.kernel.codec import load
from rakiza.kernel.wording import say
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderAlert, OrderLine, Receipt

Quantity = Annotated[Decimal, Field(ge=0, max_digits=20, decimal_places=6, allow_inf_nan=False)]
Above = Annotated[Decimal, Field(gt=0, max_digits=20, decimal_places=6, allow_inf_nan=False)]
Month = Annotated[int, Field(ge=1, le=12, description="Of the plan's year.")]
MOST_LINES = 500


class OrdersAsked(Asked):
    """Filters of orders."""

    q: Sought = ""
    state: OrderState | None = None
    buyer: Number | None = None
    maker: Number | None = None
    plan: Number | None = None
    month: Month | None = None
    alerted: bool = False


class OrderLineTaken(Taken):
    """One award to order of, in base units of its lot; its prices are the award's own."""

    award: Ref
    quantity: Above


Lines = Annotated[tuple[OrderLineTaken, ...], Field(min_length=1, max_length=MOST_LINES)]


class OrderTerms(Taken):
    """A draft written anew."""

    month: Month
    site: Ref | None = None
    deliver_by: Day | None = None
    note: WordsOrNone = ""
    lines: Lines


class OrderTaken(OrderTerms):
    """An order to prepare, of one maker's awards in a published plan."""

    plan: Ref
    maker: Ref


class OrderReason(Taken):
    """A typed reason."""

    reason: Words


class OrderReasonOrNot(Taken):
    """A typed reason; a draft goes without."""

    reason: WordsOrNone = ""


class ArrivedTaken(Taken):
    """What came of one line; `refused` is a part of `quantity`, and then `refusal` says why."""

    line: Ref
    quantity: Above
    refused: Quantity = Decimal(0)
    refusal: Annotated[WordsOrNone, Field(max_length=500)] = ""
    batch: Annotated[WordsOrNone, Field(max_length=60)] = ""
    remark: Annotated[WordsOrNone, Field(max_length=500)] = ""


class OrderReceived(Taken):
    """What came on a day."""

    received_on: Day
    receipts: Annotated[tuple[ArrivedTaken, ...], Field(min_length=1, max_length=MOST_LINES)]


class OrderShown(Shown):
    """An order. Amounts in `currency`: `untaxed` excluding tax, `value` delivered and taxes included."""

    id: int
    number: str
    buyer: Party
    maker: Party
    plan: Named
    year: int
    month: int
    deliver_by: date
    site: Place | None
    state: OrderState
    currency: str
    untaxed: Decimal
    value: Decimal
    sent_at: datetime | None
    answer_by: date | None
    alerted: bool

    @classmethod
    def of(cls, row: Order) -> OrderShown:
        """Return an order of `orders_for`."""
        return cls(
            id=row.pk,
            number=row.number,
            buyer=Party.of(row.buyer),
            maker=Party.of(row.maker),
            plan=Named(id=row.plan_id, name=row.plan.name_in(language())),
            year=row.plan.year,
            month=row.month,
            deliver_by=row.deliver_by,
            site=Place.of(row.site) if row.site else None,
            state=OrderState(row.state),
            currency=row.currency,
            untaxed=row.untaxed,
            value=row.value,
            sent_at=row.sent_at,
            answer_by=row.answer_by,
            alerted=bool(getattr(row, "alert_stands", False)),
        )


class OrderReceiptShown(Shown):
    """What came of a line on a day."""

    received_on: date
    quantity: Decimal
    refused: Decimal
    refusal: str
    batch: str
    remark: str

    @classmethod
    def of(cls, row: Receipt) -> OrderReceiptShown:
        """Return a receipt."""
        return cls(
            received_on=row.received_on,
            quantity=row.quantity,
            refused=row.refused,
            refusal=row.refusal,
            batch=row.batch,
            remark=row.remark,
        )


class OrderLineShown(Shown):
    """One award called off, in base units of its lot; prices of one."""

    id: int
    award: int
    lot: Named
    device: Named
    unit: str
    quantity: Decimal
    accepted: Decimal
    unit_price: Decimal
    landed_price: Decimal
    receipts: list[OrderReceiptShown]

    @classmethod
    def of(cls, row: OrderLine, title: str) -> OrderLineShown:
        """Return a line of `lines_of`."""
        device = row.award.offer.device
        return cls(
            id=row.pk,
            award=row.award_id,
            lot=Named(id=row.award.lot_id, name=title),
            device=Named(id=device.pk, name=device.name_in(language())),
            unit=row.award.lot.base_unit,
            quantity=row.quantity,
            accepted=row.accepted,
            unit_price=row.unit_price,
            landed_price=row.landed_price,
            receipts=[OrderReceiptShown.of(one) for one in row.receipts.all()],
        )


class AtStakeShown(Shown):
    """What a standing alert puts at stake: a maker's excluding tax, others' including it."""

    cause: str
    cause_code: str
    value: Decimal
    opened_on: date

    @classmethod
    def of(cls, alert: OrderAlert, *, untaxed: bool) -> AtStakeShown:
        """Return an alert as its reader sees it."""
        cause = load(Reason, alert.cause)
        value = alert.untaxed if untaxed else alert.value
        return cls(cause=say(cause), cause_code=cause.code, value=value, opened_on=alert.opened_on)


class OrderDetail(OrderShown):
    """An order with its lines, its receipts, what is at stake, and the steps that its state leaves open."""

    note: str
    reason: str
    lines: list[OrderLineShown]
    alert: AtStakeShown | None
    open_transitions: list[str]


class AwardLeftShown(Shown):
    """One award of the caller's: what it receives in the year, what is left to order, what is due for the month.

    An order takes at least `minimum_order` and whole multiples of `order_multiple`, or all that is left.
    """

    award: int
    maker: Party
    lot: Named
    unit: str
    whole: Decimal
    left: Decimal
    due: Decimal
    minimum_order: Decimal
    order_multiple: Decimal
    unit_price: Decimal
    landed_price: Decimal


class AwardsLeft(Shown):
    """What is left of the caller's awards in a plan."""

    items: list[AwardLeftShown]
