"""Whether what an order holds may lawfully be delivered in its month, under today's titles.

The same months as the alerts of published plans are read from; of what shuts a month only the want of
a title counts, not the offer's own dates: the plan has taken those into account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rakiza.engine.planning.standing import need_of
from rakiza.engine.reasons import Reason
from rakiza.pillars.purchasing.plans.maker_queries import months_today
from rakiza.pillars.purchasing.plans.models import Plan

MONTHS = 12


def faults(plan: Plan, offers: Iterable[int], month: int) -> Mapping[int, Reason]:
    """Return, for each offer whose device may not be delivered in `month`, the title that fails."""
    found = {}
    for offer, months in months_today(plan, offers).items():
        for one in months:
            causes = [reason for reason in one.reasons if need_of(reason) is not None]
            if one.month == month and causes:
                found[offer] = causes[0]
    return found


def month_at_stake(year: int, month: int, today: date) -> int:
    """Return the month in which an open order is to be lawful: its own, or the present one once that is past."""
    if today.year > year:
        return MONTHS
    return max(month, today.month) if today.year == year else month
