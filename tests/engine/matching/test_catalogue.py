"""A compiled catalogue ranks as judging one by one does, whatever the needs and devices."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.matching.strategies import FAMILIES, described, eq

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Comparison, Op
from rakiza.engine.families import Kind
from rakiza.engine.matching import Catalogue, DeviceDescription, Requirement, Verdict, match, match_many
from rakiza.engine.matching.judge import rank
from rakiza.engine.matching.tables import DISTANCE_MASK, Cells, judged_alone
from rakiza.engine.matching.values import typed
from rakiza.engine.reading import Alternative, PackReading, Reading
from rakiza.engine.reading.distinct import DistinctReadings
from rakiza.reference.families import load

KNOWN = {family.id: family for family in FAMILIES}


@st.composite
def catalogues(draw: st.DrawFn) -> list[DeviceDescription]:
    """Devices of several families, some stating the same."""
    devices = []
    for at in range(draw(st.integers(0, 12))):
        family = draw(st.sampled_from(FAMILIES[:3]))
        copied = [device for device in devices if device.family == family.id]
        if copied and draw(st.booleans()):
            attributes = draw(st.sampled_from(copied)).attributes
        else:
            attributes = draw(described(family))
        devices.append(DeviceDescription(f"d{at * 7 % 13:02d}", family.id, attributes))
    return devices


@settings(max_examples=40)
@given(devices=catalogues(), data=st.data(), k=st.integers(1, 6))
def test_the_catalogue_ranks_as_one_by_one(
    devices: list[DeviceDescription], data: st.DataObject, k: int
) -> None:
    catalogue = Catalogue(devices, KNOWN)
    needs = []
    for _ in range(data.draw(st.integers(1, 5))):
        family = data.draw(st.sampled_from(FAMILIES))
        needs.append(
            Requirement(family.id, data.draw(described(family)), data.draw(st.sampled_from([None, 50])))
        )
    found = match(needs, catalogue, k)
    assert len(found) == len(needs)
    for need, candidates in zip(needs, found, strict=True):
        expected = match_many(need, devices, KNOWN[need.family])[:k]
        assert tuple(candidate.result for candidate in candidates) == expected
        assert [candidate.place for candidate in candidates] == list(range(1, len(expected) + 1))


SPECS = [
    AttributeSpec("length", AttributeType.NUMBER, comparison, "mm", "cm", tolerance)
    for comparison in (Comparison.EQUAL, Comparison.WITHIN, Comparison.AT_LEAST, Comparison.AT_MOST)
    for tolerance in (0.0, 0.1, 2.0)
]
MEASURES = st.builds(
    AttributeValue,
    st.just("length"),
    st.sampled_from(Op),
    st.one_of(st.sampled_from([0.0, 1.0, 2.0, 9.9, 10.0, 10.1, 100.0]), st.floats(0, 1000)),
    st.sampled_from(["mm", "cm", "m", "mL", None, "pouce"]),
)


@given(
    spec=st.sampled_from(SPECS),
    required=st.lists(st.lists(MEASURES, min_size=1, max_size=2).map(tuple), min_size=1, max_size=4),
    offered=st.lists(st.lists(MEASURES, max_size=2).map(tuple), min_size=1, max_size=4),
)
def test_numbers_are_judged_by_arrays_as_one_by_one(spec, required, offered) -> None:
    """Distances may differ in their last millionth, where the gap was rounded before."""
    found = Cells().table(spec, required, offered)
    for row, wanted in enumerate(required):
        for column, had in enumerate(offered):
            alone = judged_alone(spec, wanted, had)
            assert (int(found[row, column]) & ~DISTANCE_MASK) == (alone & ~DISTANCE_MASK)
            assert abs(int(found[row, column]) - alone) <= 1


def test_true_is_not_one() -> None:
    assert typed((eq("sterile", True),)) != typed((eq("sterile", 1.0),))


def reading(
    family: str | None, *values: AttributeValue, kind: Kind = Kind.DEVICE, **others: float
) -> Reading:
    alternatives = tuple(Alternative(name, None, share) for name, share in others.items())
    return Reading("…", kind, family, None, values, PackReading(), 0.9, alternatives)


DEVICES = (
    DeviceDescription("s10", "syringe_hypodermic", (eq("volume", 10.0, "mL"),)),
    DeviceDescription("s5", "syringe_hypodermic", (eq("volume", 5.0, "mL"),)),
    DeviceDescription("f10", "catheter_foley", ()),
)
CATALOGUE = Catalogue(DEVICES, KNOWN)


def test_other_families_come_after_what_may_do_and_before_what_fails() -> None:
    doubtful = reading("syringe_hypodermic", eq("volume", 10.0, "mL"), catheter_foley=0.3)
    (candidates,) = match([doubtful], CATALOGUE)
    assert [candidate.device for candidate in candidates] == ["s10", "f10", "s5"]
    assert [candidate.probability for candidate in candidates] == [0.7, 0.3, 0.7]
    assert candidates[1].doubt is not None
    assert candidates[1].doubt.as_mapping() == {"family": "catheter_foley", "probability": 0.3}


def test_a_family_that_is_hardly_likely_is_not_looked_at() -> None:
    (candidates,) = match([reading("syringe_hypodermic", catheter_foley=0.05)], CATALOGUE)
    assert {candidate.family for candidate in candidates} == {"syringe_hypodermic"}
    assert all(candidate.doubt is None for candidate in candidates)


def test_medicines_and_what_is_not_read_have_no_candidates() -> None:
    needs = [reading(None), reading("syringe_hypodermic", kind=Kind.MEDICINE), reading("glove_surgical")]
    found = match(needs, CATALOGUE)
    assert list(found) == [(), (), ()]
    assert found.positions.tolist() == [[-1] * 10] * 3


def test_distinct_readings_are_matched_once_and_given_to_every_line() -> None:
    own = reading("syringe_hypodermic", eq("volume", 5.0, "mL"))
    distinct = DistinctReadings([own, reading(None)], np.array([0, 1, 0], dtype=np.int32))
    found = match(distinct, CATALOGUE, 1)
    assert [[candidate.device for candidate in line] for line in found] == [["s5"], [], ["s5"]]


def test_a_pack_named_in_the_reading_is_told() -> None:
    need = Requirement("syringe_hypodermic", (eq("volume", 5.0, "mL"),), 100)
    boxed = Catalogue([DeviceDescription("b", "syringe_hypodermic", (eq("volume", 5.0, "mL"),), 50)], KNOWN)
    ((candidate,),) = match([need], boxed)
    assert candidate.result.verdict is Verdict.PASS
    assert [found.reason.code for found in candidate.result.attributes] == [
        "matching.equal",
        "matching.pack_multiple",
    ]


def test_an_empty_catalogue_and_no_need_are_no_trouble() -> None:
    assert list(match([], CATALOGUE)) == []
    assert list(match([Requirement("syringe_hypodermic", ())], Catalogue([], KNOWN))) == [()]


def test_devices_of_unknown_families_are_kept_out() -> None:
    catalogue = Catalogue([DeviceDescription("x", "no_such_family", ())], {f.id: f for f in load().families})
    assert len(catalogue) == 1
    assert list(match([Requirement("no_such_family", ())], catalogue)) == [()]


@settings(max_examples=40)
@given(devices=catalogues(), data=st.data())
def test_keys_are_equal_where_only_identifiers_part_devices(
    devices: list[DeviceDescription], data: st.DataObject
) -> None:
    family = data.draw(st.sampled_from(FAMILIES[:3]))
    need = Requirement(family.id, data.draw(described(family)))
    found = match([need], Catalogue(devices, KNOWN), 12)
    keys = found.keys[0].tolist()
    ranks = [rank(candidate.result)[:-1] for candidate in found[0]]
    assert keys == sorted(keys)
    for (left, before), (right, after) in pairwise(zip(keys, ranks, strict=False)):
        assert (left == right) is (before == after)
