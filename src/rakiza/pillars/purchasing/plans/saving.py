"""From the engine's plan to rows, inside the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db import models

from rakiza.engine.planning import plan as engine
from rakiza.engine.reading import fold
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.wording.attributes import say_values
from rakiza.pillars.purchasing.needs.knowledge import families, family_label
from rakiza.pillars.purchasing.plans.difference import Rest, Rests, together
from rakiza.pillars.purchasing.plans.enums import LotState
from rakiza.pillars.purchasing.plans.lot_models import MAKERS_APART
from rakiza.pillars.purchasing.plans.models import (
    Award,
    AwardShare,
    Candidate,
    FamilyTotal,
    Lot,
    LotContribution,
    PlanRun,
    RunEligibility,
    UncoveredNeed,
)
from rakiza.pillars.purchasing.plans.visibility import LEAST_BUYERS

_BATCH = 500
_CENT = Decimal("0.01")
_SHARE = Decimal("0.000001")
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class _Indexed:
    """A plan's parts by lot, and organisations by what the engine calls them."""

    plan: engine.Plan
    members: Mapping[str, int]
    makers: Mapping[str, int]
    maker_names: Mapping[str, str]
    awards: Mapping[str, Sequence[engine.PlannedAward]]


def save_plan(run: PlanRun, plan: engine.Plan) -> None:
    """Write everything that the planner made. Called once a run, in one transaction."""
    indexed = _index(plan)
    lots = [_lot(run, lot, indexed) for lot in plan.lots]
    _create(Lot, lots)
    by_code = {lot.code: lot for lot in lots}
    _create(LotContribution, list(_contributions(plan, indexed, by_code)))
    candidates = {(c.lot, c.offer): _candidate(c, indexed, by_code) for c in plan.candidates}
    _create(Candidate, list(candidates.values()))
    awards = [(award, _award(award, indexed, by_code)) for award in plan.awards]
    _create(Award, [row for _, row in awards])
    _create(AwardShare, [share for award, row in awards for share in _shares(award, row, indexed)])
    _create(UncoveredNeed, [_uncovered(u, run, by_code, candidates) for u in plan.uncovered])
    _create(RunEligibility, [_eligibility(run, one) for one in plan.eligibility])
    totals = _family_totals(run, lots, plan, indexed)
    _create(FamilyTotal, totals)
    run.family_rests = [{"buyers": total.buyers_count, "rests": total.rests} for total in totals]
    run.buyers_count = len({c.member for lot in plan.lots for c in lot.contributions})


def _create(kind: type[Row], rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), _BATCH):
        kind._default_manager.bulk_create(rows[start : start + _BATCH])


def _index(plan: engine.Plan) -> _Indexed:
    device_maker = {device.id: device.maker for device in plan.inputs.devices}
    names = {maker.id: maker.name for maker in plan.inputs.makers}
    offer_maker = {offer.id: device_maker[offer.device] for offer in plan.inputs.offers}
    awards: dict[str, list[engine.PlannedAward]] = defaultdict(list)
    for award in plan.awards:
        awards[award.lot].append(award)
    members = {need.member for need in plan.inputs.needs}
    return _Indexed(
        plan=plan,
        members=dict(Organisation.objects.filter(name__in=members).values_list("name", "pk")),
        makers={offer: int(maker) for offer, maker in offer_maker.items()},
        maker_names={offer: names[maker] for offer, maker in offer_maker.items()},
        awards=awards,
    )


def _quarters(quarters: engine.Quarterly) -> dict[str, Decimal]:
    return {f"q{number}": quantity for number, quantity in enumerate(quarters, start=1)}


def _lot(run: PlanRun, lot: engine.PlannedLot, indexed: _Indexed) -> Lot:
    awards = indexed.awards.get(lot.id, ())
    quantity = lot.quantity
    covered = sum((award.quantity for award in awards), Decimal(0))
    makers = MAKERS_APART.join(sorted({indexed.maker_names[award.offer] for award in awards}))
    return Lot(
        run=run,
        code=lot.id,
        family=lot.family,
        emdn=lot.emdn or "",
        title=_title(lot),
        requirement=[dump(attribute) for attribute in lot.requirement],
        base_unit=lot.base_unit,
        criticality=lot.criticality,
        **_quarters(lot.quarters),
        quantity=quantity,
        covered_quantity=covered,
        uncovered_quantity=max(quantity - covered, Decimal(0)),
        local_share=(min(covered / quantity, Decimal(1)) if quantity else Decimal(0)).quantize(_SHARE),
        state=_state(covered, quantity),
        at_risk=bool(lot.risks),
        risks=[dump(reason) for reason in lot.risks],
        maker_names=makers[:400],
        buyers_count=len({contribution.member for contribution in lot.contributions}),
        search_text=_search_text(lot),
        makers_text=fold(makers),
        **_money(lot, awards, quantity),
    )


def _money(
    lot: engine.PlannedLot, awards: Sequence[engine.PlannedAward], quantity: Decimal
) -> dict[str, Decimal | None]:
    """Return reference price, estimated and covered value, savings: cents, None where unknown."""
    paid = sum((award.landed_price * award.quantity for award in awards), Decimal(0))
    reference = lot.reference_price
    value = reference * quantity if reference is not None else None
    if value is None and awards:
        value = paid
    savings = None
    if reference is not None and awards:
        savings = sum(((reference - award.landed_price) * award.quantity for award in awards), Decimal(0))
    return {
        "reference_price": reference,
        "value": value.quantize(_CENT) if value is not None else None,
        "covered_value": paid.quantize(_CENT),
        "savings": savings.quantize(_CENT) if savings is not None else None,
    }


