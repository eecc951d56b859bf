"""Time, gap and memory of the allocation: `python bench/allocation_speed.py [LOTS] [--rules N] [--seed N] [--part N]`.

`--part` solves one independent part alone, in one process, counted from the smallest. Generated national instances (see `allocation_instances`); memory is the largest process's.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from decimal import localcontext

from allocation_instances import Instance, national
from rakiza.engine.allocation import Problem, solve
from rakiza.engine.allocation.components import components
from rakiza.engine.allocation.highs import Solver
from rakiza.engine.allocation.part import solve_part
from rakiza.engine.allocation.penalty import uncovered_penalty
from rakiza.engine.allocation.values import DIGITS


def problem(lots: int, seed: int) -> Problem:
    """The problem of an instance without further rules."""
    return national(lots, seed).problem


def one_part(instance: Instance, place: int, seconds: float) -> None:
    """Solve one part alone."""
    found = sorted(components(instance.problem, instance.rules), key=lambda part: len(part.lots))
    part = found[place]
    began = time.process_time()
    with localcontext(prec=DIGITS):
        penalty = uncovered_penalty(instance.problem, instance.rules)
        told = solve_part(part, instance.rules, penalty, Solver(), seconds)
        gap = float((told.costs.objective - told.bounds[0]) / told.costs.objective)
    computed, memory = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"part {place} of {len(found)}: {len(part.lots)} lots, {told.status}, gap {gap:.4%}")
    print(f"{told.seconds:.2f} s, {computed:.1f} CPU s, {memory:.0f} MB")


def main() -> int:
    """Run one size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lots", type=int, nargs="?", default=1_000)
    arguments.add_argument("--rules", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--gap", type=float, default=1e-4)
    arguments.add_argument("--part", type=int)
    asked = arguments.parse_args()
    instance = national(asked.lots, asked.seed, rules=asked.rules, gap=asked.gap, seconds=asked.seconds)
    if asked.part is not None:
        one_part(instance, asked.part, asked.seconds)
        return 0
    start = time.perf_counter()
    solution = solve(instance.problem, instance.rules, processes=os.cpu_count() or 1)
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
