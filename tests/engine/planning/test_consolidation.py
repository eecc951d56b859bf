"""Pooling: quantities kept, incompatible needs apart, the order of needs without effect."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Comparison, Op
from rakiza.engine.families import Criticality, Family, Kind, Labels, NumberHabits, Packaging
from rakiza.engine.matching import DeviceDescription, Requirement, Verdict, judge
from rakiza.engine.planning.consolidation import PooledNeed, consolidate
from rakiza.engine.planning.values import ImportReference

D = Decimal
NUMBER, CHOICE, FLAG = AttributeType.NUMBER, AttributeType.CHOICE, AttributeType.FLAG
SPECS = (
    AttributeSpec("volume", NUMBER, Comparison.EQUAL, "mL", "mL"),
    AttributeSpec("tip", CHOICE, Comparison.COMPATIBLE, equivalences=(("lock", "lock_centric"),)),
    AttributeSpec("single_use", FLAG, Comparison.EQUAL, default=True),
    AttributeSpec("sterile", FLAG, Comparison.EQUAL, default=True, decisive=False),
    AttributeSpec("length", NUMBER, Comparison.AT_LEAST, "mm", "mm", decisive=False),
    AttributeSpec("shape", CHOICE, Comparison.EQUAL, decisive=False),
    AttributeSpec("color", CHOICE, Comparison.INFORMATIVE),
)


def family(identifier: str = "syringe") -> Family:
    return Family(
        id=identifier,
        group="injection",
        kind=Kind.DEVICE,
        labels=Labels("Seringue", "محقنة", "Syringe"),
        synonyms=(),
        excludes=(),
        emdn="A0201",
        refinements=(),
        hs=(),
        risk_class="I",
        attributes=SPECS,
        habits=NumberHabits(),
        packaging=Packaging(),
        standards=(),
        tests=(),
        processes=(),
        materials=(),
        criticality=Criticality.VITAL,
    )


FAMILIES = {"syringe": family(), "needle": family("needle")}


def eq(name: str, value: object, unit: str | None = None) -> AttributeValue:
    return AttributeValue(name, Op.EQ, value, unit)


def need(name: str, *attributes: AttributeValue, quantity: object = 100, **more: object) -> PooledNeed:
    quarter = D(str(quantity))
    quarters = (quarter, quarter, D(0), D(0))
    member = str(more.pop("member", "a"))
    kind = str(more.pop("family", "syringe"))
    return PooledNeed(name, member, kind, "A0201", attributes, quarters, **more)


def groups(*needs: PooledNeed) -> list[list[str]]:
    lots = consolidate(needs, FAMILIES)
    return sorted(sorted(part.need for part in lot.contributions) for lot in lots)


@pytest.mark.parametrize(
    ("left", "right", "together"),
    [
        ((eq("volume", 10.0, "mL"),), (eq("volume", 0.01, "L"),), True),
        ((eq("volume", 10.0, "mL"),), (eq("volume", 10.0),), True),
        ((eq("volume", 10.0, "mL"),), (eq("volume", 5.0, "mL"),), False),
        ((eq("volume", 10.0, "mL"),), (), False),
        ((eq("tip", "lock"),), (eq("tip", "LOCK_centric"),), True),
        ((eq("tip", "lock"),), (eq("tip", "slip"),), False),
        ((eq("single_use", True),), (), True),
        ((eq("single_use", False),), (), False),
        ((eq("sterile", False),), (), False),
        ((eq("length", 10.0, "mm"),), (eq("length", 20.0, "mm"),), True),
        ((eq("length", 10.0, "mm"),), (), True),
        ((eq("shape", "round"),), (), True),
        ((eq("shape", "round"),), (eq("shape", "flat"),), False),
        ((eq("color", "blue"),), (eq("color", "green"),), True),
        ((eq("made_up", 1.0),), (), True),
        ((AttributeValue("volume", Op.GE, 10.0, "mL"),), (eq("volume", 10.0, "mL"),), False),
    ],
)
def test_what_shares_a_lot(left, right, together) -> None:
    expected = [["x", "y"]] if together else [["x"], ["y"]]
    assert groups(need("x", *left), need("y", *right)) == expected


def test_families_never_share() -> None:
    assert groups(need("x"), need("y", family="needle")) == [["x"], ["y"]]


def test_the_strictest_minimum_serves_all() -> None:
    (lot,) = consolidate([need("x", eq("length", 10.0)), need("y", eq("length", 20.0))], FAMILIES)
    assert eq("length", 20.0, "mm") in lot.requirement


def test_a_lot_carries_its_parts_defaults_and_price() -> None:
    needs = [
        need("x", eq("volume", 10.0), member="b", price=D(2), quantity=300),
        need("y", eq("volume", 10.0), member="a", price=D(4), quantity=100),
        need("z", eq("volume", 10.0), member="a", quantity=50),
    ]
    (lot,) = consolidate(needs, FAMILIES)
    assert [(part.member, part.need) for part in lot.contributions] == [("a", "y"), ("a", "z"), ("b", "x")]
    assert lot.quarters == (D(450), D(450), D(0), D(0))
    assert lot.reference_price == D("2.5")
    assert eq("single_use", True) in lot.requirement
    assert (lot.title, lot.base_unit, lot.criticality) == ("Seringue 10 mL", "piece", "vital")


def test_without_a_stated_price_the_import_reference_counts() -> None:
    reference = ImportReference("syringe", D(100), D("0.1"), D("0.0025"), D("0.2"), "source")
    own = replace(reference, designation="syringe 10", attributes=(eq("volume", 10.0, "mL"),))
    (lot,) = consolidate([need("x", eq("volume", 10.0, "mL"))], FAMILIES, {"syringe": (own,)})
    assert lot.reference_price == D("132.3")
    (unsized,) = consolidate([need("x")], FAMILIES, {"syringe": (reference,)})
    assert unsized.reference_price == D("132.3")
    (other,) = consolidate([need("x", eq("volume", 10.0, "mL"))], FAMILIES, {"syringe": (reference,)})
    assert other.reference_price is None
    (bare,) = consolidate([need("x")], FAMILIES)
    assert bare.reference_price is None


values = st.one_of(
    st.tuples(st.just("volume"), st.sampled_from([5.0, 10.0])).map(lambda p: eq(p[0], p[1], "mL")),
    st.sampled_from([0.005, 0.01]).map(lambda v: eq("volume", v, "L")),
    st.sampled_from(["lock", "lock_centric", "slip"]).map(lambda v: eq("tip", v)),
    st.booleans().map(lambda v: eq("single_use", v)),
    st.booleans().map(lambda v: eq("sterile", v)),
    st.sampled_from([10.0, 20.0]).map(lambda v: eq("length", v, "mm")),
    st.sampled_from(["round", "flat"]).map(lambda v: eq("shape", v)),
    st.sampled_from(["blue", "green"]).map(lambda v: eq("color", v)),
)


@st.composite
def many_needs(draw: st.DrawFn) -> list[PooledNeed]:
    stated = st.lists(values, max_size=4, unique_by=lambda value: value.name)
    quantities = st.integers(0, 50).map(lambda n: D(n) / 2)
    found = []
    for index in range(draw(st.integers(0, 9))):
        quarters = tuple(draw(quantities) for _ in range(4))
        member, kind = draw(st.sampled_from("abc")), draw(st.sampled_from(["syringe", "needle"]))
        price = draw(st.one_of(st.none(), st.integers(1, 9).map(D)))
        found.append(PooledNeed(f"n{index}", member, kind, None, tuple(draw(stated)), quarters, price))
    return found


@settings(max_examples=150, deadline=None)
@given(many_needs(), st.randoms(use_true_random=False))
def test_order_has_no_effect(needs: list[PooledNeed], dice) -> None:
    turned = list(needs)
    dice.shuffle(turned)
    assert consolidate(turned, FAMILIES) == consolidate(needs, FAMILIES)


@settings(max_examples=150, deadline=None)
@given(many_needs())
def test_quantities_are_kept_and_each_need_is_in_one_lot(needs: list[PooledNeed]) -> None:
    lots = consolidate(needs, FAMILIES)
    placed = sorted(part.need for lot in lots for part in lot.contributions)
    assert placed == sorted(one.need for one in needs)
    for quarter in range(4):
        assert sum((lot.quarters[quarter] for lot in lots), D(0)) == sum(
            (one.quarters[quarter] for one in needs), D(0)
        )
    assert len({lot.id for lot in lots}) == len(lots)


@settings(max_examples=150, deadline=None)
@given(many_needs())
def test_a_device_that_serves_the_lot_serves_each_of_its_needs(needs: list[PooledNeed]) -> None:
    """Never merging incompatible needs: the lot's requirement implies that of every member."""
    by_name = {one.need: one for one in needs}
    for lot in consolidate(needs, FAMILIES):
        device = DeviceDescription("d", lot.family, lot.requirement)
        for part in lot.contributions:
            asked = Requirement(lot.family, by_name[part.need].attributes)
            assert judge(asked, device, FAMILIES[lot.family]).verdict is Verdict.PASS


@settings(max_examples=100, deadline=None)
@given(many_needs())
def test_pooling_lots_again_gives_the_same_lots(needs: list[PooledNeed]) -> None:
    lots = consolidate(needs, FAMILIES)
    again = consolidate(
        [PooledNeed(lot.id, "all", lot.family, None, lot.requirement, lot.quarters) for lot in lots],
        FAMILIES,
    )
    merged: dict[str, Decimal] = defaultdict(lambda: D(0))
    for lot in again:
        merged[lot.id] += lot.quantity
    assert dict(merged) == {lot.id: lot.quantity for lot in lots}
