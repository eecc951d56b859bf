"""What must hold whatever is asked and offered: of catalogues that grow, of needs relaxed, of orders changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.matching.strategies import FAMILIES, described, eq

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching import Catalogue, DeviceDescription, Requirement, Verdict, judge, match
from rakiza.engine.matching.judge import rank
from rakiza.engine.matching.lint import Linter, MadeDevice
from rakiza.engine.matching.upgrades import Wish, upgrades
from rakiza.reference.families import load

KNOWN = {family.id: family for family in FAMILIES}
LINTER = Linter(load())
ORDER = {Verdict.PASS: 0, Verdict.UNKNOWN: 1, Verdict.FAIL: 2}
FAMILY = st.sampled_from(FAMILIES)


def some_devices(data: st.DataObject, family: Family, most: int = 8) -> list[DeviceDescription]:
    count = data.draw(st.integers(1, most))
    return [
        DeviceDescription(f"d{at}", family.id, data.draw(described(family)), data.draw(st.sampled_from([None, 50])))
        for at in range(count)
    ]  # fmt: skip


def ranked(need: Requirement, devices: Sequence[DeviceDescription], k: int) -> list[str]:
    return [candidate.device for candidate in match([need], Catalogue(devices, KNOWN), k)[0]]


@settings(max_examples=25)
@given(data=st.data(), family=FAMILY, k=st.integers(1, 5))
def test_one_more_device_never_puts_a_worse_one_before_a_better(
    data: st.DataObject, family: Family, k: int
) -> None:
    need = Requirement(family.id, data.draw(described(family)))
    devices = some_devices(data, family)
    more = DeviceDescription("a-new-one", family.id, data.draw(described(family)))
    before, after = ranked(need, devices, k), ranked(need, [*devices, more], k)
    assert [name for name in after if name != more.device] == before[: len(after) - (more.device in after)]
    if more.device not in after:
        last = next(device for device in devices if device.device == before[-1])
        assert rank(judge(need, last, family)) <= rank(judge(need, more, family))


@settings(max_examples=25)
@given(data=st.data(), family=FAMILY, k=st.integers(1, 5))
def test_the_order_of_the_catalogue_and_of_what_is_stated_changes_nothing(
    data: st.DataObject, family: Family, k: int
) -> None:
    need = Requirement(family.id, data.draw(described(family)))
    devices = some_devices(data, family)
    shuffled = [
        replace(device, attributes=tuple(data.draw(st.permutations(device.attributes))))
        for device in data.draw(st.permutations(devices))
    ]
    turned = replace(need, attributes=tuple(data.draw(st.permutations(need.attributes))))
    assert ranked(turned, shuffled, k) == ranked(need, devices, k)


@settings(max_examples=25)
@given(data=st.data(), family=FAMILY)
def test_relaxing_a_clause_never_takes_a_device_out(data: st.DataObject, family: Family) -> None:
    need = Requirement(family.id, data.draw(described(family)))
    for device in some_devices(data, family, 4):
        before = judge(need, device, family)
        for name in {value.name for value in need.attributes}:
            rest = tuple(value for value in need.attributes if value.name != name)
            after = judge(replace(need, attributes=rest), device, family)
            assert ORDER[after.verdict] <= ORDER[before.verdict]
            assert after.distance <= before.distance + 1e-9


@settings(max_examples=25)
@given(data=st.data(), family=FAMILY)
def test_asking_twice_for_the_same_is_asking_once(data: st.DataObject, family: Family) -> None:
    need = Requirement(family.id, data.draw(described(family)))
    devices = some_devices(data, family)
    doubled = replace(need, attributes=need.attributes + need.attributes)
    assert ranked(doubled, devices, 8) == ranked(need, devices, 8)


@settings(max_examples=25)
@given(data=st.data(), family=FAMILY)
def test_a_pack_is_told_and_never_ranks(data: st.DataObject, family: Family) -> None:
    need = Requirement(family.id, data.draw(described(family)))
    devices = some_devices(data, family)
    assert ranked(replace(need, pack_size=100), devices, 8) == ranked(need, devices, 8)


@settings(max_examples=25)
@given(data=st.data(), family=FAMILY, k=st.integers(1, 4))
def test_fewer_candidates_are_the_first_of_more(data: st.DataObject, family: Family, k: int) -> None:
    need = Requirement(family.id, data.draw(described(family)))
    devices = some_devices(data, family)
    assert ranked(need, devices, k) == ranked(need, devices, 8)[:k]


@given(volume=st.sampled_from((1.0, 2.5, 5.0, 10.0, 50.0)), has=st.sampled_from((1.0, 2.5, 5.0, 10.0, 50.0)))
def test_another_unit_of_the_same_measure_changes_nothing(volume: float, has: float) -> None:
    family = KNOWN["syringe_hypodermic"]
    device = DeviceDescription("d", family.id, (eq("volume", has, "mL"),))
    in_litres = Requirement(family.id, (eq("volume", volume / 1000, "L"),))
    in_millilitres = Requirement(family.id, (eq("volume", volume, "mL"),))
    (one,), (other,) = (judge(need, device, family).attributes for need in (in_litres, in_millilitres))
    assert (one.verdict, one.gap, one.unit, one.reason) == (
        other.verdict,
        other.gap,
        other.unit,
        other.reason,
    )


def test_equals_stand_in_the_order_of_their_identifiers() -> None:
    same = (eq("volume", 5.0, "mL"),)
    devices = [DeviceDescription(name, "syringe_hypodermic", same) for name in ("c", "a", "b")]
    found = match([Requirement("syringe_hypodermic", same)], Catalogue(devices, KNOWN))
    assert [candidate.device for candidate in found[0]] == ["a", "b", "c"]
    assert len(set(found.keys[0][:3].tolist())) == 1


def test_what_is_met_exactly_stands_before_what_serves() -> None:
    need = Requirement("mask_surgical", (eq("type", "II"),))
    devices = [
        DeviceDescription("a-higher", "mask_surgical", (eq("type", "IIR"),)),
        DeviceDescription("b-unsaid", "mask_surgical", ()),
        DeviceDescription("c-lower", "mask_surgical", (eq("type", "I"),)),
        DeviceDescription("d-same", "mask_surgical", (eq("type", "II"),)),
    ]
    assert ranked(need, devices, 4) == ["d-same", "a-higher", "b-unsaid", "c-lower"]


@settings(max_examples=20)
@given(data=st.data(), family=FAMILY)
def test_who_a_relaxed_clause_lets_in_really_qualifies(data: st.DataObject, family: Family) -> None:
    need = Requirement(family.id, data.draw(described(family)))
    market = [MadeDevice(f"m{at % 3}", device) for at, device in enumerate(some_devices(data, family, 5))]
    for finding in LINTER.lint("", need, market):
        if finding.relaxed is None:
            continue
        qualifying = {
            article.maker
            for article in market
            if judge(finding.relaxed, article.device, family).verdict is not Verdict.FAIL
        }
        assert set(finding.makers) == qualifying
        assert finding.attribute not in {value.name for value in finding.relaxed.attributes}
        kept = LINTER.lint("", finding.relaxed, market)
        assert finding.attribute not in {one.attribute for one in kept if one.relaxed is not None}


@settings(max_examples=20)
@given(data=st.data(), family=FAMILY)
def test_sums_of_an_upgrade_are_those_of_its_lots(data: st.DataObject, family: Family) -> None:
    made = [MadeDevice("m", device) for device in some_devices(data, family, 3)]
    wishes = [
        Wish(f"l{at}", Requirement(family.id, data.draw(described(family))), quantity, money)
        for at, (quantity, money) in enumerate(
            data.draw(st.lists(st.tuples(st.decimals(1, 99, places=0), st.none() | st.decimals(1, 99, places=2)), max_size=4))
        )
    ]  # fmt: skip
    worth = {wish.lot: (wish.quantity, wish.money or 0) for wish in wishes}
    for upgrade in upgrades(wishes, made, KNOWN):
        assert len(set(upgrade.lots)) == len(upgrade.lots)
        assert upgrade.quantity == sum(worth[lot][0] for lot in upgrade.lots)
        assert upgrade.money == sum(worth[lot][1] for lot in upgrade.lots)
        for addition in upgrade.additions:
            assert addition.quantity == sum(worth[lot][0] for lot in addition.lots)
            assert {value.op for value in addition.values} == {Op.EQ}
            assert tuple(sorted({value.name for value in addition.values})) == upgrade.attributes
            assert all(isinstance(value, AttributeValue) for value in addition.values)
