"""Reads that drill down: a lot with its candidates and awards, a line from its file to its award."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.matching.values import MatchResult
from rakiza.engine.reading.values import Reading
from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.values import attributes_from
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.needs.queries import line_for
from rakiza.pillars.purchasing.needs.values import reading_of
from rakiza.pillars.purchasing.plans.enums import CandidateState
from rakiza.pillars.purchasing.plans.lot_queries import LotRow, row_of, titles_in, visible_lots
from rakiza.pillars.purchasing.plans.models import Award, AwardShare, Candidate, Lot, LotContribution, Plan
from rakiza.pillars.purchasing.plans.queries import plans_for
from rakiza.pillars.purchasing.plans.visibility import Sight

Quarters = tuple[Decimal, Decimal, Decimal, Decimal]
_MOST_CONTRIBUTIONS = 500


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One offer held against the lot; the price is None where it isn't the actor's to see."""

    maker: str
    device: str
    reference: str
    state: CandidateState
    match: MatchResult
    near_miss: bool
    landed_price: Decimal | None
    reasons: tuple[Reason, ...]
    offer_id: int = 0
    device_id: int = 0


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """What one need line put in, and where it was written."""

    line_id: int
    organisation: str
    designation: str
    file: str
    sheet: str
    row: int
    quarters: Quarters
    quantity: Decimal
    units_per_pack: int
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class AwardRow:
    """What a maker supplies. `quarters` are None where pooled totals are hidden; `own` is the actor's part."""

    maker: str
    device: str
    quarters: Quarters | None
    quantity: Decimal | None
    unit_price: Decimal | None
    landed_price: Decimal | None
    own: Quarters | None
    reasons: tuple[Reason, ...]
    maker_id: int = 0


@dataclass(frozen=True, slots=True)
class LotDetail:
    """A lot with all that the actor may see of it."""

    row: LotRow
    requirement: tuple[AttributeValue, ...]
    quarters: Quarters | None
    reference_price: Decimal | None
    risks: tuple[Reason, ...]
    candidates: tuple[CandidateRow, ...]
    awards: tuple[AwardRow, ...]
    contributions: tuple[ContributionRow, ...]


def lot_detail(actor: Actor, plan: Plan, lot_id: int, *, language: str) -> LotDetail:
    """Return one lot of the current run; `Lot.DoesNotExist` where the actor sees no such lot."""
    lot = visible_lots(actor, plan).get(pk=lot_id)
    sight = Sight.of(actor)
    shown = sight.pools(lot.buyers_count)
    return LotDetail(
        row=row_of(actor, plan, lot, language),
        requirement=attributes_from(lot.requirement),
        quarters=_quarters(lot) if shown else None,
        reference_price=lot.reference_price if shown and sight.maker is None else None,
        risks=tuple(load(Reason, one) for one in lot.risks) if sight.maker is None else (),
        candidates=_candidates(lot, sight, language),
        awards=_awards(lot, sight, language),
        contributions=_contributions(lot, sight),
    )


def _quarters(holder: Lot | LotContribution | Award | AwardShare) -> Quarters:
    return holder.q1, holder.q2, holder.q3, holder.q4


def _candidates(lot: Lot, sight: Sight, language: str) -> tuple[CandidateRow, ...]:
    found = lot.candidates.select_related("maker", "offer__device").order_by("pk")
    if sight.maker is not None:
        found = found.filter(maker_id=sight.maker)
    rows = [_candidate_row(candidate, sight, language) for candidate in found]
    order = list(CandidateState)
    return tuple(
        sorted(rows, key=lambda row: (order.index(row.state), -row.match.score, row.maker, row.reference))
    )


def _candidate_row(candidate: Candidate, sight: Sight, language: str) -> CandidateRow:
    state = CandidateState(candidate.state)
    priced = sight.sees_price(candidate.maker_id, awarded=state == CandidateState.AWARDED)
    return CandidateRow(
        maker=candidate.maker.name_in(language),
        device=candidate.offer.device.name_in(language),
        reference=candidate.offer.device.reference,
        state=state,
        match=load(MatchResult, candidate.match),
        near_miss=candidate.near_miss,
        landed_price=candidate.landed_price if priced else None,
        reasons=sight.reasons(candidate.reasons),
        offer_id=candidate.offer_id,
        device_id=candidate.offer.device_id,
    )


