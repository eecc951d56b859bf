"""Whole plans of a small market: what is awarded, left, excluded, and why."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rakiza.engine.allocation import Part
from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Comparison, Op
from rakiza.engine.families import (
    Criticality,
    Family,
    Kind,
    KnowledgeBase,
    Labels,
    Lexicon,
    NumberHabits,
    Packaging,
)
from rakiza.engine.planning import PlanInputError, inputs_hash, make_plan
from rakiza.engine.planning.again import problem_again
from rakiza.engine.planning.plan import CandidateState, Plan, UncoveredKind
from rakiza.engine.planning.progress import Cancelled, Stage
from rakiza.engine.planning.values import (
    Device,
    ImportReference,
    Maker,
    Need,
    PlanInputs,
    PriceTier,
    Rules,
    SourceRef,
    SupplyOffer,
    Title,
    TitleKind,
)
from rakiza.engine.reading.values import PackReading, Reading

D = Decimal
NUMBER, CHOICE = AttributeType.NUMBER, AttributeType.CHOICE


def family(identifier: str, criticality: Criticality = Criticality.ORDINARY) -> Family:
    return Family(
        id=identifier,
        group="group",
        kind=Kind.DEVICE,
        labels=Labels(identifier, identifier, identifier),
        synonyms=(),
        excludes=(),
        emdn="A01",
        refinements=(),
        hs=(),
        risk_class="I",
        attributes=(
            AttributeSpec("volume", NUMBER, Comparison.EQUAL, "mL", "mL"),
            AttributeSpec("tip", CHOICE, Comparison.EQUAL, decisive=False),
        ),
        habits=NumberHabits(),
        packaging=Packaging("piece", ("boite",), (100,)),
        standards=(),
        tests=(),
        processes=(),
        materials=(),
        criticality=criticality,
    )


KNOWLEDGE = KnowledgeBase(
    (family("bed"), family("syringe", Criticality.VITAL)), Lexicon(pack_units={"boite": "boite"}), "v1"
)


class FakeReader:
    """Reads `family volume tip [confidence]`; anything else is another article."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, text: str, packaging_given: str | None = None) -> Reading:
        self.asked.append(text)
        name, *rest = text.split()
        if name == "medicine":
            return Reading(text, Kind.MEDICINE, None, None, (), PackReading(), 0.9)
        if name not in {"syringe", "bed"}:
            return Reading(text, Kind.DEVICE, None, None, (), PackReading(), 0.1)
        values = [AttributeValue("volume", Op.EQ, float(rest[0]), "mL")] if rest else []
        values += [AttributeValue("tip", Op.EQ, rest[1])] if len(rest) > 1 else []
        confidence = float(rest[2]) if len(rest) > 2 else 0.99
        return Reading(text, Kind.DEVICE, name, "A01", tuple(values), PackReading(), confidence)


def need(name: str, text: str, quantity: object = 400, price: object = None, **more: object) -> Need:
    total = D(str(quantity))
    quarter = total / 4
    paid = None if price is None else D(str(price))
    member = str(more.pop("member", "a"))
    row = SourceRef("needs.xlsx", "S", 2)
    quarters = (quarter, quarter, quarter, quarter)
    return Need(name, member, text, total, None, quarters, row, reference_price=paid, **more)


def device(name: str, maker: str = "m1", kind: str = "syringe", volume: float = 10.0) -> Device:
    return Device(name, maker, kind, name, (AttributeValue("volume", Op.EQ, volume, "mL"),))


def offer(name: str, of: str, price: object = 1, **more: object) -> SupplyOffer:
    return SupplyOffer(name, of, (PriceTier(D(0), D(str(price))),), D("0.20"), **more)


def titles(maker: str, *devices: str, valid_to: date | None = None) -> tuple[Title, ...]:
    whole = (TitleKind.DECLARATION, TitleKind.CERTIFICATE)
    general = [Title(kind, maker, f"{kind.value}-{maker}", None, valid_to) for kind in whole]
    own = [Title(TitleKind.REGISTRATION, maker, f"R-{d}", None, None, d) for d in devices]
    return (*general, *own)


MARKET = PlanInputs(
    2027,
    (need("n1", "syringe 10", price=2), need("n2", "syringe 10", member="b", quantity=200)),
    (Maker("m1", "One"), Maker("m2", "Two")),
    (device("d1"), device("d2", "m2")),
    (offer("o1", "d1", 1), offer("o2", "d2", "1.5")),
    (*titles("m1", "d1"), *titles("m2", "d2")),
)


