"""The Shapley value of a cost game: what each player costs on average over every order of joining.

Source: L. S. Shapley, "A value for n-person games" (1953). Exact by enumeration of coalitions for a
few players; sampled by random orders, each with its reverse, beyond (J. Castro, D. Gómez, J. Tejada,
"Polynomial calculation of the Shapley value based on sampling", 2009).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import factorial, sqrt

EXACT_PLAYERS = 12  # 4,096 coalitions
PAIRS = 200  # sampled orders beyond, each with its reverse
SEED = 20_530

Coalition = frozenset[str]
CostOf = Callable[[Coalition], Decimal]


@dataclass(frozen=True, slots=True)
class ShapleyValue:
    """What each player bears: exact fractions that sum to the cost of all.

    `errors`: standard error of each value, 0 where nothing was sampled. `coalitions`: how many
    costs were asked for.
    """

    values: Mapping[str, Fraction]
    errors: Mapping[str, float]
    coalitions: int

    @property
    def sampled(self) -> bool:
        """Whether the values are estimates."""
        return any(self.errors.values())


def shapley(
    players: Sequence[str],
    cost: CostOf,
    *,
    exact_players: int = EXACT_PLAYERS,
    pairs: int = PAIRS,
    seed: int = SEED,
) -> ShapleyValue:
    """Return the Shapley value of `cost`, which is asked once a coalition; the empty one costs 0.

    The order of `players` never matters; the same seed gives the same sample.
    """
    ordered = sorted(set(players))
    known = _Costs(cost)
    if len(ordered) <= exact_players:
        values = _exact(ordered, known)
        return ShapleyValue(values, dict.fromkeys(ordered, 0.0), known.asked)
    return _sampled(ordered, known, pairs, seed)


class _Costs:
    """Costs of coalitions, each computed once."""

    def __init__(self, cost: CostOf) -> None:
        self._cost = cost
        self._known: dict[Coalition, Fraction] = {frozenset(): Fraction(0)}

    @property
    def asked(self) -> int:
        return len(self._known) - 1

    def __call__(self, coalition: Coalition) -> Fraction:
        if coalition not in self._known:
            self._known[coalition] = Fraction(self._cost(coalition))
        return self._known[coalition]


def _exact(players: Sequence[str], cost: _Costs) -> dict[str, Fraction]:
    count = len(players)
    weights = [Fraction(factorial(k) * factorial(count - k - 1), factorial(count)) for k in range(count)]
    values = dict.fromkeys(players, Fraction(0))
    for mask in range(2**count):
        inside = [players[i] for i in range(count) if mask >> i & 1]
        coalition = frozenset(inside)
        here = cost(coalition)
        for player in inside:
            values[player] += weights[len(inside) - 1] * (here - cost(coalition - {player}))
    return values


def _sampled(players: Sequence[str], cost: _Costs, pairs: int, seed: int) -> ShapleyValue:
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    found: list[dict[str, Fraction]] = []
    for _ in range(max(2, pairs)):
        order = list(players)
        chance.shuffle(order)
        forth, back = _marginals(order, cost), _marginals(order[::-1], cost)
        found.append({player: (forth[player] + back[player]) / 2 for player in players})
    values = {player: sum((one[player] for one in found), Fraction(0)) / len(found) for player in players}
    errors = {player: _standard_error([one[player] for one in found]) for player in players}
    return ShapleyValue(values, errors, cost.asked)


def _marginals(order: Sequence[str], cost: _Costs) -> dict[str, Fraction]:
    """What each player adds to those who joined before it."""
    added, joined = {}, frozenset[str]()
    for player in order:
        together = joined | {player}
        added[player] = cost(together) - cost(joined)
        joined = together
    return added


def _standard_error(values: Sequence[Fraction]) -> float:
    count = len(values)
    mean = sum(values, Fraction(0)) / count
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (count - 1)
    return sqrt(float(variance) / count)
