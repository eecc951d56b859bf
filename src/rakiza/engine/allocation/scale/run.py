"""One run of HiGHS over arrays; work is bounded by nodes, so that the same input goes the same way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rakiza.engine.allocation.highs import SEED, Stop, Watch, never
from rakiza.engine.allocation.scale.programme import Floats, Programme

if TYPE_CHECKING:
    import highspy

# What a small programme gains nothing from; measured: 0.05 s a family of 25 lots instead of 0.4 s
PLAIN: dict[str, bool | float] = {
    "mip_heuristic_effort": 0.0,
    "mip_detect_symmetry": False,
    "mip_allow_restart": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}

# What a few families gain when they are run to a small gap: measured, a fifth of the time less
STEADY: dict[str, bool | int] = {"mip_allow_restart": False, "mip_pscost_minreliable": 2}


@dataclass(frozen=True, slots=True)
class Effort:
    """How far a run goes: relative gap, nodes, seconds; `relaxed`: without integrality at all.

    `minor`: whether minor decisions must be whole too. `interior`: an interior point is enough. `steady`:
    no restarts, and branching soon trusts what it has seen. `target`: a value that is good enough. `apart`: how
    far two different values are from each other at least, less a hair: what is nearer to the bound is the best.
    """

    gap: float = 1e-4
    nodes: int = 2_000
    seconds: float = 600.0
    minor: bool = False
    relaxed: bool = False
    interior: bool = False
    plain: bool = True
    steady: bool = False
    target: float | None = None
    apart: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A point (None where none was found), a proven bound, and duals of the rows where relaxed."""

    point: Floats | None
    bound: float
    value: float = float("inf")
    duals: Floats | None = None
    infeasible: bool = False


def run(programme: Programme, effort: Effort, start: Floats | None = None, stop: Stop = never) -> Outcome:
    """Minimise; the bound holds for the programme as asked (minor decisions free or not).

    `stop` is asked all the while; once it says yes, what was found so far is returned.
    """
    import highspy  # noqa: PLC0415

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    _options(highs, effort)
    _pass(highs, programme, effort)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        highs.setSolution(solution)
    watch = Watch(highs, stop)
    highs.run()
    watch.raise_kept()
    return _outcome(highs, programme, effort)


def limit(highs: highspy.Highs, seconds: float) -> None:
    """Let the next run of a solver that is used again take so many seconds: its clock runs on."""
    highs.setOptionValue("time_limit", highs.getRunTime() + max(0.0, seconds))


def _options(highs: highspy.Highs, effort: Effort) -> None:
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": SEED,
        "mip_rel_gap": effort.gap,
        "mip_max_nodes": effort.nodes,
        "time_limit": max(0.0, effort.seconds),
        **(PLAIN if effort.plain else {}),
        **(STEADY if effort.steady else {}),
    }
    if not effort.relaxed:
        options["mip_feasibility_tolerance"] = 1e-7
    if effort.interior:
        options |= {"solver": "ipm", "run_crossover": "off"}
    if effort.apart:
        options["mip_abs_gap"] = effort.apart
    if effort.target is not None:
        options["objective_target"] = effort.target
    for name, value in options.items():
        highs.setOptionValue(name, value)


def _pass(highs: highspy.Highs, programme: Programme, effort: Effort) -> None:
    whole = np.zeros(programme.columns, dtype=np.int32)
    if not effort.relaxed:
        whole[programme.integer if effort.minor else programme.integer & ~programme.minor] = 1
    pass_programme(highs, programme, whole)


def pass_programme(highs: highspy.Highs, programme: Programme, whole: npt.NDArray[np.int32]) -> None:
    """Hand a programme to the solver; `whole` holds a 1 for each of its columns that is a whole number."""
    import highspy  # noqa: PLC0415

    highs.passModel(
        programme.columns,
        programme.rows,
        len(programme.values),
        highspy.MatrixFormat.kRowwise.value,
        highspy.ObjSense.kMinimize.value,
        0.0,
        programme.cost,
        programme.lower,
        programme.upper,
        programme.row_lower,
        programme.row_upper,
        programme.starts[:-1].astype(np.int32),
        programme.indices.astype(np.int32),
        programme.values,
        whole,
    )


def _outcome(highs: highspy.Highs, programme: Programme, effort: Effort) -> Outcome:
    import highspy  # noqa: PLC0415

    info, status = highs.getInfo(), highs.getModelStatus()
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        return Outcome(None, float("inf"), infeasible=True)
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    solution = highs.getSolution()
    point = np.array(solution.col_value) if feasible else None
    value = programme.value(point) if point is not None else float("inf")
    whole = programme.integer if effort.minor else programme.integer & ~programme.minor
    if effort.relaxed or not whole.any():
        solved = status == highspy.HighsModelStatus.kOptimal
        duals = np.array(solution.row_dual) if solution.dual_valid or solved else None
        return Outcome(point, value if solved else float("-inf"), value, duals)
    return Outcome(point, info.mip_dual_bound, value)
