"""The Shapley value: known games, its axioms, the sample beside the exact value, rational shares."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rakiza.engine.explanation.shapley import shapley
from rakiza.engine.explanation.sharing import in_cents, is_rational, nearest_rational, proportional

D = Decimal
PLAYERS = ("a", "b", "c", "d")


def airport(lengths: dict[str, int]):
    """A runway as long as the longest aeroplane of the coalition needs (Littlechild and Owen, 1973)."""
    return lambda coalition: D(max((lengths[one] for one in coalition), default=0))


def test_airport_game_shares_each_stretch_among_those_who_need_it() -> None:
    found = shapley(("small", "middle", "large"), airport({"small": 6, "middle": 12, "large": 18}))
    # 6 / 3; 2 + 6 / 2; 5 + 6
    assert found.values == {"small": 2, "middle": 5, "large": 11}
    assert found.errors == {"small": 0.0, "middle": 0.0, "large": 0.0}
    assert (found.coalitions, found.sampled) == (7, False)


def test_glove_game_gives_the_scarce_glove_two_thirds() -> None:
    """One left glove, two right ones; a pair is worth 1 (a cost of −1)."""

    def cost(coalition: frozenset[str]) -> D:
        return D(-1) if "left" in coalition and len(coalition) > 1 else D(0)

    found = shapley(("left", "right1", "right2"), cost)
    assert found.values == {"left": Fraction(-2, 3), "right1": Fraction(-1, 6), "right2": Fraction(-1, 6)}


def test_nobody_plays() -> None:
    found = shapley((), lambda _: D(0))
    assert (dict(found.values), found.coalitions) == ({}, 0)


@st.composite
def games(draw: st.DrawFn) -> dict[frozenset[str], D]:
    costs = st.integers(0, 1000).map(D)
    every = [frozenset(some) for k in range(1, 5) for some in combinations(PLAYERS, k)]
    return {frozenset(): D(0), **{coalition: draw(costs) for coalition in every}}


@given(games())
def test_values_sum_to_the_cost_of_all_and_match_every_order(game: dict[frozenset[str], D]) -> None:
    found = shapley(PLAYERS, game.__getitem__)
    assert sum(found.values.values()) == game[frozenset(PLAYERS)]
    by_orders = dict.fromkeys(PLAYERS, Fraction(0))
    orders = list(permutations(PLAYERS))
    for order in orders:
        for rank, player in enumerate(order):
            by_orders[player] += Fraction(game[frozenset(order[: rank + 1])] - game[frozenset(order[:rank])])
    assert found.values == {player: total / len(orders) for player, total in by_orders.items()}


@given(games(), games())
def test_values_add_up_over_games(one: dict[frozenset[str], D], other: dict[frozenset[str], D]) -> None:
    both = shapley(PLAYERS, lambda coalition: one[coalition] + other[coalition])
    first, second = shapley(PLAYERS, one.__getitem__), shapley(PLAYERS, other.__getitem__)
    assert both.values == {player: first.values[player] + second.values[player] for player in PLAYERS}


@given(games())
def test_players_who_do_the_same_bear_the_same(game: dict[frozenset[str], D]) -> None:
    swap = {"a": "b", "b": "a"}

    def cost(coalition: frozenset[str]) -> D:
        mirrored = frozenset(swap.get(one, one) for one in coalition)
        return game[coalition] + game[mirrored]

    found = shapley(PLAYERS, cost)
    assert found.values["a"] == found.values["b"]


@given(games(), st.integers(0, 50).map(D))
def test_a_player_who_only_adds_its_own_cost_bears_it(game: dict[frozenset[str], D], own: D) -> None:
    def cost(coalition: frozenset[str]) -> D:
        return game[coalition - {"d"}] + (own if "d" in coalition else 0)

    assert shapley(PLAYERS, cost).values["d"] == own


@given(games(), st.permutations(PLAYERS))
def test_the_order_of_players_never_matters(game: dict[frozenset[str], D], order: list[str]) -> None:
    assert shapley(order, game.__getitem__).values == shapley(PLAYERS, game.__getitem__).values


def test_a_sample_is_repeatable_sums_exactly_and_covers_the_exact_value() -> None:
    lengths = {f"p{index:02}": 10 + index * index for index in range(14)}
    cost = airport(lengths)
    sampled = shapley(tuple(lengths), cost, pairs=300)
    exact = shapley(tuple(lengths), cost, exact_players=14)
    assert sampled.sampled
    assert not exact.sampled
    assert sampled == shapley(tuple(reversed(lengths)), cost, pairs=300)
    assert sum(sampled.values.values()) == cost(frozenset(lengths))
    for player in lengths:
        assert abs(float(sampled.values[player] - exact.values[player])) <= 4 * sampled.errors[player] + 1e-9
    assert sampled.values != shapley(tuple(lengths), cost, pairs=300, seed=1).values


MONEY = st.integers(0, 500).map(Fraction)


@given(st.lists(st.tuples(MONEY, MONEY), min_size=1, max_size=6))
def test_the_nearest_rational_shares(pairs: list[tuple[Fraction, Fraction]]) -> None:
    shares = {str(rank): share for rank, (share, _) in enumerate(pairs)}
    alone = {str(rank): cost for rank, (_, cost) in enumerate(pairs)}
    found = nearest_rational(shares, alone)
    if sum(alone.values()) < sum(shares.values()):
        assert found is None
        return
    assert found is not None
    assert sum(found.values()) == sum(shares.values())
    assert is_rational(found, alone)
    if is_rational(shares, alone):
        assert found == shares
    # The projection: every player below its bound moved by the same amount, those at it by no more.
    moved = {player: found[player] - shares[player] for player in found}
    free = {moved[player] for player in found if found[player] < alone[player]}
    assert len(free) <= 1
    if free:
        assert all(step <= max(free) for step in moved.values())


@given(st.lists(MONEY, min_size=1, max_size=6), st.integers(0, 500).map(Fraction))
def test_proportional_shares_are_rational_where_pooling_saves(costs: list[Fraction], total: Fraction) -> None:
    alone = {str(rank): cost for rank, cost in enumerate(costs)}
    assume(total <= sum(costs))
    found = proportional(total, alone)
    assert sum(found.values()) == total
    assert is_rational(found, alone)


@given(st.lists(st.fractions(0, 1000, max_denominator=997), min_size=1, max_size=8))
def test_cents_keep_the_sum(values: list[Fraction]) -> None:
    shares = {str(rank): value for rank, value in enumerate(values)}
    rounded = in_cents(shares)
    assert abs(Fraction(sum(rounded.values())) - sum(values)) <= Fraction(1, 200)
    assert all(abs(Fraction(rounded[one]) - shares[one]) <= Fraction(1, 100) for one in shares)


def test_cents_of_a_third_go_to_the_first_names() -> None:
    third = Fraction(100, 3)
    assert in_cents({"c": third, "a": third, "b": third}) == {
        "a": D("33.34"),
        "b": D("33.33"),
        "c": D("33.33"),
    }


@pytest.mark.parametrize("players", [1, 2, 12])
def test_up_to_twelve_players_are_exact(players: int) -> None:
    lengths = {f"p{index:02}": 1 + index for index in range(players)}
    assert not shapley(tuple(lengths), airport(lengths)).sampled
