"""HiGHS behind a small door: a model in, columns and a proven bound out. One thread, one seed.

HiGHS and NumPy are imported where they are used: they take longer to load than a page may take,
and most readers of a plan never solve one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rakiza.engine.allocation.model import Rows

if TYPE_CHECKING:
    import highspy

SEED = 2027


@dataclass(frozen=True, slots=True)
class Answer:
    """`columns` is None where no feasible point was found; `bound` is minus infinity if unknown."""

    columns: tuple[float, ...] | None
    bound: float
    proven: bool
    seconds: float


class Solver:
    """One HiGHS instance used for one model after another."""

    def __init__(self) -> None:
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

    def minimise(
        self,
        rows: Rows,
        gap: float,
        seconds: float,
        integer: frozenset[int] = frozenset(),
        fixed: Mapping[int, float] | None = None,
    ) -> Answer:
        """Minimise over `rows`; `integer` columns are made whole besides those marked so.

        `fixed` columns keep the value given.
        """
        highs = self._highs
        highs.clearModel()
        highs.setOptionValue("mip_rel_gap", gap)
        _pass(highs, rows, integer, fixed or {})
        before = highs.getRunTime()  # the clock of an instance runs on from model to model
        highs.setOptionValue("time_limit", before + max(0.0, seconds))
        highs.run()
        spent = highs.getRunTime() - before
        return _answer(highs, rows, integer, spent)


def _pass(highs: highspy.Highs, rows: Rows, integer: frozenset[int], fixed: Mapping[int, float]) -> None:
    import highspy  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    columns = len(rows.cost)
    lower, upper = np.zeros(columns), np.array(rows.upper)
    for index, value in fixed.items():
        lower[index] = upper[index] = value
    whole = [1 if marked or index in integer else 0 for index, marked in enumerate(rows.integer)]
    highs.passModel(
        columns,
        len(rows.row_lower),
        len(rows.values),
        highspy.MatrixFormat.kRowwise.value,
        highspy.ObjSense.kMinimize.value,
        0.0,
        np.array(rows.cost),
        lower,
        upper,
        np.array(rows.row_lower),
        np.array(rows.row_upper),
        np.array(rows.starts, dtype=np.int32),
        np.array(rows.indices, dtype=np.int32),
        np.array(rows.values),
        np.array(whole, dtype=np.int32),
    )


def _answer(highs: highspy.Highs, rows: Rows, integer: frozenset[int], seconds: float) -> Answer:
    import highspy  # noqa: PLC0415

    info = highs.getInfo()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    columns = tuple(highs.getSolution().col_value) if feasible else None
    proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if integer or any(rows.integer):
        bound = info.mip_dual_bound
    else:
        bound = info.objective_function_value if proven else float("-inf")
    return Answer(columns, bound, proven, seconds)
