"""The scorer: the label rules by example, and what any scorer must hold whatever the lines."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Kind
from rakiza.engine.reading.calibration import calibration
from rakiza.engine.reading.evaluate import (
    Confusion,
    Fault,
    Label,
    Tally,
    faults,
    is_right,
    score,
)
from rakiza.engine.reading.labels import CORE, LENGTHS, items
from rakiza.engine.reading.values import PackReading, Reading


def reading(
    kind: Kind = Kind.DEVICE,
    emdn: str | None = None,
    attributes: tuple[AttributeValue, ...] = (),
    pack: tuple[int | None, str | None] = (None, None),
    confidence: float = 1.0,
) -> Reading:
    return Reading("", kind, None, emdn, attributes, PackReading(*pack), confidence)


def measure(name: str, value: float | str | bool, unit: str | None = None, op: Op = Op.EQ) -> AttributeValue:
    return AttributeValue(name, op, value, unit)


VOLUME = measure("volume", 5.0, "mL")
codes = st.sampled_from(LENGTHS).flatmap(
    lambda length: st.builds(
        "".join, st.tuples(st.sampled_from("AC"), *[st.sampled_from(("01", "02"))] * ((length - 1) // 2))
    )
)
values = st.builds(
    measure,
    st.sampled_from([*sorted(CORE)[:6], "color"]),
    st.floats(0.1, 500).map(lambda value: round(value, 2))
    | st.booleans()
    | st.sampled_from(["M", "2/0", "luer_lock"]),
)
labels = st.builds(
    Label,
    kind=st.sampled_from(Kind),
    emdn=st.just("") | codes,
    alternatives=st.lists(codes, max_size=2).map(tuple),
    attributes=st.lists(values, max_size=4).map(tuple),
    pack_size=st.none() | st.integers(1, 500),
    pack_unit=st.sampled_from([None, "boite", "carton"]),
)
readings = st.builds(
    reading,
    st.sampled_from(Kind),
    st.none() | codes,
    st.lists(values, max_size=4).map(tuple),
    st.tuples(st.none() | st.integers(1, 500), st.sampled_from([None, "boite"])),
    st.floats(0, 1),
)
pairs = st.lists(st.tuples(labels, readings), max_size=6)
few = settings(max_examples=40)


def as_labelled(label: Label) -> Reading:
    return reading(label.kind, label.emdn or None, label.attributes, (label.pack_size, label.pack_unit))


@given(st.lists(labels, min_size=1, max_size=5))
@few
def test_a_perfect_reading_scores_one_everywhere(some: list[Label]) -> None:
    found = score((label, as_labelled(label)) for label in some)
    assert found.kinds_right == found.packaging_right == found.calibration.above_right == len(some)
    assert all(each.strict == each.lenient == each.lines for each in found.levels)
    assert (found.attributes.f1, found.packaging.f1, found.calibration.error) == (1.0, 1.0, 0.0)
    assert found.uncoded == found.uncoded_right
    assert (found.kind_confusions, found.code_confusions, found.too_deep) == ((), (), 0)
    assert all(
        faults(label, as_labelled(label)) == () and is_right(label, as_labelled(label)) for label in some
    )


@given(pairs, st.randoms())
@few
def test_the_order_of_lines_changes_nothing(some: list[tuple[Label, Reading]], chance: random.Random) -> None:
    other = list(some)
    chance.shuffle(other)
    assert score(some) == score(other)


@given(pairs)
@few
def test_lenient_is_never_below_strict_and_levels_never_rise(some: list[tuple[Label, Reading]]) -> None:
    found = score(some)
    assert all(each.strict <= each.lenient <= each.lines for each in found.levels)
    for above, below in zip(found.levels, found.levels[1:], strict=False):
        assert below.lines <= above.lines
        assert below.strict <= above.strict


@given(pairs)
@few
def test_counts_add_up(some: list[tuple[Label, Reading]]) -> None:
    found = score(some)
    expected = sum(len(items(label.attributes)) for label, _ in some)
    read = sum(len(items(other.attributes)) for _, other in some)
    assert found.attributes.right + found.attributes.missed == expected
    assert found.attributes.right + found.attributes.extra == read
    assert sum((tally.right for _, tally in found.by_attribute)) == found.attributes.right
    assert found.lines - found.kinds_right == sum(each.lines for each in found.kind_confusions)
    assert sum(each.lines for each in found.calibration.bins) == found.lines
    assert 0.0 <= found.calibration.error <= 1.0


@given(pairs, labels)
@few
def test_one_more_right_line_never_lowers_a_score(some: list[tuple[Label, Reading]], label: Label) -> None:
    before, after = score(some), score([*some, (label, as_labelled(label))])
    assert after.attributes.f1 >= before.attributes.f1
    assert after.packaging.f1 >= before.packaging.f1
    assert after.kinds_right == before.kinds_right + 1


@given(pairs)
@few
def test_a_line_without_faults_is_right(some: list[tuple[Label, Reading]]) -> None:
    for label, other in some:
        if not faults(label, other):
            assert is_right(label, other)


def test_nothing_scores_one_and_counts_nothing() -> None:
    found = score([])
    assert (found.lines, found.levels, found.attributes.f1, found.calibration.error) == (0, (), 1.0, 0.0)


@pytest.mark.parametrize(
    ("label", "alternatives", "read", "strict", "lenient"),
    [
        ("A020102", (), "A02010202", {2: 1, 3: 1, 4: 1}, {2: 1, 3: 1, 4: 1}),
        ("A020102", (), "A0201", {2: 1, 3: 1, 4: 0}, {2: 1, 3: 1, 4: 0}),  # too short for level 4
        ("C0502", ("C05", "C0501"), "C0501", {2: 1, 3: 0}, {2: 1, 3: 1}),
        ("C0502", ("C04",), "C0402", {2: 0, 3: 0}, {2: 1, 3: 0}),  # the alternative doesn't reach level 3
        ("C05", ("C0501",), "", {2: 0}, {2: 0}),
    ],
)
def test_codes_are_scored_at_the_levels_that_the_label_reaches(
    label: str, alternatives: tuple[str, ...], read: str, strict: dict[int, int], lenient: dict[int, int]
) -> None:
    found = score([(Label(Kind.DEVICE, label, alternatives), reading(emdn=read or None))])
    assert {each.level: each.strict for each in found.levels if each.level > 1} == strict
    assert {each.level: each.lenient for each in found.levels if each.level > 1} == lenient


def test_lines_without_a_code_are_right_without_one() -> None:
    medicine = Label(Kind.MEDICINE)
    found = score([(medicine, reading(Kind.MEDICINE)), (medicine, reading(Kind.DEVICE, "A02"))])
    assert (found.uncoded, found.uncoded_right, found.levels) == (2, 1, ())
    assert found.kind_confusions == (Confusion("medicine", "device", 1),)


@pytest.mark.parametrize(("read", "deep"), [("A0201", 0), ("A020102", 0), ("A02010201", 1), ("C01", 0)])
def test_a_code_beyond_every_accepted_one_is_too_deep(read: str, deep: int) -> None:
    assert score([(Label(Kind.DEVICE, "A0201", ("A020102",)), reading(emdn=read))]).too_deep == deep


@pytest.mark.parametrize(
    ("expected", "read", "same"),
    [
        (measure("length", 7.5, "cm"), measure("length", 75.0, "mm"), True),
        (measure("volume", 5.0, "mL"), measure("volume", 5.0, "L"), False),
        (measure("size", 7.5), measure("size", "7,5"), True),
        (measure("size", "m"), measure("size", "M"), True),
        (measure("sterile", True), measure("sterile", False), False),
        (measure("sterile", True), measure("sterile", 1.0), False),
        (measure("length", 30.0, "cm", Op.GE), measure("length", 30.0, "cm"), False),
        (measure("diameter", 0.035, "in"), measure("diameter", 0.889, "mm"), True),
    ],
)
def test_attributes_agree_in_name_comparison_value_and_unit(
    expected: AttributeValue, read: AttributeValue, same: bool
) -> None:
    assert (items([expected]) == items([read])) is same


def test_attributes_beyond_the_core_list_are_not_scored() -> None:
    found = score(
        [(Label(Kind.DEVICE, attributes=(measure("color", "red"), VOLUME)), reading(attributes=(VOLUME,)))]
    )
    assert found.attributes == Tally(1, 0, 0)
    assert found.by_attribute == (("volume", Tally(1, 0, 0)),)


def test_attributes_are_counted_by_name() -> None:
    wrong = measure("volume", 10.0, "mL")
    label = Label(Kind.DEVICE, attributes=(VOLUME, measure("tip", "luer_lock")))
    found = score([(label, reading(attributes=(wrong, measure("sterile", True))))])
    assert dict(found.by_attribute) == {
        "volume": Tally(0, 1, 1), "tip": Tally(0, 0, 1), "sterile": Tally(0, 1, 0)
    }  # fmt: skip
    assert (found.attributes.precision, found.attributes.recall, found.attributes.f1) == (0.0, 0.0, 0.0)


def test_packaging_is_two_items() -> None:
    label = Label(Kind.DEVICE, pack_size=100, pack_unit="boite")
    found = score(
        [(label, reading(pack=(100, "sachet"))), (label, reading()), (Label(Kind.DEVICE), reading())]
    )
    assert (found.packaging, found.packaging_right) == (Tally(1, 1, 3), 1)


@pytest.mark.parametrize(
    ("label", "read", "right"),
    [
        (Label(Kind.DEVICE, "A020102"), reading(emdn="A02"), True),  # as far as both go
        (Label(Kind.DEVICE, "A02010202"), reading(emdn="A02010299"), True),  # to level 4
        (Label(Kind.DEVICE, "A020102"), reading(emdn="A020101"), False),
        (Label(Kind.DEVICE, "A020102", ("A020101",)), reading(emdn="A020101"), True),
        (Label(Kind.DEVICE, "A020102"), reading(), False),
        (Label(Kind.IVD, "W01"), reading(Kind.DEVICE, "W01"), False),
        (Label(Kind.OTHER), reading(Kind.OTHER), True),
    ],
)
def test_what_may_be_relied_on(label: Label, read: Reading, right: bool) -> None:
    assert is_right(label, read) is right


def test_faults_say_what_was_expected_and_read() -> None:
    label = Label(Kind.DEVICE, "A020102", ("A0201",), (VOLUME,), 100, "boite")
    read = reading(Kind.OTHER, "C01", (measure("gauge", 21.0, "G"),), (50, "boite"))
    assert faults(label, read) == (
        Fault("kind", "device", "other"),
        Fault("emdn", "A020102|A0201", "C01"),
        Fault("attribute", "volume=5mL", "gauge=21G"),
        Fault("packaging", "100 boite", "50 boite"),
    )


def test_confusions_name_codes_to_level_three_the_most_frequent_first() -> None:
    gloves, lines = Label(Kind.DEVICE, "T010201"), Label(Kind.DEVICE, "A03020102")
    found = score([(gloves, reading(emdn="T0101"))] * 2 + [(lines, reading(emdn="A0301"))])
    assert found.code_confusions == (Confusion("T0102", "T0101", 2), Confusion("A0302", "A0301", 1))


def test_reliability_holds_what_was_said_against_what_was_right() -> None:
    found = calibration([(0.95, True), (0.95, False), (0.25, False), (1.0, True)], 0.95)
    assert [(each.low, each.lines, round(each.said, 3), round(each.right, 3)) for each in found.bins] == [
        (0.2, 1, 0.25, 0.0), (0.9, 3, 0.967, 0.667)
    ]  # fmt: skip
    assert found.error == pytest.approx((0.25 + 3 * 0.3) / 4)
    assert (found.above, found.above_right, found.right, found.lines) == (3, 2, 2, 4)


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_saying_the_share_that_is_right_is_calibrated(outcomes: list[bool]) -> None:
    share = sum(outcomes) / len(outcomes)
    assert calibration([(share, right) for right in outcomes], 0.9).error == pytest.approx(0.0, abs=1e-12)
