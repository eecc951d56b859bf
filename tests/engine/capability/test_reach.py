"""Families within reach: exact shares, nothing lost, more mastery never takes a family farther."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.capability import Mastery, reach_of, within_reach
from rakiza.engine.families import Family, Kind
from rakiza.reference.families import load

SYRINGE = load().family("syringe_hypodermic")
FAMILIES = load().families[::9]
WORDS = sorted({token for family in FAMILIES for token in family.processes})
STUFF = sorted({token for family in FAMILIES for token in family.materials})
masteries = st.builds(Mastery, st.frozensets(st.sampled_from(WORDS)), st.frozensets(st.sampled_from(STUFF)))


def a_family(**told: object) -> Family:
    return replace(SYRINGE, **told)  # type: ignore[arg-type]


def test_the_share_weighs_processes_twice_and_names_what_is_missing() -> None:
    family = a_family(
        id="f",
        processes=("injection_moulding", "clean_room", "sterilisation_eo"),
        materials=("pvc", "silicone"),
        standards=("ISO 7886-1", "ISO 10993"),
        tests=("étanchéité",),
    )
    mastery = Mastery(
        frozenset({"injection_moulding", "clean_room", "weaving"}),
        frozenset({"pvc"}),
        frozenset({"ISO 10993"}),
    )

    reach = reach_of(family, mastery)

    assert reach.share == Fraction(2 * 2 + 1, 2 * 3 + 2)
    assert reach.processes_missing == ("sterilisation_eo",)
    assert (reach.materials_held, reach.materials_missing) == (("pvc",), ("silicone",))
    assert (reach.standards_missing, reach.tests_missing) == (("ISO 7886-1",), ("étanchéité",))


def test_of_families_equally_near_fewer_processes_then_fewer_proofs_come_first() -> None:
    """All three are mastered by half; the order of their names is the other way round."""
    machine = a_family(id="a", processes=("extrusion", "welding"), materials=(), standards=(), tests=())
    proofs = a_family(
        id="b", processes=("extrusion",), materials=("pvc", "pu"), standards=("ISO 1", "ISO 2"), tests=()
    )
    ready = a_family(
        id="c", processes=("extrusion",), materials=("pvc", "pu"), standards=("ISO 1",), tests=()
    )
    mastery = Mastery(frozenset({"extrusion"}), frozenset())

    found = within_reach([machine, proofs, ready], mastery)

    assert {one.share for one in found} == {Fraction(1, 2)}
    assert [one.family for one in found] == ["c", "b", "a"]
    held = within_reach([machine, proofs, ready], replace(mastery, standards=frozenset({"ISO 1", "ISO 2"})))
    assert [one.family for one in held] == ["b", "c", "a"]  # equal in all: by name


def test_what_is_made_already_and_what_is_no_device_are_left_out() -> None:
    families = [a_family(id="made"), a_family(id="free"), a_family(id="drug", kind=Kind.MEDICINE)]
    mastery = Mastery(frozenset(SYRINGE.processes), frozenset())

    assert [reach.family for reach in within_reach(families, mastery, {"made"})] == ["free"]


def test_materials_alone_put_nothing_within_reach() -> None:
    assert within_reach(load(), Mastery(frozenset(), frozenset(STUFF))) == ()


@given(masteries)
def test_every_word_of_a_family_is_held_or_missing(mastery: Mastery) -> None:
    for reach in within_reach(FAMILIES, mastery):
        family = load().family(reach.family)
        assert sorted(reach.processes_held + reach.processes_missing) == sorted(set(family.processes))
        assert sorted(reach.materials_held + reach.materials_missing) == sorted(set(family.materials))
        assert 0 < reach.share <= 1
        assert (reach.share == 1) == (not reach.processes_missing and not reach.materials_missing)


@given(masteries, masteries)
def test_to_master_more_never_takes_a_family_farther(one: Mastery, other: Mastery) -> None:
    both = Mastery(one.processes | other.processes, one.materials | other.materials)
    more = {reach.family: reach.share for reach in within_reach(FAMILIES, both)}
    for reach in within_reach(FAMILIES, one):
        assert more[reach.family] >= reach.share


@given(masteries)
def test_the_nearest_comes_first_and_the_order_of_families_is_nothing(mastery: Mastery) -> None:
    found = within_reach(FAMILIES, mastery)
    assert [reach.share for reach in found] == sorted((reach.share for reach in found), reverse=True)
    assert within_reach(tuple(reversed(FAMILIES)), mastery) == found
