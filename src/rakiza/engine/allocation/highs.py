"""HiGHS behind a small door: a model in, columns and a proven bound out. One thread, one seed.

HiGHS and NumPy are imported where they are used: they take longer to load than a page may take,
and most readers of a plan never solve one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rakiza.engine.allocation.model.rows import Rows

if TYPE_CHECKING:
    import highspy

SEED = 2027
Stop = Callable[[], bool]


def never() -> bool:
    """Run on."""
    return False


def later(stop: Stop, seconds: float) -> Stop:
    """Return what says yes some seconds after `stop` first did: time to end what is nearly done."""
    if stop is never:
        return never
    told: list[float] = []

    def asked() -> bool:
        if not told and stop():
            told.append(time.monotonic())
        return bool(told) and time.monotonic() - told[0] >= seconds

    return asked


@dataclass(frozen=True, slots=True)
class Answer:
    """`columns` is None where no feasible point was found; `bound` is minus infinity if unknown.

    `infeasible`: proven that there is none.
    """

    columns: tuple[float, ...] | None
    bound: float
    proven: bool
    seconds: float
    infeasible: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of one run: relative gap, seconds, and what differs from the rows as they stand.

    `integer` columns are made whole besides those marked so; `fixed` columns keep the value given;
    `cost` replaces the rows'; `start` is a plan to begin from. `near`: a smaller gap that is gone on to
    as long as that is soon closed.
    """

    gap: float
    seconds: float
    integer: frozenset[int] = frozenset()
    fixed: Mapping[int, float] | None = None
    cost: Sequence[float] | None = None
    start: Sequence[float] | None = None
    near: float | None = None


class Watch:
    """Asks `stop` from within a run and ends it there; keeps what `stop` raised until the run is over."""

    def __init__(self, highs: highspy.Highs, stop: Stop) -> None:
        self._stop = stop
        self._raised: BaseException | None = None
        if stop is not never:
            highs.cbSimplexInterrupt += self._ask
            highs.cbMipInterrupt += self._ask

    def raise_kept(self) -> None:
        """Raise what `stop` raised: it must not cross the solver's own frames."""
        if self._raised is not None:
            raise self._raised

    def _ask(self, event: Any) -> None:  # noqa: ANN401 - highspy's event
        try:
            stopped = self._stop()
        except BaseException as error:
            self._raised, stopped = error, True
        if stopped:
            event.interrupt()


class Solver:
    """One HiGHS instance used for one model after another; `stop` is asked again and again."""

    def __init__(self, stop: Stop = never) -> None:
        import highspy  # noqa: PLC0415

        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        options: dict[str, bool | int | float | str] = {
            "output_flag": False,
            "threads": 1,
            "parallel": "off",
            "random_seed": SEED,
            "primal_feasibility_tolerance": 1e-9,
            "mip_feasibility_tolerance": 1e-9,
        }
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        self._stop = stop
        self._watch = Watch(self._highs, stop)

    @property
    def stopped(self) -> Stop:
        """What tells whether to end."""
        return self._stop

    def minimise(self, rows: Rows, demand: Demand) -> Answer:
        """Minimise over `rows`; raises what `stop` raised."""
        highs = self._highs
        highs.clearModel()
        highs.setOptionValue("mip_rel_gap", demand.gap)
        _pass(highs, rows, demand)
        if demand.start is not None:
            _begin(highs, demand.start)
        before = highs.getRunTime()  # the clock of an instance runs on from model to model
        highs.setOptionValue("time_limit", before + max(0.0, demand.seconds))
        highs.run()
        self._watch.raise_kept()
        spent = highs.getRunTime() - before
        return _answer(highs, rows, demand, spent)


def _begin(highs: highspy.Highs, start: Sequence[float]) -> None:
    import highspy  # noqa: PLC0415

    solution = highspy.HighsSolution()
    solution.col_value = list(start)
    highs.setSolution(solution)


def _pass(highs: highspy.Highs, rows: Rows, demand: Demand) -> None:
    import highspy  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    columns = len(rows.cost)
    lower, upper = np.zeros(columns), np.array(rows.upper, dtype=np.float64)
    for index, value in (demand.fixed or {}).items():
        lower[index] = upper[index] = value
    whole = np.array(rows.integer, dtype=np.int32)
    if demand.integer:
        whole[list(demand.integer)] = 1
    cost = rows.cost if demand.cost is None else demand.cost
    highs.passModel(
        columns,
        len(rows.row_lower),
        len(rows.values),
        highspy.MatrixFormat.kRowwise.value,
        highspy.ObjSense.kMinimize.value,
        0.0,
        np.array(cost, dtype=np.float64),
        lower,
        upper,
        np.array(rows.row_lower, dtype=np.float64),
        np.array(rows.row_upper, dtype=np.float64),
        np.array(rows.starts, dtype=np.int32),
        np.array(rows.indices, dtype=np.int32),
        np.array(rows.values, dtype=np.float64),
        whole,
    )


def _answer(highs: highspy.Highs, rows: Rows, demand: Demand, seconds: float) -> Answer:
    import highspy  # noqa: PLC0415

    info = highs.getInfo()
    status = highs.getModelStatus()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    columns = tuple(highs.getSolution().col_value) if feasible else None
    proven = status == highspy.HighsModelStatus.kOptimal
    if demand.integer or any(rows.integer):
        bound = info.mip_dual_bound
    else:
        bound = info.objective_function_value if proven else float("-inf")
    nothing = {
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    }
    return Answer(columns, bound, proven, seconds, status in nothing)
