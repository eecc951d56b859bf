"""The way of an order: which step leads from where, who answers by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone

from rakiza.pillars.purchasing.orders.enums import OrderState

S = OrderState
ANSWER_WITHIN = timedelta(days=7)


REMINDED_BEFORE = (2,)  # days left for an answer


class Step(StrEnum):
    """What somebody does to an order."""

    SEND = "envoyer"
    CONFIRM = "confirmer"
    DECLINE = "decliner"
    RECEIVE = "receptionner"
    CLOSE = "solder"
    CANCEL = "annuler"


ORIGINS: Mapping[Step, frozenset[OrderState]] = {
    Step.SEND: frozenset({S.DRAFT}),
    Step.CONFIRM: frozenset({S.SENT}),
    Step.DECLINE: frozenset({S.SENT}),
    Step.RECEIVE: frozenset({S.CONFIRMED, S.PARTLY}),
    Step.CLOSE: frozenset({S.PARTLY}),
    Step.CANCEL: frozenset({S.DRAFT, S.SENT, S.CONFIRMED}),
}


def today() -> date:
    """Return the civil day on which orders are prepared and sent."""
    return timezone.localdate()


def answer_by(today: date, deliver_by: date) -> date:
    """Return the day by which a maker answers: within a week, and never after the delivery itself."""
    return min(today + ANSWER_WITHIN, max(deliver_by, today))
