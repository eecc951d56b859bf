"""The allocation beside its peers on the same model: `python bench/allocation_peers.py [--quick] [--most LOTS] [--processor]`.

Each solver runs in a process of its own with the same time limit and gap: Rakiza's allocation, and
HiGHS, SCIP, CBC and CP-SAT on the model that Rakiza compiles, written as MPS. Two threads each.
Objectives and bounds of the peers are in the unit of the model; gaps compare. `--processor`, for a busy
machine: one thread each, and limits in processor seconds (of CP-SAT in its own deterministic ones).
"""

# ruff: noqa: PLC0415 - each solver is loaded in a process of its own: some can not be loaded together
from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

SIZES = (
    (1_000, 0, 1e-4, 60.0),
    (6_000, 400, 1e-3, 60.0),
    (20_000, 0, 3e-3, 180.0),
    (100_000, 0, 5e-3, 600.0),
)
QUICK = ((250, 0, 1e-4, 20.0), (1_000, 60, 1e-3, 20.0))
PEERS = ("rakiza", "highs", "scip", "cbc", "cpsat")
Told = dict[str, float | str]
PROCESSOR = "ALLOCATION_PEERS_PROCESSOR"  # set where limits are in processor seconds
BUSY = 20.0  # how much longer by the clock that may take


def by_processor() -> bool:
    """Whether limits are in processor seconds, and each solver has one thread."""
    return PROCESSOR in os.environ


def write_mps(lots: int, seed: int, rules: int, path: Path) -> None:
    """Write the model of an instance."""
    import highspy
    import numpy as np

    from allocation_instances import national
    from rakiza.engine.allocation.model import compile_problem

    instance = national(lots, seed, rules=rules)
    rows = compile_problem(instance.problem, instance.rules).rows
    highs = highspy.Highs()
    for name, value in {"output_flag": False}.items():
        highs.setOptionValue(name, value)
    columns = len(rows.cost)
    highs.passModel(
        columns, len(rows.row_lower), len(rows.values), highspy.MatrixFormat.kRowwise.value,
        highspy.ObjSense.kMinimize.value, 0.0, np.array(rows.cost), np.zeros(columns), np.array(rows.upper),
        np.array(rows.row_lower), np.array(rows.row_upper), np.array(rows.starts, dtype=np.int32),
        np.array(rows.indices, dtype=np.int32), np.array(rows.values), np.array(rows.integer, dtype=np.int32),
    )  # fmt: skip
    highs.writeModel(str(path))


def rakiza(lots: int, seed: int, rules: int, gap: float, seconds: float) -> Told:
    """Solve through the library's door."""
    from allocation_instances import national
    from rakiza.engine.allocation import solve

    processes = os.cpu_count() or 1
    if by_processor():
        from allocation_speed import count_processor_time

        count_processor_time()
        processes = 1
    instance = national(lots, seed, rules=rules, gap=gap, seconds=seconds)
    solution = solve(instance.problem, instance.rules, processes=processes)
    return _told(float(solution.objective), float(solution.bound), str(solution.status))


def highs(path: str, gap: float, seconds: float) -> Told:
    """HiGHS, the model as one."""
    import highspy

    solver = highspy.Highs()
    for name, value in {
        "output_flag": False,
        "mip_rel_gap": gap,
        "time_limit": seconds * (BUSY if by_processor() else 1.0),
        "threads": 1 if by_processor() else 2,
    }.items():
        solver.setOptionValue(name, value)
    if by_processor():

        def ask(event: Any) -> None:  # noqa: ANN401 - highspy's event
            if time.process_time() > seconds:
                event.interrupt()

        solver.cbSimplexInterrupt += ask
        solver.cbMipInterrupt += ask
    solver.readModel(path)
    solver.run()
    info = solver.getInfo()
    return _told(info.objective_function_value, info.mip_dual_bound, str(solver.getModelStatus()))


def scip(path: str, gap: float, seconds: float) -> Told:
    """SCIP through PySCIPOpt."""
    from pyscipopt import Model

    solver = Model()
    solver.hideOutput()
    solver.readProblem(path)
    solver.setParam("limits/gap", gap)
    solver.setParam("limits/time", seconds)
    if by_processor():
        solver.setParam("timing/clocktype", 1)
    solver.optimize()
    found = solver.getObjVal() if solver.getNSols() else float("inf")
    return _told(found, solver.getDualbound(), solver.getStatus())


