"""Trying to find a hidden lot by subtraction, on generated scenes, as a patient reader would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories import an_actor
from tests.factories.plans import Scene, a_need, a_scene

from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.plans.difference import FamilyRests, Rest, Rests, together
from rakiza.pillars.purchasing.plans.models import Lot, PlanRun
from rakiza.pillars.purchasing.plans.queries import family_rows, overview
from rakiza.pillars.purchasing.plans.visibility import LEAST_BUYERS, Sight

RunScene = Callable[[Scene], PlanRun]
READER = 1
AMOUNTS = ("covered", "savings", "open")


@dataclass(frozen=True)
class SomeLot:
    """A lot by what is known of its shape: who is behind it, and which of its amounts exist."""

    family: int
    members: frozenset[int]
    covered: bool
    open: bool
    priced: bool  # it has a reference price

    @property
    def hidden(self) -> bool:
        return len(self.members) < LEAST_BUYERS

    def holds(self, amount: str) -> bool:
        """Tell whether the amount can be other than nothing; the shown state tells every reader so."""
        return {
            "covered": self.covered,
            "savings": self.covered and self.priced,
            "open": self.open and self.priced,
        }[amount]

    def rests(self) -> Rests:
        lone, nothing = Rest(1, tuple(sorted(self.members))), Rest()
        return Rests(
            value=lone if self.covered or self.priced else nothing,
            covered=lone if self.holds("covered") else nothing,
            savings=lone if self.holds("savings") else nothing,
            open=lone if self.holds("open") else nothing,
        )


lots = st.builds(
    SomeLot,
    family=st.integers(0, 3),
    members=st.frozensets(st.integers(1, 6), min_size=1, max_size=4),
    covered=st.booleans(),
    open=st.booleans(),
    priced=st.booleans(),
).filter(lambda lot: lot.covered or lot.open)


def equations(some: Sequence[SomeLot]) -> list[list[tuple[int, str]]]:
    """Return the sums that the reader can form: each is the hidden amounts left of one shown total."""
    sight = Sight(everything=False, buyer=READER, maker=None, reader=READER)
    found: list[list[tuple[int, str]]] = []
    families = {}
    for family in {lot.family for lot in some}:
        own = [lot for lot in some if lot.family == family]
        families[family] = FamilyRests(
            len(frozenset[int]().union(*(lot.members for lot in own))),
            together(lot.rests() for lot in own if lot.hidden),
        )
    shown = {family for family, known in families.items() if sight.pools_family(known.buyers, known.rests)}
    groups: list[list[int]] = [
        [rank for rank, lot in enumerate(some) if lot.hidden and lot.family == family] for family in shown
    ]
    everyone = len(frozenset[int]().union(*(lot.members for lot in some)))
    plan_shown = sight.pools_plan(everyone, families.values())
    if plan_shown:
        groups.append([rank for rank, lot in enumerate(some) if lot.hidden])
    for group in groups:
        found.append([(rank, amount) for rank in group for amount in AMOUNTS if some[rank].holds(amount)])
        found += [
            [(rank, amount) for rank in group if some[rank].holds(amount)]
            for amount in ("covered", "savings")
        ]
    if plan_shown:
        found.append([(rank, "open") for rank, lot in enumerate(some) if lot.hidden and lot.holds("open")])
    return found


@settings(max_examples=400, deadline=None)
@given(st.lists(lots, min_size=1, max_size=9))
def test_no_subtraction_gives_a_hidden_lot_of_others(some: list[SomeLot]) -> None:
    unknowns = [
        (rank, amount)
        for rank, lot in enumerate(some)
        if lot.hidden and lot.members != {READER}  # its own lots the reader knows
        for amount in AMOUNTS
        if lot.holds(amount)
    ]
    place = {unknown: column for column, unknown in enumerate(unknowns)}
    system = np.zeros((max(1, len(equations(some))), len(unknowns)))
    for row, terms in enumerate(equations(some)):
        for term in terms:
            if term in place:
                system[row, place[term]] = 1
    rank = np.linalg.matrix_rank(system) if unknowns else 0
    for lot in {rank_of for rank_of, _amount in unknowns}:
        amounts = [amount for amount in AMOUNTS if (lot, amount) in place]
        for wanted in (
            *((amount,) for amount in amounts),
            tuple(amounts),
        ):  # each amount, and the lot's whole value
            target = np.zeros((1, len(unknowns)))
            for amount in wanted:
                target[0, place[lot, amount]] = 1
            assert np.linalg.matrix_rank(np.vstack([system, target])) > rank, (lot, wanted)


def test_counting_no_further_than_matters_changes_no_answer() -> None:
    many = together(Rests(value=Rest(1, (member,))) for member in range(1, 40))
    assert many.value == Rest(2, (1, 2, 3, 4))
    assert all(many.value.is_safe(reader) for reader in range(50))
    three = together(Rests(value=Rest(1, (member,))) for member in (1, 2, 3))
    assert [three.value.is_safe(reader) for reader in (1, 2, 3, 4)] == [False, False, False, True]


def test_one_hidden_lot_hides_its_familys_total_from_buyers(db: None, run_scene: RunScene) -> None:
    scene = a_scene()
    a_need(scene.buyers[0], text="SERINGUE 20 ML", volume=20.0)
    run_scene(scene)
    assert sorted(Lot.objects.values_list("buyers_count", flat=True)) == [1, 3]

    for reader in (*scene.buyers, an_actor(Role.BUYER)):
        (family,) = family_rows(reader, scene.plan, "fr")
        assert (family.hidden, family.value, family.covered_value, family.savings) == (True, None, None, None)
        head = overview(reader, scene.plan)
        assert head.money_hidden
        assert head.figures is not None
        assert (head.figures.estimated_value, head.figures.covered_value, head.figures.import_value) == (
            0,
            0,
            0,
        )
    (family,) = family_rows(scene.coordinator, scene.plan, "fr")
    assert not family.hidden
    assert not overview(scene.coordinator, scene.plan).money_hidden


def test_enough_hidden_lots_of_enough_members_leave_the_total_shown(db: None, run_scene: RunScene) -> None:
    scene = a_scene(buyers=4)
    for rank, buyer in enumerate(scene.buyers):
        a_need(buyer, text=f"SERINGUE {20 + 10 * rank} ML", volume=20.0 + 10 * rank)
    run_scene(scene)

    for reader in scene.buyers:
        (family,) = family_rows(reader, scene.plan, "fr")
        assert not family.hidden
        assert not overview(reader, scene.plan).money_hidden
