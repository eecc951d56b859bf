"""What each role may see of a plan: one place, used by every query, page, export and job.

Competitors' figures stay theirs. A buyer sees its own lines and pooled totals; a maker its own
offers and awards; totals that pool fewer than three buyers are hidden from both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.plans.difference import FamilyRests, Rests, together
from rakiza.pillars.purchasing.plans.lot_models import Lot, LotQuerySet

LEAST_BUYERS = 3

# Reasons that carry no price, capacity or pooled quantity of another party.
_OPEN_PREFIXES = ("eligibility.", "matching.")
_OPEN_CODES = frozenset(
    {
        "award.months",
        "award.only_source",
        "candidate.conforms",
        "candidate.fails",
        "candidate.no_capacity",
        "candidate.not_eligible",
        "candidate.unknown",
        "uncovered.near_miss",
        "uncovered.no_device",
        "uncovered.no_match",
        "uncovered.not_eligible",
        "uncovered.unknown",
    }
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one actor sees. `buyer` and `maker` are its organisation where it plays that role."""

    everything: bool
    buyer: int | None
    maker: int | None
    reader: int = 0

    @classmethod
    def of(cls, actor: Actor) -> Sight:
        """Return the sight of an actor."""
        own = actor.organisation.pk
        return cls(
            everything=actor.oversees,
            buyer=own if actor.plays(Role.BUYER) else None,
            maker=own if actor.plays(Role.MAKER) else None,
            reader=own,
        )

    def pools(self, buyers: int) -> bool:
        """Tell whether a total over so many buyers may be shown."""
        return self.everything or buyers >= LEAST_BUYERS

    def pools_family(self, buyers: int, rests: Rests) -> bool:
        """Tell whether a family's totals may be shown, given what its visible lots leave of them."""
        return self.everything or (self.pools(buyers) and rests.are_safe(self.reader))

    def pools_plan(self, buyers: int, families: Iterable[FamilyRests]) -> bool:
        """Tell whether the plan's money may be shown, given what visible families and lots leave of it.

        No family says what it imports, so that for what stays open every hidden lot of the plan counts.
        """
        if self.everything:
            return True
        known = tuple(families)
        unseen = [one.rests for one in known if not self.pools_family(one.buyers, one.rests)]
        everywhere = together(one.rests for one in known)
        return (
            self.pools(buyers)
            and together(unseen).are_safe(self.reader)
            and everywhere.open.is_safe(self.reader)
        )

    def pooled(self, value: Decimal | None, buyers: int) -> Decimal | None:
        """Return a pooled total, or None where it is hidden."""
        return value if self.pools(buyers) else None

    def lots(self, lots: LotQuerySet) -> LotQuerySet:
        """Keep the lots the actor may see: a maker those for which an offer of its own was considered."""
        return lots.considered_for(self.maker) if self.maker is not None else lots

    def sees_maker(self, maker_id: int) -> bool:
        """Tell whether the actor may see who the maker of a candidate is."""
        return self.maker is None or self.maker == maker_id

    def sees_price(self, maker_id: int, *, awarded: bool) -> bool:
        """Tell whether the actor may see an offer's price: its own, and for buyers the awarded one."""
        if self.everything or self.maker == maker_id:
            return True
        return self.buyer is not None and awarded

    def maker_names(self, lot: Lot) -> str:
        """Return the names of the awarded makers; a maker doesn't see its competitors'."""
        return lot.maker_names if self.maker is None else ""

    def reasons(self, stored: Iterable[object]) -> tuple[Reason, ...]:
        """Return reasons; for those who don't oversee, only those without another party's figures."""
        found = tuple(load(Reason, one) for one in stored)
        return found if self.everything else tuple(one for one in found if is_open(one))


def is_open(reason: Reason) -> bool:
    """Tell whether a reason may be shown to everyone who sees the lot."""
    return reason.code in _OPEN_CODES or reason.code.startswith(_OPEN_PREFIXES)
