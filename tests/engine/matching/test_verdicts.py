"""Standards, packs, one-way compatibility and measures that imply one another, in both directions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.matching.strategies import FAMILIES, described, values_of

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Comparison, Op
from rakiza.engine.families import Family
from rakiza.engine.matching import DeviceDescription, MatchResult, Requirement, Verdict, judge
from rakiza.reference.families import load

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
SYRINGE = load().family("syringe_hypodermic")
NEEDLE = load().family("needle_hypodermic")
SUTURE = load().family("suture_polyglactin")
MASK = load().family("mask_surgical")
RESPIRATOR = load().family("mask_ffp")


def eq(name: str, value: object, unit: str | None = None) -> AttributeValue:
    return AttributeValue(name, Op.EQ, value, unit)


def held(
    family: Family, required: tuple[AttributeValue, ...], offered: tuple[AttributeValue, ...], **packs
) -> MatchResult:
    asked = Requirement(family.id, required, packs.get("asked"))
    return judge(asked, DeviceDescription("d", family.id, offered, packs.get("comes")), family)


def one(family: Family, required: AttributeValue, *offered: AttributeValue) -> tuple[Verdict, str]:
    (verdict,) = held(family, (required,), offered).attributes
    return verdict.verdict, verdict.reason.code


@pytest.mark.parametrize(
    ("wanted", "have", "verdict", "code"),
    [
        ("ISO 7886-1", "ISO 7886-1", PASS, "matching.equal"),
        ("ISO 7886-1", "ISO 7886-1:2017", PASS, "matching.equal"),
        ("ISO 7886-1", "EN ISO 7886-1:2018", PASS, "matching.equivalent"),
        ("NM ISO 13485", "ISO 13485:2016", PASS, "matching.equivalent"),
        ("CEI 60601-1", "IEC 60601-1", PASS, "matching.equal"),
        ("ISO 7886-1:2017", "ISO 7886-1:2017", PASS, "matching.equal"),
        ("ISO 7886-1:1993", "ISO 7886-1:2017", PASS, "matching.newer_edition"),
        ("ISO 7886-1:2017", "ISO 7886-1:1993", FAIL, "matching.older_edition"),
        ("ISO 7886-1:2017", "ISO 7886-1", UNKNOWN, "matching.edition_unknown"),
        ("ISO 7886-1:2017", "EN ISO 7886-1:2018", UNKNOWN, "matching.edition_unknown"),
        # Nobody adopts an edition that isn't written yet.
        ("ISO 7886-1:2017", "NM ISO 7886-1:2015", FAIL, "matching.older_edition"),
        ("EN 455-2:2024", "NF EN 455-2:2015", FAIL, "matching.older_edition"),
        ("NM ISO 7886-1:2015", "ISO 7886-1:2017", PASS, "matching.newer_edition"),
        ("NM ISO 7886-1:2015", "ISO 7886-1:1993", UNKNOWN, "matching.edition_unknown"),
        ("NM ISO 7886-1:2015", "NF ISO 7886-1:2010", UNKNOWN, "matching.edition_unknown"),
        ("ISO 7886-1:2017", "NM ISO 7886-1:2017", PASS, "matching.equivalent"),
        ("ISO 7886-1", "ISO 7886-2", UNKNOWN, "matching.not_stated"),
        ("ISO 7886-1", "EN 455-1", UNKNOWN, "matching.not_stated"),
        ("charte interne", "Charte interne", PASS, "matching.equal"),
        ("charte interne", "ISO 7886-1", UNKNOWN, "matching.not_stated"),
    ],
)
def test_a_standard_is_met_in_its_edition_or_a_newer_one(wanted, have, verdict, code) -> None:
    assert one(SYRINGE, eq("standard", wanted), eq("standard", have)) == (verdict, code)


def test_every_standard_required_must_be_met_by_one_of_those_stated() -> None:
    asked = (eq("standard", "ISO 7886-1"), eq("standard", "ISO 80369-7:2021"))
    both = (eq("standard", "ISO 80369-7:2021"), eq("standard", "ISO 7886-1:2017"))
    older = (eq("standard", "ISO 80369-7:2016"), eq("standard", "ISO 7886-1:2017"))
    assert held(SYRINGE, asked, both).verdict is PASS
    assert held(SYRINGE, asked, both[:1]).verdict is UNKNOWN
    assert held(SYRINGE, asked, older).verdict is FAIL
    assert held(SYRINGE, asked, ()).verdict is UNKNOWN


def test_the_best_edition_stated_counts() -> None:
    stated = (eq("standard", "ISO 7886-1:1993"), eq("standard", "ISO 7886-1:2017"))
    assert one(SYRINGE, eq("standard", "ISO 7886-1:2017"), *stated) == (PASS, "matching.equal")


def test_a_luer_lock_serves_where_a_luer_slip_is_asked_and_not_the_other_way() -> None:
    slip, lock = eq("tip", "luer_slip"), eq("tip", "luer_lock")
    assert one(SYRINGE, slip, lock) == (PASS, "matching.accepted")
    assert one(SYRINGE, lock, slip) == (FAIL, "matching.differs")


@pytest.mark.parametrize(
    ("family", "name", "low", "high"),
    [(MASK, "type", "I", "IIR"), (RESPIRATOR, "protection_class", "FFP1", "FFP3")],
)
def test_a_higher_class_serves_and_a_lower_one_does_not(family, name, low, high) -> None:
    assert one(family, eq(name, low), eq(name, high)) == (PASS, "matching.higher_class")
    assert one(family, eq(name, high), eq(name, low)) == (FAIL, "matching.lower_class")


@pytest.mark.parametrize(
    ("asked", "comes", "code", "count"),
    [
        (100, 100, "matching.pack_same", None),
        (100, 50, "matching.pack_multiple", 2),
        (50, 100, "matching.pack_larger", 2),
        (100, 30, "matching.pack_rounded", 4),
        (30, 100, "matching.pack_rounded", 1),
        (100, None, "matching.pack_unknown", None),
    ],
)
def test_packs_are_told_as_multiples_and_never_fail(asked, comes, code, count) -> None:
    result = held(SYRINGE, (), (), asked=asked, comes=comes)
    (verdict,) = result.attributes
    assert (result.verdict, result.score, verdict.reason.code) == (PASS, 1.0, code)
    assert verdict.reason.as_mapping().get("count") == count


def test_what_a_rounded_pack_leaves_over_is_told() -> None:
    (verdict,) = held(SYRINGE, (), (), asked=100, comes=30).attributes
    assert verdict.reason.as_mapping()["gap"] == 20


@pytest.mark.parametrize(
    ("family", "required", "offered", "verdict"),
    [
        (SUTURE, eq("decimal", 2.0), eq("suture_usp", "3/0"), PASS),
        (SUTURE, eq("decimal", 3.0), eq("suture_usp", "3/0"), FAIL),
        (SUTURE, eq("suture_usp", "3/0"), eq("decimal", 2.0), PASS),
        (SUTURE, eq("suture_usp", "2/0"), eq("decimal", 2.0), FAIL),
        (NEEDLE, eq("gauge", 21.0, "G"), eq("outer_diameter", 0.8, "mm"), PASS),
        (NEEDLE, eq("gauge", 23.0, "G"), eq("outer_diameter", 0.8, "mm"), FAIL),
    ],
)
def test_a_measure_implies_another_by_its_standard(family, required, offered, verdict) -> None:
    wanted = replace(family, attributes=(*family.attributes, *_missing(family, required.name)))
    assert one(wanted, required, offered)[0] is verdict


def _missing(family: Family, name: str) -> tuple[AttributeSpec, ...]:
    known = family.attribute(name)
    return () if known else (AttributeSpec(name, AttributeType.NUMBER, Comparison.EQUAL, None),)


def test_what_is_stated_stands_over_what_is_implied() -> None:
    offered = (eq("suture_usp", "3/0"), eq("decimal", 3.0))
    assert one(SUTURE, eq("decimal", 2.0), *offered)[0] is FAIL


@given(data=st.data(), family=st.sampled_from(FAMILIES))
def test_a_device_identical_to_the_requirement_passes(data: st.DataObject, family: Family) -> None:
    attributes = tuple(value for value in data.draw(described(family)) if value.op is Op.EQ)
    assert held(family, attributes, attributes).verdict is PASS


@given(data=st.data(), family=st.sampled_from(FAMILIES))
def test_dropping_a_clause_never_turns_a_pass_into_a_fail(data: st.DataObject, family: Family) -> None:
    required, offered = data.draw(described(family)), data.draw(described(family))
    before = held(family, required, offered)
    order = {PASS: 0, UNKNOWN: 1, FAIL: 2}
    for name in {value.name for value in required}:
        rest = tuple(value for value in required if value.name != name)
        assert order[held(family, rest, offered).verdict] <= order[before.verdict]


@given(
    asked=st.floats(1, 100),
    looser=st.floats(0, 1),
    has=st.floats(1, 100),
    op=st.sampled_from([Op.GE, Op.LE]),
)
def test_a_looser_bound_never_turns_a_pass_into_a_fail(
    asked: float, looser: float, has: float, op: Op
) -> None:
    wider = asked * looser if op is Op.GE else asked / max(looser, 0.01)
    strict = one(SYRINGE, AttributeValue("volume", op, asked, "mL"), eq("volume", has, "mL"))
    if strict[0] is PASS:
        assert one(SYRINGE, AttributeValue("volume", op, wider, "mL"), eq("volume", has, "mL"))[0] is PASS


@given(data=st.data(), family=st.sampled_from(FAMILIES))
def test_one_more_accepted_value_never_turns_a_pass_into_a_fail(data: st.DataObject, family: Family) -> None:
    spec = data.draw(
        st.sampled_from([s for s in family.attributes if s.comparison is not Comparison.STANDARD])
    )
    values = values_of(spec).filter(lambda value: value.op is Op.EQ)
    asked, other, has = data.draw(values), data.draw(values), data.draw(values)
    if one(family, asked, has)[0] is PASS:
        assert held(family, (asked, other), (has,)).verdict is PASS