def _awards(lot: Lot, sight: Sight, language: str) -> tuple[AwardRow, ...]:
    found = lot.awards.select_related("maker", "offer__device").order_by("landed_price", "pk")
    if sight.maker is not None:
        found = found.filter(maker_id=sight.maker)
    awards = list(found)
    own = _own_shares(awards, sight.buyer)
    return tuple(_award_row(award, lot, sight, own.get(award.pk), language) for award in awards)


def _own_shares(awards: Sequence[Award], buyer: int | None) -> dict[int, Quarters]:
    if buyer is None:
        return {}
    shares = AwardShare.objects.filter(award__in=awards, organisation_id=buyer)
    return {share.award_id: _quarters(share) for share in shares}


def _award_row(award: Award, lot: Lot, sight: Sight, own: Quarters | None, language: str) -> AwardRow:
    mine = sight.maker == award.maker_id
    shown = mine or sight.pools(lot.buyers_count)
    priced = sight.sees_price(award.maker_id, awarded=True)
    return AwardRow(
        maker=award.maker.name_in(language),
        device=award.offer.device.name_in(language),
        quarters=_quarters(award) if shown else None,
        quantity=award.quantity if shown else None,
        unit_price=award.unit_price if priced else None,
        landed_price=award.landed_price if priced else None,
        own=own,
        reasons=sight.reasons(award.reasons),
        maker_id=award.maker_id,
    )


def _contributions(lot: Lot, sight: Sight) -> tuple[ContributionRow, ...]:
    """Return who put what in: all of it for overseers, its own for a buyer, nothing for the others."""
    found = lot.contributions.select_related("organisation", "need_line__need_import__file")
    if not sight.everything:
        found = found.filter(organisation_id=sight.buyer) if sight.buyer is not None else found.none()
    chosen = found.order_by("organisation__name", "pk")[:_MOST_CONTRIBUTIONS]
    return tuple(
        ContributionRow(
            line_id=one.need_line_id,
            organisation=str(one.organisation),
            designation=one.need_line.text,
            file=one.need_line.need_import.file.original_name,
            sheet=one.need_line.sheet,
            row=one.need_line.row,
            quarters=_quarters(one),
            quantity=one.quantity,
            units_per_pack=one.units_per_pack,
            to_confirm=one.to_confirm,
        )
        for one in chosen
    )


@dataclass(frozen=True, slots=True)
class LineInPlan:
    """Where a line went in one plan: its lot, and what each awarded maker brings its organisation."""

    plan: Plan
    lot_id: int
    lot_title: str
    lot_state: str
    quantity: Decimal
    makers: tuple[tuple[str, Quarters], ...]


@dataclass(frozen=True, slots=True)
class LineLineage:
    """A line from its file, sheet and row to its lots and awards."""

    line: NeedLine
    reading: Reading
    plans: tuple[LineInPlan, ...]


def line_lineage(actor: Actor, line_id: int, *, language: str) -> LineLineage:
    """Return one line's way; `NeedLine.DoesNotExist` where the actor sees no such line."""
    line = line_for(actor, line_id)
    plans = {
        plan.current_run_id: plan
        for plan in plans_for(actor).filter(year=line.year, current_run__isnull=False)
    }
    contributions = LotContribution.objects.filter(need_line=line, lot__run_id__in=plans).select_related(
        "lot"
    )
    found = list(contributions.order_by("-lot__run_id", "pk"))
    shares = AwardShare.objects.filter(
        award__lot__in=[one.lot_id for one in found], organisation_id=line.organisation_id
    ).select_related("award__maker")
    by_lot: dict[int, list[tuple[str, Quarters]]] = {}
    for share in shares.order_by("pk"):
        by_lot.setdefault(share.award.lot_id, []).append(
            (share.award.maker.name_in(language), _quarters(share))
        )
    titles = titles_in((one.lot for one in found), language)
    return LineLineage(
        line=line,
        reading=reading_of(line),
        plans=tuple(
            LineInPlan(
                plan=plans[one.lot.run_id],
                lot_id=one.lot_id,
                lot_title=titles[one.lot_id],
                lot_state=one.lot.state,
                quantity=one.quantity,
                makers=tuple(by_lot.get(one.lot_id, ())),
            )
            for one in found
        ),
    )