def planned(inputs: PlanInputs = MARKET) -> Plan:
    return make_plan(inputs, KNOWLEDGE, FakeReader())


def with_rules(**rules: object) -> PlanInputs:
    return replace(MARKET, rules=Rules(**rules))


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


def test_the_cheapest_lawful_offer_wins_and_each_member_has_its_part() -> None:
    plan = planned()
    (award,) = plan.awards
    assert (award.offer, award.unit_price, award.landed_price) == ("o1", D(1), D("1.2"))
    assert award.quarters == (150, 150, 150, 150)
    assert award.by_member == (("a", (100, 100, 100, 100)), ("b", (50, 50, 50, 50)))
    assert codes(award.reasons) == ["award.cheapest", "award.below_import"]
    assert [(c.offer, c.state) for c in plan.candidates] == [
        ("o1", CandidateState.AWARDED),
        ("o2", CandidateState.OUTBID),
    ]
    assert codes(plan.candidates[1].reasons) == ["candidate.dearer", "candidate.conforms"]
    assert plan.uncovered == ()


def test_the_figures_follow_from_the_lines() -> None:
    figures = planned().figures
    assert (figures.needs, figures.needs_in_lots, figures.lots, figures.lots_covered) == (2, 2, 1, 1)
    assert figures.estimated_value == D("1200.00")
    assert figures.covered_value == D("720.00")
    assert figures.savings == D("480.00")
    assert figures.local_share == D(1)
    assert figures.lots_at_risk == 1  # one maker for a vital lot


def test_the_solve_is_proven() -> None:
    solve = planned().solve
    assert (solve.status, solve.objective, solve.components) == ("optimal", D(720), 1)
    assert solve.bound <= solve.objective
    assert solve.gap < 1e-6


def test_the_order_of_lines_changes_nothing() -> None:
    dice = random.Random(1)
    needs = tuple(
        need(f"n{i}", f"syringe {dice.choice([5, 10])}", 40 * i + 4, member="abc"[i % 3]) for i in range(30)
    )
    inputs = replace(MARKET, needs=needs)
    expected = planned(inputs)
    for _ in range(3):
        turned = {
            name: tuple(dice.sample(getattr(inputs, name), len(getattr(inputs, name))))
            for name in ("needs", "makers", "devices", "offers", "titles")
        }
        assert planned(replace(inputs, **turned)) == expected


def test_the_hash_sees_values_and_not_their_order_or_writing() -> None:
    base = inputs_hash(MARKET)
    assert inputs_hash(replace(MARKET, needs=MARKET.needs[::-1], titles=MARKET.titles[::-1])) == base
    same = replace(MARKET.needs[0], quantity=D("400.00"))
    assert inputs_hash(replace(MARKET, needs=(same, MARKET.needs[1]))) == base
    other = replace(MARKET.needs[0], quantity=D(401))
    assert inputs_hash(replace(MARKET, needs=(other, MARKET.needs[1]))) != base
    assert inputs_hash(with_rules(preference_margin=D(0))) != base
    assert inputs_hash(replace(MARKET, year=2028)) != base
    assert len(base) == 64


def test_lines_outside_the_plan_are_kept_with_their_reason() -> None:
    lines = (
        need("n1", "medicine x"),
        need("n2", "what is this"),
        need("n3", "syringe 10", 0),
        need("n4", "syringe 10 lock 0.4"),
    )
    plan = planned(replace(MARKET, needs=lines))
    excluded = {one.need: one.excluded.code for one in plan.needs if one.excluded}
    assert excluded == {"n1": "need.medicine", "n2": "need.unread", "n3": "need.zero"}
    assert [one.need for one in plan.needs if one.to_confirm] == ["n2", "n4"]
    strict = planned(replace(MARKET, needs=lines, rules=Rules(use_unconfirmed=False)))
    assert {one.need for one in strict.needs if one.excluded} == {"n1", "n2", "n3", "n4"}
    assert strict.lots == ()


def test_a_confirmed_reading_is_not_read_again() -> None:
    reader = FakeReader()
    sure = Reading("?", Kind.DEVICE, "syringe", None, (), PackReading(), 0.2)
    lines = (need("n1", "?", reading=sure), need("n2", "bed 3"), need("n3", "bed 3"))
    plan = make_plan(replace(MARKET, needs=lines), KNOWLEDGE, reader)
    assert reader.asked == ["bed 3"]
    assert not plan.needs[0].to_confirm


