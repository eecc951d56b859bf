"""All checks of a part's awards, one list of what they break."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.rules import (
    AllocationRules,
    Budget,
    Exclusive,
    GroupShare,
    MakerCount,
    MakerShare,
    Service,
    SingleSource,
    Sources,
    Tied,
)
from rakiza.engine.allocation.solution import Award
from rakiza.engine.allocation.verification import counts, orders, resources, shares
from rakiza.engine.allocation.verification.book import Book, Broken

CHECKS: dict[type, Callable[[Book, Any], Iterator[Broken]]] = {
    MakerShare: shares.maker_share,
    GroupShare: shares.group_share,
    Budget: shares.budget,
    Service: shares.service,
    Sources: counts.sources,
    SingleSource: counts.single_source,
    MakerCount: counts.maker_count,
    Exclusive: counts.exclusive,
    Tied: counts.tied,
}


def broken_rules(
    component: Component, awards: Sequence[Award], rules: AllocationRules
) -> tuple[tuple[str, str], ...]:
    """Return every rule that the awards break, as (rule, identifier); empty where all hold."""
    book = Book(component, awards, rules)
    return (
        *orders.demand(book),
        *orders.orders(book),
        *orders.prices(book),
        *resources.capacities(book),
        *resources.lines(book),
        *resources.materials(book),
        *shares.maximum_share(book),
        *(
            broken
            for rule in rules.rules
            if type(rule) in CHECKS
            for broken in CHECKS[type(rule)](book, rule)
        ),
    )
