"""The planner: needs, offers, titles and rules in; a whole explained plan out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rakiza.engine import allocation
from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.awards import awards_of
from rakiza.engine.planning.candidates import candidates_of
from rakiza.engine.planning.checks import check_inputs
from rakiza.engine.planning.consolidation import consolidate
from rakiza.engine.planning.eligibility import eligibility
from rakiza.engine.planning.figures import figures_of
from rakiza.engine.planning.hashing import canonical_inputs, inputs_hash
from rakiza.engine.planning.market import (
    MarketOffer,
    Pairing,
    background_of,
    market_offer,
    pairings,
    problem_of,
)
from rakiza.engine.planning.outcome import Outcome, outcome
from rakiza.engine.planning.plan import (
    Candidate,
    Plan,
    PlannedAward,
    PlannedLot,
    ReadNeed,
    SolveReport,
    Uncovered,
)
from rakiza.engine.planning.progress import Progress, Stage, silent
from rakiza.engine.planning.read_needs import NeedReader, read_needs, with_lots
from rakiza.engine.planning.references import by_family
from rakiza.engine.planning.risks import risks_of, unspecified
from rakiza.engine.planning.rules import allocation_rules, named_in
from rakiza.engine.planning.uncovered import Scene, uncovered_of
from rakiza.engine.planning.unspecified import OpenAttribute, settle
from rakiza.engine.planning.values import PlanInputs, Title

ENGINE_VERSION = "5"
STEP = 200


def make_plan(
    inputs: PlanInputs,
    knowledge: KnowledgeBase,
    reader: NeedReader | None = None,
    progress: Progress = silent,
    processes: int = 1,
) -> Plan:
    """Make the annual plan. Deterministic: the order of the inputs' lines never matters.

    `reader` reads designations (default: the reading engine on `knowledge`). `progress` is called
    through the stages in order and may raise `Cancelled`. `processes` may work on the allocation side
    by side (see `allocation.solve`). Raises PlanInputError where the inputs
    contradict themselves (a duplicate identifier, an offer of an unknown device…).
    """
    check_inputs(inputs, knowledge)
    ordered = canonical_inputs(inputs)
    read = read_needs(ordered, knowledge, reader or _default_reader(knowledge), progress)
    offers = _market(ordered, progress)
    progress(Stage.CONSOLIDATION, 0, len(read.pooled))
    families = knowledge.by_id()
    lots = consolidate(read.pooled, families, by_family(ordered.imports))
    progress(Stage.CONSOLIDATION, len(read.pooled), len(read.pooled))
    pairs = pairings(lots, offers, families, ordered.rules, partial(progress, Stage.MATCHING))
    settled = {
        lot.id: settle(
            lot,
            pairs.pop(lot.id),
            families[lot.family],
            ordered.rules,
            allocation.AllocationRules().doubt_margin,
        )
        for lot in lots
    }
    paired = {lot: kept for lot, (kept, _) in settled.items()}
    opened = {lot: found for lot, (_, found) in settled.items() if found}
    problem = problem_of(lots, paired, offers, background_of(ordered))
    rules = allocation_rules(ordered.rules, named_in(problem))
    solution = allocation.solve(problem, rules, partial(progress, Stage.ALLOCATION), processes=processes)
    market = _Market(offers, paired, opened, outcome(problem, solution))
    told = _explain(ordered, lots, market, progress)
    needs = _with_lots(ordered, read.needs, lots, opened)
    return Plan(
        inputs=ordered,
        input_hash=inputs_hash(ordered),
        knowledge_version=knowledge.version,
        engine_version=ENGINE_VERSION,
        needs=needs,
        lots=told.lots,
        eligibility=tuple(offer.eligibility for offer in offers),
        candidates=told.candidates,
        awards=told.awards,
        uncovered=told.uncovered,
        figures=figures_of(needs, told.lots, told.awards, told.uncovered, solution.charges),
        solve=_report(solution),
    )


def _default_reader(knowledge: KnowledgeBase) -> NeedReader:
    from rakiza.engine.reading.reader import Reader  # noqa: PLC0415 - only where none is given

    return Reader(knowledge)


def _market(inputs: PlanInputs, progress: Progress) -> tuple[MarketOffer, ...]:
    """Every offer with its device, maker and eligibility, in the order of identifiers."""
    devices = {device.id: device for device in inputs.devices}
    makers = {maker.id: maker for maker in inputs.makers}
    titles = _titles_by_maker(inputs.titles)
    found = []
    for done, offer in enumerate(inputs.offers):
        if done % STEP == 0:
            progress(Stage.ELIGIBILITY, done, len(inputs.offers))
        device = devices[offer.device]
        maker = makers[device.maker]
        lawful = eligibility(offer, device, maker, titles.get(maker.id, ()), inputs.year, inputs.rules)
        found.append(market_offer(offer, device, maker, lawful))
    progress(Stage.ELIGIBILITY, len(inputs.offers), len(inputs.offers))
    return tuple(found)


def _titles_by_maker(titles: Sequence[Title]) -> dict[str, list[Title]]:
    grouped: dict[str, list[Title]] = defaultdict(list)
    for title in titles:
        grouped[title.maker].append(title)
    return grouped


@dataclass(frozen=True, slots=True)
class _Told:
    lots: tuple[PlannedLot, ...]
    candidates: tuple[Candidate, ...]
    awards: tuple[PlannedAward, ...]
    uncovered: tuple[Uncovered, ...]


@dataclass(frozen=True, slots=True)
class _Market:
    """The offers with all that was found of them, by lot."""

    offers: tuple[MarketOffer, ...]
    paired: Mapping[str, tuple[Pairing, ...]]
    opened: Mapping[str, tuple[OpenAttribute, ...]]
    solved: Outcome


def _with_lots(
    inputs: PlanInputs,
    needs: tuple[ReadNeed, ...],
    lots: Sequence[PlannedLot],
    opened: Mapping[str, tuple[OpenAttribute, ...]],
) -> tuple[ReadNeed, ...]:
    lot_of = {part.need: lot.id for lot in lots for part in lot.contributions}
    confirmed = frozenset(need.id for need in inputs.needs if need.reading is not None)
    said = {lot: unspecified(found) for lot, found in opened.items()}
    return with_lots(needs, lot_of, said, confirmed)


def _explain(inputs: PlanInputs, lots: Sequence[PlannedLot], market: _Market, progress: Progress) -> _Told:
    by_id = {offer.offer.id: offer for offer in market.offers}
    referenced = frozenset(reference.family for reference in inputs.imports)
    solved = market.solved
    titles = _titles_by_maker(inputs.titles)
    told: list[PlannedLot] = []
    candidates: list[Candidate] = []
    awards: list[PlannedAward] = []
    uncovered: list[Uncovered] = []
    for done, lot in enumerate(lots):
        if done % STEP == 0:
            progress(Stage.EXPLANATION, done, len(lots))
        pairs = market.paired[lot.id]
        found = candidates_of(lot, pairs, solved, inputs.rules)
        won = awards_of(lot, found, by_id, solved, inputs.rules, referenced)
        rest = uncovered_of(Scene(lot, found, by_id, solved, inputs.rules))
        doubts = {pair.offer.offer.id: pair.doubts for pair in pairs if pair.doubts}
        opened = market.opened.get(lot.id, ())
        told.append(replace(lot, risks=risks_of(lot, won, by_id, titles, inputs.year, doubts, opened)))
        candidates.extend(found)
        awards.extend(won)
        if rest is not None:
            uncovered.append(rest)
    progress(Stage.EXPLANATION, len(lots), len(lots))
    return _Told(tuple(told), tuple(candidates), tuple(awards), tuple(uncovered))


def _report(solution: allocation.Solution) -> SolveReport:
    return SolveReport(
        status=solution.status.value,
        objective=solution.objective,
        bound=solution.bound,
        gap=round(solution.gap, 9),
        components=solution.components,
    )
