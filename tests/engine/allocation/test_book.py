"""What is looked up of a part's awards: shares of members and regions, lots within a rule's scope."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.allocation import Lot, Part, Per, Scope
from rakiza.engine.allocation.coupling import groups, in_scope
from rakiza.engine.allocation.verification.book import shares_of

D = Decimal
names = st.sampled_from(["a", "b", "c", "d"])
quantities = st.integers(0, 9).map(D)


@given(st.lists(st.tuples(names, quantities), max_size=6))
def test_shares_are_of_the_whole_and_sum_to_it(told: list[tuple[str, Decimal]]) -> None:
    found = shares_of(Part(name, quantity) for name, quantity in told)
    total = sum((quantity for _, quantity in told), D(0))
    assert set(found) == {name for name, _ in told}
    assert sum(found.values()) == (1 if total else 0)
    for name, share in found.items():
        own = sum((quantity for other, quantity in told if other == name), D(0))
        assert share == (Fraction(own) / Fraction(total) if total else 0)


@given(
    st.lists(st.tuples(names, names, st.booleans()), max_size=8),
    st.builds(
        Scope,
        st.lists(st.integers(0, 8).map(str), max_size=3).map(tuple),
        st.lists(names, max_size=2).map(tuple),
        st.booleans(),
    ),
)
def test_a_rule_groups_the_lots_of_its_scope(told: list[tuple[str, str, bool]], scope: Scope) -> None:
    lots = [
        Lot(str(place), (D(10),), None, family=family, vital=vital, members=(Part(member, D(10)),))
        for place, (family, member, vital) in enumerate(told)
    ]
    within = [lot for lot in lots if in_scope(lot, scope)]
    assert [lot for own in groups(lots, scope, Per.PLAN).values() for lot in own] == within
    for family, own in groups(lots, scope, Per.FAMILY).items():
        assert own == [lot for lot in within if lot.family == family]
