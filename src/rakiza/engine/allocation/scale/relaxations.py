"""The linear relaxation of one family, solved again and again: bounds of decisions and costs change, rows stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rakiza.engine.allocation.highs import SEED
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme, dot, summed
from rakiza.engine.allocation.scale.run import limit, pass_programme

if TYPE_CHECKING:
    import highspy

OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "presolve": "off",
    "random_seed": SEED,
}


WHOLE = 1e-6  # how far from a whole number a decision may stand
AIR = 1.0 + 1e-6  # left around what is cut, against rounding


@dataclass(frozen=True, slots=True)
class Branch:
    """Bounds of the great decisions, and what the duals of their relaxation prove at any costs.

    At costs c no plan of it costs less than `worth` plus the least of (c - taken) · x within the bounds.
    """

    lower: Floats
    upper: Floats
    worth: float = -np.inf
    taken: Floats | None = None
    basis: highspy.HighsBasis | None = None


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A solved relaxation: its value and point, and the branch with what was proven of it; None where it is empty."""

    value: float
    point: Floats
    branch: Branch | None


class Relaxations:
    """One solver that holds a family; `great` are the columns that branches bound."""

    def __init__(self, programme: Programme) -> None:
        import highspy  # noqa: PLC0415

        self.programme = programme
        self.great: Ints = np.flatnonzero(programme.integer & ~programme.minor)
        self.solved = 0
        status = highspy.HighsModelStatus
        self._optimal, self._empty = status.kOptimal, {status.kInfeasible, status.kUnboundedOrInfeasible}
        self._all = np.arange(programme.columns, dtype=np.int32)
        self._places = self.great.astype(np.int32)
        self._row_of = programme.row_of()
        self._cost = programme.cost
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, option in OPTIONS.items():
            self._highs.setOptionValue(name, option)
        pass_programme(self._highs, programme, np.zeros(programme.columns, dtype=np.int32))

    def price(self, cost: Floats) -> None:
        """Take other costs."""
        self._cost = cost
        self._highs.changeColsCost(len(cost), self._all, cost)

    def solve(self, branch: Branch, seconds: float) -> Relaxed | None:
        """Return the relaxation of a branch at the costs taken; None where time was too short."""
        highs = self._highs
        self.solved += 1
        highs.changeColsBounds(len(self._places), self._places, branch.lower, branch.upper)
        if branch.basis is not None:
            highs.setBasis(branch.basis)
        limit(highs, seconds)
        highs.run()
        status = highs.getModelStatus()
        if status in self._empty:
            return Relaxed(np.inf, np.zeros(0), None)
        if status != self._optimal:
            return None
        solution = highs.getSolution()
        point = np.array(solution.col_value)
        worth, taken = self._proof(np.array(solution.row_dual))
        proven = Branch(branch.lower, branch.upper, worth, taken, highs.getBasis())
        return Relaxed(dot(self._cost, point), point, proven)

    def least(self, branch: Branch) -> float:
        """Return what the duals known of a branch prove at the costs taken."""
        return -np.inf if branch.taken is None else self._least(branch)[0]

    def cheaper(self, branch: Branch, beyond: float) -> tuple[Floats, Floats] | None:
        """Return the bounds of all columns within which a branch may still cost less; None where it can't.

        A column that costs d a unit more than the rest gains by it can't stand further than what is left over d.
        """
        if branch.taken is None:
            return self._bounds(branch)
        least, rest, lower, upper = self._least(branch)
        if least >= beyond:
            return None
        with np.errstate(divide="ignore", over="ignore"):
            reach = (beyond - least) / np.abs(rest) * AIR
        most = np.where(rest > 0, np.minimum(upper, lower + reach), upper)
        fewest = np.where(rest < 0, np.maximum(lower, upper - reach), lower)
        great = self.great
        most[great], fewest[great] = np.floor(most[great] + WHOLE), np.ceil(fewest[great] - WHOLE)
        return fewest, most

    def _bounds(self, branch: Branch) -> tuple[Floats, Floats]:
        lower, upper = self.programme.lower.copy(), self.programme.upper.copy()
        lower[self.great], upper[self.great] = branch.lower, branch.upper
        return lower, upper

    def _least(self, branch: Branch) -> tuple[float, Floats, Floats, Floats]:
        assert branch.taken is not None  # noqa: S101 - the caller saw to it
        lower, upper = self._bounds(branch)
        rest = self._cost - branch.taken
        with np.errstate(invalid="ignore"):
            least = np.where(rest == 0, 0.0, rest * np.where(rest > 0, lower, upper))
        return branch.worth + float(least.sum()), rest, lower, upper

    def _proof(self, duals: Floats) -> tuple[float, Floats]:
        """What rows are worth at duals cut to the sign that each allows, and what these take of each column."""
        programme = self.programme
        low, high = programme.row_lower, programme.row_upper
        duals = np.where(np.isfinite(low), duals, np.minimum(duals, 0.0))
        duals = np.where(np.isfinite(high), duals, np.maximum(duals, 0.0))
        side = np.where(duals > 0, low, high)
        worth = float((duals * np.where(duals == 0, 0.0, side))[duals != 0].sum())
        taken = summed(programme.indices, programme.values * duals[self._row_of], programme.columns)
        return worth, taken
