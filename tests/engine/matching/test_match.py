"""Each comparison, with its verdict, its gap in canonical units and its reason."""

from __future__ import annotations

import pytest

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Comparison, Op
from rakiza.engine.families import (
    Criticality,
    Family,
    Kind,
    Labels,
    NumberHabits,
    Packaging,
)
from rakiza.engine.matching import DeviceDescription, Requirement, Verdict, judge, match_many

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
NUMBER, CHOICE, FLAG = AttributeType.NUMBER, AttributeType.CHOICE, AttributeType.FLAG

SPECS = (
    AttributeSpec("volume", NUMBER, Comparison.EQUAL, "mL", "mL", tolerance=0.01),
    AttributeSpec("length", NUMBER, Comparison.AT_LEAST, "mm", "cm"),
    AttributeSpec("pressure", NUMBER, Comparison.AT_MOST, "kPa"),
    AttributeSpec("diameter", NUMBER, Comparison.WITHIN, "mm", tolerance=0.2),
    AttributeSpec("tip", CHOICE, Comparison.COMPATIBLE, equivalences=(("luer_lock", "luer_lock_centric"),)),
    AttributeSpec("material", CHOICE, Comparison.ONE_OF),
    AttributeSpec("class", CHOICE, Comparison.ORDERED, order=("I", "II", "IIR")),
    AttributeSpec("glove", AttributeType.SIZE, Comparison.EQUAL),
    AttributeSpec("color", CHOICE, Comparison.INFORMATIVE),
    AttributeSpec("single_use", FLAG, Comparison.EQUAL, default=True),
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


def eq(name: str, value: object, unit: str | None = None) -> AttributeValue:
    return AttributeValue(name, Op.EQ, value, unit)


def one_verdict(required: tuple[AttributeValue, ...], offered: tuple[AttributeValue, ...]):
    result = judge(Requirement("syringe", required), DeviceDescription("d", "syringe", offered), family())
    (verdict,) = result.attributes
    return verdict.verdict, verdict.gap, verdict.unit, verdict.reason.code


@pytest.mark.parametrize(
    ("required", "offered", "expected"),
    [
        (eq("volume", 10.0, "mL"), eq("volume", 10.0, "mL"), (PASS, 0.0, "mL", "matching.equal")),
        (eq("volume", 10.0, "mL"), eq("volume", 0.01, "L"), (PASS, 0.0, "mL", "matching.equal")),
        (eq("volume", 10.0, "mL"), eq("volume", 10.05), (PASS, 0.05, "mL", "matching.within")),
        (eq("volume", 10.0, "mL"), eq("volume", 5.0, "mL"), (FAIL, -5.0, "mL", "matching.below")),
        (eq("volume", 5.0, "mL"), eq("volume", 10.0, "mL"), (FAIL, 5.0, "mL", "matching.above")),
        (eq("volume", 5.0, "mL"), eq("volume", 5.0, "mm"), (FAIL, None, "mL", "matching.differs")),
        (eq("length", 10.0), eq("length", 120.0, "mm"), (PASS, 20.0, "mm", "matching.reaches")),
        (eq("length", 10.0, "cm"), eq("length", 10.0, "cm"), (PASS, 0.0, "mm", "matching.reaches")),
        (eq("length", 10.0, "cm"), eq("length", 99.0, "mm"), (FAIL, -1.0, "mm", "matching.below")),
        (eq("pressure", 10.0, "kPa"), eq("pressure", 9.0, "kPa"), (PASS, -1.0, "kPa", "matching.respects")),
        (eq("pressure", 10.0, "kPa"), eq("pressure", 11.0, "kPa"), (FAIL, 1.0, "kPa", "matching.above")),
        (eq("diameter", 3.0, "mm"), eq("diameter", 3.2, "mm"), (PASS, 0.2, "mm", "matching.within")),
        (eq("diameter", 3.0, "mm"), eq("diameter", 3.3, "mm"), (FAIL, 0.3, "mm", "matching.above")),
        (eq("tip", "luer_lock"), eq("tip", "Luer_Lock"), (PASS, None, None, "matching.equal")),
        (eq("tip", "luer_lock"), eq("tip", "luer_lock_centric"), (PASS, None, None, "matching.equivalent")),
        (eq("tip", "luer_lock"), eq("tip", "luer_slip"), (FAIL, None, None, "matching.differs")),
        (eq("class", "II"), eq("class", "IIR"), (PASS, None, None, "matching.higher_class")),
        (eq("class", "II"), eq("class", "II"), (PASS, None, None, "matching.equal")),
        (eq("class", "II"), eq("class", "I"), (FAIL, None, None, "matching.lower_class")),
        (eq("class", "II"), eq("class", "IV"), (FAIL, None, None, "matching.differs")),
        (eq("color", "blue"), eq("color", "green"), (PASS, None, None, "matching.informative")),
        (eq("single_use", True), eq("single_use", False), (FAIL, None, None, "matching.differs")),
        (eq("made_up", "x"), eq("made_up", "y"), (PASS, None, None, "matching.informative")),
    ],
)
def test_one_value_against_another(required, offered, expected) -> None:
    assert one_verdict((required,), (offered,)) == expected


def test_what_the_device_does_not_state_is_unknown_unless_the_schema_says() -> None:
    assert one_verdict((eq("volume", 10.0, "mL"),), ()) == (UNKNOWN, None, "mL", "matching.not_stated")
    assert one_verdict((eq("single_use", True),), ()) == (PASS, None, None, "matching.implied")
    assert one_verdict((eq("single_use", False),), ()) == (FAIL, None, None, "matching.differs")
    assert one_verdict((eq("color", "blue"),), ()) == (PASS, None, None, "matching.not_stated")


RANGE = (AttributeValue("volume", Op.GE, 5.0, "mL"), AttributeValue("volume", Op.LE, 10.0, "mL"))


@pytest.mark.parametrize(
    ("offered", "verdict", "gap"),
    [(7.0, PASS, 2.0), (5.0, PASS, 0.0), (10.0, PASS, 5.0), (4.0, FAIL, -1.0), (12.0, FAIL, 2.0)],
)
def test_a_range_holds_at_both_ends(offered: float, verdict: Verdict, gap: float) -> None:
    found = one_verdict(RANGE, (eq("volume", offered, "mL"),))
    assert found[0] is verdict
    if verdict is FAIL:
        assert found[1] == gap


def test_several_required_values_are_alternatives() -> None:
    either = (eq("material", "latex"), eq("material", "nitrile"))
    assert one_verdict(either, (eq("material", "nitrile"),)) == (PASS, None, None, "matching.one_of")
    assert one_verdict(either, (eq("material", "vinyl"),)) == (FAIL, None, None, "matching.differs")


def test_the_best_of_several_offered_values_counts() -> None:
    sizes = (eq("volume", 2.0, "mL"), eq("volume", 5.0, "mL"))
    assert one_verdict((eq("volume", 5.0, "mL"),), sizes)[0] is PASS


def test_an_unknown_unit_is_compared_as_written() -> None:
    assert one_verdict((eq("volume", 5.0, "pouce"),), (eq("volume", 5.0, "pouce"),))[0] is PASS


def device(name: str, *values: AttributeValue, kind: str = "syringe") -> DeviceDescription:
    return DeviceDescription(name, kind, values)


NEEDED = Requirement("syringe", (eq("volume", 10.0, "mL"), eq("tip", "luer_lock")))


@pytest.mark.parametrize(
    ("values", "verdict", "near", "score"),
    [
        ((eq("volume", 10.0, "mL"), eq("tip", "luer_lock")), PASS, False, 1.0),
        ((eq("volume", 10.0, "mL"),), UNKNOWN, False, 0.75),
        ((eq("volume", 5.0, "mL"), eq("tip", "luer_lock")), FAIL, True, 0.5),
        ((eq("volume", 5.0, "mL"),), FAIL, True, 0.25),
        ((eq("volume", 5.0, "mL"), eq("tip", "luer_slip")), FAIL, False, 0.0),
    ],
)
def test_the_whole_verdict_and_near_misses(values, verdict, near, score) -> None:
    result = judge(NEEDED, device("d", *values), family())
    assert (result.verdict, result.near_miss, result.score) == (verdict, near, score)


def test_another_family_fails_and_is_no_near_miss() -> None:
    result = judge(NEEDED, device("d", kind="needle"), family())
    assert (result.verdict, result.near_miss, result.score) == (FAIL, False, 0.0)
    assert result.attributes[0].reason.code == "matching.other_family"


def test_many_devices_come_nearest_first_and_only_of_the_family() -> None:
    devices = (
        device("far", eq("volume", 5.0, "mL"), eq("tip", "luer_slip")),
        device("z", eq("volume", 10.0, "mL"), eq("tip", "luer_lock")),
        device("a", eq("volume", 10.0, "mL"), eq("tip", "luer_lock")),
        device("other", kind="needle"),
        device("maybe", eq("volume", 10.0, "mL")),
    )
    results = match_many(NEEDED, devices, family())
    assert [result.device for result in results] == ["a", "z", "maybe", "far"]


def test_what_is_stated_comes_before_what_is_implied_and_the_exact_before_more() -> None:
    asked = Requirement("syringe", (eq("single_use", True), eq("length", 10.0, "cm")))
    devices = (
        device("a", eq("length", 12.0, "cm")),
        device("b", eq("length", 10.0, "cm")),
        device("c", eq("length", 100.0, "mm"), eq("single_use", True)),
    )
    assert [result.device for result in match_many(asked, devices, family())] == ["c", "b", "a"]


@pytest.mark.parametrize("wanted", [7.5, "7.5", "7,5"])
@pytest.mark.parametrize("had", [7.5, "7.5", "7,5"])
def test_a_size_in_digits_is_the_number_it_writes(wanted: object, had: object) -> None:
    assert one_verdict((eq("glove", wanted),), (eq("glove", had),))[0] is PASS
    assert one_verdict((eq("glove", wanted),), (eq("glove", "8"),))[0] is FAIL
    assert one_verdict((eq("glove", wanted),), (eq("glove", "M"),))[0] is FAIL


def test_nothing_required_is_passed() -> None:
    result = judge(Requirement("syringe", ()), device("d"), family())
    assert (result.verdict, result.score) == (PASS, 1.0)