def _state(covered: Decimal, quantity: Decimal) -> LotState:
    if covered <= 0:
        return LotState.UNCOVERED
    return LotState.COVERED if covered >= quantity else LotState.PARTLY


def _title(lot: engine.PlannedLot) -> str:
    """The family and its stated values in words, so that no reader meets a token or 4,000 mm."""
    values = say_values(lot.requirement, language="fr")
    return f"{family_label(lot.family, 'fr')}{' · ' if values else ''}{values}"[:400]


def _search_text(lot: engine.PlannedLot) -> str:
    labels = " ".join(family_label(lot.family, language) for language in ("fr", "ar", "en"))
    return fold(f"{lot.title} {_title(lot)} {labels} {lot.emdn or ''}")


def _contributions(
    plan: engine.Plan, indexed: _Indexed, by_code: Mapping[str, Lot]
) -> Iterable[LotContribution]:
    read = {need.need: need for need in plan.needs}
    for lot in plan.lots:
        for contribution in lot.contributions:
            need = read[contribution.need]
            yield LotContribution(
                lot=by_code[lot.id],
                need_line_id=int(contribution.need),
                organisation_id=indexed.members[contribution.member],
                **_quarters(contribution.quarters),
                quantity=contribution.quantity,
                units_per_pack=need.units_per_pack,
                to_confirm=need.to_confirm,
            )


def _candidate(candidate: engine.Candidate, indexed: _Indexed, by_code: Mapping[str, Lot]) -> Candidate:
    return Candidate(
        lot=by_code[candidate.lot],
        offer_id=int(candidate.offer),
        maker_id=indexed.makers[candidate.offer],
        state=candidate.state.value,
        match=dump(candidate.match),
        reasons=[dump(reason) for reason in candidate.reasons],
        landed_price=candidate.landed_price,
        near_miss=candidate.match.near_miss,
    )


def _eligibility(run: PlanRun, found: engine.OfferEligibility) -> RunEligibility:
    return RunEligibility(run=run, offer_id=int(found.offer), months=dump(found.months))


def _award(award: engine.PlannedAward, indexed: _Indexed, by_code: Mapping[str, Lot]) -> Award:
    return Award(
        lot=by_code[award.lot],
        offer_id=int(award.offer),
        maker_id=indexed.makers[award.offer],
        **_quarters(award.quarters),
        quantity=award.quantity,
        unit_price=award.unit_price,
        landed_price=award.landed_price,
        reasons=[dump(reason) for reason in award.reasons],
    )


def _shares(award: engine.PlannedAward, row: Award, indexed: _Indexed) -> Iterable[AwardShare]:
    for member, quarters in award.by_member:
        yield AwardShare(award=row, organisation_id=indexed.members[member], **_quarters(quarters))


def _uncovered(
    uncovered: engine.Uncovered,
    run: PlanRun,
    by_code: Mapping[str, Lot],
    candidates: Mapping[tuple[str, str], Candidate],
) -> UncoveredNeed:
    nearest = uncovered.nearest
    return UncoveredNeed(
        lot=by_code[uncovered.lot],
        run=run,
        kind=uncovered.kind.value,
        **_quarters(uncovered.quarters),
        quantity=sum(uncovered.quarters, Decimal(0)),
        reasons=[dump(reason) for reason in uncovered.reasons],
        nearest=candidates.get((nearest.lot, nearest.offer)) if nearest else None,
        import_price=uncovered.import_price,
    )


def _family_totals(
    run: PlanRun, lots: Sequence[Lot], plan: engine.Plan, indexed: _Indexed
) -> list[FamilyTotal]:
    members = {lot.id: frozenset(indexed.members[c.member] for c in lot.contributions) for lot in plan.lots}
    grouped: dict[str, list[Lot]] = defaultdict(list)
    for row in lots:
        grouped[row.family].append(row)
    return [_family_total(run, family, grouped[family], members) for family in sorted(grouped)]


def _family_total(
    run: PlanRun, family: str, lots: Sequence[Lot], members: Mapping[str, frozenset[int]]
) -> FamilyTotal:
    authored = families().get(family)
    hidden = together(_rests(lot, members[lot.code]) for lot in lots if lot.buyers_count < LEAST_BUYERS)
    return FamilyTotal(
        run=run,
        family=family,
        group=authored.group if authored else "",
        label_fr=family_label(family, "fr"),
        label_ar=family_label(family, "ar"),
        label_en=family_label(family, "en"),
        lots=len(lots),
        lots_covered=sum(lot.state == LotState.COVERED for lot in lots),
        value=sum((lot.value or Decimal(0) for lot in lots), Decimal(0)),
        covered_value=sum((lot.covered_value for lot in lots), Decimal(0)),
        savings=sum((lot.savings or Decimal(0) for lot in lots), Decimal(0)),
        buyers_count=len(frozenset[int]().union(*(members[lot.code] for lot in lots))),
        rests=dump(hidden),
    )


def _rests(lot: Lot, members: frozenset[int]) -> Rests:
    """Return which amounts a hidden lot stands behind."""
    lone, nothing = Rest(1, tuple(sorted(members))), Rest()
    is_open = lot.state != LotState.COVERED and lot.reference_price is not None
    return Rests(
        value=lone if lot.value is not None else nothing,
        covered=lone if lot.state != LotState.UNCOVERED else nothing,
        savings=lone if lot.savings is not None else nothing,
        open=lone if is_open else nothing,
    )
