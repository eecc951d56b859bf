"""What each maker would add: every lot once, the most valuable addition first, never a lot already served."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.matching.strategies import FAMILIES, described, eq

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.matching import DeviceDescription, Requirement, Verdict, judge
from rakiza.engine.matching.upgrades import MadeDevice, Wish, upgrades
from rakiza.reference.families import load

KNOWN = {family.id: family for family in load().families}


def glove(name: str, maker: str, size: str, *more: AttributeValue) -> MadeDevice:
    return MadeDevice(maker, DeviceDescription(name, "glove_surgical", (eq("size", size), *more)))


def wish(
    lot: str, quantity: int, *values: AttributeValue, money: int | None = None, family: str = "glove_surgical"
) -> Wish:
    worth = None if money is None else Decimal(money)
    return Wish(lot, Requirement(family, values), Decimal(quantity), worth)


def test_sizes_are_grouped_and_the_largest_volume_comes_first() -> None:
    wishes = [
        wish("a", 300, eq("size", "8")),
        wish("b", 500, eq("size", "7.5")),
        wish("c", 400, eq("size", "7.5")),
        wish("d", 900, eq("size", "7")),
    ]
    (found,) = upgrades(wishes, [glove("g", "m", "7")], KNOWN)
    assert (found.maker, found.device, found.attributes) == ("m", "g", ("size",))
    assert [(a.values[0].value, a.quantity, a.lots) for a in found.additions] == [
        ("7.5", Decimal(900), ("b", "c")),
        ("8", Decimal(300), ("a",)),
    ]
    assert (found.quantity, found.lots) == (Decimal(1200), ("b", "c", "a"))


def test_a_lot_is_counted_for_the_device_that_stands_nearest() -> None:
    made = [glove("far", "m", "6", eq("sterile", False)), glove("near", "m", "7", eq("sterile", True))]
    (found,) = upgrades([wish("a", 5, eq("size", "8"), eq("sterile", True))], made, KNOWN)
    assert (found.device, found.lots) == ("near", ("a",))


def test_makers_compete_for_the_same_lot() -> None:
    found = upgrades([wish("a", 5, eq("size", "8"))], [glove("g", "m", "7"), glove("h", "n", "7")], KNOWN)
    assert [(upgrade.maker, upgrade.lots) for upgrade in found] == [("m", ("a",)), ("n", ("a",))]


def test_what_the_maker_serves_is_left_out_and_so_is_another_device() -> None:
    served = wish("a", 5, eq("size", "7"))
    elsewhere = wish("b", 5, eq("volume", 5.0, "mL"), family="syringe_hypodermic")
    too_far = wish(
        "c", 5, eq("size", "8"), eq("sterile", False), eq("powder_free", True), eq("material", "nitrile")
    )
    device = glove("g", "m", "7", eq("sterile", True), eq("powder_free", False), eq("material", "latex"))
    assert upgrades([served, elsewhere, too_far], [device], KNOWN) == ()


def test_one_higher_bound_wins_the_lower_ones_too() -> None:
    def length(lot: str, least: float, quantity: int) -> Wish:
        value = AttributeValue("length", Op.GE, least, "cm")
        return wish(lot, quantity, value, family="suture_polyglactin")

    device = MadeDevice("m", DeviceDescription("s", "suture_polyglactin", (eq("length", 45.0, "cm"),)))
    (found,) = upgrades([length("a", 60.0, 10), length("b", 75.0, 5), length("c", 70.0, 7)], [device], KNOWN)
    assert [(a.values[0].value, a.lots) for a in found.additions] == [(75.0, ("a", "b", "c"))]


def test_two_attributes_that_fail_together_are_added_together() -> None:
    asked = wish("a", 5, eq("size", "8"), eq("sterile", False))
    (found,) = upgrades([asked], [glove("g", "m", "7", eq("sterile", True))], KNOWN)
    assert found.attributes == ("size", "sterile")
    assert [(value.name, value.value) for value in found.additions[0].values] == [
        ("size", "8"),
        ("sterile", False),
    ]
    assert upgrades([asked], [glove("g", "m", "7", eq("sterile", True))], KNOWN, most_changes=1) == ()


def test_money_comes_before_volume() -> None:
    wishes = [wish("a", 5, eq("size", "8"), money=900), wish("b", 500, eq("size", "6"), money=100)]
    (found,) = upgrades(wishes, [glove("g", "m", "7")], KNOWN)
    assert [(addition.values[0].value, addition.money) for addition in found.additions] == [
        ("8", Decimal(900)),
        ("6", Decimal(100)),
    ]
    assert found.money == Decimal(1000)


SIZES = st.sampled_from(("6", "6.5", "7", "7.5", "8"))


@given(
    asked=st.lists(st.tuples(SIZES, st.integers(1, 9)), max_size=8),
    made=st.lists(SIZES, min_size=1, max_size=3),
)
def test_no_lot_counts_twice_and_the_first_additions_are_the_best(asked, made) -> None:
    wishes = [wish(f"l{at}", quantity, eq("size", size)) for at, (size, quantity) in enumerate(asked)]
    found = upgrades(wishes, [glove(f"g{at}", "m", size) for at, size in enumerate(made)], KNOWN)
    lots = [lot for upgrade in found for lot in upgrade.lots]
    assert sorted(lots) == sorted(
        w.lot for w, (size, _) in zip(wishes, asked, strict=True) if size not in made
    )
    for upgrade in found:
        volumes = [addition.quantity for addition in upgrade.additions]
        for count in range(1, min(len(volumes), 3) + 1):
            assert sum(volumes[:count]) == max(sum(some) for some in permutations(volumes, count))


@settings(max_examples=40)
@given(data=st.data(), family=st.sampled_from(FAMILIES))
def test_every_addition_wins_its_lots(data: st.DataObject, family) -> None:
    devices = [DeviceDescription(f"d{at}", family.id, data.draw(described(family))) for at in range(2)]
    wishes = [
        Wish(f"l{at}", Requirement(family.id, data.draw(described(family))), Decimal(at + 1))
        for at in range(3)
    ]
    asked = {w.lot: w.requirement for w in wishes}
    for upgrade in upgrades(wishes, [MadeDevice("m", device) for device in devices], KNOWN):
        (device,) = (device for device in devices if device.device == upgrade.device)
        for addition in upgrade.additions:
            changed = {value.name for value in addition.values}
            kept = tuple(value for value in device.attributes if value.name not in changed)
            better = DeviceDescription("x", family.id, (*kept, *addition.values))
            for lot in addition.lots:
                assert judge(asked[lot], device, family).verdict is Verdict.FAIL
                assert judge(asked[lot], better, family).verdict is not Verdict.FAIL
