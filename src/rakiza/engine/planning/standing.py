"""Which awards of a plan no longer stand on lawful months, once titles have changed.

A month is lost to an award where the plan held it lawful, the award delivers in its quarter, and a
title that was there isn't any more. A quarter's deliveries are taken as spread evenly over the months
that the plan held lawful, so that one month of three lost puts a third of the quarter at stake. What
an offer's own dates close isn't counted: it is no matter of titles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.planning import reasons
from rakiza.engine.planning.plan import MonthEligibility, Quarterly
from rakiza.engine.planning.values import TitleKind
from rakiza.engine.reasons import Reason

ZERO = Decimal(0)
CENT = Decimal("0.01")
Months = Sequence[MonthEligibility]
# A registration may be replaced by an authorisation: what fails is the need of both.
_NEED = {TitleKind.AUTHORISATION: TitleKind.REGISTRATION}
_KINDS = {kind.value: kind for kind in TitleKind}
_FAULTS = ("halted", "suspended", "closed", "other", "expires", "starts")  # the one to tell first


@dataclass(frozen=True, slots=True)
class StandingAward:
    """An award as the plan keeps it: base units by quarter, prices of one, what each member receives."""

    id: str
    lot: str
    offer: str
    maker: str
    quarters: Quarterly
    landed_price: Decimal  # tax and delivery included
    unit_price: Decimal  # excluding tax
    shares: tuple[tuple[str, Quarterly], ...] = ()


@dataclass(frozen=True, slots=True)
class LostMonth:
    """A month that closed since the plan was made, and the title that fails for each need of one."""

    month: int
    causes: tuple[tuple[TitleKind, Reason], ...]


@dataclass(frozen=True, slots=True)
class Exposed:
    """An award with the months that it lost; `parts` is the share of each quarter that they are."""

    award: StandingAward
    months: tuple[int, ...]
    parts: tuple[Decimal, Decimal, Decimal, Decimal]

    @property
    def quarters(self) -> Quarterly:
        """Base units at stake, by quarter."""
        return self.of(self.award.quarters)

    @property
    def value(self) -> Decimal:
        """Money at stake, tax and delivery included, to the cent."""
        return _money(self.quarters, self.award.landed_price)

    @property
    def untaxed(self) -> Decimal:
        """Money at stake at the maker's own price, excluding tax, to the cent."""
        return _money(self.quarters, self.award.unit_price)

    def value_for(self, member: str) -> Decimal:
        """Money at stake in what one member receives."""
        return sum(
            (
                _money(self.of(quarters), self.award.landed_price)
                for name, quarters in self.award.shares
                if name == member
            ),
            ZERO,
        )

    def of(self, quarters: Quarterly) -> Quarterly:
        """Return the part of some quarters that is at stake."""
        first, second, third, fourth = (q * part for q, part in zip(quarters, self.parts, strict=True))
        return first, second, third, fourth


