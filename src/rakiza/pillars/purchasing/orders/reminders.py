"""What the orders room reminds people of: an answer that a maker owes, and that comes late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.jobs.daily import daily
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.notifications.actions import remind_once, settle, step_towards
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.orders.process import REMINDED_BEFORE

LATE = "late"


def remind(day: date, progress: JobProgress) -> Mapping[str, object]:
    """Leave the reminders that `day` asks for; done again, it leaves none twice."""
    waiting = Order.objects.filter(
        state=OrderState.SENT, answer_by__lte=day + timedelta(days=REMINDED_BEFORE[0])
    )
    left = 0
    for done, order in enumerate(waiting.select_related("buyer", "maker").order_by("pk")):
        progress("reminders", done, 0)
        assert order.answer_by is not None  # noqa: S101 - the filter keeps those that have one
        left += _of_answer(order, order.answer_by, step_towards(order.answer_by, day, REMINDED_BEFORE))
    return {"reminders": left}


def _of_answer(order: Order, answer_by: date, step: str) -> int:
    """Remind the maker, whose earlier message makes way; once it is late tell the buyer, who may cancel."""
    late = step == LATE
    code = "orders.answer_overdue" if late else "orders.answer_due"
    left = remind_once(
        code,
        organisation=order.maker,
        about=order,
        deadline=answer_by,
        step=step,
        params={"buyer": order.buyer, "number": order.number, "date": answer_by},
    )
    if left:
        settle(order, order.maker, ("orders.sent", "orders.answer_due") if late else ("orders.sent",))
    if not late:
        return int(left)
    return left + remind_once(
        "orders.answer_late",
        organisation=order.buyer,
        about=order,
        deadline=answer_by,
        step=step,
        params={"maker": order.maker, "number": order.number, "date": answer_by},
    )


daily("orders.reminders", _("Rappels de commandes"), remind)