def cbc(path: str, gap: float, seconds: float) -> Told:
    """CBC's own program."""
    import cbcbox

    program = next(Path(cbcbox.__file__).parent.rglob("bin/cbc*"))
    how = ["-timeMode", "cpu"] if by_processor() else ["-threads", "2", "-timeMode", "elapsed"]
    options = ["-ratio", str(gap), "-seconds", str(seconds), *how]
    text = subprocess.run(
        [str(program), path, *options, "-solve", "-quit"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"Objective value:\s+(\S+)", text)
    bound = re.search(r"Lower bound:\s+(\S+)", text)
    value = float(found[1]) if found else float("inf")
    done = "Optimal solution found" in text
    lowest = float(bound[1]) if bound else value * (1 - gap) if done else float("-inf")
    return _told(value, lowest, "optimal" if done else "limit")


def cpsat(path: str, gap: float, seconds: float) -> Told:
    """CP-SAT: quantities are whole units, so that making columns whole loses nothing."""
    from ortools.linear_solver.python import model_builder

    model = model_builder.Model()
    if not model.import_from_mps_file(path):
        return _told(float("inf"), float("-inf"), "not read")
    solver = model_builder.Solver("sat")
    solver.set_time_limit_in_seconds(seconds * (BUSY if by_processor() else 1.0))
    how = f"num_workers:1,max_deterministic_time:{seconds}" if by_processor() else "num_workers:2"
    solver.set_solver_specific_parameters(f"{how},relative_gap_limit:{gap}")
    status = solver.solve(model)
    solved = status in {model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE}
    found = solver.objective_value if solved else float("inf")
    return _told(found, solver.best_objective_bound if solved else float("-inf"), str(status))


def _told(value: float, bound: float, status: str) -> Told:
    gap = (value - bound) / abs(value) if 0 < abs(value) < 1e30 and bound > -1e30 else float("inf")
    return {"objective": value, "bound": bound, "gap": gap, "status": status}


def one(peer: str, asked: list[str]) -> int:
    """Run one solver in this process and tell the result as JSON."""
    lots, seed, rules, gap, seconds, path = asked
    began = time.perf_counter()
    if peer == "rakiza":
        told = rakiza(int(lots), int(seed), int(rules), float(gap), float(seconds))
    else:
        told = {"highs": highs, "scip": scip, "cbc": cbc, "cpsat": cpsat}[peer](
            path, float(gap), float(seconds)
        )
    told["seconds"] = time.perf_counter() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    told["mb"] = sum(one.ru_maxrss for one in used) / 1024
    told["processor"] = sum(one.ru_utime + one.ru_stime for one in used)
    print(json.dumps(told))
    return 0


def compare(sizes: tuple[tuple[int, int, float, float], ...], seeds: int, peers: list[str]) -> None:
    """Run every solver on every instance, one after another."""
    print(
        "| lots | rules | seed | solver | s | CPU s | objective | bound | gap | MB | status |\n"
        "|-|-|-|-|-|-|-|-|-|-|-|"
    )
    for lots, rules, gap, seconds in sizes:
        for seed in range(seeds):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "model.mps"
                if peers != ["rakiza"]:
                    write_mps(lots, seed, rules, path)
                for peer in peers:
                    asked = [str(x) for x in (lots, seed, rules, gap, seconds, path)]
                    _line((lots, rules, seed), peer, asked, seconds)


def _line(what: tuple[int, int, int], peer: str, asked: list[str], seconds: float) -> None:
    command = [sys.executable, __file__, "--one", peer, *asked]
    head = " | ".join(str(x) for x in what)
    try:
        longest = (BUSY if by_processor() else 3) * seconds + 120
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=longest)
    except subprocess.TimeoutExpired:
        print(f"| {head} | {peer} | – | – | – | – | – | – | ran on past three times its limit |", flush=True)
        return
    if ran.returncode or not ran.stdout.strip():
        reason = (ran.stderr.strip().splitlines() or ["no answer"])[-1][:80]
        print(f"| {head} | {peer} | – | – | – | – | – | – | {reason} |", flush=True)
        return
    told = json.loads(ran.stdout.strip().splitlines()[-1])
    print(
        f"| {head} | {peer} | {told['seconds']:.1f} | {told['processor']:.1f} | {told['objective']:.6g} | {told['bound']:.6g} | "
        f"{told['gap']:.4%} | {told['mb']:.0f} | {told['status']} |",
        flush=True,
    )


def main() -> int:
    """Compare, or run one solver where asked to."""
    if sys.argv[1:2] == ["--one"]:
        return one(sys.argv[2], sys.argv[3:])
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--seeds", type=int, default=1)
    arguments.add_argument("--only", nargs="*", default=list(PEERS), choices=PEERS)
    arguments.add_argument("--processor", action="store_true")
    arguments.add_argument("--most", type=int, default=SIZES[-1][0], help="leave larger problems out")
    asked = arguments.parse_args()
    if asked.processor:
        os.environ[PROCESSOR] = "1"
    sizes = tuple(size for size in (QUICK if asked.quick else SIZES) if size[0] <= asked.most)
    compare(sizes, asked.seeds, asked.only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
