"""Time, gap and memory of the allocation: `python bench/allocation_speed.py [LOTS] [--rules N] [--seed N] [--part N] [--processes N] [--processor]`.

`--part` (`3`, `0,11` or `all`) solves parts alone, one after the other in one process, counted from the smallest,
without the rules that join parts. On a busy machine `--processor` counts every limit in processor seconds.
Generated national instances (see `allocation_instances`); memory is the largest process's.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any

from allocation_instances import Instance, national
from rakiza.engine.allocation import Problem, solve
from rakiza.engine.allocation.best import Sought
from rakiza.engine.allocation.components import components
from rakiza.engine.allocation.cuts import rounds
from rakiza.engine.allocation.highs import Solver
from rakiza.engine.allocation.part import solve_part
from rakiza.engine.allocation.penalty import uncovered_penalty
from rakiza.engine.allocation.scale import relaxations, run
from rakiza.engine.allocation.solve import _without_joining
from rakiza.engine.allocation.values import DIGITS

BUSY = 20.0  # how much longer than its processor time the solver may take on a busy machine
DECIMAL_ZERO = Decimal(0)


def problem(lots: int, seed: int) -> Problem:
    """The problem of an instance without further rules."""
    return national(lots, seed).problem


def count_processor_time() -> None:
    """Let every limit count processor seconds, which other work on the machine doesn't use up."""
    limits, ends = run._options, [0.0]

    def stretched(highs: Any, effort: run.Effort) -> None:  # noqa: ANN401 - highspy's solver
        ends[0] = time.process_time() + effort.seconds
        limits(highs, replace(effort, seconds=effort.seconds * BUSY))

    class Timed(run.Watch):
        def __init__(self, highs: Any, stop: run.Stop) -> None:  # noqa: ANN401
            super().__init__(highs, lambda: stop() or time.process_time() > ends[0])

    run._options, run.Watch = stretched, Timed
    for used in (rounds, relaxations):
        used.limit = lambda highs, seconds: run.limit(highs, seconds * BUSY)
    time.monotonic = time.process_time


def parts_alone(instance: Instance, places: str, seconds: float) -> None:
    """Solve parts alone and add them up."""
    rules = _without_joining(instance.problem, instance.rules)
    found = sorted(components(instance.problem, rules), key=lambda part: len(part.lots))
    began, value, bound = time.process_time(), DECIMAL_ZERO, DECIMAL_ZERO
    with localcontext(prec=DIGITS):
        penalty = uncovered_penalty(instance.problem, instance.rules)
        for place in range(len(found)) if places == "all" else map(int, places.split(",")):
            begun = time.process_time()
            told = solve_part(found[place], Sought(rules, penalty), Solver(), seconds)
            objective, least = told.costs.objective, told.bounds[0]
            value, bound = value + objective, bound + least
            gap, spent = float((objective - least) / objective), time.process_time() - begun
            lots = len(found[place].lots)
            print(
                f"part {place} of {len(found)}: {lots} lots, {told.status}, gap {gap:.4%}, {spent:.1f} CPU s"
            )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = time.process_time() - began
    print(f"together: gap {float((value - bound) / value):.4%}, {spent:.1f} CPU s, {memory:.0f} MB")


def main() -> int:
    """Run one size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lots", type=int, nargs="?", default=1_000)
    arguments.add_argument("--rules", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--gap", type=float, default=1e-4)
    arguments.add_argument("--makers", type=int)
    arguments.add_argument("--part")
    arguments.add_argument("--processor", action="store_true")
    arguments.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = arguments.parse_args()
    instance = national(
        asked.lots,
        asked.seed,
        rules=asked.rules,
        makers=asked.makers,
        gap=asked.gap,
        seconds=asked.seconds,
    )
    if asked.processor:
        count_processor_time()
    if asked.part is not None:
        parts_alone(instance, asked.part, asked.seconds)
        return 0
    start = time.perf_counter()
    solution = solve(instance.problem, instance.rules, processes=asked.processes)
    spent = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    computed = sum(one.ru_utime + one.ru_stime for one in used)
    lots, offers, rules = len(instance.problem.lots), len(instance.problem.offers), len(instance.rules.rules)
    print(f"{lots} lots, {offers} offers, {rules} further rules, {solution.components} components")
    print(f"{spent:.2f} s, {computed:.1f} CPU s, {max(one.ru_maxrss for one in used) / 1024:.0f} MB")
    print(f"{solution.status}, gap {solution.gap:.2e}")
    print(f"objective {solution.objective:.2f}, bound {solution.bound:.2f}, {len(solution.awards)} awards")
    return 0


if __name__ == "__main__":
    sys.exit(main())