@dataclass(frozen=True, slots=True)
class TitleRisk:
    """What one title that fails puts at stake in a plan: awards of one maker, by their identifier."""

    maker: str
    kind: TitleKind
    number: str
    cause: Reason
    awards: tuple[Exposed, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What identifies the risk while it lasts."""
        return self.maker, self.kind.value, self.number

    @property
    def first_month(self) -> int:
        """The first month that is lost."""
        return min(one.months[0] for one in self.awards)

    @property
    def lots(self) -> int:
        """How many lots are touched."""
        return len({one.award.lot for one in self.awards})

    @property
    def value(self) -> Decimal:
        """Money at stake, tax and delivery included."""
        return sum((one.value for one in self.awards), ZERO)

    @property
    def untaxed(self) -> Decimal:
        """Money at stake, excluding tax."""
        return sum((one.untaxed for one in self.awards), ZERO)


def lost_months(then: Months, now: Months, first_month: int = 1) -> tuple[LostMonth, ...]:
    """Return the months from `first_month` on that were lawful and that a title closes now."""
    today = {one.month: one for one in now}
    found = []
    for held in then:
        if not held.eligible or held.month < first_month or held.month not in today:
            continue
        causes = _causes(today[held.month].reasons)
        if causes:
            found.append(LostMonth(held.month, causes))
    return tuple(found)


def risks(
    awards: Iterable[StandingAward],
    then: Mapping[str, Months],
    now: Mapping[str, Months],
    first_month: int = 1,
) -> tuple[TitleRisk, ...]:
    """Return what each failing title puts at stake from `first_month` on, ordered by its key.

    `then` and `now` give the months of each offer: those the plan was made with, and today's. Two titles
    that fail in one month each count the whole of it: `at_stake` counts it once.
    """
    found: dict[tuple[str, str, str], list[Exposed]] = defaultdict(list)
    told: dict[tuple[str, str, str], tuple[int, TitleKind, Reason]] = {}
    for award in sorted(awards, key=lambda one: one.id):
        held = then.get(award.offer, ())
        lost = lost_months(held, now.get(award.offer, ()), first_month)
        for key, months in _by_title(award.maker, lost).items():
            exposed = _exposed(award, held, [month for month, _kind, _why in months])
            if exposed is not None:
                found[key].append(exposed)
                told[key] = min(months[0], told.get(key, months[0]), key=lambda one: one[0])
    return tuple(
        TitleRisk(key[0], told[key][1], key[2], told[key][2], tuple(found[key])) for key in sorted(found)
    )


def at_stake(
    awards: Iterable[StandingAward],
    then: Mapping[str, Months],
    now: Mapping[str, Months],
    first_month: int = 1,
) -> tuple[Exposed, ...]:
    """Return each award that lost a month, every month once whatever number of titles fail in it."""
    found = []
    for award in sorted(awards, key=lambda one: one.id):
        held = then.get(award.offer, ())
        lost = lost_months(held, now.get(award.offer, ()), first_month)
        exposed = _exposed(award, held, [one.month for one in lost])
        if exposed is not None:
            found.append(exposed)
    return tuple(found)


_Told = tuple[int, TitleKind, Reason]


def _by_title(maker: str, lost: Iterable[LostMonth]) -> dict[tuple[str, str, str], list[_Told]]:
    titles: dict[tuple[str, str, str], list[_Told]] = defaultdict(list)
    for one in lost:
        for kind, why in one.causes:
            titles[maker, kind.value, str(why.as_mapping().get("number", ""))].append((one.month, kind, why))
    return titles


def _exposed(award: StandingAward, held: Months, months: Sequence[int]) -> Exposed | None:
    """Return the award with those of `months` in whose quarter it delivers; None where there is none."""
    kept = tuple(month for month in months if award.quarters[(month - 1) // 3] > 0)
    if not kept:
        return None
    first, second, third, fourth = (_part(quarter, held, kept) for quarter in range(4))
    return Exposed(award, kept, (first, second, third, fourth))


def _part(quarter: int, held: Months, lost: Sequence[int]) -> Decimal:
    lawful = sum(1 for one in held if one.eligible and (one.month - 1) // 3 == quarter)
    gone = sum(1 for month in lost if (month - 1) // 3 == quarter)
    return Decimal(gone) / lawful if gone else ZERO


def _causes(found: Iterable[Reason]) -> tuple[tuple[TitleKind, Reason], ...]:
    """Return, for each need of a title, the reason to tell: a suspension, else the latest end, else a start."""
    by_need: dict[TitleKind, list[Reason]] = defaultdict(list)
    for reason in found:
        need = need_of(reason)
        if need is not None:
            by_need[need].append(reason)
    return tuple((need, min(by_need[need], key=_rank)) for need in sorted(by_need))


def need_of(reason: Reason) -> TitleKind | None:
    """Return the kind of title for want of which a month is shut; None for another reason."""
    if reason.code == reasons.NO_TITLE:
        return _need(str(reason.as_mapping()["kind"]))
    return _need(reason.code.removeprefix("eligibility.").rpartition("_")[0])


def _need(kind: str) -> TitleKind | None:
    found = _KINDS.get(kind)
    return _NEED.get(found, found) if found is not None else None


def _rank(reason: Reason) -> tuple[int, int, str]:
    fault = reason.code.rpartition("_")[2]
    told = _FAULTS.index(fault) if fault in _FAULTS else len(_FAULTS)
    stated = str(reason.as_mapping().get("date", "")).replace("-", "")
    latest_first = -int(stated) if stated.isdigit() else 0
    return told, latest_first, str(reason.as_mapping().get("number", ""))


def _money(quarters: Quarterly, price: Decimal) -> Decimal:
    return (sum(quarters, ZERO) * price).quantize(CENT)
