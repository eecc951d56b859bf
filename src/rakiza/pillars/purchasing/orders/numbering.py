"""Numbers of orders: BC, the year, and five digits that follow one another within one organisation."""

from __future__ import annotations

from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.purchasing.orders.models import OrderCounter


def next_number(buyer: Organisation, year: int) -> str:
    """Return the next number; its row is held until the caller's transaction ends.

    Called in the transaction that keeps the order: one that is undone gives its number back.
    """
    OrderCounter.objects.get_or_create(buyer=buyer, year=year)
    counter = OrderCounter.objects.select_for_update().get(buyer=buyer, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"BC-{year}-{counter.last:05}"