@pytest.mark.parametrize(
    ("change", "kind", "first"),
    [
        ({"offers": ()}, UncoveredKind.NO_DEVICE, "uncovered.no_device"),
        ({"devices": (device("d1", volume=5.0), device("d2", "m2", volume=5.0))}, UncoveredKind.NEAR_MISS, "uncovered.near_miss"),
        ({"titles": ()}, UncoveredKind.NOT_ELIGIBLE, "uncovered.not_eligible"),
        ({"offers": (offer("o1", "d1", 9),)}, UncoveredKind.PRICE, "uncovered.price"),
        ({"offers": (offer("o1", "d1", minimum_order=D(601)),)}, UncoveredKind.MINIMUM_ORDER, "uncovered.minimum_order"),
        ({"offers": (offer("o1", "d1", monthly_capacity=D(0)),)}, UncoveredKind.CAPACITY, "uncovered.capacity"),
        ({"offers": (offer("o1", "d1", monthly_capacity=D(10)),)}, UncoveredKind.CAPACITY, "uncovered.capacity"),
        ({"offers": (offer("o1", "d1"),), "rules": Rules(maximum_share=D("0.5"))}, UncoveredKind.SHARE, "uncovered.share"),
        ({"titles": titles("m1", "d1", valid_to=date(2027, 6, 30))}, UncoveredKind.NOT_ELIGIBLE, "uncovered.not_eligible"),
    ],
)  # fmt: skip
def test_what_is_left_says_why(change: dict, kind: UncoveredKind, first: str) -> None:
    plan = planned(replace(MARKET, **change))
    (rest,) = plan.uncovered
    assert (rest.kind, rest.reasons[0].code) == (kind, first)
    assert rest.import_price == D(2)
    awarded = sum((award.quantity for award in plan.awards), D(0))
    assert awarded + sum(rest.quarters) == plan.lots[0].quantity


def test_the_near_miss_names_the_attribute_and_the_gap() -> None:
    plan = planned(replace(MARKET, devices=(device("d1", volume=9.0), device("d2", "m2", volume=2.0))))
    said = dict(plan.uncovered[0].reasons[0].params)
    assert (said["attribute"], said["offered"], said["required"], said["gap"], said["unit"]) == (
        "volume",
        9.0,
        10.0,
        1.0,
        "mL",
    )
    assert plan.uncovered[0].nearest.offer == "o1"


def test_unknown_attributes_pass_only_where_the_rules_accept_them() -> None:
    lines = (need("n1", "syringe 10 lock", price=2),)
    assert len(planned(replace(MARKET, needs=lines)).awards) == 1
    strict = planned(replace(MARKET, needs=lines, rules=Rules(accept_unknown=False)))
    assert strict.awards == ()
    assert strict.uncovered[0].reasons[0].code == "uncovered.unknown"


def test_an_offer_within_the_margin_wins_over_import_and_says_so() -> None:
    dear = replace(MARKET, offers=(offer("o1", "d1", "1.8"),))
    (award,) = planned(dear).awards
    assert codes(award.reasons) == ["award.only_source", "award.preference"]
    assert planned(dear).figures.savings == D("-96.00")


def test_without_reference_the_import_price_comes_from_the_family() -> None:
    reference = ImportReference("syringe", D("0.5"), D("0.1"), D("0.0025"), D("0.2"), "source")
    reference = replace(reference, designation="syringe 10", attributes=device("d").attributes)
    lines = (need("n1", "syringe 10"),)
    plan = planned(replace(MARKET, needs=lines, imports=(reference,)))
    assert plan.lots[0].reference_price == D("0.6615")
    assert plan.uncovered[0].kind is UncoveredKind.PRICE
    assert plan.figures.import_value == D("264.60")


def test_risks_of_a_covered_lot() -> None:
    lapsing = (*titles("m1", "d1", valid_to=date(2027, 12, 30)), *titles("m2", "d2"))
    plan = planned(replace(MARKET, titles=lapsing))
    assert codes(plan.lots[0].risks) == ["risk.eligibility_gap", "risk.title_expires", "risk.title_expires"]
    assert [award.offer for award in plan.awards] == ["o1", "o2"]


def test_a_vital_lot_may_ask_for_two_makers() -> None:
    plan = planned(with_rules(minimum_sources_vital=2))
    assert {award.offer: award.quantity for award in plan.awards} == {"o1": D(540), "o2": D(60)}
    assert plan.lots[0].risks == ()


def test_a_vital_lot_may_require_two_makers_or_be_imported() -> None:
    asked = with_rules(required_sources_vital=2)
    assert {award.offer: award.quantity for award in planned(asked).awards} == {"o1": D(540), "o2": D(60)}
    alone = planned(replace(asked, offers=(offer("o1", "d1", 1),)))
    assert (alone.awards, [left.lot for left in alone.uncovered]) == ((), [alone.lots[0].id])


