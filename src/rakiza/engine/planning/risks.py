"""Why a covered lot may yet fail.

A lot is at risk when something is awarded locally and: an awarded offer isn't lawful in every
month of a quarter it is demanded in; or a required title of an awarded offer ends within the plan
year; or the lot is vital and rests on a single maker; or an awarded device doesn't state something
decisive; or the need leaves open what several devices differ in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rakiza.engine.families import Criticality
from rakiza.engine.planning import reasons
from rakiza.engine.planning.market import MarketOffer
from rakiza.engine.planning.plan import PlannedAward, PlannedLot
from rakiza.engine.planning.unspecified import OpenAttribute
from rakiza.engine.planning.values import Title
from rakiza.engine.reasons import Reason


def risks_of(
    lot: PlannedLot,
    awards: Sequence[PlannedAward],
    offers: Mapping[str, MarketOffer],
    titles: Mapping[str, Sequence[Title]],
    year: int,
    doubts: Mapping[str, Sequence[str]],
    opened: Sequence[OpenAttribute] = (),
) -> tuple[Reason, ...]:
    """Return the risks of one lot. None where nothing is awarded.

    `titles` by maker; `doubts`: the decisive attributes that an offer's device doesn't state.
    """
    if not awards:
        return ()
    found = [reason for award in awards for reason in _of_award(lot, offers[award.offer], titles, year)]
    makers = {offers[award.offer].maker.id for award in awards}
    if lot.criticality == Criticality.VITAL.value and len(makers) == 1:
        found.append(Reason.of(reasons.RISK_SINGLE_SOURCE))
    found.extend(
        Reason.of(reasons.RISK_TO_VERIFY, attribute=name, offer=award.offer)
        for award in awards
        for name in doubts.get(award.offer, ())
    )
    found.extend(unspecified(opened))
    return tuple(dict.fromkeys(found))


def unspecified(opened: Sequence[OpenAttribute]) -> tuple[Reason, ...]:
    """Return what the members should specify."""
    return tuple(Reason.of(reasons.RISK_UNSPECIFIED, attribute=one.name, values=one.values) for one in opened)


def _of_award(
    lot: PlannedLot, market: MarketOffer, titles: Mapping[str, Sequence[Title]], year: int
) -> Iterable[Reason]:
    months = market.months
    for quarter in range(4):
        if lot.quarters[quarter] > 0 and months[quarter] < 3:
            yield Reason.of(
                reasons.RISK_GAP, quarter=quarter + 1, months=months[quarter], offer=market.offer.id
            )
    for title in titles.get(market.maker.id, ()):
        if title.unfit or title.device not in {None, market.device.id}:
            continue
        if title.families and market.device.family not in title.families:
            continue
        if title.valid_to is not None and title.valid_to.year == year:
            yield Reason.of(
                reasons.RISK_EXPIRES,
                kind=title.kind.value,
                number=title.number,
                date=title.valid_to.isoformat(),
                offer=market.offer.id,
            )