@pytest.mark.parametrize("key", ["makers_per_family", "makers_per_member"])
def test_makers_may_be_counted_by_family_and_by_member(key: str) -> None:
    tight = replace(
        MARKET, offers=(offer("o1", "d1", 1, monthly_capacity=D(40)), offer("o2", "d2", "1.5")), rules=Rules()
    )
    assert {award.offer for award in planned(tight).awards} == {"o1", "o2"}
    plan = planned(replace(tight, rules=Rules(**{key: 1})))
    assert {award.offer: award.quantity for award in plan.awards} == {"o1": D(480)}


def test_no_region_is_left_behind_another_where_a_gap_is_ruled() -> None:
    north, south = (
        replace(need("n1", "syringe 10", price=2), region="Nord"),
        replace(need("n2", "syringe 20", price=2), region=" SUD "),
    )
    apart = replace(MARKET, needs=(north, south), offers=(offer("o1", "d1", 1),))
    left = {one.lot for one in planned(apart).uncovered}
    assert len(left) == 1
    assert not any(award.lot in left for award in planned(apart).awards)

    alike = planned(replace(apart, rules=replace(apart.rules, regional_gap=D(0))))

    assert alike.awards == ()
    (lot,) = [one for one in problem_again(alike, KNOWLEDGE.by_id()).lots if one.id not in left]
    assert lot.regions == (Part("nord", D(400)),)


def test_processes_change_no_plan() -> None:
    assert make_plan(MARKET, KNOWLEDGE, FakeReader(), processes=2) == planned()


def test_rising_tiers_never_reach_the_solver() -> None:
    odd = replace(
        offer("o1", "d1"),
        tiers=(PriceTier(D(50), D(1)), PriceTier(D(100), D(2)), PriceTier(D(300), D("0.5"))),
    )
    (award,) = planned(replace(MARKET, offers=(odd,))).awards
    assert (award.unit_price, award.landed_price) == (D("0.5"), D("0.6"))


def test_of_the_mismatches_only_the_nearest_are_kept() -> None:
    others = tuple(device(f"x{i:02}", volume=50.0) for i in range(30))
    offers = (*MARKET.offers, *(offer(f"x{i:02}", f"x{i:02}") for i in range(30)))
    plan = planned(replace(MARKET, devices=(*MARKET.devices, *others), offers=offers))
    assert sum(1 for c in plan.candidates if c.state is CandidateState.NO_MATCH) == 10
    assert len(plan.candidates) == 12


def test_stages_come_in_order_and_a_caller_may_stop() -> None:
    seen: list[Stage] = []

    def note(stage: Stage, done: int, total: int) -> None:
        assert 0 <= done <= total
        if stage not in seen:
            seen.append(stage)

    make_plan(MARKET, KNOWLEDGE, FakeReader(), note)
    assert seen == list(Stage)

    def stop(stage: Stage, done: int, total: int) -> None:
        if stage is Stage.MATCHING:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_plan(MARKET, KNOWLEDGE, FakeReader(), stop)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"needs": (MARKET.needs[0], MARKET.needs[0])}, "inputs.duplicate"),
        ({"devices": (device("d1"),)}, "inputs.unknown_device"),
        ({"makers": ()}, "inputs.unknown_maker"),
        ({"year": 0}, "inputs.bad_year"),
        ({"offers": (replace(offer("o1", "d1"), tiers=()),)}, "inputs.no_price"),
        ({"offers": (offer("o1", "d1", -1),)}, "inputs.bad_number"),
        ({"offers": (offer("o1", "d1", monthly_capacity=D("NaN")),)}, "inputs.bad_number"),
        ({"needs": (need("n1", "bed", -4),)}, "inputs.bad_quantity"),
        (
            {
                "needs": (
                    need("n1", "x", reading=Reading("x", Kind.DEVICE, "gone", None, (), PackReading(), 1.0)),
                )
            },
            "inputs.unknown_family",
        ),
    ],
)
def test_inputs_that_contradict_themselves_are_refused(change: dict, code: str) -> None:
    with pytest.raises(PlanInputError) as caught:
        planned(replace(MARKET, **change))
    assert caught.value.reasons[0].code == code


def test_an_empty_plan_is_a_plan() -> None:
    plan = planned(PlanInputs(2027, (), (), (), (), ()))
    assert (plan.lots, plan.awards, plan.figures.local_share) == ((), (), None)
